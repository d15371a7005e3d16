"""A callback that says what each single batch scored."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import keras
import numpy as np

from resolver.core.counts import Counts
from resolver.core.errors import PairingWarning
from resolver.edge.count.accuracy import Accuracy
from resolver.edge.count.counters import decoded
from resolver.edge.count.ratio import Ratio, Sums
from resolver.edge.train.layers import Recorded

__all__ = ["BatchCounts"]

PENDING: Final = 1024
"""Snapshots that may wait on the device before they are read."""

Tensor = Any
Exact = Counts | Sums


class _Tracked(NamedTuple):
    """One exact metric of the model, under its name in the logs."""

    name: str
    metric: Any


class _Mark(NamedTuple):
    """The state of all tracked metrics between two batches, still on the device.

    The values are those of each metric's two variables, ``None`` where they are known to be 0.
    """

    values: list[Tensor | None]
    resets: tuple[int, ...]


class BatchCounts(keras.callbacks.Callback):
    """What each single batch scored, in lists like those of `History`.

    The logs of Keras show the running value of the epoch. This callback takes the difference of
    the exact counters of `resolver.Accuracy` and `resolver.Ratio` from batch to batch; other
    metrics keep no exact counters and are left out. Between two batches it only copies a few
    words on the device; they are read when the epoch is over or a list is asked for.

    Batches of validation inside `fit` are listed under ``"val_" + name``, with the names that
    the logs use. With ``steps_per_execution=n`` an entry covers the n batches of an execution.
    Each `fit`, and each `evaluate` outside of one, starts the lists anew.

    Attributes:
        counts: For each name a list with one value a batch: `Counts`, or for a `Ratio` its
            `Sums`; ``None`` where the metrics were reset while the batch ran.
        history: For each name a list of ratios, floats between the batches' counts; ``None``
            where nothing was counted.
        epochs: For each name how many batches each epoch had.

    Example:
        >>> import numpy as np
        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Identity()])
        >>> model.compile(loss="mse", metrics=[Accuracy("binary")])
        >>> batches = BatchCounts()
        >>> x, y = np.array([[1.0], [0.0], [1.0]]), np.array([[1.0], [1.0], [1.0]])
        >>> _ = model.evaluate(x, y, batch_size=2, verbose=0, callbacks=[batches])
        >>> batches.history
        {'accuracy': [0.5, 1.0]}
        >>> [value.total for value in batches.counts["accuracy"]]
        [2, 1]
    """

    # Only `*_batch_begin` is used: with a `*_batch_end` Keras would no longer run the other
    # callbacks beside the computation, and on JAX would wait for each step to print its logs.

    def __init__(self) -> None:
        super().__init__()
        self._start()

    def _start(self) -> None:
        self._in_fit = False
        self._counts: dict[str, list[Exact | None]] = {}
        self._epochs: dict[str, list[int]] = {}
        self._open("")

    def _open(self, prefix: str) -> None:
        """Begin a run over data, whose metrics Keras has reset or is about to reset."""
        self._prefix = prefix
        self._marks: list[_Mark] = []
        self._tracked: list[_Tracked] | None = None
        self._size = 0

    @property
    def counts(self) -> dict[str, list[Exact | None]]:
        """What each batch counted, by name."""
        self._read()
        return self._counts

    @property
    def history(self) -> dict[str, list[float | None]]:
        """The ratio of each batch, by name."""
        return {name: [_ratio(one) for one in values] for name, values in self.counts.items()}

    @property
    def epochs(self) -> dict[str, list[int]]:
        """How many batches each epoch had, by name."""
        self._read()
        return self._epochs

    def on_train_begin(self, logs: Any = None) -> None:
        self._start()
        self._in_fit = True

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._open("")

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        self._mark()

    def on_test_begin(self, logs: Any = None) -> None:
        if self._in_fit:
            self._close()
        else:
            self._start()
        self._open("val_" if self._in_fit else "")

    def on_test_batch_begin(self, batch: int, logs: Any = None) -> None:
        self._mark()

    def on_test_end(self, logs: Any = None) -> None:
        self._close()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self._close()

    def on_train_end(self, logs: Any = None) -> None:
        self._close()
        self._in_fit = False

    def _mark(self) -> None:
        """Copy the state of the metrics, on the device and without waiting for it."""
        if self._tracked is None:
            self._track()
        if self._tracked is None:
            # TensorFlow makes the metrics in the first step: till then nothing is counted.
            self._marks = [_Mark([], ())]
            return
        metrics = [one.metric for one in self._tracked]
        used = [part for metric in metrics for part in (True, metric._tally.holds_floats)]
        values = [self._copy(place) if one else None for place, one in enumerate(used)]
        self._marks.append(_Mark(values, tuple([metric.resets for metric in metrics])))
        if len(self._marks) > PENDING:
            self._read()

    def _track(self) -> None:
        made = getattr(self.model, "_compile_metrics", None)
        if made is not None and not made.built:
            return
        self._tracked = list(_exact_metrics(self.model))
        self._variables = [v for one in self._tracked for v in one.metric.variables[:2]]
        self._places = _places(self.model, self._variables)

    def _copy(self, place: int) -> Tensor:
        """A copy of a variable, whose value on JAX is with the trainer while an epoch runs."""
        # Not `self.model`: on JAX that property brings the whole state of the training back.
        state = getattr(self._model, "_jax_state", None)
        if not state or self._model._jax_state_synced:
            return _copied(self._variables[place].value)
        kind, index = self._places[place]
        return _copied(state[kind][index])

    def _close(self) -> None:
        """End a run over data: its last batch has no next one to show what it counted."""
        if not self._marks:
            return
        self._mark()
        self._read()
        self._marks = []
        for one in self._tracked or ():
            if _is_exact(one.metric):
                self._epochs.setdefault(self._prefix + one.name, []).append(self._size)

    def _read(self) -> None:
        """Turn the marks into what was counted between them; the last one begins the next."""
        marks = self._marks
        if self._tracked is None or len(marks) < 2:
            return
        self._marks = marks[-1:]
        self._size += len(marks) - 1
        for place, one in enumerate(self._tracked):
            if _is_exact(one.metric):
                values = self._counts.setdefault(self._prefix + one.name, [])
                values.extend(self._between(marks, place, one))

    def _between(self, marks: list[_Mark], place: int, one: _Tracked) -> list[Exact | None]:
        words, pairs = (_stacked(marks, 2 * place + part) for part in (0, 1))
        wholes, reals = (np.diff(sums, axis=0) for sums in decoded(words, pairs))
        rows = wholes.tolist()
        for row in np.flatnonzero(reals.any(axis=1)).tolist():
            rows[row] = (wholes[row] + reals[row]).tolist()
        found = [one.metric.exactly(*row) for row in rows]
        resets = [mark.resets[place] if mark.resets else None for mark in marks]
        for row, (before, after) in enumerate(itertools.pairwise(resets)):
            if before not in (None, after):
                _warn_of_reset(one.name)
                found[row] = None
        return found


def _exact_metrics(model: Any) -> Iterator[_Tracked]:
    """The metrics of a model that count exactly, each once, with their names in the logs."""
    seen = set()
    for name, metric in _named_metrics(model):
        if isinstance(metric, Accuracy | Ratio) and id(metric) not in seen:
            seen.add(id(metric))
            yield _Tracked(name, metric)


def _named_metrics(model: Any) -> Iterator[tuple[str, Any]]:
    made = getattr(model, "_compile_metrics", None)
    for metric in model.metrics:
        if metric is made:
            # Keras numbers equal names and prefixes outputs; the order is that of `metrics`.
            yield from zip(made.result(), made.metrics, strict=True)
        elif isinstance(metric, Recorded):
            yield metric.name, metric.metric
        else:
            yield metric.name, metric


def _is_exact(metric: Any) -> bool:
    """False for a function that turned out to return no pair: Keras's mean is no exact count."""
    return bool(getattr(metric, "is_ratio", True))


