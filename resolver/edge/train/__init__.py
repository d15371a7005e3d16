"""What runs while a model trains: callbacks, evaluations, layers that record."""
