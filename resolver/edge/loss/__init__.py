"""Reads losses in every form, and has the ones that Keras lacks."""
