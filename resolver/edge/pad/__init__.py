"""Batches that every replica gets an equal part of, filled up with rows that count nothing."""
