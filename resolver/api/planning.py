"""What `compile` will build for each output: read, decide, build, one output after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from resolver.api.arguments import Pair, keywords_of, losses_of, read_loss
from resolver.api.metrics import metrics_of
from resolver.api.refusing import ACCURACY
from resolver.api.resolving import (
    AUTO,
    CROSSENTROPY,
    is_word,
    loss_for,
    metric_for,
    other_metric,
)
from resolver.api.strangers import without_strangers
from resolver.core.decide import decide
from resolver.core.decision import Decision
from resolver.core.errors import PairingError, ResolverError
from resolver.core.finding import Finding
from resolver.core.specs import Labels, Output
from resolver.edge.builders.build import build_regression_metric
from resolver.edge.builders.deferred import AutoAccuracy, AutoLoss, counting_once
from resolver.edge.builders.stock import get_metric, spelled

_WORDS = ACCURACY + CROSSENTROPY


class Plan(NamedTuple):
    """What is compiled for one output.

    Args:
        decision: What was decided; ``None`` if it is left to the first batch or undecidable and
            not needed.
        loss: The loss to compile.
        metrics: The metrics to compile.
        weighted: The weighted metrics to compile.
    """

    decision: Decision | None
    loss: Any
    metrics: list[Any]
    weighted: list[Any]


class Wish(NamedTuple):
    """What was asked for one output."""

    loss: Any
    metrics: list[Any]
    weighted: list[Any]
    keywords: dict[str, Any]
    rules: str
    exact: bool


def plan(
    pair: Pair,
    loss: Any,
    metrics: Any,
    weighted_metrics: Any,
    keywords: Mapping[str, Any],
    *,
    rules: str,
    exact: bool,
    padded: bool = False,
) -> tuple[list[Plan], tuple[Finding, ...], tuple[Finding, ...]]:
    """A plan for each output, in their order; why some have none; what names no output.

    Raises:
        AmbiguousPairing: If something asked for stays open.
        PairingError: If a generation that is followed fails.
    """
    (loss, metrics, weighted_metrics), strange = without_strangers(
        pair, loss=loss, metrics=metrics, weighted_metrics=weighted_metrics
    )
    wishes = [
        Wish(*asked, rules=rules, exact=exact)
        for asked in zip(
            losses_of(pair, loss),
            metrics_of(pair, metrics, "metrics"),
            metrics_of(pair, weighted_metrics, "weighted_metrics"),
            keywords_of(pair, keywords),
            strict=True,
        )
    ]
    taken: set[int] = set()
    plans: list[Plan] = []
    refused: list[Finding] = []
    for place, wish in enumerate(wishes):
        try:
            plans.append(_plan_one(pair, place, wish, taken))
        except PairingError as refusal:
            if not refusal.findings:
                raise
            plans.append(Plan(None, None, [], []))
            refused += refusal.findings
    plans = [_weighed(each) for each in plans] if padded else plans
    return plans, tuple(refused), strange


def _weighed(plan: Plan) -> Plan:
    """The plan with every metric shown the weights, by which alone it can tell padded rows."""
    return plan._replace(metrics=[], weighted=[*map(counting_once, plan.metrics), *plan.weighted])


def _plan_one(pair: Pair, place: int, wish: Wish, taken: set[int]) -> Plan:
    left_to_us = is_word(wish.loss, (AUTO, *CROSSENTROPY))
    if left_to_us and _nothing_known(pair.labels[place]):
        return _deferred(pair.outputs[place], wish, taken)
    decision = _decide(pair, place, wish, needed=left_to_us or _asks(wish))
    if left_to_us and decision is not None:
        loss = loss_for(wish.loss, decision)
    else:
        loss = spelled(wish.loss)
    return Plan(
        decision,
        loss,
        _metrics(wish.metrics, decision, wish, taken),
        _metrics(wish.weighted, decision, wish, taken),
    )


def _nothing_known(labels: Labels) -> bool:
    return labels.shape is None and labels.coding is None and labels.dtype is None


def _deferred(output: Output, wish: Wish, taken: set[int]) -> Plan:
    """A loss and an accuracy that decide on the first batch."""
    regression = wish.loss.lower() == AUTO

    def metrics(asked: list[Any]) -> list[Any]:
        return [
            AutoAccuracy(output, **wish.keywords, name="accuracy" if each == AUTO else each)
            if is_word(each, (AUTO, *ACCURACY))
            else _other(each, taken)
            for each in asked
        ]

    return Plan(
        None,
        AutoLoss(output, **wish.keywords, regression=regression),
        metrics(wish.metrics),
        metrics(wish.weighted),
    )


def _decide(pair: Pair, place: int, wish: Wish, *, needed: bool) -> Decision | None:
    """The decision; None where there is none and nothing that was asked for needs it."""
    try:
        return decide(
            pair.labels[place],
            pair.outputs[place],
            loss=read_loss(wish.loss),
            rules=wish.rules,
            **wish.keywords,
        )
    except ResolverError:
        if needed:
            raise
        return None


def _asks(wish: Wish) -> bool:
    return any(is_word(each, _WORDS) for each in wish.metrics + wish.weighted)


def _metrics(asked: list[Any], decision: Decision | None, wish: Wish, taken: set[int]) -> list[Any]:
    if len(asked) == 1 and is_word(asked[0], (AUTO,)):
        return _auto_metrics(decision, wish)
    return [
        metric_for(each, decision, exact=wish.exact)
        if decision is not None and is_word(each, _WORDS)
        else _other(each, taken)
        for each in asked
    ]


def _auto_metrics(decision: Decision | None, wish: Wish) -> list[Any]:
    if decision is None:
        return []
    if decision.task == "regression":
        return [build_regression_metric()]
    return [metric_for("accuracy", decision, exact=wish.exact)]


def _other(metric: Any, taken: set[int]) -> Any:
    """A metric as Keras takes it; an object serves one output, so the next one gets its own."""
    if isinstance(metric, str):
        if not is_word(metric, _WORDS):
            get_metric(metric)  # Keras itself looks at a name when it trains
        return metric
    if id(metric) in taken and hasattr(metric, "from_config"):
        return type(metric).from_config(metric.get_config())
    taken.add(id(metric))
    return other_metric(metric)
