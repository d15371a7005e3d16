"""Expressions laid out in a width, so that what is copied from the screen is still Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_OPEN: Final = "([{"
_CLOSE: Final = ")]}"
_KEYWORD: Final = re.compile(r"\w+=")
_DOTTED: Final = re.compile(r"(.*\b[A-Za-z_]\w*)(\.[A-Za-z_]\w*[(\[{]?(?:\(\))?,?)")


def lay_out(text: str, width: int) -> list[str]:
    r"""The lines of an expression, none wider than ``width`` as far as Python can be broken.

    Args:
        text: A call, a list, a dict or a name, or one of them as a keyword argument; no
            comments, no line breaks.
        width: Columns.

    Example:
        >>> print(*lay_out("keras.losses.BinaryCrossentropy(from_logits=True)", 40), sep="\n")
        keras.losses.BinaryCrossentropy(
            from_logits=True,
        )
        >>> print(*lay_out("keras.losses.BinaryCrossentropy()", 30), sep="\n")
        (
          keras.losses
          .BinaryCrossentropy()
        )
    """
    if len(text) <= width:
        return [text]
    indent = " " * (4 if width >= 40 else 2)
    lines = _broken(text, width, indent)
    if max(map(len, lines)) <= width:
        return lines
    # Inside brackets Python may also be broken before a dot; a keyword stands in some already.
    if _KEYWORD.match(text):
        return _broken(text, width, indent, dots=True)
    inner = _broken(text, width - len(indent), indent, dots=True)
    return ["(", *(indent + line for line in inner), ")"]


def _broken(text: str, width: int, indent: str, last: str = "", *, dots: bool = False) -> list[str]:
    """An expression, one argument a line where it does not fit on one; it ends with ``last``."""
    if len(text) + len(last) <= width:
        return [text + last]
    parts = _parts(text)
    if parts is None:
        return _before_dot(text + last, width) if dots else [text + last]
    head, items, tail = parts
    heads = _before_dot(head, width) if dots else [head]
    inner = [
        indent + line
        for item in items
        for line in _broken(item, width - len(indent), indent, ",", dots=True)
    ]
    return [*heads, *inner, tail + last]


def _before_dot(head: str, width: int) -> list[str]:
    """A dotted name in two lines, if one is too narrow for it."""
    found = _DOTTED.fullmatch(head)
    if len(head) <= width or found is None or found[1].count("'") % 2 or found[1].count('"') % 2:
        return [head]
    return [found[1], found[2]]


def _parts(text: str) -> tuple[str, list[str], str] | None:
    """Up to its first bracket, what stands between that and the last, and the last."""
    start = next((place for place, sign in _outside(text) if sign in _OPEN), None)
    if start is None or text[-1] not in _CLOSE or start + 2 == len(text):
        return None
    return text[: start + 1], list(_items(text[start + 1 : -1])), text[-1]


def _items(inner: str) -> Iterator[str]:
    """What stands between the commas of the outermost level."""
    depth = start = 0
    for place, sign in _outside(inner):
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if sign == "," and not depth:
            yield inner[start:place].strip()
            start = place + 1
    if rest := inner[start:].strip():
        yield rest


def _outside(text: str) -> Iterator[tuple[int, str]]:
    """Every sign that stands in no quotes, with its place."""
    quote = ""
    for place, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        else:
            yield place, sign
