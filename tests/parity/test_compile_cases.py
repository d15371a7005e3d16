"""Keras's own cases of compile: wrapped in ours, they log the same names and numbers."""

from __future__ import annotations

import numpy as np
import pytest

import resolver
from resolver.core.errors import PairingError

from .compile_cases import CASES, DIFFERENT, WRONG, Case, logs, model
from .differences import KERAS


def _name(case: Case) -> str:
    return case.name


def _by_keras(case: Case) -> dict[str, float]:
    theirs = model(case)
    theirs.compile(**case.arguments(), run_eagerly=True)
    return logs(case, theirs)


def _by_us(case: Case) -> dict[str, float]:
    ours = model(case)
    resolver.compile(ours, **case.arguments(), run_eagerly=True, labels=case.labels)
    return logs(case, ours)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_call_that_keras_takes_logs_the_same_when_it_is_wrapped(case: Case) -> None:
    """Names, their order and their numbers in the logs are those of Keras."""
    expected, actual = _by_keras(case), _by_us(case)

    assert list(expected) == list(actual)
    np.testing.assert_allclose(list(actual.values()), list(expected.values()), rtol=1e-6)


@pytest.mark.parametrize(
    ("case", "theirs", "ours"),
    [
        (WRONG[0], "must match the number of losses", "must match the number of losses"),
        (WRONG[1], "can't be found in either", "R213 unknown-output"),
        (WRONG[2], "different structures", "The labels need one entry for each output"),
    ],
    ids=map(_name, WRONG),
)
def test_a_call_that_keras_refuses_is_refused_when_it_is_wrapped(
    case: Case, theirs: str, ours: str
) -> None:
    """What Keras refuses, by the first batch at the latest, goes through neither way."""
    with pytest.raises((ValueError, KeyError), match=theirs):
        _by_keras(case)
    with pytest.raises(ValueError, match=ours):
        _by_us(case)


def test_an_accuracy_of_amounts_is_refused_here_and_scored_by_keras() -> None:
    """Keras scores continuous rows by argmax; we refuse to call that an accuracy."""
    case = DIFFERENT["accuracy of amounts"]

    assert "accuracy" in _by_keras(case)
    with pytest.raises(PairingError, match=r"R301 accuracy-on-regression \(output 'a'\)"):
        _by_us(case)


def test_a_crossentropy_of_amounts_is_refused_here_and_trained_by_keras() -> None:
    """Keras trains a crossentropy on continuous rows; we refuse to choose it."""
    case = DIFFERENT["crossentropy of amounts"]

    assert "loss" in _by_keras(case)
    with pytest.raises(PairingError, match="R109 classification-loss-for-regression"):
        _by_us(case)


def test_one_list_of_metrics_stands_for_every_output_here_and_for_none_in_keras() -> None:
    """A flat list of metrics is Keras's error, and ours for each output."""
    case = DIFFERENT["one string for all"]
    with pytest.raises(ValueError, match="arity mismatch"):
        _by_keras(case)

    assert {"a_mse", "a_mae", "a_mape", "b_mse", "b_mae", "b_mape"} < set(_by_us(case))


def test_every_difference_has_its_case() -> None:
    """The list of differences from Keras holds those shown here and no others."""
    assert set(KERAS) == set(DIFFERENT)
