"""Labels of several outputs: lists, tuples and dicts of `Labels`, and the batches they lie in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from resolver.core.errors import InvalidArgument
from resolver.core.specs import Facts, Labels
from resolver.edge.labels.objects import merge_shapes

SAY: Final = "Use: labels=resolver.Labels((None,), 'int64')"
"""The way out where labels cannot be read: to say what they are."""


def labels_part(element: Any, source: str) -> Any:
    """The labels of one element ``(x, y)`` or ``(x, y, sample_weight)``.

    Raises:
        InvalidArgument: If the element has no labels.
    """
    if isinstance(element, tuple) and len(element) in (2, 3) and element[1] is not None:
        return element[1]
    if isinstance(element, tuple):
        seen = f"tuples of {len(element)}" if len(element) not in (2, 3) else "no labels in them"
    else:
        seen = f"a {type(element).__name__} each"
    raise InvalidArgument(
        f"Elements of {source} must be (x, y) or (x, y, sample_weight) for labels to be read. "
        f"Received: {seen}. {SAY}"
    )


def rebuild(like: Any, items: list[Any]) -> Any:
    """The items as a list, a tuple or a named tuple, whatever `like` is."""
    return type(like)(*items) if hasattr(like, "_fields") else type(like)(items)


def merge(structures: Sequence[Any]) -> Any:
    """The labels several batches have in common, in the structure of the first.

    Facts add up; sizes that differ are None. Where the structures differ nothing is known.
    """
    first = structures[0]
    if isinstance(first, Labels):
        return _common([each for each in structures if isinstance(each, Labels)])
    if any(_outline(each) != _outline(first) for each in structures):
        return Labels(None)
    if isinstance(first, Mapping):
        return {key: merge([each[key] for each in structures]) for key in first}
    return rebuild(first, [merge(column) for column in zip(*structures, strict=True)])


def _outline(structure: Any) -> object:
    if isinstance(structure, Mapping):
        return frozenset(structure)
    return type(structure), len(structure) if isinstance(structure, (list, tuple)) else None


def _common(labels: list[Labels]) -> Labels:
    facts = [each.facts for each in labels if each.facts is not None]
    return Labels(
        merge_shapes([each.shape for each in labels]),
        labels[0].dtype if len({each.dtype for each in labels}) == 1 else None,
        facts=sum(facts, Facts()) if facts else None,
    )


def sampled(structure: Any) -> Any:
    """The same labels, with facts that say they come from a part of the values."""
    return _map(
        structure,
        lambda labels: (
            labels if labels.facts is None else replace(labels, facts=labels.facts + _PART)
        ),
    )


def without_facts(structure: Any) -> Any:
    """The same labels, with nothing said of their values."""
    return _map(structure, lambda labels: replace(labels, facts=None))


_PART: Final = Facts(sampled=True)


def _map(structure: Any, function: Any) -> Any:
    if isinstance(structure, Labels):
        return function(structure)
    if isinstance(structure, Mapping):
        return {key: _map(each, function) for key, each in structure.items()}
    return rebuild(structure, [_map(each, function) for each in structure])


def named(structure: Any, names: Sequence[str] | None) -> Any:
    """The same labels, named after their keys in a dict, or after `names` in order."""
    if isinstance(structure, Labels):
        return _name(structure, names[0] if names else None)
    if isinstance(structure, Mapping):
        return {key: named(each, [str(key)]) for key, each in structure.items()}
    given = list(names or ())
    padded: list[str | None] = [*given, *[None] * (len(structure) - len(given))]
    pairs = zip(structure, padded[: len(structure)], strict=True)
    return rebuild(structure, [named(each, name and [name]) for each, name in pairs])


def _name(labels: Labels, name: str | None) -> Labels:
    return labels if name is None or labels.name is not None else replace(labels, name=name)
