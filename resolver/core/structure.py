"""Outputs, labels, losses and metrics by output: lists, dicts, and nests of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from resolver.core.errors import InvalidArgument

Leaf = Callable[[object], bool]


def nested(value: object) -> bool:
    """True for a list, a tuple or a dict."""
    return isinstance(value, (list, tuple, Mapping))


def flatten(structure: Any, is_leaf: Leaf = lambda _: False) -> list[Any]:
    """The leaves from left to right; a dict's in the order of its keys as they stand."""
    if is_leaf(structure) or not nested(structure):
        return [structure]
    items = structure.values() if isinstance(structure, Mapping) else structure
    return [leaf for item in items for leaf in flatten(item, is_leaf)]


def pack(structure: Any, leaves: Sequence[Any], is_leaf: Leaf = lambda _: False) -> Any:
    """The same structure with other leaves.

    Example:
        >>> pack({"a": 1, "b": [2, 3]}, [10, 20, 30])
        {'a': 10, 'b': [20, 30]}
    """
    stream = iter(leaves)

    def build(node: Any) -> Any:
        if is_leaf(node) or not nested(node):
            return next(stream)
        if isinstance(node, Mapping):
            return {key: build(value) for key, value in node.items()}
        items = [build(value) for value in node]
        return type(node)(*items) if hasattr(node, "_fields") else items

    return build(structure)


def align(
    structure: Any, names: Sequence[str], given: Any, what: str, is_leaf: Leaf = lambda _: False
) -> list[Any]:
    """One entry for each output, from what was given in any of the forms Keras takes.

    Args:
        structure: The structure of the outputs.
        names: Names of the outputs, in the order of the structure.
        given: The same structure, a dict by output name, or a flat list in output order.
        what: What is given, for the message: ``"labels"``.
        is_leaf: Whether a list, tuple or dict in ``given`` is one entry.

    Returns:
        One entry for each output; ``None`` where a dict names no entry.

    Raises:
        InvalidArgument: If a key names no output, or the number of entries differs.
    """
    if not nested(structure):
        return [_only(given, names, what, is_leaf)]
    if isinstance(given, Mapping) and not is_leaf(given):
        if isinstance(structure, Mapping) and any(nested(node) for node in structure.values()):
            return _nested_dict(structure, names, given, what, is_leaf)
        return _by_name(names, given, what)
    if is_leaf(given) and _one_each(structure, given):
        return list(given)
    if is_leaf(given) or not nested(given):
        raise _count(what, names, 1)
    entries = flatten(given, is_leaf)
    if len(entries) != len(names):
        raise _count(what, names, len(entries))
    return entries


def _one_each(structure: Any, given: Any) -> bool:
    """True for a list that could be one entry but has one for each of a list of outputs."""
    lists = isinstance(structure, (list, tuple)) and isinstance(given, (list, tuple))
    return lists and len(given) == len(structure) and not any(map(nested, structure))


def _only(given: Any, names: Sequence[str], what: str, is_leaf: Leaf) -> Any:
    while nested(given) and not is_leaf(given):
        if len(given) != 1:
            raise _count(what, names, len(given))
        if isinstance(given, Mapping) and names:
            return _by_name(names, given, what)[0]
        given = given[0]
    return given


def _nested_dict(
    structure: Any, names: Sequence[str], given: Any, what: str, is_leaf: Leaf
) -> list[Any]:
    unknown = [key for key in given if key not in structure]
    if unknown:
        raise _unknown(unknown, list(structure), what)
    entries: list[Any] = []
    for key, node in structure.items():
        size = len(flatten(node))
        part = names[len(entries) : len(entries) + size]
        if key in given:
            entries += align(node, part, given[key], what, is_leaf)
        else:
            entries += [None] * size
    return entries


def _by_name(names: Sequence[str], given: Mapping[str, Any], what: str) -> list[Any]:
    unknown = [key for key in given if key not in names]
    if unknown:
        raise _unknown(unknown, names, what)
    return [given.get(name) for name in names]


def _unknown(unknown: Sequence[object], names: Sequence[object], what: str) -> InvalidArgument:
    return InvalidArgument(
        f"The {what} {_verb('name', what)} {', '.join(map(repr, unknown))}, "
        f"but the model's outputs are "
        f"{', '.join(map(repr, names))}. Use: {what}={{{names[0]!r}: ...}}"
    )


def _count(what: str, names: Sequence[str], received: int) -> InvalidArgument:
    listed = ", ".join(map(repr, names)) or "one output"
    entries = "1 entry" if received == 1 else f"{received} entries"
    return InvalidArgument(
        f"The {what} {_verb('need', what)} one entry for each output ({listed}). "
        f"Received: {entries}. "
        f"Use: {what}={{{', '.join(f'{name!r}: ...' for name in names)}}}"
    )


def _verb(verb: str, what: str) -> str:
    return verb if what.endswith(("labels", "metrics")) else f"{verb}s"
