"""Labels written as text: ``'int64[N] 0..9'``, ``'float32[N,10] one_hot'``.

The grammar::

    text    dtype [ "[" dims "]" ] { word }
    dims    nothing, "...", or dimensions parted by commas; the batch comes first
    dim     a whole number, or unknown: "?", "None", or a name such as N, B, T
    word    a coding (see `resolver.core.specs.CODINGS`), a range "0..9", a set "{-1,1}"

Without brackets, or with ``[...]``, the rank is unknown.
"""

from __future__ import annotations

import re
from typing import Final

from resolver.core.errors import InvalidArgument
from resolver.core.specs import CODINGS, DISTINCT_LIMIT, Facts, Labels

DTYPES: Final = (
    "bool",
    *(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)),
    *("float16", "bfloat16", "float32", "float64", "string"),
)
"""The dtypes that can be written."""

_NUMBER: Final = r"[+-]?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|inf)"
_WHOLE: Final = re.compile(r"[+-]?\d+")
_RANGE: Final = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")
_SET: Final = re.compile(rf"\{{({_NUMBER}(?:,{_NUMBER})*)\}}")
_TEXT: Final = re.compile(r"(?P<dtype>\w+)\s*(?:\[(?P<dims>[^\]]*)\])?(?P<words>.*)", re.DOTALL)
_UNKNOWN: Final = re.compile(r"\?|None|[A-Z]\w*")
_NEEDED: Final = (
    "Labels as text are a dtype, dimensions in brackets, then a coding or the values they take."
)


def parse_labels(text: str) -> Labels:
    """Reads labels that are written as text.

    Args:
        text: A dtype, dimensions in brackets (the batch first, unknown ones as ``N``, ``?`` or
            ``None``), then, in any order, a coding such as ``one_hot`` and the values: a range
            ``0..9`` or a set ``{-1,1}``. Whole bounds mean whole numbers, each of them taken.

    Returns:
        The labels; values that are written become their facts.

    Raises:
        InvalidArgument: If the text does not follow the grammar.

    Example:
        >>> parse_labels("int64[N,T] index")
        Labels(shape=(None, None), dtype='int64', coding='index', facts=None, name=None)
        >>> parse_labels("int64[N] 0..9").facts.maximum
        9
    """
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        raise _unreadable(text, "it does not begin with a dtype")
    if match["dtype"] not in DTYPES:
        raise _unreadable(text, f"{match['dtype']!r} is not one of {', '.join(DTYPES)}")
    coding: str | None = None
    facts: Facts | None = None
    for word in re.sub(r"\s*(,|(?<=\{)|(?=\}))\s*", r"\1", match["words"]).split():
        if word in CODINGS and coding is None:
            coding = word
        elif word not in CODINGS and facts is None:
            facts = _values(word, text)
        else:
            raise _unreadable(text, f"{word!r} says a second time what was said before")
    return Labels(_shape(match["dims"], text), match["dtype"], coding, facts)


def is_label_text(text: str) -> bool:
    """True if a text is meant as labels, rightly written or not: it begins with a dtype.

    Example:
        >>> is_label_text("int64[N]"), is_label_text("cat")
        (True, False)
    """
    match = _TEXT.fullmatch(text.strip())
    return match is not None and match["dtype"] in DTYPES


def _shape(dims: str | None, text: str) -> tuple[int | None, ...] | None:
    if dims is None or dims.strip() == "...":
        return None
    return tuple(_dim(dim.strip(), text) for dim in dims.split(",")) if dims.strip() else ()


def _dim(dim: str, text: str) -> int | None:
    if re.fullmatch(r"\d+", dim):
        return int(dim)
    if _UNKNOWN.fullmatch(dim):
        return None
    raise _unreadable(text, f"{dim!r} is no dimension: a whole number, or N, ?, None if unknown")


def _values(word: str, text: str) -> Facts:
    if match := _RANGE.fullmatch(word):
        low, high = map(_number, match.groups())
        if low > high:
            raise _unreadable(text, f"the range {word} ends before it begins")
        if isinstance(low, int) and isinstance(high, int):
            return _whole(low, high)
        return Facts(elements=2, minimum=low, maximum=high, whole=False, distinct=None)
    if match := _SET.fullmatch(word):
        values = frozenset(map(_number, match[1].split(",")))
        return Facts(
            elements=len(values),
            minimum=min(values),
            maximum=max(values),
            whole=all(value % 1 == 0 for value in values),
            distinct=values if len(values) <= DISTINCT_LIMIT else None,
        )
    raise _unreadable(text, f"{word!r} is neither a coding, nor a range 0..9, nor a set {{-1,1}}")


def _whole(low: int, high: int) -> Facts:
    elements = high - low + 1
    few = elements <= DISTINCT_LIMIT
    return Facts(
        elements=elements,
        minimum=low,
        maximum=high,
        distinct=frozenset(range(low, high + 1)) if few else None,
        next_minimum=None if few else low + 1,
        next_maximum=None if few else high - 1,
    )


def _number(text: str) -> float:
    return int(text) if _WHOLE.fullmatch(text) else float(text)


def _unreadable(text: str, why: str) -> InvalidArgument:
    return InvalidArgument(
        f"The labels {text!r} cannot be read: {why}. {_NEEDED} Use: 'int64[N] 0..9'"
    )
