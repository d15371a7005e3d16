"""A page in a notebook: it takes on the notebook's own colours, light or dark, and needs no file.

Every colour is the notebook's text colour or a mixture of it, so that it is readable on whatever
lies below. Without its style sheet, as some viewers show it, it is tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from resolver.report.page import Card, Cell, Code, Facts, Grid, Page, Words

_STYLE: Final = """\
<style>
div.resolver{color:inherit;font-size:13px;line-height:1.45;max-width:1100px;overflow-wrap:anywhere;\
--resolver-line:color-mix(in srgb,currentColor 22%,transparent)}
div.resolver .card{display:flex;flex-wrap:wrap;gap:4px 32px;padding:8px 0;\
border-top:1px solid var(--resolver-line)}
div.resolver .title{flex:1 0 100%;font-weight:600;font-size:1.08em}
div.resolver .side{flex:1 1 400px;min-width:0}
div.resolver.resolver table{width:100%;margin:4px 0 8px;border:none;border-collapse:collapse;\
table-layout:auto;font-size:1em;color:inherit;background:none}
div.resolver.resolver caption{caption-side:top;text-align:left;font-weight:600;color:inherit;\
padding:4px 0}
div.resolver.resolver tr{background:none;border:none}
div.resolver.resolver th,div.resolver.resolver td{text-align:left;vertical-align:top;\
padding:2px 14px 2px 0;border:none;color:inherit;background:none;white-space:pre-wrap;\
max-width:none;font-weight:400}
div.resolver.resolver thead th{border-bottom:1px solid var(--resolver-line);font-weight:600}
div.resolver.resolver tbody th{white-space:nowrap;color:color-mix(in srgb,currentColor 80%,#07a)}
div.resolver.resolver table.facts td{width:100%}
div.resolver.resolver code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;\
font-size:.95em;color:inherit;background:none;padding:0;white-space:pre-wrap}
div.resolver .good{color:color-mix(in srgb,currentColor 55%,#080)}
div.resolver .doubt{color:color-mix(in srgb,currentColor 55%,#b60)}
div.resolver .bad{color:color-mix(in srgb,currentColor 50%,#e00);font-weight:600}
div.resolver .note{color:color-mix(in srgb,currentColor 55%,#06a)}
@media (max-width:640px){
div.resolver.resolver thead{display:none}
div.resolver.resolver tbody tr,div.resolver.resolver tbody th,div.resolver.resolver tbody td{\
display:block}
div.resolver.resolver tbody td{padding:0 0 2px 14px}
div.resolver.resolver tbody td:empty{display:none}
}
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
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in part.head)
    body = "".join(f"<tr>{''.join(_row(row))}</tr>" for row in part.rows)
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: tuple[Words, ...]) -> Iterator[str]:
    name, *rest = row
    yield f'<th scope="row">{_cell(name)}</th>'
    for cell in rest:
        yield f"<td>{_cell(cell)}</td>"


def _cell(cell: Cell) -> str:
    return f"<code>{escape(cell.text)}</code>" if isinstance(cell, Code) else _words(cell)


def _words(words: Words) -> str:
    if not words.text:
        return ""
    if words.tone == "plain":
        return escape(words.text)
    return f'<span class="{words.tone}">{escape(words.text)}</span>'
