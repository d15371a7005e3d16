"""What `resolver.sync` does on one worker, whatever the engine is that carries it."""

from __future__ import annotations

from typing import Any

import numpy as np

import resolver
from tests.distributed.workers.found import data, raised, share, shown


def counted(rank: int, workers: int, weights: Any = None, **arguments: Any) -> Any:
    """An accuracy that has seen this worker's part, in batches of 7 that do not divide."""
    metric = resolver.Accuracy("multiclass", "index", **arguments)
    labels, scores, floats = data()
    weights = {None: None, "float": floats, "bool": floats > 5, "int": floats.astype("int32")}[
        weights
    ]
    part = share(rank, workers)
    for start in range(part.start, part.stop, 7):
        batch = slice(start, min(start + 7, part.stop))
        metric.update_state(
            labels[batch], scores[batch], None if weights is None else weights[batch]
        )
    return metric


def ratio(rank: int, workers: int) -> Any:
    """A recall that has seen this worker's part; ``None`` where there are no rows."""

    def recall(y_true: Any, y_pred: Any) -> Any:
        if len(y_true) == 0:
            return None
        return (y_true == 1) & (y_pred[:, 1] > 0.5), y_true == 1

    metric = resolver.Ratio(recall)
    labels, scores, _ = data()
    metric.update_state(labels[share(rank, workers)], scores[share(rank, workers)])
    return metric


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
    kinds = {kind: counted(rank, workers, kind) for kind in ("float", "bool", "int")}
    found["kinds"] = resolver.sync({**kinds, "ratio": ratio(rank, workers)})
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
    return {
        "decisions": raised(lambda: resolver.sync(ignoring)),
        "classes": raised(lambda: resolver.sync(other)),
        "metrics": raised(lambda: resolver.sync([metric] if first else [metric, metric])),
        "failure": raised(lambda: resolver.sync(metric if first else broken(metric))),
        "afterwards": str(resolver.sync(metric)),
    }


def broken(metric: Any) -> Exception:
    """The error of a batch of the wrong rank, to be handed over in place of the counts."""
    labels, scores, _ = data()
    try:
        metric.update_state(labels[:, None, None], scores)
    except ValueError as error:
        return error
    raise AssertionError("labels of the wrong rank were counted")
