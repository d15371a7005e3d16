"""Draws the pictures of `explain`: ``python docs/pictures/make.py`` from the root.

``explain.svg`` is a terminal as rich draws it, the same on every machine, and a test holds it to
the code. ``notebook_light.png`` and ``notebook_dark.png`` are a browser's
drawings of the notebook's HTML; they need chromium.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.text import Text

import resolver

HERE = Path(__file__).parent
COLUMNS = 92
LINE = 'resolver.explain({"tags": y_pred}, {"tags": y_true}, from_logits=False)'

NOTEBOOK = """\
<!doctype html><meta charset="utf-8">
<style>
body{margin:14px 22px;font:13px/1.4 system-ui,sans-serif}
.light{background:#fff;color:rgba(0,0,0,.87)}
.dark{background:#111;color:rgba(255,255,255,.87)}
pre{margin:0 0 8px;padding:7px 10px;border:1px solid #8884;font:12px/1.4 monospace}
</style>
"""


def explanation() -> resolver.Explanation:
    """Four labels a picture, each on its own; the scores are right nine times of ten."""
    rng = np.random.default_rng(4)
    labels = (rng.random((1000, 4)) > 0.6).astype("int64")
    wrong = rng.random((1000, 4)) > 0.9
    scores = np.where(wrong, 1 - labels, labels) * 0.5 + rng.random((1000, 4)) * 0.49
    return resolver.explain({"tags": scores}, {"tags": labels}, from_logits=False)


def terminal() -> str:
    """The explanation in a terminal, as SVG."""
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="standard"
    )
    console.print(Text.assemble((">>> ", "green"), LINE))
    console.print(explanation())
    svg = console.export_svg(title="resolver.explain", unique_id="explain")
    # Its font is fetched from elsewhere: any monospaced one will do.
    svg = re.sub(r"\s*@font-face \{.*?\}\n", "", svg, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def notebook(theme: str) -> str:
    """The explanation in a notebook of a theme, as a page."""
    line = f"<pre>{escape(LINE, quote=False)}</pre>"
    return f'{NOTEBOOK}<body class="{theme}">{line}{explanation()._repr_html_()}'


def draw(page: str, picture: Path) -> None:
    """A page in a browser, as PNG."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_text(page, "utf-8")
        subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--disable-lcd-text",
                f"--user-data-dir={folder}/profile",
                "--window-size=980,430",
                f"--screenshot={picture.resolve()}",
                path.as_uri(),
            ],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    (HERE / "explain.svg").write_text(terminal(), "utf-8")
    for theme in ("light", "dark"):
        draw(notebook(theme), HERE / f"notebook_{theme}.png")
