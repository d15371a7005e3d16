"""What `Counts` promises: integers that add, a ratio, JSON, and no sum of two meanings."""

from __future__ import annotations

import pickle

import pytest

from resolver.core.counts import Counts, fingerprint
from resolver.core.errors import CountsMismatch, InvalidArgument


def test_counts_add() -> None:
    """Two counts add field by field."""
    total = Counts(3, 4) + Counts(5, 6)

    assert Counts(8, 10) == total


def test_sum_works() -> None:
    """`sum` needs no start value."""
    total = sum([Counts(1, 2), Counts(3, 4), Counts(0, 1)])

    assert Counts(4, 7) == total


def test_numbers_other_than_the_start_of_a_sum_do_not_add() -> None:
    """Only the 0 that `sum` starts from may be added."""
    with pytest.raises(
        TypeError, match=r"^unsupported operand type\(s\) for \+: 'int' and 'Counts'$"
    ):
        1 + Counts(1, 2)


def test_integers_have_no_limit() -> None:
    """Counts stay exact where 64 bits end."""
    total = Counts(2**80 + 1, 2**80 + 1) + Counts(0, 1)

    assert (2**80 + 1, 2**80 + 2) == (total.correct, total.total)


def test_ratio_is_correctly_rounded() -> None:
    """The ratio of two large integers is not the ratio of two rounded ones."""
    assert (2**60 - 1) / 2**60 == Counts(2**60 - 1, 2**60).ratio


def test_ratio_of_nothing_is_refused() -> None:
    """No samples have no accuracy, and the message says what to write."""
    with pytest.raises(InvalidArgument) as error:
        _ = Counts.empty().ratio

    assert (
        "No samples were counted, so there is no ratio. "
        "Received: Counts(correct=0, total=0, decision=None). "
        "Use: counts.ratio if counts.total else float('nan')"
    ) == str(error.value)


def test_different_decisions_do_not_add() -> None:
    """The sum of two meanings is refused, and both are named."""
    with pytest.raises(CountsMismatch) as error:
        Counts(1, 2, "binary accuracy, threshold=0.5") + Counts(1, 2, "multiclass accuracy")

    assert (
        "Counts of different decisions do not add: their sum would be the accuracy of nothing. "
        "Received: 'binary accuracy, threshold=0.5' and 'multiclass accuracy'. "
        "Use: Counts(correct, total) without a decision, if they do mean the same"
    ) == str(error.value)


def test_no_decision_adds_to_any() -> None:
    """A decision is kept when the other side says nothing."""
    decisions = [
        (Counts(1, 2, "a") + Counts(1, 2)).decision,
        (Counts(1, 2) + Counts(1, 2, "a")).decision,
        (Counts(1, 2, "a") + Counts(1, 2, "a")).decision,
    ]

    assert ["a"] * 3 == decisions


@pytest.mark.parametrize("counts", [Counts(3, 4), Counts(0.1, 0.3, "x"), Counts(2**70, 2**71)])
def test_json_goes_there_and_back(counts: Counts) -> None:
    """What was written is what is read, integers as integers."""
    read = Counts.from_json(counts.to_json())

    assert (counts, type(counts.correct)) == (read, type(read.correct))


@pytest.mark.parametrize("text", ["", "[1, 2]", '{"correct": 1}', '{"correct":1,"total":2,"x":3}'])
def test_other_json_is_refused(text: str) -> None:
    """Text that is no counts is refused with the text in the message."""
    with pytest.raises(InvalidArgument) as error:
        Counts.from_json(text)

    assert (
        "Counts are read from a JSON object with correct, total and decision. "
        f"""Received: {text!r}. Use: Counts.from_json('{{"correct": 3, "total": 4}}')"""
    ) == str(error.value)


@pytest.mark.parametrize("value", ["3", None, True, 1j])
def test_only_numbers_count(value: object) -> None:
    """Anything but a number is refused, booleans too."""
    with pytest.raises(InvalidArgument) as error:
        Counts(value, 4)  # type: ignore[arg-type]

    assert (
        f"Counts are made of two numbers. Received: correct={value!r}. Use: Counts(3, 4)"
    ) == str(error.value)


def test_a_decision_is_text() -> None:
    """A decision of another kind is refused."""
    with pytest.raises(InvalidArgument) as error:
        Counts(1, 2, 3)  # type: ignore[arg-type]

    assert (
        "The decision of counts must be text, or None. Received: decision=3. Use: Counts(3, 4)"
    ) == str(error.value)


def test_counts_pickle() -> None:
    """Counts travel between processes."""
    counts = Counts(3, 4, "multiclass accuracy")

    assert counts == pickle.loads(pickle.dumps(counts))


def test_counts_read_well() -> None:
    """`str` gives both numbers and the ratio, or says that there are none."""
    assert ["3 of 4 (0.75)", "0 of 0 (no samples)"] == [str(Counts(3, 4)), str(Counts.empty())]


def test_fingerprint_says_what_changes_a_count() -> None:
    """Threshold, ignored class and reduction are said; a multiclass threshold is not."""
    lines = [
        fingerprint("multiclass", threshold=0.5),
        fingerprint("binary", threshold=0),
        fingerprint("multilabel", threshold=0.5, ignore_class=-1, reduction="sample"),
    ]

    assert [
        "multiclass accuracy",
        "binary accuracy, threshold=0.0",
        "multilabel accuracy, threshold=0.5, ignore_class=-1, reduction='sample'",
    ] == lines


def test_reduced_counts_say_so() -> None:
    """Counts of all workers are marked, in text and in JSON, and come back marked."""
    counts = Counts(3, 4, reduced=True)

    assert "Counts(correct=3, total=4, decision=None, reduced=True)" == repr(counts)
    assert '{"correct": 3, "total": 4, "decision": null, "reduced": true}' == counts.to_json()
    assert counts == Counts.from_json(counts.to_json())


def test_reduced_counts_add_to_reduced_ones() -> None:
    """What is global on both sides adds, and stays global; nothing at all adds to either."""
    counts = Counts(3, 4, reduced=True)

    assert Counts(6, 8, reduced=True) == counts + counts == sum([counts, counts])
    assert counts == counts + Counts.empty() == Counts.empty() + counts


def test_reduced_counts_do_not_add_to_a_part() -> None:
    """A sum of the whole and of one part of it is refused, and both are shown."""
    with pytest.raises(CountsMismatch) as error:
        Counts(3, 4, reduced=True) + Counts(1, 2)

    assert (
        "Counts of all workers and counts of one worker do not add: the one is part of the other. "
        "Received: Counts(correct=3, total=4, decision=None, reduced=True) and "
        "Counts(correct=1, total=2, decision=None). "
        "Use: resolver.sync(counts) for both, or for neither"
    ) == str(error.value)


def test_reduced_is_yes_or_no() -> None:
    """A mark of another kind is refused."""
    with pytest.raises(InvalidArgument) as error:
        Counts(1, 2, reduced="yes")  # type: ignore[arg-type]

    assert (
        "Counts are reduced or they are not. "
        "Received: reduced='yes'. Use: Counts(3, 4, reduced=True)"
    ) == str(error.value)
