"""The findings: each fault trips its rule, its near miss does not, and its line mends it."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from resolver.core.findings import find, find_all
from resolver.core.kinds import KINDS
from resolver.core.pairing import Pairing
from resolver.core.specs import Labels
from tests.core.faults import FAULTS, Fault
from tests.core.mending import mended, said
from tests.core.messages import LINES, MESSAGES
from tests.core.pairings import amounts, bits, head, ids, one_hot, pair, y
from tests.core.samples import column
from tests.core.silent import QUIET

ELSEWHERE = {
    "unknown-output": "the arguments of a check are read before there is a pairing",
    "accuracy-without-classes": "refused by the decision, which is asked for an accuracy",
}
"""Kinds of finding that are no rule about a pairing, by where they come from."""

every_fault = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())


def names(pairing: Pairing) -> list[str]:
    """The names of all findings about a pairing."""
    return [each.name for each in find(pairing)]


@every_fault
def test_a_fault_is_found(fault: Fault) -> None:
    """A wrong pairing is found, under its name and as certain as it is."""
    severities = [each.severity for each in find(fault.wrong) if each.name == fault.name]

    assert [fault.severity] == severities


@every_fault
def test_a_near_miss_is_not_found(fault: Fault) -> None:
    """What differs from a fault in the one thing that makes it wrong is not that fault."""
    assert fault.name not in names(fault.near)


@every_fault
def test_a_line_that_is_followed_mends_the_fault(fault: Fault) -> None:
    """Once the line of a finding is followed, the finding is gone."""
    found = next(each for each in find(fault.wrong) if each.name == fault.name)

    assert fault.name not in names(mended(fault.wrong, found.use, lambda _: fault.after))


@every_fault
def test_a_finding_stands_alone_unless_said(fault: Fault) -> None:
    """A fault is said once: nothing else is found that is the same fault from another side."""
    others = set(names(fault.wrong)) - {fault.name}

    assert others <= BESIDE.get(fault.name, set())


BESIDE = {
    "softmax-one-unit": {
        "cce-on-one-unit",
        "bounded-activation-regression",
        "units-below-classes",
    },
    "cce-on-one-unit": {"softmax-one-unit"},
    "loss-needs-distribution": {"invalid-dummy-labels"},
    "softmax-multilabel": {"invalid-dummy-labels"},
    "class-mode-mismatch": {"cce-with-index-labels"},
    "metric-label-shape": {"metric-needs-probabilities"},
}
"""What may be found beside a fault: a second fault, or another way out of the first."""


@pytest.mark.parametrize("pairing", QUIET.values(), ids=QUIET.keys())
def test_a_right_pairing_is_left_alone(pairing: Pairing) -> None:
    """Nothing at all is said of a pairing that is right."""
    assert [] == names(pairing)


def test_every_kind_of_finding_is_tripped_by_a_case() -> None:
    """Each name of a finding has a case here, or comes from elsewhere."""
    tripped = {fault.name for fault in FAULTS.values()} | {"swapped-labels"}

    assert set(KINDS) == tripped | set(ELSEWHERE)


FIRST = {fault.name: fault for fault in reversed(FAULTS.values())}


@pytest.mark.parametrize("name", FIRST)
def test_a_message_says_what_was_seen_and_what_to_write(name: str) -> None:
    """The text of a finding, whole: what is wrong, what was seen, what is needed, the line."""
    found = next(each for each in find(FIRST[name].wrong) if each.name == name)

    assert MESSAGES[name] == str(found)


@pytest.mark.parametrize("title", FAULTS)
def test_a_line_is_what_to_write(title: str) -> None:
    """Each fault has the line that is right for it, to the letter."""
    fault = FAULTS[title]

    assert [LINES[title]] == [each.use for each in find(fault.wrong) if each.name == fault.name]


SQUASHING = ("softmax", "sigmoid", "hard_sigmoid", "sparsemax", "sparse_sigmoid")


@pytest.mark.parametrize("beneath", SQUASHING)
@pytest.mark.parametrize("last", SQUASHING)
def test_every_squashing_activation_is_one_too_many(last: str, beneath: str) -> None:
    """Whatever squashes into [0, 1] is squashed by nothing that does so again."""
    assert ["double-activation"] == names(pair(head(f"3 {last}", beneath=beneath), None, "own"))


@pytest.mark.parametrize("activation", ["softplus", "exponential", "squareplus", "sparse_plus"])
def test_a_positive_activation_is_divided_by_its_sum(activation: str) -> None:
    """A categorical loss over what is positive is one way to a softmax, and a note."""
    findings = find(pair(f"3 {activation}", one_hot(3), "cce"))

    assert [("relu-output-classification", "note")] == [
        (each.name, each.severity) for each in findings
    ]
    assert ["loss-needs-margin"] == names(pair(f"3 {activation}", one_hot(3), "hinge"))


@pytest.mark.parametrize("family", ["bce", "scce", "kld", "hinge", "mse", "cce"])
def test_a_softmax_of_one_unit_is_one_fault(family: str) -> None:
    """What a softmax of one unit makes of each loss is not told apart from it."""
    pairing = pair(head("1 softmax", beneath="softmax"), bits(), family)

    assert (
        {"softmax-one-unit"}
        <= set(names(pairing))
        <= {
            "softmax-one-unit",
            "cce-on-one-unit",
            "loss-needs-margin",
        }
    )


def test_every_line_can_be_pasted() -> None:
    """Each line is Python: the arguments of a call, or an assignment."""
    lines = {each.use for fault in FAULTS.values() for each in find(fault.wrong)}

    assert [] == [line for line in lines if "..." in line.replace("[..., ", "[")]
    assert all(isinstance(each, ast.expr) for line in lines for each in said(line)[1].values())


def test_errors_come_first() -> None:
    """Findings are sorted by how certain they are."""
    found = find(pair("1", ids(3), "scce logits", "Precision", class_weight=(7,)))
    severities = [each.severity for each in found]

    assert sorted(severities, key=("error", "warning", "note").index) == severities
    assert len(severities) > 1


def test_an_opaque_loss_silences_what_labels_would_prove() -> None:
    """Under a loss nobody knows, only the head itself can be wrong."""
    still = {
        fault.name
        for fault in FAULTS.values()
        for each in find(replace(fault.wrong, loss=pair("1", None, "own").loss))
        if each.name == fault.name
    }

    assert {"softmax-one-unit", "double-activation"} == still


def test_an_own_step_silences_what_the_loss_would_prove() -> None:
    """Under a training step of one's own, what is compiled proves nothing."""
    still = {
        fault.name
        for fault in FAULTS.values()
        for each in find(replace(fault.wrong, own_step=True))
        if each.name == fault.name
    }

    assert {"softmax-one-unit", "double-activation"} == still


