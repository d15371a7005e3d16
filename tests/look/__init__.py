"""What is shown, looked at: in a terminal of any width, in a pipe, in a browser."""
