"""Pairings in a few words, for the tables of findings."""

from __future__ import annotations

from typing import Any

from resolver.core.losses import Loss, read_string
from resolver.core.metrics import Metric, read_metric_string
from resolver.core.pairing import Pairing
from resolver.core.specs import Facts, Labels, Output, Shape
from tests.core.samples import column, rows

N = None


def head(said: str, **more: Any) -> Output:
    """An output such as ``"10 softmax"`` or ``"8x8x3"``; ``?`` is an unknown side."""
    shape, _, activation = said.partition(" ")
    dims = [None if dim == "?" else int(dim) for dim in shape.split("x") if dim]
    return Output((N, *dims), None if activation == "unknown" else activation or "linear", **more)


def y(facts: Facts | None, *dims: int | None, dtype: str | None = "int64") -> Labels:
    """Labels of a shape, with what was seen of them."""
    return Labels((N, *dims), dtype, facts=facts)


def ids(count: int, *dims: int | None, dtype: str = "int64", start: int = 0) -> Labels:
    """Class numbers, each of them seen often."""
    return y(column(*range(start, start + count), times=100), *dims, dtype=dtype)


def bits(*dims: int | None, dtype: str = "int64") -> Labels:
    """0 and 1."""
    return y(column(0, 1, times=100), *dims, dtype=dtype)


def one_hot(units: int, *sides: int | None, dtype: str = "float32") -> Labels:
    """One-hot rows."""
    seen = [tuple(float(at == unit) for at in range(units)) for unit in range(units)]
    return y(rows(*seen, times=20), *sides, units, dtype=dtype)


def multi_hot(units: int, *sides: int | None, dtype: str = "float32") -> Labels:
    """Rows of 0 and 1, some of them with several 1, some with none."""
    seen = [tuple(float(at <= unit) for at in range(units)) for unit in range(units)]
    return y(rows(*seen, (0.0,) * units, times=20), *sides, units, dtype=dtype)


def padded(units: int, *sides: int | None) -> Labels:
    """One-hot rows, and rows of zeros among them."""
    seen = [tuple(float(at == unit) for at in range(units)) for unit in range(units)]
    return y(rows(*seen, (0.0,) * units, times=20), *sides, units, dtype="float32")


def soft(units: int, *sides: int | None) -> Labels:
    """Rows of fractions that sum to 1."""
    seen = [
        tuple(0.7 if at == unit else 0.3 / (units - 1) for at in range(units))
        for unit in range(units)
    ]
    return y(rows(*seen, times=20), *sides, units, dtype="float32")


def amounts(low: float, high: float, *dims: int | None, dtype: str = "float32") -> Labels:
    """Very many different numbers in a range, both ends among them."""
    units = dims[-1] if dims else 1
    counted = 1000 if units and units > 1 else 0
    return y(Facts(4000, low, high, False, distinct=None, rows=counted), *dims, dtype=dtype)


def loss(said: str | None, **more: Any) -> Loss | None:
    """A loss such as ``"bce"``, ``"scce logits"`` or ``"own"``."""
    if said is None:
        return None
    name, _, logits = said.partition(" ")
    if name == "own":
        return Loss(None, form="function", shown="own")
    read = read_string(_SHORT.get(name, name))
    if not logits and not more:
        return read
    if logits:
        more["from_logits"] = True
    fields = {
        field: getattr(read, field)
        for field in ("family", "from_logits", "axis", "ignore_class", "label_smoothing")
    }
    return Loss(**{**fields, **more}, shown=f"a {name} loss")


_SHORT = {
    "cce": "categorical_crossentropy",
    "scce": "sparse_categorical_crossentropy",
    "focal": "binary_focal_crossentropy",
    "cfocal": "categorical_focal_crossentropy",
    "cosine": "cosine_similarity",
}


def metric(said: str | Metric) -> Metric:
    """A metric as it is, or by its name."""
    return said if isinstance(said, Metric) else read_metric_string(said)


def pair(
    output: str | Output,
    labels: Labels | Shape = None,
    given: str | Loss | None = None,
    *metrics: str | Metric,
    **more: Any,
) -> Pairing:
    """A pairing, each part of it in a few words."""
    return Pairing(
        head(output) if isinstance(output, str) else output,
        labels if isinstance(labels, Labels) else Labels(labels),
        loss(given) if isinstance(given, str) else given,
        tuple(map(metric, metrics)),
        **more,
    )
