"""`compile`: the main job. Read the model and the labels, decide, build, and compile."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console, ConsoleOptions, RenderResult

from resolver.api.arguments import Each, Pair, keywords_of, read_pair
from resolver.api.checking import pairings_of
from resolver.api.ignoring import without_ignored
from resolver.api.planning import Plan, plan
from resolver.core import wording
from resolver.core.decision import Decision
from resolver.core.errors import AmbiguousPairing, PairingWarning
from resolver.core.finding import Finding
from resolver.core.findings import find_all
from resolver.core.structure import nested
from resolver.edge.builders.read_compiled import own_step
from resolver.edge.builders.recompile import recompile
from resolver.report import Drawn, compiled_page, html, plain
from resolver.report.page import Page


@dataclass(frozen=True, repr=False)
class Resolution:
    """What `resolver.compile` decided and built; prints as a table, in a notebook as HTML.

    Args:
        decisions: The decision for each output, by its name; ``None`` where nothing was asked of
            it, or where it is left to the first batch.
        losses: The loss of each output as it was compiled, by name.
        metrics: The metrics of each output as they were compiled, by name.
        findings: What is doubtful about the pairing.
    """

    decisions: Mapping[str, Decision | None]
    losses: Mapping[str, Any]
    metrics: Mapping[str, list[Any]]
    findings: tuple[Finding, ...] = ()

    def __str__(self) -> str:
        return plain(self)

    __repr__ = __str__

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Drawn(self._page())

    def _repr_html_(self) -> str:
        return html(self._page())

    def _page(self) -> Page:
        return compiled_page(self.decisions, self.losses, self.metrics, self.findings)


def compile(
    model: Any,
    optimizer: Any = "rmsprop",
    loss: Any = "auto",
    loss_weights: Any = None,
    metrics: Any = "auto",
    weighted_metrics: Any = None,
    run_eagerly: bool = False,
    steps_per_execution: int = 1,
    jit_compile: Any = "auto",
    auto_scale_loss: bool = True,
    *,
    labels: Any = None,
    ignore: Sequence[str] = (),
    probe: Any = None,
    exact: bool = True,
    padded: bool = False,
    task: Each[str] = None,
    from_logits: Each[bool] = None,
    class_axis: Each[int] = None,
    ignore_class: Each[int] = None,
    rules: str = "evidence",
) -> Resolution:
    """Compile a model with the loss and the metrics that its outputs and labels mean.

    The arguments up to ``auto_scale_loss`` are those of `keras.Model.compile`, in its order, so a
    call is wrapped by writing ``resolver.compile(model, ...`` in front.

    Args:
        model: A Keras model: Sequential, functional or subclassed, with one output or several.
        optimizer: As in Keras.
        loss: ``"auto"`` picks the loss for each output, ``"crossentropy"`` likewise but never a
            regression loss; anything else is kept. One for all outputs, a list or a dict by name.
        loss_weights: As in Keras.
        metrics: ``"auto"`` is accuracy for classification and ``"mae"`` for regression; in lists,
            ``"accuracy"`` and ``"crossentropy"`` are decided, functions that return
            ``(numerator, denominator)`` become `Ratio`, anything else is kept. One flat list
            stands for every output, unless it has one entry for each.
        weighted_metrics: Likewise; ``None`` for none.
        run_eagerly: As in Keras.
        steps_per_execution: As in Keras.
        jit_compile: As in Keras.
        auto_scale_loss: As in Keras.
        labels: The labels, or what tells of them; see `Labels.of`. Several outputs: their
            structure, or a dict by name. Left out, a loss that is not given is decided on the first
            batch from the labels' shape and dtype, never from their values: a one-hot row is then
            not told from a multi-hot one, nor a class number from an amount, and what cannot be
            settled is refused there. Accuracy under a regression loss then needs ``task=``.
        ignore: Names of findings to leave out.
        probe: A batch of inputs the model may be shown where its activation cannot be read.
        exact: True for `resolver.Accuracy`, False for stock classes where one can be right.
        padded: True for data with rows that only fill up a batch, as `resolver.pad` makes them.
            Keras shows weights, which tell such rows, to weighted metrics alone: the metrics
            become such, under their names. An accuracy then counts every row of another weight
            than 0 once; other metrics weigh rows as Keras does.
        task: See `resolver.decide`; one value, or a dict by output name; so for the next three.
        from_logits: Whether the output is logits.
        class_axis: The axis of the classes.
        ignore_class: A class id that is not counted.
        rules: ``"evidence"`` or a generation of Keras to follow.

    Returns:
        What was decided and built, as a `Resolution`.

    Raises:
        AmbiguousPairing: If two readings stay possible.
        PairingError: If a pairing cannot be meant; carries every finding of every output.
        InvalidArgument: If an argument cannot be read.

    Warns:
        PairingWarning: For each pairing that is legal and rarely meant.

    Example:
        >>> import keras, numpy as np
        >>> model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="head")])
        >>> done = compile(model, labels=np.array([0, 2, 1, 1]))
        >>> done.losses["head"].get_config()["from_logits"]
        True
    """
    pair = read_pair(labels, model, probe=probe)
    keywords = {
        "task": task,
        "from_logits": from_logits,
        "class_axis": class_axis,
        "ignore_class": ignore_class,
    }
    built: dict[str, Any] = {"rules": rules, "exact": exact, "padded": padded}
    with _saying_what_to_show(pair, probe):
        plans, refused, strange = plan(pair, loss, metrics, weighted_metrics, keywords, **built)
    doubtful = _review(pair, plans, keywords, model) if rules == "evidence" else ()
    found = without_ignored(strange + doubtful, ignore)
    _speak(found, refused)
    recompile(
        model,
        optimizer=optimizer,
        loss=_packed(pair, [each.loss for each in plans]),
        loss_weights=loss_weights,
        metrics=_packed(pair, [each.metrics for each in plans]),
        weighted_metrics=_packed(pair, [each.weighted for each in plans]),
        run_eagerly=run_eagerly,
        steps_per_execution=steps_per_execution,
        jit_compile=jit_compile,
        auto_scale_loss=auto_scale_loss,
    )
    return _resolution(pair, plans, found)


@contextmanager
def _saying_what_to_show(pair: Pair, probe: Any) -> Iterator[None]:
    """Ask for a batch first where a model has no shape before it is run."""
    try:
        yield
    except AmbiguousPairing as left_open:
        if probe is None and any(output.shape is None for output in pair.outputs):
            raise wording.with_probe(left_open) from None
        raise


def _resolution(pair: Pair, plans: list[Plan], found: tuple[Finding, ...]) -> Resolution:
    named = dict(zip(pair.names, plans, strict=True))
    return Resolution(
        decisions={name: each.decision for name, each in named.items()},
        losses={name: each.loss for name, each in named.items()},
        metrics={name: each.metrics + each.weighted for name, each in named.items()},
        findings=found,
    )


def _review(
    pair: Pair, plans: list[Plan], keywords: Mapping[str, Any], model: Any
) -> tuple[Finding, ...]:
    """What is doubtful about what will be compiled."""
    pairings = pairings_of(
        pair,
        [each.loss for each in plans],
        [each.metrics for each in plans],
        [each.weighted for each in plans],
        keywords_of(pair, keywords),
        own_step=own_step(model),
        decided=True,
    )
    return find_all(pairings)


def _speak(found: tuple[Finding, ...], refused: tuple[Finding, ...]) -> None:
    """Raise what can never be meant, all of it; warn of what rarely is."""
    errors = tuple(each for each in found if each.severity == "error")
    if errors or refused:
        raise wording.refusal(refused + errors, chosen=bool(refused))
    for each in found:
        if each.severity == "warning":
            warnings.warn(wording.warning(each), PairingWarning, stacklevel=3)


def _packed(pair: Pair, values: list[Any]) -> Any:
    """One value for each output in the form `Model.compile` takes for this model."""
    if all(value is None for value in values):
        return None
    return pair.pack(values) if nested(pair.structure) else values[0]
