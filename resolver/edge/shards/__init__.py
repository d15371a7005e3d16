"""Arrays in files: one read out of each, and files that belong together laid side by side."""
