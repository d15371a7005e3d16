"""`Accuracy`: one exact Keras metric for binary, multi-label and multiclass outputs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import keras
from keras import ops

from resolver.core.counts import Counts
from resolver.edge.count.counters import Tally, whole_sum
from resolver.edge.count.hits import as_tensor, judge, size, spread
from resolver.edge.count.masks import mask_of
from resolver.edge.count.rooms import ROOM
from resolver.edge.count.rule import accuracy_rule, classes_of

__all__ = ["Accuracy"]


@keras.saving.register_keras_serializable(package="resolver")
class Accuracy(keras.metrics.Metric):
    """How many of the decided elements were right: counted exactly, on every backend.

    The unit is the element that is decided: a sample, a token, a pixel, one label of a
    multi-label row. Any partition of the data into batches or replicas gives the same two
    integers, which `counts()` returns; `result()` is their ratio as a float32 tensor.

    - ``"binary"``, ``"multilabel"``: a prediction is positive if it is ``> threshold``; a label
      if it is ``> 0.5``, or ``> 0`` when coded ``"sign"``.
    - ``"multiclass"``: the first of the largest scores along `axis` (as argmax does it) against
      the class id, or against the first of the largest labels when coded ``"one_hot"`` or
      ``"soft"``.

    A prediction that is NaN is wrong, and so is every row with a NaN among its scores; so is a
    class id outside the range or with a fraction. +0.0 equals -0.0. A mask set by Keras and a
    `sample_weight` apply as in Keras; weights that are boolean or whole-number tensors are
    counted exactly, float weights are summed with 48 bits. Weights are added as they are: a
    negative one takes away, and one that is not finite makes the sum it belongs to NaN, so that
    it is seen.

    `EarlyStopping`, `ModelCheckpoint` and `ReduceLROnPlateau` find out by themselves that more is
    better, for a model of one output. For several outputs Keras 3.15 looks for a metric named
    ``<output>_accuracy``, finds none, not even its own, and raises: give them ``mode="max"``.

    Args:
        task: ``"binary"``, ``"multilabel"`` or ``"multiclass"``.
        coding: How the labels are written. ``None``: ``"binary"``, ``"multi_hot"``, ``"index"``.
        threshold: Above it an element-wise prediction is positive; 0 for logits.
        axis: The axis of the classes in `y_pred`, e.g. 1 for channels first.
        ignore_class: A class id that is not counted.
        reduction: ``"element"``; or ``"sample"`` for the mean per row that Keras's own metrics
            average, to reproduce an old number.
        weighted: False if a `sample_weight` only says what is counted: an element of weight 0 is
            not, any other is, once. As a weighted metric it then leaves padded rows out and stays
            in integers.
        name: The metric's name in logs and history.
        dtype: Kept for Keras and without effect: the counters have dtypes of their own.

    Raises:
        InvalidArgument: If an argument has no meaning; in `update_state`, if shapes do not fit.

    Example:
        >>> metric = Accuracy("multiclass", "index")
        >>> metric.update_state([1, 0], [[0.2, 0.8], [0.3, 0.7]])
        >>> metric.counts()
        Counts(correct=1, total=2, decision='multiclass accuracy')
        >>> float(metric.result())
        0.5
    """

    def __init__(
        self,
        task: str,
        coding: str | None = None,
        *,
        threshold: float = 0.5,
        axis: int = -1,
        ignore_class: int | None = None,
        reduction: str = "element",
        weighted: bool = True,
        name: str = "accuracy",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.weighted = weighted
        self._rule = accuracy_rule(
            task,
            coding,
            threshold=threshold,
            axis=axis,
            ignore_class=ignore_class,
            reduction=reduction,
        )
        # Keras reads this name where it has to know whether more is better.
        self._direction = "up"
        self._tally = Tally(self)
        # A caller that compares two states can tell whether the metric was reset in between.
        self.resets = 0

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Count one batch.

        Args:
            y_true: Labels: a tensor or an array.
            y_pred: Predictions: a tensor or an array. Its Keras mask applies, if it has one.
            sample_weight: Weights that broadcast against the elements as in Keras, e.g. of
                shape ``(batch,)``; ``None`` for none.
        """
        mask = mask_of(y_pred)
        y_pred = as_tensor(y_pred)
        hits, counted = judge(self._rule, as_tensor(y_true), y_pred)
        self._tally.classes = classes_of(self._rule, y_pred.shape)
        weights = None if sample_weight is None else as_tensor(sample_weight)
        if weights is not None and not self.weighted:
            weights = ops.cast(weights, "bool")
        if self._rule.reduction == "sample":
            self._count_rows(hits, counted, mask, weights)
            return
        if mask is not None:
            mask = spread(ops.cast(mask, "bool"), hits, "mask")
            counted = mask if counted is None else counted & mask
        if weights is not None:
            kind = keras.backend.standardize_dtype(weights.dtype)
            weights = spread(weights, hits)
            if kind != "bool":
                self._count_weighted(hits, counted, weights, keras.backend.is_float_dtype(kind))
                return
            counted = weights if counted is None else counted & weights
        right = hits if counted is None else hits & counted
        self._tally.add_true([right, size(hits) if counted is None else counted])

    def _count_weighted(self, hits: Any, counted: Any, weights: Any, real: bool) -> None:
        # Selected, not multiplied: a NaN weight of an element that is not counted stays out.
        if counted is not None:
            weights = ROOM.kept(counted, weights)
        right = ROOM.kept(hits, weights)
        if real:
            self._tally.add_reals([right, weights])
        else:
            self._tally.add_whole([whole_sum(right), whole_sum(weights)])

    def _count_rows(self, hits: Any, counted: Any, mask: Any, weights: Any) -> None:
        """Keras's averaging: every row counts as one, whatever number of elements it has."""
        weight = ops.ones_like(hits, dtype="float32")
        for part, name in ((counted, "labels"), (mask, "mask"), (weights, "sample_weight")):
            if part is not None:
                weight = weight * spread(ops.cast(part, "float32"), hits, name)
        right = ops.where(hits, weight, ops.zeros_like(weight))
        self._tally.add_reals([_row_means(right), _row_means(weight)])

    def counts(self) -> Counts:
        """What was counted since the last reset, exact, as Python numbers.

        Returns:
            `Counts`: integers, or floats if float weights were used or rows averaged. They are
            this process's own part, of all its replicas, and `resolver.sync` adds the parts. Only
            where the state itself is shared among processes, as `keras.distribution` does it on
            JAX, they are those of all, and marked as reduced.
        """
        counts = self.exactly(*self._tally.read())
        return replace(counts, reduced=True) if self._tally.is_global() else counts

    def exactly(self, correct: int | float, total: int | float) -> Counts:
        """Two numbers as counts of this metric's decision."""
        return Counts(correct, total, self._rule.fingerprint)

    @property
    def classes(self) -> int | None:
        """How many classes or labels the predictions had; ``None`` before any were seen."""
        return self._tally.classes

    def reset_state(self) -> None:
        """Count from zero again."""
        super().reset_state()
        self.resets += 1

    def result(self) -> Any:
        """The accuracy: a float32 scalar tensor, 0 before anything was counted."""
        return self._tally.ratio()

    def get_config(self) -> dict[str, Any]:
        """The arguments, for saving and cloning."""
        return {**super().get_config(), **self._rule._asdict(), "weighted": self.weighted}


def _row_means(values: Any) -> Any:
    axes = tuple(range(1, len(values.shape)))
    return ops.mean(values, axis=axes) if axes else values
