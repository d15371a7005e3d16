"""Reads labels of every kind, without side effects."""
