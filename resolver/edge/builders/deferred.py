"""A loss and an accuracy that decide on the first batch, for want of labels before.

What they look at is the shape of the labels and their raw dtype: never their values, and never
the size of the batch. Both are known while Keras traces the step, so the decision costs nothing
per batch. It is made anew whenever Keras traces, and comes out the same, for it depends on
nothing else.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import keras

from resolver.core import wording
from resolver.core.decide import decide
from resolver.core.decision import Decision
from resolver.core.errors import PairingError
from resolver.core.losses import Loss
from resolver.core.specs import Labels, Output
from resolver.edge.builders.build import build_loss
from resolver.edge.count.accuracy import Accuracy
from resolver.edge.count.hits import as_tensor
from resolver.edge.count.rule import accuracy_rule
from resolver.edge.loss.declared import loss_from, loss_values


@dataclass(frozen=True)
class Deferral:
    """What is known before there are labels: the output, and the keywords of `decide`.

    Args:
        output: The output.
        loss: The loss given, if any; ``None`` leaves it to the decision.
        task: See `resolver.core.decide.decide`; so for the next three.
        from_logits: Whether the output is logits.
        class_axis: The axis of the classes.
        ignore_class: A class id that is not counted.
    """

    output: Output
    loss: Loss | None = None
    task: str | None = None
    from_logits: bool | None = None
    class_axis: int | None = None
    ignore_class: int | None = None

    def decide(self, y_true: Any) -> Decision:
        """Decide now that labels are there, a tensor or an array.

        Raises:
            AmbiguousPairing: If their shape and dtype leave two readings.
            PairingError: If they cannot be meant.
        """
        said = {name: getattr(self, name) for name in _KEYWORDS}
        return decide(_labels(y_true), self.output, loss=self.loss, **said)

    def values(self) -> dict[str, Any]:
        """Everything as plain values, for a config."""
        said = {name: getattr(self, name) for name in _KEYWORDS}
        loss = None if self.loss is None else loss_values(self.loss)
        return {"output": asdict(self.output), "loss": loss, **said}

    @classmethod
    def of(cls, output: Output | dict[str, Any], loss: Any, **keywords: Any) -> Deferral:
        """The deferral that plain values describe, or the values themselves."""
        output = Output(**output) if isinstance(output, dict) else output
        loss = loss_from(loss) if isinstance(loss, dict) else loss
        return cls(output, loss, **keywords)


_KEYWORDS = ("task", "from_logits", "class_axis", "ignore_class")


def _labels(y_true: Any) -> Labels:
    """Labels as their tensor shows them, whatever the size of this batch.

    Keras builds a distributed model on a batch that it averaged over the replicas, in which
    every dtype has become float64: that dtype is taken for unknown.
    """
    y_true = y_true if hasattr(y_true, "shape") else keras.ops.convert_to_tensor(y_true)
    dtype = keras.backend.standardize_dtype(y_true.dtype)
    shape = _shape(y_true.shape)
    return Labels(
        shape and (None, *shape[1:]),
        None if dtype == "float64" else dtype,
    )


def _shape(shape: Any) -> tuple[int | None, ...] | None:
    if getattr(shape, "rank", 0) is None:
        return None
    return tuple(None if size is None else int(size) for size in shape)


def _refused(name: str, decision: Decision, use: str) -> PairingError:
    found = wording.finding(name, decision.output, decision.labels, use, severity="error")
    return wording.refusal((found,), chosen=True)


@keras.saving.register_keras_serializable(package="resolver")
class AutoLoss(keras.losses.Loss):
    """The loss that `decide` picks, once there are labels to look at.

    Without values a row with a single 1 is not told from a row with several, nor a class number
    from an amount. Where that matters, the first batch raises, and names what settles it.

    Args:
        output: The output of the model, an `Output` or its fields as a dict.
        task: See `resolver.decide`; so for the next three.
        from_logits: Whether the output is logits.
        class_axis: The axis of the classes.
        ignore_class: A class id that is left out.
        regression: Whether a regression loss may be picked; false for ``"crossentropy"``.
        reduction: As in `keras.losses.Loss`.
        name: Name of the loss.
        dtype: As in `keras.losses.Loss`.

    Raises:
        AmbiguousPairing: When called, if shape and dtype leave two readings.
        PairingError: When called, if the labels cannot be meant.

    Example:
        >>> loss = AutoLoss(Output((None, 2), "softmax"))
        >>> y_pred = keras.ops.array([[0.5, 0.5]])
        >>> round(float(loss(keras.ops.array([1]), y_pred)), 4)
        0.6931
        >>> round(float(loss(keras.ops.array([[0, 1]]), y_pred)), 4)
        0.6931
    """

    def __init__(
        self,
        output: Output | dict[str, Any],
        *,
        task: str | None = None,
        from_logits: bool | None = None,
        class_axis: int | None = None,
        ignore_class: int | None = None,
        regression: bool = True,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "auto_loss",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.regression = regression
        self.deferral = Deferral.of(
            output,
            None,
            task=task,
            from_logits=from_logits,
            class_axis=class_axis,
            ignore_class=ignore_class,
        )

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """The value of the loss that these labels decide.

        Only here do labels still have the dtype they were given in: `call` sees floats.
        """
        return self.resolved(y_true)(y_true, y_pred, sample_weight)

    def resolved(self, y_true: Any) -> Any:
        """The loss that labels of this shape and dtype decide, a `keras.losses.Loss`."""
        decision = self.deferral.decide(y_true)
        if decision.task == "regression" and not self.regression:
            use = "loss='mean_squared_error'"
            raise _refused("classification-loss-for-regression", decision, use)
        return build_loss(decision, reduction=self.reduction, dtype=self.dtype)

    @property
    def stands_for(self) -> Loss:
        """A loss that is still to be chosen."""
        return Loss(None, form="auto", shown="'auto'" if self.regression else "'crossentropy'")

    def get_config(self) -> dict[str, Any]:
        """Every argument."""
        said = self.deferral.values()
        del said["loss"]
        return {
            **super().get_config(),
            **said,
            "regression": self.regression,
            "dtype": self.dtype,
        }


@keras.saving.register_keras_serializable(package="resolver")
class AutoAccuracy(Accuracy):
    """`Accuracy` for labels that are first seen in the first batch.

    Args:
        output: The output of the model, an `Output` or its fields as a dict.
        loss: The loss the model is trained with, if it was given, as it was read.
        task: See `resolver.decide`; so for the next three.
        from_logits: Whether the output is logits.
        class_axis: The axis of the classes.
        ignore_class: A class id that is not counted.
        weighted: See `Accuracy`.
        name: The metric's name in logs and history.
        dtype: Kept for Keras and without effect.

    Raises:
        AmbiguousPairing: In `update_state`, if shape and dtype leave two readings.
        PairingError: In `update_state`, if the labels cannot be meant, or are a regression's.

    Example:
        >>> metric = AutoAccuracy(Output((None, 2), "softmax"))
        >>> metric.update_state([1, 0], [[0.2, 0.8], [0.3, 0.7]])
        >>> metric.counts()
        Counts(correct=1, total=2, decision='multiclass accuracy')
    """

    def __init__(
        self,
        output: Output | dict[str, Any],
        *,
        loss: Loss | dict[str, Any] | None = None,
        task: str | None = None,
        from_logits: bool | None = None,
        class_axis: int | None = None,
        ignore_class: int | None = None,
        weighted: bool = True,
        name: str = "accuracy",
        dtype: Any = None,
    ) -> None:
        super().__init__("multiclass", weighted=weighted, name=name, dtype=dtype)
        self.deferral = Deferral.of(
            output,
            loss,
            task=task,
            from_logits=from_logits,
            class_axis=class_axis,
            ignore_class=ignore_class,
        )

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Count one batch, by the rule that its labels decide."""
        decision = self.deferral.decide(as_tensor(y_true) if y_true is None else y_true)
        if decision.metric is None:
            raise _refused("accuracy-on-regression", decision, "metrics=['mae']")
        said: dict[str, Any] = dict(decision.metric.arguments)
        rule = accuracy_rule(**said)
        # Set once, while Keras builds the metric or traces the first step; never per batch.
        if rule != self._rule:
            self._rule = rule
        super().update_state(y_true, y_pred, sample_weight)

    def get_config(self) -> dict[str, Any]:
        """Every argument."""
        said = {"name": self.name, "dtype": self.dtype, "weighted": self.weighted}
        return {**said, **self.deferral.values()}


def counting_once(metric: Any) -> Any:
    """An accuracy for which weights only say what is counted; any other metric as it is."""
    if not isinstance(metric, Accuracy):
        return metric
    return type(metric).from_config({**metric.get_config(), "weighted": False})
