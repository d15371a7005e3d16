"""What a notebook shows, in a real browser: light and dark, narrow and wide."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from functools import cache
from html import escape, unescape
from pathlib import Path

import pytest

from tests.look import shown

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

THEMES = {
    "light": "<body style='background:#fff;color:rgba(0,0,0,.87)'>",
    "dark": "<body style='background:#111;color:rgba(255,255,255,.87)'>",
    "system": "<body style='color-scheme:light dark;background:Canvas;color:CanvasText'>",
}
"""The colours of JupyterLab's two themes, and a page that leaves them to the system."""

# As JupyterLab styles the tables of an output.
NOTEBOOK = """
.out table{margin-left:auto;margin-right:auto;border-collapse:collapse;table-layout:fixed;
font-size:12px;border:none;color:inherit}
.out td,.out th,.out tr{vertical-align:middle;padding:.5em;border:none;white-space:normal;
max-width:none;text-align:right}
.out tbody tr:nth-child(odd){background:#8882}
.out code{background:#ccc;padding:1px 5px}
"""

LOOK = """
function pixel(colour, below) {
  const canvas = document.createElement('canvas'); canvas.width = canvas.height = 1;
  const ctx = canvas.getContext('2d', {willReadFrequently: true});
  for (const each of [below, colour]) { ctx.fillStyle = each; ctx.fillRect(0, 0, 1, 1); }
  return ctx.getImageData(0, 0, 1, 1).data;
}
function light(rgb) {
  const [r, g, b] = [...rgb].slice(0, 3).map(value => value / 255)
    .map(value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function below(element) {
  for (let each = element; each; each = each.parentElement) {
    const colour = getComputedStyle(each).backgroundColor;
    if (!/^rgba\\(0, 0, 0, 0\\)$/.test(colour)) return colour;
  }
  return 'rgb(255, 255, 255)';
}
const found = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node; node = walk.nextNode();) {
  const element = node.parentElement;
  if (!node.data.trim() || element.closest('style,script')) continue;
  const back = below(element), style = getComputedStyle(element);
  const [one, two] = [pixel(style.color, back), pixel(back, back)].map(light);
  const range = document.createRange(); range.selectNodeContents(node);
  const box = range.getBoundingClientRect();
  found.push({text: node.data, ratio: (Math.max(one, two) + .05) / (Math.min(one, two) + .05),
    left: box.left, right: box.right, width: box.width, align: style.textAlign,
    colour: style.color});
}
const seen = {found, wide: document.documentElement.scrollWidth, inner: innerWidth,
  dark: matchMedia('(prefers-color-scheme: dark)').matches};
const pre = document.createElement('pre'); pre.id = 'seen'; pre.style.display = 'none';
pre.textContent = JSON.stringify(seen); document.body.append(pre);
"""


