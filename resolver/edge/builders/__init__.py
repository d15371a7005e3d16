"""Builds the losses and metrics that a decision names."""
