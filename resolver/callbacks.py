"""Callbacks: what each batch scored, and evaluations that never leak into each other."""

from resolver.edge.callbacks import BatchCounts as BatchCounts
from resolver.edge.evaluations import EvaluateEach as EvaluateEach
from resolver.edge.evaluations import evaluate_each as evaluate_each

__all__ = ["BatchCounts", "EvaluateEach", "evaluate_each"]
