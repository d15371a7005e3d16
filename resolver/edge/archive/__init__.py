"""Reads saved models, without Keras."""
