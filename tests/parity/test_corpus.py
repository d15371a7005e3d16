"""Pairings from public programs: right ones are let be, wrong ones named, the loss is found."""

from __future__ import annotations

from functools import partial

import keras
import numpy as np
import pytest

import resolver
from resolver.api.arguments import losses_of, read_pair
from resolver.api.checking import pairings_of
from resolver.api.metrics import metrics_of
from resolver.core.errors import ResolverError
from resolver.core.findings import find
from resolver.core.losses import FAMILIES
from resolver.edge.labels.values import describe
from tests.core.mending import mended
from tests.parity.corpus_cases import Case, Record, case, records

RIGHT = records("right")
WRONG = [record for record in records("wrong") if record["certainty"] != "doubtful"]

ALIASES = {
    "accuracy_string_unknown_shape": "unknown-label-shape",
    "units_exceed_classes": "units-above-classes",
}
"""Kinds of fault that are called otherwise here."""

UNDECIDED = {
    "keras-io: dummy rows of random numbers under a softmax are no classes": (
        "kio-keras-tuner-getting-started-6",
        "kio-training-with-built-in-methods-14 class_output",
        "kio-training-with-built-in-methods-17 class_output",
        "dlwp-2e-second-edition-chapter07-working-with-keras-1 department",
    ),
    "class labels fitted by a regression, as the author's own fault": (
        "kio-preprocessing-layers-3",
        "kio-writing-your-own-callbacks-1",
    ),
    "sigmoids over exclusive classes, as the author's own fault": (
        "dlwp-3e-chapter14-text-classification-4",
    ),
    "an output as wide as the batch is long, as the author's own fault": (
        "kio-new-examples-nlp-sentence-embeddings-with-sbert-1",
    ),
    "bits with noise beyond 0 and 1 for a GAN: a loss must be written": (
        "dlwp-1e-first-edition-8.5-introduction-to-gans-1",
    ),
}
"""Outputs for which "auto" rightly picks another loss than the author, or none, by reason."""

REGRESSIONS = {"mean_squared_error", "mean_absolute_error", "huber"}
"""Losses of one task, between which nothing but taste decides."""

UNSEEN = {
    "the fault lies inside a loss of the user's own": ("author-keras-io-ner-transformers",),
    "only the intent tells classes 1, 2, ... from amounts": ("page-14126136",),
}
"""Faults that no check of what is compiled can see, by reason."""


def name_of(fault: str) -> str:
    """A kind of fault by the name of its finding."""
    return ALIASES.get(fault, fault.replace("_", "-"))


def listed(reasons: dict[str, tuple[str, ...]]) -> set[str]:
    """Every entry of a table of reasons."""
    return {entry for entries in reasons.values() for entry in entries}


@pytest.mark.parametrize("part", range(4))
def test_a_right_pairing_raises_no_error_and_no_warning(part: int) -> None:
    """Nothing but notes is said of any program whose author made no mistake."""
    alarms = {
        record["id"]: [found.name for found in report if found.severity != "note"]
        for record in RIGHT[part::4]
        if record["fault_kind"] is None and not (report := case(record).report()).ok
    }

    assert {} == alarms


def test_wrong_pairings_are_flagged_and_named(tally: dict[str, tuple[int, int]]) -> None:
    """Of the wrong pairings at least 95 in 100 are flagged, and 90 by the right name."""
    found = {record["id"]: {each.name for each in case(record).report()} for record in WRONG}
    silent = {record["id"] for record in WRONG if not found[record["id"]]}
    misnamed = {
        record["id"] for record in WRONG if name_of(record["fault"]) not in found[record["id"]]
    }
    tally["wrong pairings of the corpus, flagged"] = (len(WRONG), len(silent))
    tally["wrong pairings of the corpus, named"] = (len(WRONG), len(misnamed))

    assert listed(UNSEEN) == silent | misnamed
    assert 0.95 * len(WRONG) <= len(WRONG) - len(silent)


def test_mistakes_of_the_authors_are_named() -> None:
    """Of the right programs, those whose authors made a mistake are found out, but for these."""
    missed = {
        record["id"]
        for record in RIGHT
        if record["fault_kind"]
        and name_of(record["fault_kind"]) not in {each.name for each in case(record).report()}
    }

    assert {
        "kio-nlp-ner-transformers-1",  # inside a loss of its own
        "keras-tensorflow-nlp-ner-transformers-1",  # likewise
        "kio-vision-shiftvit-1",  # inside a training step of its own
        "kio-writing-your-own-callbacks-1",  # digits as amounts
    } == missed


def chosen(made: Case) -> dict[str, str]:
    """The loss that is decided for each output, as a line; the kind of refusal instead."""
    pair = read_pair(made.labels, made.model)
    lines = {}
    for output, labels in zip(pair.outputs, pair.labels, strict=True):
        try:
            loss = resolver.decide(labels, output).loss
        except ResolverError as refused:
            lines[output.name] = type(refused).__name__
        else:
            lines[output.name] = "none" if loss is None else loss.line
    return lines


def lines(expected: Record) -> set[str]:
    """The losses that are right, as lines."""
    families = {expected["loss"], *expected.get("equivalent", [])}
    if families & REGRESSIONS:
        families |= REGRESSIONS
    logits = "from_logits=True" if expected.get("from_logits") else ""
    return {f"keras.losses.{FAMILIES[family].cls}({logits})" for family in families}


def resolvable() -> list[Record]:
    """The records whose standard loss is determined by head and labels."""
    return [
        record
        for record in RIGHT
        if record["resolvable"] and record["expected"] and not record["custom_step"]
    ]


def test_auto_picks_the_loss_of_the_author(tally: dict[str, tuple[int, int]]) -> None:
    """The loss that is decided is the author's or an equivalent one, but for reasons given."""
    others, outputs = set(), 0
    for record in resolvable():
        made = case(record)
        expected = record["expected"]
        several = expected.get("outputs")
        named = isinstance(made.labels, dict)
        for name, line in chosen(made).items():
            wanted = several[name] if several else expected
            if (made.labels[name] if named else made.labels) is None or not wanted:
                continue
            outputs += 1
            if line not in lines(wanted):
                others.add(f"{record['id']} {name}" if several else record["id"])
    tally["losses of authors"] = (outputs, len(others))

    assert listed(UNDECIDED) == others
    assert outputs >= 170


def pairing_of(made: Case):
    """The pairing of a case with one output."""
    pair = read_pair(made.labels, made.model)
    return pairings_of(
        pair,
        losses_of(pair, made.loss),
        metrics_of(pair, made.metrics, "metrics"),
        metrics_of(pair, None, "weighted_metrics"),
        [{}],
    )[0]


def rewritten(y, line):
    """Labels after a line such as ``y = y - 1``."""
    names = {"y": y, "numpy": np, "keras": keras, "class_numbers": np.arange(len(y)) % y.shape[-1]}
    exec(line, names)  # a line of ours, as a person would paste it
    values = np.asarray(names["y"])
    return resolver.Labels((None, *values.shape[1:]), values.dtype.name, facts=describe(values))


def test_a_line_that_is_followed_mends_the_pairing() -> None:
    """Once the line of a finding is followed, no finding of that name is left."""
    left = []
    for record in WRONG:
        made = case(record)
        if len(record["outputs"]) > 1:
            continue
        pairing = pairing_of(made)
        for found in find(pairing):
            after = find(mended(pairing, found.use, partial(rewritten, made.labels)))
            left += [(record["id"], found.name) for each in after if each.name == found.name]

    assert [] == left
