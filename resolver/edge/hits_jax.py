"""The room of jax."""

from __future__ import annotations

from resolver.edge.hits_plain import element_hits, first_max, float_sum, whole_sum

__all__ = ["element_hits", "first_max", "float_sum", "whole_sum"]
