"""The main job on real data: seven models, one call, and what Keras's "accuracy" says beside it.

The data ship with scikit-learn. Each model is compiled by the very same call,
``resolver.compile(model, labels=y)``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from resolver.api.compiling import compile as resolver_compile
from resolver.core.decision import Decision
from resolver.edge.train import demo_models
from resolver.report import because, shown

EPOCHS = 8
Array = Any


class Case(NamedTuple):
    """One head to train.

    Args:
        title: What it is.
        units: Units and activation of each output, by name.
        x: Inputs, float32, ``(rows, features)``.
        y: Labels, one array, or a dict of them by output name.
    """

    title: str
    units: dict[str, tuple[int, str]]
    x: Array
    y: Any


def cases() -> list[Case]:
    """The seven models, from scikit-learn's digits and breast_cancer."""
    from sklearn.datasets import load_breast_cancer, load_digits  # noqa: PLC0415 - only the demo

    digits, digit = load_digits(return_X_y=True)
    x = (digits / 16).astype("float32")
    cells, malignant = load_breast_cancer(return_X_y=True)
    z = ((cells - cells.mean(0)) / cells.std(0)).astype("float32")
    one_hot = np.eye(10, dtype="float32")[digit]
    even = (digit % 2 == 0).astype("int64")
    facts = np.stack([even, digit > 4, np.isin(digit, (0, 6, 8, 9))], axis=1).astype("int64")
    return [
        Case("probabilities, index labels", {"digit": (10, "softmax")}, x, digit),
        Case("probabilities, one-hot labels", {"digit": (10, "softmax")}, x, one_hot),
        Case("logits, index labels", {"digit": (10, "linear")}, x, digit),
        Case("logits, one-hot labels", {"digit": (10, "linear")}, x, one_hot),
        Case("one binary logit", {"malignant": (1, "linear")}, z, malignant),
        Case("three independent labels", {"facts": (3, "sigmoid")}, x, facts),
        Case(
            "two outputs",
            {"digit": (10, "linear"), "even": (1, "sigmoid")},
            x,
            {"digit": digit, "even": even},
        ),
    ]


def run(console: Console | None = None) -> int:
    """Train every case and print what was decided, why, and three accuracies side by side.

    Args:
        console: Where to print; the terminal if it is left out.

    Returns:
        0 if the accuracy measured equals NumPy's on the same predictions for every output.
    """
    console = console or Console()
    summary = _summary()
    wrong = 0
    every = cases()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("training", total=EPOCHS * len(every))
        for case in every:
            model = demo_models.model(case.x.shape[1], case.units)
            resolution = resolver_compile(model, labels=case.y)
            demo_models.train(model, case.x, case.y, EPOCHS, lambda: progress.advance(bar))
            ours = demo_models.measured(model, case.x, case.y)
            predicted = model.predict(case.x, verbose=0)
            stock = demo_models.stock_accuracy(model, case.x, case.y, len(case.units))
            console.print(f"\n[bold]{case.title}[/bold]")
            for name, decision in resolution.decisions.items():
                assert decision is not None
                several = len(case.units) > 1
                key = f"{name}_accuracy" if several else "accuracy"
                y, p = (case.y[name], predicted[name]) if several else (case.y, predicted)
                true = numpy_accuracy(decision, y, p)
                wrong += ours[key] != np.float32(true)
                loss = shown(resolution.losses[name])
                console.print(
                    f"  {name}: {decision.task}, {decision.coding} labels", highlight=False
                )
                console.print(f"    loss {loss}", highlight=False)
                console.print(f"    because {because(decision)}", style="dim", highlight=False)
                row = (ours[key], true, stock[key])
                summary.add_row(case.title, name, *(f"{value:.4f}" for value in row))
    console.print()
    console.print(summary)
    console.print(
        "\nThe accuracy measured equals NumPy's on every output."
        if not wrong
        else f"\nThe accuracy measured differs from NumPy's on {wrong} outputs."
    )
    return 1 if wrong else 0


def numpy_accuracy(decision: Decision, y_true: Array, y_pred: Array) -> float:
    """The accuracy of a decision by plain NumPy, written apart from the metric.

    Args:
        decision: The decision.
        y_true: Labels as they were given.
        y_pred: Predictions of the same rows.

    Returns:
        The share of right elements, from 0 to 1.
    """
    if decision.threshold is not None:
        truth = np.reshape(y_true, y_pred.shape)
        return float(np.mean((y_pred > decision.threshold) == (truth > 0.5)))
    truth = y_true if decision.coding == "index" else np.argmax(y_true, axis=-1)
    return float(np.mean(np.argmax(y_pred, axis=-1) == truth))


def _summary() -> Table:
    table = Table(title="The same call for each: resolver.compile(model, labels=y)")
    for head in ("model", "output"):
        table.add_column(head, no_wrap=True)
    for head in ("accuracy", "by NumPy", "Keras 3 says"):
        table.add_column(head, justify="right")
    return table