# Several outputs


def two(left: Labels, right: Labels) -> list[Pairing]:
    """A head of ten classes and a head of one bit."""
    digit = pair(head("10 softmax", name="digit"), left, "scce", "accuracy")
    return [digit, pair(head("1 sigmoid", name="odd"), right, "bce", "accuracy")]


SWAPPED = """\
R212 swapped-labels (output 'digit'): The labels of two outputs are swapped.

  loss    'sparse_categorical_crossentropy'
  output  softmax, shape (None, 10)
  labels  int64, shape (None, 1), 0, 1 seen

  Each output needs its own labels.
  Both heads are trained on the other's target.

Use: labels={'digit': y['odd'], 'odd': y['digit']}"""


def test_swapped_labels_are_one_finding() -> None:
    """Two heads whose labels changed places are one fault, and its line puts them back."""
    found = find_all(two(bits(1), ids(10)))

    assert [SWAPPED] == [str(each) for each in found]


def test_outputs_without_names_are_called_by_their_place() -> None:
    """Swapped labels of nameless outputs are named by where they stand."""
    heads = [pair("10 softmax", amounts(-9, 9, 4), "cce"), pair("4", one_hot(10), "mse")]

    assert ["labels={'0': y['1'], '1': y['0']}"] == [each.use for each in find_all(heads)]


@pytest.mark.parametrize(
    "heads",
    [
        two(ids(10), bits()),
        [pair("10 softmax", ids(10, start=1), "scce"), pair("12 softmax", ids(10), "scce")],
        [pair("10 softmax", ids(12), "scce"), pair("10 softmax", ids(12), "scce")],
        [pair("10 softmax", bits(), "scce"), pair("10", ids(10), "own")],
        [pair("5 softmax", ids(2), "scce"), pair("2 softmax", y(column(*range(5))), "own")],
        [pair("5 softmax", ids(8), "scce"), pair("10 softmax", ids(12), "scce")],
        [
            pair("3 softmax", Labels(None, "int64"), "scce", "accuracy"),
            pair("5 softmax", ids(8), "scce"),
        ],
    ],
)
def test_labels_that_are_not_swapped_are_not_called_so(heads: list[Pairing]) -> None:
    """Labels are swapped only if both heads are wrong, and right the other way round."""
    assert "swapped-labels" not in [each.name for each in find_all(heads)]


def test_findings_of_every_output_are_listed() -> None:
    """What is wrong with each of several outputs is found, and says which output it is of."""
    found = find_all(two(one_hot(10), y(column(-1, 1, times=9))))

    assert [("scce-with-one-hot-labels", "digit"), ("label-encoding", "odd")] == [
        (each.name, each.output) for each in found
    ]


def test_a_fault_of_one_output_does_not_cover_one_of_another() -> None:
    """What needs not be said beside a fault is left out for the same output only."""
    heads = [
        pair(head("10 softmax", name="a"), ids(12), "scce"),
        pair(head("40 softmax", name="b"), ids(12), "scce"),
    ]

    assert ["label-out-of-range", "units-above-classes"] == [each.name for each in find_all(heads)]
