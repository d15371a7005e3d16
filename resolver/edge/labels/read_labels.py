"""Labels of whatever a person passes as labels, read without side effects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.core.labelspec import is_label_text, parse_labels
from resolver.core.specs import Facts, Labels
from resolver.core.tick import Tick, silent
from resolver.edge.labels.arrays import from_unboxed, is_array, kin, read_array, shape_of
from resolver.edge.labels.loaders import (
    Batches,
    is_loader,
    is_py_dataset,
    loader_batches,
    py_dataset_batches,
)
from resolver.edge.labels.objects import ragged
from resolver.edge.labels.pipelines import is_pipeline, read_pipeline
from resolver.edge.labels.structure import (
    SAY,
    labels_part,
    merge,
    named,
    rebuild,
    sampled,
    without_facts,
)
from resolver.edge.labels.values import describe

__all__ = ["describe", "read_labels"]


def read_labels(
    y: object,
    *,
    class_axis: int = -1,
    names: Sequence[str] | None = None,
    tick: Tick = silent,
) -> Any:
    """Reads what is known of labels. Nothing is consumed, reordered, seeded or changed.

    Args:
        y: One of

            - a shape, as a tuple of int and None: ``(None, 10)``;
            - a tuple that starts with an array, ``(x, y)`` or ``(x, y, sample_weight)``;
            - labels as text, see `resolver.core.labelspec.parse_labels`;
            - an array, tensor, column, table or spec of any library; a list of numbers or text;
            - a list, tuple or dict of these: labels of several outputs;
            - a tf.data.Dataset, keras.utils.PyDataset or torch DataLoader of ``(x, y)``;
            - a generator or iterator, of which nothing can be known, or None;
            - `Labels`, which are handed through.
        class_axis: The axis of the classes, along which rows of values are judged.
        names: Names of the outputs, in order; those of a dict are its keys.
        tick: Told how many items of a dataset are read, and of how many.

    Returns:
        `Labels`, or the same structure of them. The batch dimension is None for arrays, and as
        given for shapes and specs. Facts tell of all values up to ten million, else of a sample;
        they are None where values could not be read without side effects.

    Raises:
        InvalidArgument: If there are no labels in it, or it does not follow the rules above.
        InvalidType: If it is of a kind that is not understood.

    Example:
        >>> read_labels([3, 1, 4]).facts.maximum
        4
        >>> read_labels((None, 10), names=["digits"]).name
        'digits'
    """
    return named(_read_argument(y, class_axis, tick), names)


def _read_argument(y: Any, class_axis: int, tick: Tick) -> Any:
    if isinstance(y, tuple) and not _is_shape(y):
        if y and all(_is_said(each) for each in y):
            return tuple(_read(each, class_axis) for each in y)
        if not y or not _is_data(y[0]):
            raise InvalidArgument(
                f"A tuple must be a shape of int and None, or (x, y) or (x, y, sample_weight) of "
                f"arrays. Received: {_short(y)}. Use: (None, 10)"
            )
        return _read(labels_part(y, "a tuple of arrays"), class_axis)
    if is_pipeline(y):
        return read_pipeline(y, class_axis, tick)
    if is_py_dataset(y):
        return _read_batches(py_dataset_batches(y, tick), "a PyDataset", class_axis)
    if is_loader(y):
        return _read_batches(loader_batches(y, tick), "a DataLoader", class_axis)
    if isinstance(y, Iterator):
        return Labels(None)
    return _read(y, class_axis)


def _read_batches(batches: Batches, source: str, class_axis: int) -> Any:
    if not batches.elements:
        return Labels(None)
    labels = merge([_read(labels_part(each, source), class_axis) for each in batches.elements])
    if not batches.typical:
        return without_facts(labels)
    return sampled(labels) if batches.sampled else labels


def _read(y: Any, class_axis: int) -> Any:
    """Labels of one output, or of several; never ``(x, y)``."""
    if isinstance(y, Mapping) and y:
        return {key: _read(each, class_axis) for key, each in y.items()}
    if isinstance(y, (list, tuple)) and not _is_shape(y):
        if _is_several(y):
            return rebuild(y, [_read(each, class_axis) for each in y])
        return _read_numbers(y, class_axis)
    return _read_one(y, class_axis)


def _read_one(y: Any, class_axis: int) -> Labels:
    if y is None:
        return Labels(None)
    if isinstance(y, Labels):
        return y
    if isinstance(y, str):
        return parse_labels(y)
    if isinstance(y, tuple):
        return Labels(tuple(None if dim is None else int(dim) for dim in y))
    if kin(y, "tensorflow", "TensorShape"):
        return Labels(None if y.rank is None else tuple(y.as_list()))
    if is_array(y):
        return read_array(y, class_axis)
    if isinstance(y, (range, memoryview, bytearray)) or type(y).__module__ == "array":
        return read_array(np.asarray(y), class_axis)
    raise InvalidType(
        f"Labels must be arrays, lists, a shape, a spec, or a dataset of (x, y). "
        f"Received: {_short(y)} of type {type(y).__name__}. {SAY}"
    )


def _read_numbers(items: Sequence[Any], class_axis: int) -> Labels:
    if not items:
        return Labels((None,), facts=Facts())
    plain = [np.asarray(each) if is_array(each) else each for each in items]
    try:
        values = np.asarray(plain)
    except ValueError:  # NumPy's word for rows of unequal length
        return from_unboxed(ragged(plain), class_axis)
    return read_array(values, class_axis)


def _is_shape(thing: Any) -> bool:
    return isinstance(thing, tuple) and all(each is None or _is_whole(each) for each in thing)


def _is_whole(thing: object) -> bool:
    return isinstance(thing, (int, np.integer)) and not isinstance(thing, bool)


def _is_said(thing: Any) -> bool:
    """True for labels that are said, not shown: `Labels`, a shape, a text."""
    return isinstance(thing, Labels) or (
        _is_shape(thing) if isinstance(thing, tuple) else _is_written(thing)
    )


def _is_written(thing: object) -> bool:
    return isinstance(thing, str) and "[" in thing and is_label_text(thing)


def _is_data(thing: Any) -> bool:
    return is_array(thing) or isinstance(thing, (list, tuple, Mapping))


def _is_several(items: Sequence[Any]) -> bool:
    """True if a list or tuple holds the labels of several outputs, not one array written out."""
    if not items:
        return False
    if all(isinstance(each, str) for each in items):
        return all(map(_is_written, items))
    if all(isinstance(each, tuple) for each in items) and any(None in each for each in items):
        return True
    return any(_is_one(each) for each in items)


def _is_one(item: Any) -> bool:
    if isinstance(item, (Labels, Mapping)):
        return True
    if isinstance(item, (list, tuple)):
        # One look is enough: a list of numbers a million long need not be searched.
        return bool(item) and (_is_one(item[0]) or (item[0] is None and _is_one(item[-1])))
    return is_array(item) and shape_of(item) != ()


def _short(thing: object) -> str:
    text = " ".join(repr(thing).split())
    return text if len(text) <= 60 else f"{text[:57]}..."
