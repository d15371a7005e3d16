"""`sync`: the counts of all workers together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, overload

from resolver.core.counts import Counts
from resolver.core.errors import InvalidType, WorkerFailed
from resolver.core.merging import Share, failure, merged, message
from resolver.edge.sync.sync import exchange, running


class _Counting(Protocol):
    def counts(self) -> Counts: ...


@overload
def sync(metric_or_counts: Counts | _Counting) -> Counts: ...
@overload
def sync(metric_or_counts: Any) -> Any: ...
def sync(metric_or_counts: Any) -> Any:
    """Add up what every worker has counted.

    The engine that runs the workers carries it: the strategy of `tf.distribute` that made the
    metric or whose scope this is, `jax.distributed`, or `torch.distributed`. Every worker calls
    it, at the same place, and gets the same answer, or the same error. What is exchanged is the
    sums and what they are sums of, 256 bytes a worker for a metric, and never predictions. The
    metric is left as it is, so that `metric.counts()` stays this worker's own part.

    What is global already comes back as it is, with no exchange: counts that `sync` gave, and a
    metric whose state `keras.distribution` shares among all processes on JAX. Without an engine
    this process is alone, and its counts are those of all.

    Args:
        metric_or_counts: A `resolver.Accuracy`, a `resolver.Ratio`, their `counts()` or `sums()`;
            or a list or dict of them, in one exchange. In place of any of them an exception: then
            no worker waits for a part that will not come, and all raise `WorkerFailed`.

    Returns:
        `Counts`, for a ratio its `Sums`; for a list or dict the same with these in it. They are
        marked: ``reduced=True``.

    Raises:
        CountsMismatch: If workers count different things: other decisions, another number of
            classes, other metrics. Each is named with its workers.
        WorkerFailed: If a worker gave an exception.
        InvalidType: If it is nothing that was counted.
        InvalidArgument: If it cannot be known who the other workers are.

    Example:
        >>> sync(Counts(3, 4))
        Counts(correct=3, total=4, decision=None, reduced=True)
        >>> sync(sync({"val": Counts(3, 4)}))["val"].ratio
        0.75
    """
    leaves = dict(_leaves(metric_or_counts))
    error = next((each for each in leaves.values() if isinstance(each, BaseException)), None)
    read = {name: _read(leaf) for name, leaf in leaves.items() if error is None}
    open_ = {name: value for name, value in read.items() if not value.reduced}
    if error is None and not open_:
        return _packed(metric_or_counts, read)
    gather = running([each for leaf in leaves.values() for each in getattr(leaf, "variables", ())])
    shares = {name: _share(leaves[name], value) for name, value in open_.items()}
    sent = message(shares) if error is None else failure(error)
    try:
        total = merged([sent] if gather is None else exchange(sent, gather))
    except WorkerFailed as failed:
        raise failed from error
    for (name, value), share in zip(open_.items(), total, strict=True):
        read[name] = _global(value, share)
    return _packed(metric_or_counts, read)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        # By name, for two workers may have filled their dicts in a different order.
        for key in sorted(value, key=str):
            yield from _leaves(value[key], f"{path}/{key}" if path else str(key))
    elif isinstance(value, (list, tuple)) and not _is_exact(value):
        for place, each in enumerate(value):
            yield from _leaves(each, f"{path}/{place}" if path else str(place))
    else:
        yield path, value


def _packed(value: Any, read: Mapping[str, Any], path: str = "") -> Any:
    if isinstance(value, Mapping):
        return {
            key: _packed(each, read, f"{path}/{key}" if path else str(key))
            for key, each in value.items()
        }
    if isinstance(value, (list, tuple)) and not _is_exact(value):
        return [
            _packed(each, read, f"{path}/{place}" if path else str(place))
            for place, each in enumerate(value)
        ]
    return read[path]


def _is_exact(value: Any) -> bool:
    """Whether it is `Counts` or `Sums`, told without loading Keras."""
    return isinstance(value, Counts) or (
        hasattr(value, "denominator") and hasattr(value, "reduced")
    )


def _read(leaf: Any) -> Any:
    """What was counted here, as `Counts` or `Sums`."""
    for read in ("counts", "sums"):
        # A function of `metrics=` that returned one tensor is the mean that Keras makes of it.
        if hasattr(leaf, read) and getattr(leaf, "is_ratio", True):
            return getattr(leaf, read)()
    if _is_exact(leaf):
        return leaf
    raise InvalidType(
        "Only what was counted exactly can be added over workers. "
        f"Received: {leaf!r} (type {type(leaf).__name__}). "
        "Use: resolver.sync(metric) with a resolver.Accuracy, a resolver.Ratio or their counts"
    )


def _share(leaf: Any, value: Any) -> Share:
    if isinstance(value, Counts):
        classes = getattr(leaf, "classes", None)
        return Share(value.correct, value.total, value.decision, classes)
    said = None if value is leaf else f"ratio {leaf.name}"
    return Share(value.numerator, value.denominator, said)


def _global(value: Any, share: Share) -> Any:
    if isinstance(value, Counts):
        return Counts(share.first, share.second, share.decision, reduced=True)
    return type(value)(share.first, share.second, reduced=True)
