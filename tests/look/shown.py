"""What is looked at: explanations, a report and a compilation, with long names and many outputs."""

from __future__ import annotations

import numpy as np

import resolver
from resolver.core.findings import find_all
from resolver.core.losses import read_string
from resolver.core.pairing import Pairing
from resolver.core.specs import Facts
from resolver.report import Report
from resolver.report.compiled import compiled_page
from resolver.report.html import html
from resolver.report.page import Page

ROWS = 200
NAME = "a_rather_long_output_name_of_a_detector_head"


def tags() -> resolver.Explanation:
    """Measured: five labels a row, each on its own."""
    rng = np.random.default_rng(0)
    labels = (rng.random((ROWS, 5)) > 0.6).astype("int64")
    scores = (labels * 0.5 + rng.random((ROWS, 5)) * 0.6).clip(0, 1).astype("float32")
    return resolver.explain({NAME: scores}, {NAME: labels}, from_logits=False)


def many() -> resolver.Explanation:
    """Not measured: pixels, a logit, a regression; one refused, one open."""
    rng = np.random.default_rng(0)
    outputs = {
        "pixels": resolver.Output((None, 28, 28, 3), "linear"),
        "odd": resolver.Output((None, 1), "linear"),
        "age": resolver.Output((None, 1), "linear"),
        "cut": resolver.Output((None, 3), "relu"),
        "open": resolver.Output((None, 10)),
    }
    labels = {
        "pixels": "uint8[N,28,28] {0,1,2,255}",
        "odd": rng.integers(0, 2, 100),
        "age": rng.random(100) * 90,
        "cut": rng.integers(0, 3, 50),
        "open": (None, 10),
    }
    return resolver.explain(outputs, labels, ignore_class={"pixels": 255})


def two() -> resolver.Explanation:
    """Two outputs that are both decided."""
    outputs = {
        "pixels": resolver.Output((None, 28, 28, 3), "linear"),
        "odd": resolver.Output((None, 1), "linear"),
    }
    return resolver.explain(outputs, {"pixels": (None, 28, 28), "odd": "int64[N] 0..1"})


def report() -> Report:
    """An error, a warning and a note, as `resolver.check` finds them, without Keras."""
    rows = {
        4: Facts(256, 0, 1, rows=64, one_hot_rows=64),
        2: Facts(128, 0, 1, rows=64, one_hot_rows=64),
    }
    pairings = [
        Pairing(
            resolver.Output((None, units), "softmax", name=name),
            resolver.Labels((None, units) if units > 1 else (None,), facts=rows.get(units)),
            read_string("binary_crossentropy"),
        )
        for name, units in (("end", 1), ("kind", 4), ("side", 2))
    ]
    return Report(find_all(pairings))


def compiled() -> Page:
    """What was compiled for two outputs, and the findings of `report`."""
    outputs = {"kind": resolver.Output((None, 4), "softmax"), "odd": (None, 1)}
    decisions = resolver.decide({"kind": (None,), "odd": (None,)}, outputs, from_logits=False)
    losses = {"kind": "sparse_categorical_crossentropy", "odd": "bce"}
    return compiled_page(decisions, losses, {"kind": ["accuracy"], "odd": []}, report().findings)


def as_html() -> dict[str, str]:
    """All of it as a notebook gets it."""
    shown = {"tags": tags(), "many": many(), "two": two(), "report": report()}
    pages = {name: str(each._repr_html_()) for name, each in shown.items()}
    return {**pages, "compiled": html(compiled())}
