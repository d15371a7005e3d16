"""What is raised when no decision can be right, or when two readings stay possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from resolver.core import wording
from resolver.core.errors import AmbiguousPairing, PairingError
from resolver.core.layouts import CHANNELS_FIRST, fits
from resolver.core.view import View


def refuse(name: str, view: View) -> PairingError:
    """The refusal of a pairing for one reason, with the line to write instead."""
    use = USES[name]
    line = use if isinstance(use, str) else use(view)
    found = wording.finding(name, view.output, view.labels, line, loss=view.loss)
    kept = view.fit is not None and view.loss is None and view.task is None
    final = not kept or name in ("label-encoding", "units-class-mismatch")
    return wording.refusal((found,), chosen=True, final=final)


def _encoding(view: View) -> str:
    facts = view.labels.facts
    if facts is not None and facts.text:
        return "y = sklearn.preprocessing.LabelEncoder().fit_transform(y)"
    if view.coding == "sign":
        return "y = (y + 1) // 2, or activation='tanh' with loss='hinge'"
    top = facts.maximum if facts is not None and facts.maximum is not None else 1
    return f"y = y == {top:g}, so that one class is 1 and the other 0"


def _units(view: View) -> str:
    facts = view.labels.facts
    if facts is None or not facts.whole or facts.maximum is None:
        return "activation='softmax', with one unit for each class"
    return f"keras.layers.Dense({int(facts.maximum) + 1}, activation='softmax')"


def _more_units(view: View) -> str:
    """One unit, but the task said is multiclass."""
    return f"{_units(view)}, or task='binary'"


def _sigmoid(view: View) -> str:
    if view.layout == "rows":
        return "activation='softmax' for exclusive classes, or task='multilabel'"
    units = view.units or "classes"
    return f"activation='softmax', or y = keras.ops.one_hot(y, {units}) with task='multilabel'"


def _head(view: View) -> str:
    many = view.layout != "element" and view.coding not in ("multi_hot", "sign")
    return "activation='softmax'" if many and view.task != "multilabel" else "activation='sigmoid'"


def _shapes(view: View) -> str:
    """What makes shapes that do not fit belong together."""
    output, labels = view.output.shape, view.labels.shape
    if view.fit is not None:
        return _other_labels(view)
    if output is None or labels is None:
        return "resolver.Labels(shape), with the shape of one batch of labels"
    if len(output) > 2 and fits(labels, output, CHANNELS_FIRST):
        return f"class_axis={CHANNELS_FIRST}, if that is the axis of the classes"
    if len(output) == len(labels) > 1 and labels[-1] and fits(labels, (*output[:-1], labels[-1])):
        return f"keras.layers.Dense({labels[-1]}), one unit for each label"
    return f"print(y.shape), for an output of shape {output}"


def _other_labels(view: View) -> str:
    """What makes the labels fit that lie in another way than their task or their coding needs."""
    labels = view.labels
    if view.coding == "continuous" or view.task == "regression":
        return "keras.layers.Dense(1), one unit for each number"
    if view.task is not None:
        units = view.units or "classes"
        return f"y = keras.ops.one_hot(y, {units}), or task='multiclass'"
    return f"resolver.Labels({labels.shape}), without coding={labels.coding!r}"


def _rank(view: View) -> str:
    line = _shapes(view)
    if line.startswith("class_axis"):
        return line
    return "keras.layers.Flatten() before the head, or return_sequences=False"


USES: Final[dict[str, str | Callable[[View], str]]] = {
    "softmax-one-unit": "keras.layers.Dense(1, activation='sigmoid')",
    "cce-on-one-unit": _more_units,
    "sigmoid-multiclass": _sigmoid,
    "softmax-multilabel": "activation='sigmoid' with loss='binary_crossentropy'",
    "classification-loss-for-regression": "activation='linear' with loss='mean_squared_error'",
    "relu-output-classification": _head,
    "bounded-activation-regression": "activation='linear'",
    "units-below-classes": _units,
    "units-class-mismatch": _shapes,
    "head-rank": _rank,
    "class-mode-mismatch": "y = y[..., 1], so that each sample has one 0 or 1",
    "label-encoding": _encoding,
    "accuracy-without-classes": "metrics=[], or task='multiclass' if each place has one class",
}
"""The line to write instead, or what makes it."""


def misfit(view: View) -> str:
    """The name of what is wrong with shapes that do not fit."""
    output, labels = view.output.shape, view.labels.shape
    if output is None or labels is None:
        return "units-class-mismatch"
    if output[-1] == 1 and labels[-1] == 2 and len(labels) == len(output):
        return "class-mode-mismatch"
    return "head-rank" if len(output) > max(len(labels), 2) else "units-class-mismatch"


def unknown_scores(view: View) -> AmbiguousPairing:
    """Whether the output is logits is open, and it matters."""
    return wording.ambiguous(
        view.output, view.labels, wording.SCORES, ("from_logits=True", "from_logits=False")
    )


def open_task(view: View, tasks: tuple[str, ...]) -> AmbiguousPairing:
    """The task is open: name the readings that are left and the argument for each."""
    return wording.ambiguous(
        view.output,
        view.labels,
        tuple(wording.READINGS[task] for task in tasks),
        tuple(f"task={task!r}" for task in tasks),
    )
