"""Layers: a metric recorded inside a model, where ``model.add_metric`` used to be."""

from resolver.edge.train.layers import RecordMetric

__all__ = ["RecordMetric"]