def browser() -> str:
    """The browser; without one the test fails where everything must run, and else is skipped."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        why = f"no browser: none of {', '.join(BROWSERS)} is installed (`make browser` does)"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    return found


def run(page: Path, width: int, *arguments: str) -> str:
    """What the browser writes that looks at a page in a window of this width."""
    done = subprocess.run(
        [
            browser(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            f"--user-data-dir={page.parent / 'profile'}",
            f"--window-size={width},1600",
            *arguments,
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


@cache
def outputs() -> dict[str, str]:
    """The HTML that is looked at, made once."""
    return shown.as_html()


def page(folder: Path, theme: str, width: int, more: str = "") -> Path:
    """A page with all of it in the output of a notebook.

    A window is no narrower than 500 pixels: the page is in a frame of the width.
    """
    body = "".join(f"<div class='out' id='{name}'>{each}</div>" for name, each in outputs().items())
    inner = (
        f"<!doctype html><meta charset='utf-8'><style>{NOTEBOOK}</style>{THEMES[theme]}"
        f"{body}{more}<script>{LOOK}</script>"
    )
    frame = f"<iframe style='width:{width}px;height:9000px;border:0' srcdoc=\"{escape(inner)}\">"
    hand = "<script>onload = () => document.body.append(" + (
        "document.querySelector('iframe').contentDocument.querySelector('#seen').cloneNode(true))"
        "</script>"
    )
    head = "<!doctype html><meta charset='utf-8'><style>body{margin:0}</style>"
    path = folder / "page.html"
    path.write_text(f"{head}{frame}</iframe>{hand}")
    return path


def look(folder: Path, theme: str, width: int, more: str = "") -> dict[str, object]:
    """What a script in the page measures."""
    dark = ["--blink-settings=preferredColorScheme=0"] if theme == "system" else []
    dumped = run(page(folder, theme, width, more), 1300, *dark, "--dump-dom")
    found = re.findall(r'<pre id="seen"[^>]*>(.*?)</pre>', dumped, re.DOTALL)
    assert found, dumped[-2000:]
    seen: dict[str, object] = json.loads(unescape(found[-1]))
    return seen


@pytest.mark.parametrize("width", [400, 1200])
@pytest.mark.parametrize("theme", THEMES)
def test_a_notebook_shows_it_readable(tmp_path: Path, theme: str, width: int) -> None:
    """Text has contrast, nothing runs out of the page, and all of it is there, set to the left."""
    seen = look(tmp_path, theme, width)
    found: list[dict[str, float | str]] = seen["found"]  # type: ignore[assignment]
    text = " ".join(str(each["text"]) for each in found)

    assert width == seen["inner"] >= seen["wide"]  # type: ignore[operator]
    assert (theme == "system") == seen["dark"]
    assert [] == [each for each in found if float(each["ratio"]) < 4.5]
    assert [] == [each for each in found if float(each["left"]) < 0 or float(each["right"]) > width]
    assert {"left", "start"} >= {str(each["align"]) for each in found}
    for words in (
        f"Output {shown.NAME}",
        "0.5750 differs",
        "keras.losses.BinaryCrossentropy()",
        "More than one reading of output 'open' is possible.",
        "All outputs together",
        "error R101 softmax-one-unit (output 'end')",
        "1 error, 1 warning, 1 note",
        "R107 bce-multiclass: A binary loss treats exclusive classes as independent labels.",
    ):
        assert words in text


def test_what_is_unreadable_is_seen(tmp_path: Path) -> None:
    """The look at the page sees text that is too faint, and text that runs out of it."""
    more = "<p style='color:#888'>faint</p><p style='white-space:nowrap'>" + "wide " * 200
    seen = look(tmp_path, "light", 400, more)
    faint = [each["text"] for each in seen["found"] if each["ratio"] < 4.5]  # type: ignore[attr-defined]

    assert ["faint"] == faint
    assert seen["wide"] > 400  # type: ignore[operator]


def test_verdicts_have_colours_of_their_own(tmp_path: Path) -> None:
    """Same, may differ and differs are told apart by colour, too."""
    found = look(tmp_path, "light", 1200)["found"]
    colours = {
        str(each["text"]): str(each["colour"])
        for each in found  # type: ignore[attr-defined]
        if each["text"] in ("same", "may differ", "differs", "Evidence, strongest first")
    }

    assert 4 == len(colours) == len(set(colours.values()))


def test_on_a_wide_page_the_generations_stand_beside(tmp_path: Path) -> None:
    """On 1200 pixels they have the right half, on 400 they stand below."""
    ends = {}
    for width in (400, 1200):
        found = look(tmp_path, "light", width)["found"]
        ends[width] = {str(each["text"]): each["left"] for each in found}  # type: ignore[attr-defined]
    title = 'What "accuracy" is in each Keras'

    assert 400 > ends[400]["rules"] == ends[400]["task"]
    assert ends[1200][title] > 500 > ends[1200]["task"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1200])
def test_a_browser_draws_it(tmp_path: Path, theme: str, width: int) -> None:
    """A screenshot is an image of that theme, and no empty one."""
    picture = tmp_path / "picture.png"
    run(page(tmp_path, theme, width), 1300, f"--screenshot={picture}")

    assert picture.read_bytes().startswith(b"\x89PNG")
    assert 20_000 < picture.stat().st_size


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_a_missing_browser_is_said(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    """Without a browser the tests fail where everything must run; elsewhere they are skipped."""
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome) as said:
        browser()

    assert (
        "no browser: none of chromium, chromium-browser, google-chrome is installed "
        "(`make browser` does)"
    ) == str(said.value)


def test_nothing_is_fetched() -> None:
    """The HTML names no address, no script and no file."""
    html = "".join(outputs().values())

    assert [] == re.findall(r"https?:|//|url\(|@import|<script|<link|<img|\bsrc=|\bhref=", html)


def test_without_a_style_sheet_it_is_tables() -> None:
    """A viewer that drops the style still shows rows with their heads."""
    bare = re.sub(r"<style>.*?</style>", "", outputs()["report"], flags=re.DOTALL)

    assert (
        '<tr><th scope="row">found</th><td>A softmax over one unit is always 1.</td></tr>' in bare
    )
