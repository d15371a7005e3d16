"""A page in a terminal, and as plain text where there is none."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Final

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from resolver.report.layout import lay_out
from resolver.report.page import Card, Cell, Code, Facts, Grid, Page, Words

TEXT_WIDTH: Final = 100
"""Columns of plain text, where no terminal says how wide it is."""

NARROW: Final = 64
"""Below it facts that need more than a line stand under their names."""

WIDE: Final = 140
"""From it on a card uses both halves."""

_STYLES: Final = {
    "plain": "",
    "good": "green",
    "doubt": "yellow",
    "bad": "red",
    "note": "cyan",
}
_NAME: Final = "cyan"


def plain(renderable: RenderableType, width: int = TEXT_WIDTH) -> str:
    """What rich would show, without colour, at a fixed width."""
    console = Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False)
    console.print(renderable)
    file = console.file
    assert isinstance(file, io.StringIO)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def say(shown: RenderableType, text: str) -> None:
    """Print to a terminal as it likes it; anywhere else, as plain text.

    Args:
        shown: What a terminal gets.
        text: What a file or a pipe gets.
    """
    if sys.stdout.isatty():
        Console(highlight=False).print(shown)
    else:
        print(text)


class Drawn:
    """A page as rich draws it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for place, card in enumerate(self.page.cards):
            if place:
                yield Text()
            yield from _card(card, options.max_width)
        if self.page.close is not None:
            if self.page.cards:
                yield Text()
            yield _words(self.page.close)


class _Expression:
    """Code that is laid out once its width is known."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        longest = max(map(len, lay_out(self.text, 36)))
        return Measurement(min(longest, options.max_width), min(len(self.text), options.max_width))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text("\n".join(lay_out(self.text, options.max_width)), overflow="fold")


def _card(card: Card, width: int) -> Iterator[RenderableType]:
    if card.title is not None:
        title = _words(card.title)
        title.stylize("bold underline")
        yield title
    if width >= WIDE and card.beside:
        halves = Table.grid(padding=(0, 4), expand=True)
        halves.add_column(ratio=1)
        halves.add_column(ratio=1)
        half = width // 2 - 4
        halves.add_row(Group(*_parts(card.parts, half)), Group(*_parts(card.beside, half)))
        yield halves
    else:
        yield from _parts(card.parts + card.beside, width)


def _parts(parts: tuple[Facts | Grid, ...], width: int) -> Iterator[RenderableType]:
    for place, part in enumerate(parts):
        if part.title is not None:
            if place:
                yield Text()
            yield Text(part.title, style="bold")
        if isinstance(part, Grid):
            yield from _grid(part, width)
        elif width >= NARROW or _fits(part, width):
            yield _facts(part)
        else:
            yield from _stacked(part.rows)


def _fits(facts: Facts, width: int) -> bool:
    """True if every fact has room for itself beside its name."""
    room = width - 2 - max(len(what) for what, _ in facts.rows)
    return all(len(cell.text) <= room for _, cell in facts.rows)


def _stacked(rows: tuple[tuple[str, Cell], ...]) -> Iterator[RenderableType]:
    for what, cell in rows:
        if what:
            yield Text(what, style=_NAME)
        yield Padding(_cell(cell), (0, 0, 0, 2 + len(what) - len(what.lstrip())))


def _facts(facts: Facts) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=_NAME, no_wrap=True)
    table.add_column(overflow="fold")
    for what, cell in facts.rows:
        table.add_row(Text(what), _cell(cell))
    return table


def _grid(grid: Grid, width: int) -> Iterator[RenderableType]:
    """Columns, and the prose of each row below it; the columns, too, where they are too wide."""
    rows = [row[:-1] for row in grid.rows]
    heads = grid.head[:-1]
    widths = [max(len(row[at].text) for row in rows) for at in range(len(heads))]
    widths = [max(size, len(head)) for size, head in zip(widths, heads, strict=True)]
    fits = sum(widths) + 2 * len(widths) <= width
    if fits:
        yield Text(_aligned(heads, widths), style="bold")
    for *row, prose in grid.rows:
        name, *rest = (
            _words(cell, "" if place else _NAME) for place, cell in enumerate(row) if cell.text
        )
        if fits:
            line = Text().append_text(name)
            for at, cell in enumerate(rest):
                line.append(" " * (sum(widths[: at + 1]) + 2 * (at + 1) - len(line)))
                line.append_text(cell)
            yield line
        else:
            yield name
            yield from (Padding(cell, (0, 0, 0, 2)) for cell in rest)
        if prose.text:
            yield Padding(_words(prose), (0, 0, 0, 4 if fits else 2))


def _aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(text.ljust(size) for text, size in zip(cells, widths, strict=True))


def _cell(cell: Cell, style: str = "") -> RenderableType:
    return _Expression(cell.text) if isinstance(cell, Code) else _words(cell, style)


def _words(words: Cell, style: str = "") -> Text:
    tone = _STYLES[words.tone] if isinstance(words, Words) else ""
    return Text(words.text, style=tone or style, overflow="fold")
