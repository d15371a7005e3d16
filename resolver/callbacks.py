"""Callbacks: what each batch scored, and evaluations that never leak into each other."""

from resolver.edge.train.callbacks import BatchCounts
from resolver.edge.train.evaluations import EvaluateEach, evaluate_each, isolated

__all__ = ["BatchCounts", "EvaluateEach", "evaluate_each", "isolated"]
