"""The table of "auto" has a row for everything that can be asked of it."""

from __future__ import annotations

from itertools import product

import pytest

from resolver.core.decide import decide
from resolver.core.decision import Decision
from resolver.core.errors import AmbiguousPairing, ResolverError
from resolver.core.kinds import KINDS
from resolver.core.losses import FAMILIES
from resolver.core.refuse import USES
from resolver.core.specs import CODINGS, TASKS, Facts, Labels, Output
from resolver.core.table import AMBIGUOUS, AUTO, GROUPS, Row, group_of, lookup
from resolver.core.view import lay
from tests.core.samples import column, rows

LAYOUTS = {
    "element": ((None,), (None, 1)),
    "rows": ((None, 3), (None, 3)),
    "index": ((None,), (None, 3)),
}
SEEN: tuple[Facts | None, ...] = (
    None,
    *(column(*values) for values in ((0, 1), (-1, 1), (0, 1, 2), (0.1, 0.9), (0.5, 0.7, 3))),
    *(rows(*lines, times=9) for lines in (((1, 0, 0),), ((1, 1, 0),), ((0, 0, 0), (1, 0, 0)))),
    *(rows(*lines) for lines in (((0.2, 0.8, 0),), ((-1, 1, 1),), ((3, 0, 2),), ((1, 0, 0),))),
    *(column(-1, 0, 1), column(1, 2), Facts(2, nan=2), Facts(3, text=True), Facts()),
)
ACTIVATIONS = (None, *GROUPS, "relu", "softplus", "custom")


def test_every_view_has_a_row() -> None:
    """Whatever activation, layout, coding and facts come together: the table knows the case."""
    missing = set()
    for activation, layout, coding, facts, logits in product(
        ACTIVATIONS, LAYOUTS, (None, *CODINGS), SEEN, (None, True, False)
    ):
        true, pred = LAYOUTS[layout]
        view = lay(
            Labels(true, None, coding, facts), Output(pred, activation), None, from_logits=logits
        )
        assert view.fit is not None
        try:
            lookup(view.group, view.fit.layout, view.coding)
        except KeyError:
            missing.add((view.group, view.fit.layout, view.coding))

    assert set() == missing


def test_every_row_is_the_first_for_something() -> None:
    """No row stands in the shadow of those above it."""
    groups = sorted({*GROUPS.values(), "other", "unknown"})
    first = {
        AUTO.index(lookup(group, layout, coding))
        for group, layout, coding in product(groups, LAYOUTS, (None, *CODINGS))
        if (layout, coding) != ("rows", "binary")
    }

    assert list(range(len(AUTO))) == sorted(first)


@pytest.mark.parametrize("row", AUTO)
def test_a_row_ends_in_a_loss_a_refusal_or_an_open_question(row: Row) -> None:
    """A row with a task ends in a loss of Keras, one without in a finding that has its line."""
    if row.task:
        assert row.task in TASKS
        assert row.loss in FAMILIES
    else:
        assert row.loss == AMBIGUOUS or (row.loss in KINDS and row.loss in USES)


@pytest.mark.parametrize("row", [row for row in AUTO if row.task])
def test_a_row_names_a_loss_for_its_labels(row: Row) -> None:
    """The loss of a row compares labels as they lie in it."""
    family = FAMILIES[row.loss]

    assert ("class" if row.task == "multiclass" else "element") == family.rows
    assert ("index" in row.layouts.split()) is (family.labels == ("index",))


@pytest.mark.parametrize(
    ("activation", "group"),
    [
        ("softmax", "softmax"),
        ("hard_sigmoid", "sigmoid"),
        ("softsign", "tanh"),
        ("relu", "other"),
        (None, "unknown"),
    ],
)
def test_activations_fall_into_groups(activation: str | None, group: str) -> None:
    """Activations that mean the same share a group; what was not read is unknown, not other."""
    assert group == group_of(activation)


def test_decide_answers_every_case_of_the_table() -> None:
    """Each case of the table ends in a decision or in a refusal that says what to write."""
    mute = []
    for activation, layout, coding, facts in product(ACTIVATIONS, LAYOUTS, (None, *CODINGS), SEEN):
        true, pred = LAYOUTS[layout]
        try:
            answer: object = decide(Labels(true, None, coding, facts), Output(pred, activation))
        except ResolverError as error:
            answer = error
        says = isinstance(answer, Decision) or "\nUse: " in str(answer)
        names = not isinstance(answer, AmbiguousPairing) or len(answer.readings) > 1
        if not says or not names:
            mute.append((activation, layout, coding, facts))

    assert [] == mute
