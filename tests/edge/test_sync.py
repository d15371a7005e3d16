"""`resolver.sync` in a process that is alone: the same verb, with nobody to ask."""

from __future__ import annotations

import importlib
import threading
import time
from typing import Any

import keras
import numpy as np
import pytest

import resolver
from resolver.core.counts import Counts
from resolver.core.errors import InvalidType, WorkerFailed
from resolver.edge.count.ratio import Sums


def share(y_true: object, y_pred: object) -> tuple[object, object]:
    """The labels over the predictions."""
    return y_true, y_pred


def counted() -> resolver.Accuracy:
    """An accuracy of 1 in 2."""
    metric = resolver.Accuracy("multiclass", "index")
    metric.update_state(np.array([1, 0]), np.array([[0.2, 0.8], [0.3, 0.7]], "float32"))
    return metric


def test_alone_the_part_is_the_whole() -> None:
    """With no engine running, counts come back as they are, and marked."""
    counts = resolver.sync(counted())

    assert Counts(1, 2, "multiclass accuracy", reduced=True) == counts
    assert counts == resolver.sync(counts)


def test_a_ratio_gives_its_sums() -> None:
    """A ratio comes back as two sums that are marked, and are still two numbers."""
    metric = resolver.Ratio(share)
    metric.update_state(np.array([1, 0]), np.array([2, 2]))
    sums = resolver.sync(metric)
    numerator, denominator = sums

    assert "Sums(numerator=1, denominator=4, reduced=True)" == repr(sums)
    assert (1, 4, False) == (numerator, denominator, metric.sums().reduced)
    assert sums is resolver.sync(sums)


def test_structures_come_back_as_they_were() -> None:
    """Dicts and lists, nested too, hold the sums of what they held."""
    given = {"b": [counted(), Counts(3, 4)], "a": Sums(1, 2)}
    whole = Counts(1, 2, "multiclass accuracy", reduced=True)

    assert {"b": [whole, Counts(3, 4, reduced=True)], "a": Sums(1, 2)} == resolver.sync(given)


def test_an_exception_is_raised() -> None:
    """An exception in place of counts is what is wrong, also for a single process."""
    cause = RuntimeError("no data")
    with pytest.raises(WorkerFailed) as error:
        resolver.sync([counted(), cause])

    assert (
        "There is no sum without the part of every worker, and of 1 workers 1 failed. "
        "Received: worker 0: RuntimeError: no data. "
        "Use: resolver.sync(metric) again, once what failed is mended"
    ) == str(error.value)
    assert cause is error.value.__cause__


@pytest.mark.parametrize("value", [3, 0.5, "accuracy", None])
def test_only_what_was_counted_can_be_added(value: object) -> None:
    """Numbers, names and other metrics are refused with what is needed."""
    with pytest.raises(InvalidType) as error:
        resolver.sync(value)

    assert (
        "Only what was counted exactly can be added over workers. "
        f"Received: {value!r} (type {type(value).__name__}). "
        "Use: resolver.sync(metric) with a resolver.Accuracy, a resolver.Ratio or their counts"
    ) == str(error.value)


@pytest.mark.skipif(keras.backend.backend() != "torch", reason="gloo is torch's")
def test_what_was_exchanged_is_let_go_before_sync_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread of the exchange that holds on a moment longer is waited for."""
    room = importlib.import_module("resolver.edge.sync.sync_torch")
    freed = threading.Event()

    def exchange(every: list[Any], sent: Any) -> None:
        held = [sent, *every]

        def let_go() -> None:
            time.sleep(0.05)
            freed.set()
            held.clear()

        every[0].copy_(sent)
        threading.Thread(target=let_go).start()

    monkeypatch.setattr(room.dist, "get_backend", lambda: "gloo")
    monkeypatch.setattr(room.dist, "get_world_size", lambda: 1)
    monkeypatch.setattr(room.dist, "all_gather", exchange)
    block = np.arange(3, dtype=np.uint8)

    assert [[0, 1, 2]] == room._gather(block).tolist()
    assert freed.is_set()
