"""The floor that decides: pure Python, standard library only."""
