"""What a pairing becomes once the `use` line of a finding has been followed."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from resolver.core.losses import FAMILIES, Loss
from resolver.core.metrics import METRICS, Metric, read_metric_string
from resolver.core.pairing import Pairing
from resolver.core.specs import Labels

Rewrite = Callable[[str], Labels]
"""Labels after a line such as ``y = y - 1``."""


def said(use: str) -> tuple[list[ast.expr], dict[str, ast.expr]]:
    """A `use` line as the arguments of a call: those in order, and those with a name."""
    call = ast.parse(f"use({use}\n)", mode="eval").body
    assert isinstance(call, ast.Call)
    return call.args, {each.arg or "**": each.value for each in call.keywords}


def mended(pairing: Pairing, use: str, rewrite: Rewrite) -> Pairing:
    """The pairing once a line was followed.

    Args:
        pairing: The pairing.
        use: The line.
        rewrite: The labels after the part of it that rewrites them.
    """
    layers, arguments = said(use)
    for layer in layers:
        pairing = _with_layer(pairing, layer)
    for name, value in arguments.items():
        if name == "y":
            pairing = replace(pairing, labels=rewrite(f"y = {ast.unparse(value)}"))
        else:
            pairing = _FOLLOW[name](pairing, value)
    return pairing


def _with_layer(pairing: Pairing, layer: ast.expr) -> Pairing:
    assert isinstance(layer, ast.Call)
    shape = pairing.output.shape or ()
    if _name(layer) == "GlobalAveragePooling1D":
        return replace(pairing, output=replace(pairing.output, shape=(shape[0], shape[-1])))
    assert "Dense" == _name(layer)
    given = _keywords(layer)
    output = replace(
        pairing.output,
        shape=(*shape[:-1], ast.literal_eval(layer.args[0])),
        activation=given.get("activation", "linear"),
        beneath=None,
    )
    return replace(pairing, output=output)


def _with_activation(pairing: Pairing, value: ast.expr) -> Pairing:
    activation = ast.literal_eval(value) or "linear"
    return replace(pairing, output=replace(pairing.output, activation=activation, beneath=None))


def _with_loss(pairing: Pairing, value: ast.expr) -> Pairing:
    assert isinstance(value, ast.Call)
    family = next(name for name, row in FAMILIES.items() if row.cls == _name(value))
    given = _keywords(value)
    if FAMILIES[family].reads == "scores":
        given.setdefault("from_logits", False)
    return replace(pairing, loss=Loss(family, **given, shown=ast.unparse(value)))


def _with_metrics(pairing: Pairing, value: ast.expr) -> Pairing:
    assert isinstance(value, ast.List)
    metrics = tuple(map(_metric, value.elts))
    ours = any(metric.word for metric in metrics)  # the line then says: in resolver.compile
    return replace(pairing, metrics=metrics, decided=pairing.decided or ours)


def _metric(value: ast.expr) -> Metric:
    if isinstance(value, ast.Constant):
        return read_metric_string(value.value)
    assert isinstance(value, ast.Call)
    name, given = _name(value), _keywords(value)
    assert name in METRICS
    metric = replace(read_metric_string(name), word=None, family=name)
    if "num_classes" in given:
        metric = replace(metric, classes=given["num_classes"])
    if "sparse_y_pred" in given:
        metric = replace(metric, sparse_pred=given["sparse_y_pred"])
    if "from_logits" in given:
        metric = replace(metric, from_logits=given["from_logits"])
    threshold = given.get("threshold", given.get("thresholds"))
    return metric if threshold is None else replace(metric, threshold=threshold)


def _with_weights(pairing: Pairing, value: ast.expr) -> Pairing:
    assert value is not None
    return replace(pairing, sample_weight=(None,), weighted=True)


def _with_class_weights(pairing: Pairing, value: ast.expr) -> Pairing:
    return replace(pairing, class_weight=tuple(ast.literal_eval(value)))


def _with_slice(pairing: Pairing, value: ast.expr) -> Pairing:
    assert isinstance(value, ast.Subscript)
    assert isinstance(value.slice, ast.Tuple)
    ends = [each.upper for each in value.slice.elts if isinstance(each, ast.Slice)]
    kept = [None if end is None else ast.literal_eval(end) for end in ends]
    shape = (*kept, *(pairing.output.shape or ())[len(kept) :])
    return replace(pairing, output=replace(pairing.output, shape=shape))


_FOLLOW: dict[str, Callable[[Pairing, ast.expr], Pairing]] = {
    "activation": _with_activation,
    "loss": _with_loss,
    "metrics": _with_metrics,
    "sample_weight": _with_weights,
    "outputs": _with_slice,
    "class_weight": _with_class_weights,
}


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _keywords(call: ast.Call) -> dict[str, Any]:
    return {each.arg or "**": ast.literal_eval(each.value) for each in call.keywords}
