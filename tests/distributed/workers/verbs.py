"""What `resolver.sync` does on one worker, whatever the engine is that carries it."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

import resolver
from tests.distributed.workers.found import ROWS, data, raised, share, shown

KINDS = ("float", "bool", "int")
"""The kinds of weights."""


def weights_of(kind: str | None, weights: Any) -> tuple[Any, ...]:
    """Weights of a kind, made from float ones, as the last arguments of an update; or none."""
    made = {"float": weights, "bool": weights > 5, "int": keras.ops.cast(weights, "int32")}
    return (made[kind],) if kind in made else ()


def counted(
    rank: int, workers: int, kind: str | None = None, rows: int = ROWS, **arguments: Any
) -> Any:
    """An accuracy that has seen this worker's part, in batches of 7 that do not divide."""
    metric = resolver.Accuracy("multiclass", "index", **arguments)
    labels, scores, weights = data()
    part = share(rank, workers, rows)
    for start in range(part.start, part.stop, 7):
        batch = slice(start, min(start + 7, part.stop))
        metric.update_state(labels[batch], scores[batch], *weights_of(kind, weights[batch]))
    return metric


def recall(y_true: Any, y_pred: Any) -> Any:
    """The recall of class 1; ``None`` where there are no rows."""
    if y_true.shape[0] == 0:
        return None
    return keras.ops.logical_and(y_true == 1, y_pred[:, 1] > 0.5), y_true == 1


def ratio(rank: int, workers: int) -> Any:
    """A recall that has seen this worker's part."""
    metric = resolver.Ratio(recall)
    labels, scores, _ = data()
    metric.update_state(labels[share(rank, workers)], scores[share(rank, workers)])
    return metric


def read(metric: Any) -> Any:
    """This worker's own part, whichever kind of metric it is."""
    return metric.sums() if hasattr(metric, "sums") else metric.counts()


def sums(rank: int, workers: int) -> dict[str, Any]:
    """The sums over all workers, however they are asked for."""
    metric = counted(rank, workers)
    before = metric.counts()
    once = resolver.sync(metric)
    found = {
        "once": once,
        "twice": resolver.sync(once),
        "again": resolver.sync(metric),
        "counts": resolver.sync(before),
        "local": metric.counts(),
        "untouched": metric.counts() == before,
    }
    # All but the first have seen nothing, not even a number of classes.
    unused = counted(0, 1, rows=0)
    found["first"] = resolver.sync(unused if rank else metric)
    kinds = {kind: counted(rank, workers, kind) for kind in KINDS}
    found["kinds"] = resolver.sync({**kinds, "ratio": ratio(rank, workers)})
    found["odd"] = resolver.sync(odd(rank))
    # More than a first exchange holds, and in another order on each worker.
    many = {f"metric {place}": metric for place in range(30)}
    found["many"] = resolver.sync(dict(reversed(many.items())) if rank else many)["metric 29"]
    found["list"] = resolver.sync([before, before])
    found["huge"] = resolver.sync(resolver.Counts(2**70, 2**71))
    return shown(found)  # type: ignore[no-any-return]


def refusals(rank: int, workers: int) -> dict[str, str]:
    """What is refused on every worker, and leaves all of them able to go on."""
    first = rank == 0
    labels, scores, _ = data()
    other = resolver.Accuracy("multiclass", "index")
    other.update_state(labels, scores if first else np.pad(scores, ((0, 0), (0, 1))))
    ignoring = counted(rank, workers, ignore_class=None if first else 255)
    metric = counted(rank, workers)
    tall = labels[:, None, None]
    return {
        "decisions": raised(lambda: resolver.sync(ignoring)),
        "classes": raised(lambda: resolver.sync(other)),
        "metrics": raised(lambda: resolver.sync([metric] if first else [metric, metric])),
        "rank": raised(lambda: resolver.sync(metric if first else broken(metric, tall))),
        "missing": raised(lambda: resolver.sync(metric if first else broken(metric, None))),
        "mixed": raised(lambda: resolver.sync(metric) + metric.counts()),
        "afterwards": str(resolver.sync(metric)),
    }


ODD = (
    ("whole", "int32", -2),
    ("negative", "float32", -2.5),
    ("nan", "float32", float("nan")),
)
"""What one of four rows weighs: name, dtype and weight."""


def odd(rank: int) -> dict[str, Any]:
    """Metrics that saw weights which are no amounts on the first worker, and ones elsewhere."""
    metrics = {name: resolver.Accuracy("multiclass", "index") for name, *_ in ODD}
    update_oddly(metrics, rank)
    return metrics


def update_oddly(metrics: dict[str, Any], rank: int) -> None:
    """Update each with four rows, three of them right, and one that weighs oddly."""
    labels, scores = np.array([0, 1, 1, 1]), np.eye(3, dtype="float32")[[0, 1, 1, 2]]
    for name, kind, value in ODD:
        weights = np.array([1, value if rank == 0 else 1, 1, 1], kind)
        metrics[name].update_state(labels, scores, weights)


def broken(metric: Any, labels: Any) -> Exception:
    """The error of a batch that cannot be counted, to be handed over in place of the counts."""
    try:
        metric.update_state(labels, data()[1])
    except ValueError as error:
        return error
    raise AssertionError("a batch that has no meaning was counted")
