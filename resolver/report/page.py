"""What is to be shown, as values: neither a terminal nor a browser is known here.

A `Page` is a column of cards, a card is a title with tables below it. Terminal and browser each
lay the same page out in their own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "good", "doubt", "bad", "note"]
"""What words say by their colour; they say it in words besides."""


@dataclass(frozen=True)
class Words:
    """Text to read."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Code:
    """An expression to paste: it is broken where Python may be broken, and nowhere else."""

    text: str


Cell = Words | Code


@dataclass(frozen=True)
class Facts:
    """Two columns without a head: what, and the fact."""

    title: str | None
    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class Grid:
    """Several columns with a head; the last one is prose, which stands below its row."""

    title: str | None
    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True)
class Card:
    """A title and what stands below it; where there is room, `beside` stands beside it."""

    title: Words | None
    parts: tuple[Facts | Grid, ...]
    beside: tuple[Facts | Grid, ...] = ()


@dataclass(frozen=True)
class Page:
    """Cards, one below the other, and a line at the end."""

    cards: tuple[Card, ...]
    close: Words | None = None
