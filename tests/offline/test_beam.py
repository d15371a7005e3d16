"""Counts on Apache Beam: the integers of one machine, however the data is dealt out."""

from __future__ import annotations

import importlib
import pickle
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import resolver
from resolver import Counts
from resolver.core.errors import InvalidArgument, InvalidType, NotInstalled
from tests.offline import data

# Beam says at once what of Google's cloud is missing, by the root logger alone.
beam: Any = importlib.import_module("apache_beam")
from apache_beam.testing.util import assert_that, equal_to  # noqa: E402

from resolver.beam import CountsCombineFn, shards  # noqa: E402

RIGHT = resolver.decide((None,), (None, data.CLASSES))


def ran(elements: Sequence[Any], expected: Counts, *steps: Any) -> None:
    """Run a pipeline on the machine's own runner, and hold its counts to these."""
    with beam.Pipeline(runner="DirectRunner") as pipeline:
        collection = pipeline | beam.Create(elements, reshuffle=True)
        for step in steps:
            collection |= step
        counted = collection | beam.CombineGlobally(CountsCombineFn(RIGHT))
        assert_that(counted, equal_to([expected]))


def batches() -> list[tuple[Any, ...]]:
    """The shards as arrays."""
    return [(data.LABELS[part], data.SCORES[part]) for part in data.PARTS]


def test_batches_of_arrays_are_counted() -> None:
    """A collection of batches, an empty one too, comes to the two integers of the whole."""
    ran(batches(), data.COUNTS)


def test_single_rows_are_counted() -> None:
    """So does a collection of rows; what Beam makes batches of is turned into arrays."""
    rows = list(zip(data.LABELS.tolist(), data.SCORES.tolist(), strict=True))

    ran(rows, data.COUNTS)
    ran(
        rows,
        data.COUNTS,
        beam.BatchElements(min_batch_size=7, max_batch_size=64),
        beam.MapTuple(lambda *rows: tuple(zip(*rows, strict=True))),
        beam.MapTuple(lambda ids, scores: (list(ids), list(scores))),
    )


@pytest.mark.parametrize(
    ("labels", "predictions"),
    [("y-*.npy", "p-*.npy"), ("part-*.parquet:y", "part-*.parquet:p")],
)
def test_files_are_counted_where_they_are_opened(
    tmp_path: Path, labels: str, predictions: str
) -> None:
    """Names of files travel, a worker opens them, and the integers are those of the whole."""
    data.write_npy(tmp_path)
    data.write_parquet(tmp_path)
    files = shards(f"{tmp_path}/{labels}", f"{tmp_path}/{predictions}")

    assert len(data.PARTS) == len(files)
    ran(files, data.COUNTS)


def test_rows_of_a_parquet_file_are_counted(tmp_path: Path) -> None:
    """What Beam's own reader of Parquet gives is made a pair, and counted."""
    data.write_parquet(tmp_path)
    with beam.Pipeline(runner="DirectRunner") as pipeline:
        counted = (
            pipeline
            | beam.io.ReadFromParquet(f"{tmp_path}/part-*.parquet")
            | beam.Map(lambda row: (row["y"], row["p"]))
            | beam.CombineGlobally(CountsCombineFn(RIGHT))
        )
        assert_that(counted, equal_to([data.COUNTS]))


def test_nothing_is_no_samples() -> None:
    """An empty collection has counted nothing, of this decision."""
    ran([], Counts(0, 0, "multiclass accuracy"))
    assert Counts(0, 0, "multiclass accuracy") == CountsCombineFn(RIGHT).merge_accumulators([])


def test_each_key_has_its_counts() -> None:
    """Slices are counted side by side, and their counts add up to those of the whole."""
    keyed = [(place % 2, batch) for place, batch in enumerate(batches())]
    slices = {
        key: sum(resolver.count(*batch) for other, batch in keyed if other == key) for key in (0, 1)
    }
    with beam.Pipeline(runner="DirectRunner") as pipeline:
        counted = pipeline | beam.Create(keyed) | beam.CombinePerKey(CountsCombineFn(RIGHT))
        assert_that(counted, equal_to(list(slices.items())))

    assert data.COUNTS == sum(slices.values())


def test_any_grouping_is_the_same_sum() -> None:
    """However elements are dealt to accumulators, and those merged, the integers are the same."""
    fn = CountsCombineFn(RIGHT)
    rng = np.random.default_rng(0)
    for workers in (1, 2, 3, 4, 8):
        accumulators = [fn.create_accumulator() for _ in range(workers)]
        for element in batches():
            at = int(rng.integers(workers))
            accumulators[at] = fn.add_input(accumulators[at], element)
        halves = fn.merge_accumulators(accumulators[::2]), fn.merge_accumulators(accumulators[1::2])

        assert data.COUNTS == fn.extract_output(fn.merge_accumulators(halves))


