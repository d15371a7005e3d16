"""Resolver: what "accuracy" and "the loss" mean for a Keras model and its labels, and why.

    resolver.compile(model, labels=y)        the matching loss, the right accuracy
    resolver.explain(model, y, x=x)          what is decided, on what evidence
    resolver.check(model, y, loss=...)       what is wrong with a pairing, and the line to write
    resolver.resolve_metric / resolve_loss   one metric, one loss, for your own training code
    resolver.count(y_true, y_pred)           exact counts of correct and total, from arrays
    resolver.sync(metric)                    the counts of all workers together
    resolver.pad(x, y, batch_size=32)        batches that divide by the number of replicas
    resolver.callbacks, resolver.layers      what each batch scored; a metric inside a model
    resolver.beam                            exact counts of any number of files, on Apache Beam
    resolver.testing                         Hypothesis strategies, references, properties

Importing the package loads no framework; a name loads what it needs when it is first used. What a
saved model needs is registered as soon as Keras is loaded, so `import resolver` is all it takes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from resolver.arrival import register_on_arrival
from resolver.opening import opened

if TYPE_CHECKING:
    from resolver import beam as beam
    from resolver import callbacks as callbacks
    from resolver import layers as layers
    from resolver import testing as testing
    from resolver.api.checking import check as check
    from resolver.api.compiling import Resolution as Resolution
    from resolver.api.compiling import compile as compile
    from resolver.api.counting import count as count
    from resolver.api.deciding import decide as decide
    from resolver.api.explaining import explain as explain
    from resolver.api.padding import pad as pad
    from resolver.api.resolving import resolve_loss as resolve_loss
    from resolver.api.resolving import resolve_metric as resolve_metric
    from resolver.api.syncing import sync as sync
    from resolver.core.counts import Counts as Counts
    from resolver.core.decision import Decision as Decision
    from resolver.core.errors import AmbiguousPairing as AmbiguousPairing
    from resolver.core.errors import CountsMismatch as CountsMismatch
    from resolver.core.errors import PairingError as PairingError
    from resolver.core.errors import PairingWarning as PairingWarning
    from resolver.core.errors import WorkerFailed as WorkerFailed
    from resolver.core.finding import Finding as Finding
    from resolver.core.specs import Labels as Labels
    from resolver.core.specs import Output as Output
    from resolver.edge.count.accuracy import Accuracy as Accuracy
    from resolver.edge.count.ratio import Ratio as Ratio
    from resolver.edge.loss.axis_loss import (
        SparseCategoricalCrossentropy as SparseCategoricalCrossentropy,
    )
    from resolver.edge.loss.like import like as like
    from resolver.report import Report as Report

_ROOMS = {
    "Accuracy": "edge.count.accuracy",
    "AmbiguousPairing": "core.errors",
    "Counts": "core.counts",
    "CountsMismatch": "core.errors",
    "Decision": "core.decision",
    "Finding": "core.finding",
    "Labels": "core.specs",
    "Output": "core.specs",
    "PairingError": "core.errors",
    "PairingWarning": "core.errors",
    "Ratio": "edge.count.ratio",
    "Report": "report",
    "Resolution": "api.compiling",
    "SparseCategoricalCrossentropy": "edge.loss.axis_loss",
    "WorkerFailed": "core.errors",
    "check": "api.checking",
    "compile": "api.compiling",
    "count": "api.counting",
    "decide": "api.deciding",
    "explain": "api.explaining",
    "like": "edge.loss.like",
    "pad": "api.padding",
    "resolve_loss": "api.resolving",
    "resolve_metric": "api.resolving",
    "sync": "api.syncing",
}

_MODULES = {name: name for name in ("beam", "callbacks", "layers", "testing")}

__all__ = [
    "Accuracy",
    "AmbiguousPairing",
    "Counts",
    "CountsMismatch",
    "Decision",
    "Finding",
    "Labels",
    "Output",
    "PairingError",
    "PairingWarning",
    "Ratio",
    "Report",
    "Resolution",
    "SparseCategoricalCrossentropy",
    "WorkerFailed",
    "check",
    "compile",
    "count",
    "decide",
    "explain",
    "like",
    "pad",
    "resolve_loss",
    "resolve_metric",
    "sync",
]


def __getattr__(name: str) -> object:
    value = opened(__name__, _ROOMS | _MODULES, name)
    if name == "Labels":
        _hand_down_reader(value)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, *_MODULES])


def _hand_down_reader(labels: object) -> None:
    """Give `Labels.of` the reader that lies above it, opened when it is first called."""

    def read(y: object) -> object:
        return import_module(f"{__name__}.edge.labels.read_labels").read_labels(y)

    labels.reader = staticmethod(read)  # type: ignore[attr-defined]


register_on_arrival()
