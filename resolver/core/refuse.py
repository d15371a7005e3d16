"""What is raised when no decision can be right, or when two readings stay possible."""

from __future__ import annotations

from typing import Final

from resolver.core import wording
from resolver.core.errors import AmbiguousPairing, PairingError
from resolver.core.view import View

_USE: Final = {
    "softmax-one-unit": "keras.layers.Dense(1, activation='sigmoid')",
    "cce-on-one-unit": "loss='binary_crossentropy'",
    "sigmoid-multiclass": "activation='softmax' for exclusive classes, or task='multilabel'",
    "softmax-multilabel": "activation='sigmoid' with loss='binary_crossentropy'",
    "classification-loss-for-regression": "activation='linear' with loss='mean_squared_error'",
    "relu-output-classification": "activation='softmax' for classes, 'sigmoid' for one unit",
    "bounded-activation-regression": "activation='linear'",
    "units-below-classes": "keras.layers.Dense({classes}, activation='softmax')",
    "units-class-mismatch": "resolver.Labels.of(y) and model.output_shape, to compare the two",
    "head-rank": "keras.layers.Flatten() before the head, or return_sequences=False",
    "class-mode-mismatch": "{mode}",
}


def refuse(name: str, view: View) -> PairingError:
    """The refusal of a pairing for one reason, with the line to write instead."""
    if name == "label-encoding":
        use = _encoding(view)
    elif name == "units-below-classes":
        facts = view.labels.facts
        top = facts.maximum if facts is not None and facts.maximum is not None else 1
        use = _USE[name].format(classes=int(top) + 1)
    elif name == "class-mode-mismatch":
        use = _same_mode(view)
    else:
        use = _USE[name]
    found = wording.finding(name, view.output, view.labels, use, loss=view.loss)
    return wording.refusal((found,), chosen=view.loss is None)


def _encoding(view: View) -> str:
    facts = view.labels.facts
    if facts is not None and facts.text:
        return "y = sklearn.preprocessing.LabelEncoder().fit_transform(y)"
    return "y = (y + 1) // 2, or activation='tanh' with loss='hinge'"


def _same_mode(view: View) -> str:
    if view.output.units == 1:
        return "y = y[..., 1], so that each sample has one 0 or 1"
    return f"keras.layers.Dense({view.labels.shape[-1] if view.labels.shape else 2})"


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


def open_question(view: View) -> AmbiguousPairing:
    """The task is open: name the readings that are left and the argument for each."""
    layout = view.fit.layout if view.fit else "rows"
    tasks = _readings(view, layout)
    return wording.ambiguous(
        view.output,
        view.labels,
        tuple(wording.READINGS[task] for task in tasks),
        tuple(f"task={task!r}" for task in tasks),
    )


def _readings(view: View, layout: str) -> tuple[str, ...]:
    if layout == "rows":
        return ("multiclass", "multilabel", "regression")
    if layout == "index":
        return ("multiclass", "regression")
    return ("multiclass", "regression") if view.coding == "index" else ("binary", "regression")