def test_weights_and_masks_are_counted(tmp_path: Path) -> None:
    """The third and fourth part of an element are weights and a mask, as arrays or as files."""
    data.write_npy(tmp_path)
    fn = CountsCombineFn(RIGHT)
    weighted = fn.create_accumulator()
    for element in shards(*(f"{tmp_path}/{name}-*.npy" for name in "ypw")):
        weighted = fn.add_input(weighted, element)
    masked = fn.add_input(
        fn.create_accumulator(), (data.LABELS, data.SCORES, None, data.WEIGHTS > 0.5)
    )

    assert data.WEIGHTED == pytest.approx((weighted.correct, weighted.total), rel=1e-12)
    assert int((data.WEIGHTS > 0.5).sum()) == masked.total


def test_it_travels_to_workers() -> None:
    """The function and its accumulators can be pickled, and mean the same afterwards."""
    fn = pickle.loads(pickle.dumps(CountsCombineFn(RIGHT)))
    accumulator = pickle.loads(pickle.dumps(fn.create_accumulator()))

    assert data.COUNTS == fn.add_input(accumulator, (data.LABELS, data.SCORES))


@pytest.mark.parametrize(
    ("element", "error", "message"),
    [
        (3, InvalidType,
         "An element is a tuple (y_true, y_pred[, sample_weight[, mask]]). Received: 3 (type int). "
         "Use: beam.Map(lambda row: (row['label'], row['scores'])) before it"),
        (([0], np.zeros((1, 9))), InvalidArgument,
         "All parts must have predictions of as many classes. Received: 9 here, and 7 in the "
         "decision. Use: predictions of one model"),
        (("none.npy", "p.npy"), InvalidArgument,
         "The labels 'none.npy' cannot be read. No such file or directory. "
         "Use: labels='y.npy'"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_told(element: Any, error: type[Exception], message: str) -> None:
    """An element of another kind, of another model, or that is not there is refused."""
    fn = CountsCombineFn(RIGHT)
    with pytest.raises(error) as caught:
        fn.add_input(fn.create_accumulator(), element)

    assert message == str(caught.value)


def test_files_that_stand_alone_are_told(tmp_path: Path) -> None:
    """Files without a counterpart are named, and what to write is written as Python has it."""
    data.write_npy(tmp_path)
    (tmp_path / "p-2.npy").unlink()
    with pytest.raises(InvalidArgument) as caught:
        shards(f"{tmp_path}/y-*.npy", f"{tmp_path}/p-*.npy")

    assert str(caught.value) == (
        "Files belong together whose wildcards stand for the same, and some stand alone. "
        f"Received: {tmp_path}/y-2.npy (labels). Use: labels='y-*.npy', predictions='p-*.npy'"
    )


def test_the_decision_is_taken_beforehand() -> None:
    """Shapes in place of a decision are refused, and so is the decision of a regression."""
    with pytest.raises(InvalidType) as shape:
        CountsCombineFn((None, 10))
    with pytest.raises(resolver.PairingError, match="accuracy-on-regression"):
        CountsCombineFn(resolver.decide((None,), (None, 1), task="regression"))

    assert str(shape.value) == (
        "What is right on Beam is decided beforehand, once for all workers. Received: "
        "decision=(None, 10) (type tuple). "
        "Use: CountsCombineFn(resolver.decide((None,), (None, 10)))"
    )


def test_other_decisions_do_not_add() -> None:
    """Counts that were made by another decision are refused where they are merged."""
    fn = CountsCombineFn(RIGHT)
    with pytest.raises(resolver.core.errors.CountsMismatch) as caught:
        fn.merge_accumulators([fn.create_accumulator(), Counts(1, 2, "binary accuracy")])

    assert "Received: 'multiclass accuracy' and 'binary accuracy'." in str(caught.value)


@pytest.mark.parametrize("opened", ["import", "attribute"])
def test_without_beam_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, opened: str) -> None:
    """Where apache-beam is missing the room does not open, and says why."""
    monkeypatch.setitem(sys.modules, "apache_beam", None)
    monkeypatch.delitem(sys.modules, "resolver.beam")
    monkeypatch.delattr(resolver, "beam")
    with pytest.raises(NotInstalled) as caught:
        import_module("resolver.beam") if opened == "import" else resolver.beam

    assert isinstance(caught.value, ImportError)
    assert str(caught.value) == (
        "This needs a package that is not installed. Received: apache_beam. "
        "Use: pip install 'keras-resolver[distributed]'"
    )
