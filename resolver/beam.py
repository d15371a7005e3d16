"""Counts on Apache Beam: `CountsCombineFn` adds what every worker counts. Extra: ``distributed``.

What travels between workers is `resolver.Counts`, two integers and what they are counts of, so
that any number of workers, bundles and files ends in the integers of one machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from resolver.api.sharding import count_part, measure_of
from resolver.core.counts import Counts
from resolver.core.decision import Decision
from resolver.core.errors import InvalidType
from resolver.edge.shards.shards import COLUMNS, Shard, paired
from resolver.opening import saying_what_to_install

with saying_what_to_install():
    import apache_beam as beam

__all__ = ["CountsCombineFn", "shards"]

Element: TypeAlias = tuple[Any, ...]
"""(y_true, y_pred[, sample_weight[, mask]]): arrays, or files as they are written for `shards`."""


class CountsCombineFn(beam.CombineFn):
    """Counts what is right, exactly, in a collection of any size.

    An element is a tuple ``(y_true, y_pred)``, ``(y_true, y_pred, sample_weight)`` or ``(y_true,
    y_pred, sample_weight, mask)``: a batch of arrays ``(batch, ...)``, one single row of them, or
    the files that hold them, such as ``("y-0.npy", "p-0.npy")``, ``("part-0.parquet:y",
    "part-0.parquet:scores")`` or what `shards` lists. Files are opened by the worker that counts
    them. Batches are faster than rows: see `apache_beam.BatchElements`.

    Args:
        decision: What is right, as `resolver.decide` says it. It is the same for all elements, and
            does not depend on what values a worker happens to see.

    Raises:
        PairingError: If the decision is of a regression.

    Example:
        >>> right = resolver.decide((None,), (None, 3))
        >>> ids, scores = [0, 2], [[0.9, 0.1, 0.0], [0.2, 0.5, 0.3]]
        >>> with beam.Pipeline() as pipeline:
        ...     counts = (
        ...         pipeline
        ...         | beam.Create([(ids, scores), (ids, scores)])
        ...         | beam.CombineGlobally(CountsCombineFn(right))
        ...         | beam.Map(print)
        ...     )
        2 of 4 (0.5)
    """

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        if not isinstance(decision, Decision):
            raise InvalidType(
                "What is right on Beam is decided beforehand, once for all workers. "
                f"Received: decision={decision!r} (type {type(decision).__name__}). "
                "Use: CountsCombineFn(resolver.decide((None,), (None, 10)))"
            )
        self._measure = measure_of(decision, "the decision")

    def create_accumulator(self) -> Counts:
        """No samples, of this decision."""
        return self._measure.nothing

    def add_input(self, accumulator: Counts, element: Element) -> Counts:
        """The counts with those of one element added.

        Args:
            accumulator: The counts so far.
            element: See the class.

        Raises:
            InvalidType: If it is no such tuple.
            InvalidArgument: If its parts do not fit each other, or a file cannot be read.
        """
        if not isinstance(element, tuple) or not 2 <= len(element) <= len(COLUMNS):
            raise InvalidType(
                "An element is a tuple (y_true, y_pred[, sample_weight[, mask]]). "
                f"Received: {element!r:.80} (type {type(element).__name__}). "
                "Use: beam.Map(lambda row: (row['label'], row['scores'])) before it"
            )
        if all(part is None or isinstance(part, str) for part in element):
            shard = Shard(*element)
            return accumulator + count_part(self._measure, *shard.read(), name=shard.name)
        return accumulator + count_part(self._measure, *element)

    def merge_accumulators(self, accumulators: Iterable[Counts]) -> Counts:
        """The counts of some workers together."""
        return sum(accumulators, self._measure.nothing)

    def extract_output(self, accumulator: Counts) -> Counts:
        """The counts: they add on, to those of another pipeline too."""
        return accumulator


def shards(
    labels: str | list[str],
    predictions: str | list[str],
    sample_weight: str | list[str] | None = None,
    mask: str | list[str] | None = None,
) -> list[Shard]:
    """The files that belong together, as elements for `CountsCombineFn`.

    Args:
        labels: Files of labels: a path or pattern such as ``"y-*.npy"``, ``"part-*.npz:y"``,
            ``"part-*.csv:label"``, ``"part-*.parquet:label"``, or a list of them. Patterns are
            laid side by side by what their wildcards stand for, lists by their order.
        predictions: Files of predictions, likewise; ``"part-*.csv:a,b,c"`` for several columns.
        sample_weight: Files of weights, likewise.
        mask: Files that say what is counted, likewise.

    Returns:
        One tuple of paths for each shard, in the order of the labels.

    Raises:
        InvalidArgument: If no file is matched, or one has no counterpart.
    """
    columns = dict(zip(COLUMNS, (labels, predictions, sample_weight, mask), strict=True))
    return paired(
        {name: [said] if isinstance(said, str) else said for name, said in columns.items()}
    )
