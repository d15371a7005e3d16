"""What checkers see of counting files of predictions, one after the other or on many machines."""

from __future__ import annotations

from typing import assert_type

import numpy as np

import resolver
from resolver.beam import CountsCombineFn, shards


def on_many_machines() -> resolver.Counts:
    """Beam calls these; counts go in and come out."""
    right: resolver.Decision = resolver.decide((None,), (None, 10))
    fn = CountsCombineFn(right)
    nothing = fn.create_accumulator()
    assert_type(nothing, resolver.Counts)
    counts = [fn.add_input(nothing, shard) for shard in shards("y-*.npy", ["p-0.npy", "p-1.npy"])]
    counts.append(fn.add_input(nothing, (np.zeros(3, np.int64), np.eye(3, 10))))
    assert_type(fn.merge_accumulators(counts), resolver.Counts)
    return fn.extract_output(counts[0])


def by_the_name_of_the_room() -> None:
    """The room is an attribute of the package, opened when it is first used."""
    assert_type(resolver.beam.CountsCombineFn, type[CountsCombineFn])
