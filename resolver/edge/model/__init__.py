"""Reads live models: the outputs, and what was applied to them last."""
