"""Counts: which elements were decided rightly, in sums that stay exact."""
