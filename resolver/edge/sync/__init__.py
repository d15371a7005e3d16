"""Sums of all workers, through whichever engine runs them."""
