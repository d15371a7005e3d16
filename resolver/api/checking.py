"""`check`: what is wrong with a pairing, before training, with the line to write instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from resolver.api.arguments import Each, Pair, keywords_of, losses_of, read_loss, read_pair
from resolver.api.ignoring import without_ignored
from resolver.api.metrics import metrics_of
from resolver.api.strangers import without_strangers
from resolver.core.findings import beside, find_all, undecided
from resolver.core.losses import AUTO_NAMES
from resolver.core.pairing import Pairing
from resolver.core.specs import Shape
from resolver.edge.builders.read_compiled import compiled_loss, compiled_metrics, own_step
from resolver.edge.builders.read_metric import read_metric
from resolver.report import Report


def check(
    model: Any,
    labels: Any = None,
    *,
    loss: Any = None,
    metrics: Any = None,
    weighted_metrics: Any = None,
    sample_weight: Any = None,
    class_weight: Mapping[Any, float] | None = None,
    task: Each[str] = None,
    from_logits: Each[bool] = None,
    class_axis: Each[int] = None,
    ignore_class: Each[int] = None,
    probe: Any = None,
    ignore: Sequence[str] = (),
) -> Report:
    """Find what is wrong or doubtful about a model, its labels, its loss and its metrics.

    Nothing is trained, built or changed.

    Args:
        model: A model, compiled or not; or an output, see `resolver.decide`.
        labels: The labels; see `Labels.of`. Left out, only head, loss and metrics are looked at.
        loss: The loss, in any form Keras takes; left out, the one the model was compiled with.
            ``"auto"`` finds what `compile` would refuse to choose one for.
        metrics: The metrics, likewise, as they are given to `keras.Model.compile`.
        weighted_metrics: The weighted metrics, likewise.
        sample_weight: The sample weights, or their shape.
        class_weight: The class weights, by class number.
        task: See `resolver.decide`; so for the next three.
        from_logits: Whether the output is logits.
        class_axis: The axis of the classes.
        ignore_class: A class id that is not counted.
        probe: A batch of inputs the model may be shown where its activation cannot be read.
        ignore: Names of findings to leave out.

    Returns:
        A `Report`: iterable of findings, ``report.ok``, a table, HTML, JSON.

    Raises:
        InvalidArgument: If an argument cannot be read, or ``ignore`` names no finding.

    Example:
        >>> report = check(Output((None, 1), "softmax"), loss="binary_crossentropy")
        >>> [finding.name for finding in report]
        ['softmax-one-unit']
    """
    pair = read_pair(labels, model, probe=probe)
    if loss is None:
        loss = compiled_loss(model)
    if metrics is None and weighted_metrics is None:
        metrics, weighted_metrics = compiled_metrics(model)
    said = {
        "task": task,
        "from_logits": from_logits,
        "class_axis": class_axis,
        "ignore_class": ignore_class,
    }
    (loss, metrics, weighted_metrics), strange = without_strangers(
        pair, loss=loss, metrics=metrics, weighted_metrics=weighted_metrics
    )
    losses = losses_of(pair, loss)
    pairings = pairings_of(
        pair,
        losses,
        metrics_of(pair, metrics, "metrics"),
        metrics_of(pair, weighted_metrics, "weighted_metrics"),
        keywords_of(pair, said),
        own_step=own_step(model),
        weights=(_shape(sample_weight), None if class_weight is None else tuple(class_weight)),
    )
    found = (*strange, *find_all(pairings))
    for pairing, each in zip(pairings, losses, strict=True):
        if isinstance(each, str) and each.lower() in AUTO_NAMES:
            found = beside(found, undecided(pairing)[0])
    return Report(without_ignored(found, ignore))


def pairings_of(
    pair: Pair,
    losses: Sequence[Any],
    metrics: Sequence[Sequence[Any]],
    weighted: Sequence[Sequence[Any]],
    keywords: Sequence[Mapping[str, Any]],
    *,
    own_step: bool = False,
    decided: bool = False,
    weights: tuple[Shape, tuple[object, ...] | None] = (None, None),
) -> list[Pairing]:
    """One pairing for each output, from what was given for it.

    Args:
        pair: The outputs and their labels.
        losses: The loss of each output, as it was given.
        metrics: The metrics of each output, as they were given.
        weighted: The weighted metrics of each output.
        keywords: The keywords of `decide` for each output.
        own_step: True if the model has a training step of its own.
        decided: True if "accuracy" and "crossentropy" are decided by us, not by Keras.
        weights: The shape of the sample weights, and the keys of the class weights.
    """
    shape, keys = weights
    return [
        Pairing(
            output,
            labels,
            read_loss(loss),
            tuple(read_metric(each) for each in (*asked, *more)),
            **said,
            own_step=own_step,
            decided=decided,
            weighted=shape is not None or bool(more),
            sample_weight=shape,
            class_weight=keys,
        )
        for output, labels, loss, asked, more, said in zip(
            pair.outputs, pair.labels, losses, metrics, weighted, keywords, strict=True
        )
    ]


def _shape(weights: Any) -> Shape:
    if weights is None or isinstance(weights, tuple):
        return weights
    return (None, *(int(dim) for dim in weights.shape[1:]))
