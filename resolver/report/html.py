"""A page in a notebook: it takes on the notebook's own colours, light or dark, and needs no file.

Every colour is the notebook's text colour or a mixture of it, so that it is readable on whatever
lies below. Without its style sheet, as some viewers show it, it is tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from resolver.report.page import Card, Cell, Facts, Grid, Page, Words

_STYLE: Final = """\
<style>
div.resolver{color:inherit;font-size:13px;line-height:1.45;max-width:1100px;overflow-wrap:anywhere;\
--resolver-line:color-mix(in srgb,currentColor 22%,transparent)}
div.resolver .card{display:flex;flex-wrap:wrap;gap:4px 32px;padding:8px 0;\
border-top:1px solid var(--resolver-line)}
div.resolver .title{flex:1 0 100%;font-weight:600;font-size:1.08em}
div.resolver .side{flex:1 1 400px;min-width:0}
div.resolver.resolver table{margin:4px 0 8px;width:100%;border:none;border-collapse:collapse;\
table-layout:auto;font-size:1em;color:inherit;background:none}
div.resolver.resolver caption{caption-side:top;text-align:left;font-weight:600;color:inherit;\
padding:4px 0}
div.resolver.resolver tr{background:none;border:none}
div.resolver.resolver th,div.resolver.resolver td{text-align:left;vertical-align:top;\
padding:2px 16px 2px 0;border:none;color:inherit;background:none;white-space:pre-wrap;\
max-width:none;font-weight:400;overflow-wrap:break-word}
div.resolver.resolver thead th{border-bottom:1px solid var(--resolver-line);font-weight:600}
div.resolver.resolver tbody th{color:color-mix(in srgb,currentColor 75%,#07a)}
div.resolver.resolver table.facts th{white-space:nowrap}
div.resolver.resolver table.facts td{overflow-wrap:anywhere}
div.resolver.resolver td:last-child{width:100%;padding-right:0}
div.resolver.resolver td.prose{padding:0 0 6px 16px}
div.resolver .prose div{width:0;min-width:100%}
div.resolver.resolver code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;\
font-size:.95em;color:inherit;background:none;padding:0;white-space:pre-wrap}
@media (min-width:600px){div.resolver.resolver tr>th,\
div.resolver.resolver tbody td:not(:last-child){white-space:nowrap}}
div.resolver .good{color:color-mix(in srgb,currentColor 50%,#080)}
div.resolver .doubt{color:color-mix(in srgb,currentColor 50%,#b60)}
div.resolver .bad{color:color-mix(in srgb,currentColor 50%,#e00)}
div.resolver .note{color:color-mix(in srgb,currentColor 50%,#06a)}
</style>
"""


def html(page: Page) -> str:
    """A page as one piece of HTML with its own style and nothing from outside."""
    cards = "".join(map(_card, page.cards))
    close = "" if page.close is None else f'<div class="card">{_words(page.close)}</div>'
    return f'{_STYLE}<div class="resolver">{cards}{close}</div>'


def _card(card: Card) -> str:
    title = "" if card.title is None else f'<div class="title">{_words(card.title)}</div>'
    sides = "".join(
        f'<div class="side">{"".join(map(_part, parts))}</div>'
        for parts in (card.parts, card.beside)
        if parts
    )
    return f'<div class="card">{title}{sides}</div>'


def _part(part: Facts | Grid) -> str:
    caption = f"<caption>{escape(part.title)}</caption>" if part.title else ""
    if isinstance(part, Facts):
        rows = "".join(
            f'<tr><th scope="row">{escape(what.strip())}</th><td>{_cell(cell)}</td></tr>'
            for what, cell in part.rows
        )
        return f'<table class="facts">{caption}<tbody>{rows}</tbody></table>'
    *columns, _ = part.head
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in columns)
    body = "".join(row for each in part.rows for row in _row(each))
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: tuple[Words, ...]) -> Iterator[str]:
    name, *cells, prose = row
    rest = "".join(f"<td>{_words(cell)}</td>" for cell in cells)
    yield f'<tr><th scope="row">{_words(name)}</th>{rest}</tr>'
    if prose.text:
        said = f"<div>{_words(prose)}</div>"
        yield f'<tr><td class="prose" colspan="{len(row) - 1}">{said}</td></tr>'


def _cell(cell: Cell) -> str:
    if isinstance(cell, Words):
        return _words(cell)
    # A line too long is best broken after a bracket; <wbr> is not copied.
    written = re.sub(r"([(\[{])(?![)\]}])", r"\1<wbr>", escape(cell.text))
    return f"<code>{written}</code>"


def _words(words: Words) -> str:
    if not words.text:
        return ""
    if words.tone == "plain":
        return escape(words.text)
    return f'<span class="{words.tone}">{escape(words.text)}</span>'