def _places(model: Any, variables: list[Any]) -> list[tuple[str, int]]:
    """Where each variable is in the state that JAX's trainer carries through an epoch."""
    if keras.backend.backend() != "jax":
        return []
    found = {
        id(variable): (kind, index)
        for kind in ("metrics_variables", "non_trainable_variables")
        for index, variable in enumerate(getattr(model, kind))
    }
    return [found[id(variable)] for variable in variables]


def _copied(tensor: Tensor) -> Tensor:
    """A copy that outlives the next step, by the cheapest operation that makes one."""
    backend = keras.backend.backend()
    if backend == "tensorflow":
        return tensor.value()
    if backend == "torch":
        return tensor.detach().clone()
    # JAX reuses the buffers of a step for the next. Negation is exact, and is undone on reading;
    # `jnp.copy` takes seven times as long.
    return -tensor


def _stacked(marks: list[_Mark], place: int) -> Any:
    """One variable through all marks, as an array whose first axis is time."""
    stacked = np.zeros((len(marks), 2, 2), "int32" if place % 2 == 0 else "float32")
    sign = -1 if keras.backend.backend() == "jax" else 1
    for row, mark in enumerate(marks):
        # Before the metrics are made, and as long as no float was added, there are only zeros.
        if mark.values and mark.values[place] is not None:
            stacked[row] = keras.ops.convert_to_numpy(mark.values[place])
    return sign * stacked


def _ratio(counted: Exact | None) -> float | None:
    if counted is None:
        return None
    if isinstance(counted, Counts):
        return counted.ratio if counted.total else None
    return counted.ratio


def _warn_of_reset(name: str) -> None:
    warnings.warn(
        f"The metric {name!r} was reset while a batch was counted, perhaps by an evaluation from "
        "another callback; what the batch counted is not known and is listed as None. "
        "Use: with resolver.callbacks.isolated(model):",
        PairingWarning,
        stacklevel=2,
    )
