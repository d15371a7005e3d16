"""The dtype that a saved layer gives, from its config and the dtypes it is called with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from resolver.edge.archive.ops import SavedOp
from resolver.edge.graph import passes


def dtype_after(op: SavedOp, dtypes: Sequence[str | None]) -> str | None:
    """The dtype of what a layer gives; a layer that only moves values leaves integers alone."""
    first = dtypes[0] if dtypes else None
    if op.is_op:
        if "dtype" in op.config:
            return str(op.config["dtype"])
        return first if op.kind in passes.OPS else None
    policy = _policy(op.config.get("dtype"))
    if op.kind == "InputLayer" or first is None or "float" in first or op.kind in _COMPUTES:
        return policy
    return first


_COMPUTES: Final = ("Dense", "EinsumDense", "Embedding", "ReversibleEmbedding")


def _policy(said: Any) -> str | None:
    """The dtype that a policy computes in."""
    if isinstance(said, Mapping):
        inner = said.get("config")
        said = inner.get("name") if isinstance(inner, Mapping) else None
    if not isinstance(said, str):
        return None
    return said.rpartition("_from_")[2].removeprefix("mixed_")
