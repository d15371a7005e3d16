"""Another part of the data for each replica, as `strategy.run` takes it."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def replicated(strategy: Any, column: Any, cuts: list[slice]) -> Any:
    """A cut of a column for each replica of this process."""

    def value(context: Any) -> Any:
        return tf.constant(column[cuts[context.replica_id_in_sync_group % len(cuts)]])

    return strategy.experimental_distribute_values_from_function(value)
