"""The floor that touches Keras: reads models and labels, builds losses and metrics."""
