"""Refuses a word that is meant for classes where the labels are continuous. Needs no Keras."""

from __future__ import annotations

from resolver.core import wording
from resolver.core.decision import Decision

ACCURACY = ("accuracy", "acc")

_PROOF = ("argument", "label values")
"""Where it can be known from that labels are continuous: a regression loss alone proves nothing."""


def refuse_regression(word: str, decision: Decision) -> None:
    """Refuse a word that is meant for classes where the labels are continuous."""
    if decision.task != "regression":
        return
    if all(each.source not in _PROOF for each in decision.evidence):
        raise wording.ambiguous(
            decision.output,
            decision.labels,
            (wording.READINGS["regression"], wording.CLASSES_UNSEEN),
            ("metrics=['mae']", "labels=y", "task='binary'"),
        )
    accuracy = word.lower() in ACCURACY
    name = "accuracy-on-regression" if accuracy else "classification-loss-for-regression"
    use = "metrics=['mae']" if accuracy else "loss='mean_squared_error'"
    found = wording.finding(name, decision.output, decision.labels, use, severity="error")
    raise wording.refusal((found,), chosen=True)
