"""What the command line does, one room a command. None of them loads Keras."""
