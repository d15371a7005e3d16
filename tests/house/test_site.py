"""The pages: every public name stands in the reference, and no link leads nowhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import resolver
import resolver.beam
import resolver.callbacks
import resolver.layers
import resolver.testing
import resolver.testing.references

ROOMS = {
    "resolver": resolver,
    "resolver.beam": resolver.beam,
    "resolver.callbacks": resolver.callbacks,
    "resolver.layers": resolver.layers,
    "resolver.testing": resolver.testing,
    "resolver.testing.references": resolver.testing.references,
}
PAGES = sorted([*Path().glob("*.md"), *Path("docs").rglob("*.md")])
LINK = re.compile(
    r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\""
)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def links(path: Path) -> list[str]:
    """Where a page links to, code apart."""
    text = FENCE.sub("", path.read_text("utf-8"))
    return [next(filter(None, each)) for each in LINK.findall(text)]


def anchors(path: Path) -> set[str]:
    """The headings of a page, as links name them."""
    titles = re.findall(r"(?m)^#+ +(.+)$", FENCE.sub("", path.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-") for each in titles}


def test_every_public_name_stands_in_the_reference() -> None:
    """Each name of each public module has its entry, and no entry names anything else."""
    text = "".join(path.read_text("utf-8") for path in Path("docs/reference").glob("*.md"))
    public = {
        f"{room}.{name}"
        for room, module in ROOMS.items()
        for name in module.__all__
        if f"{room}.{name}" not in ROOMS
    }

    assert public == {name for name in re.findall(r"(?m)^::: (\S+)$", text) if name in public}
    assert not {
        name
        for name in re.findall(r"(?m)^::: (\S+)$", text)
        if name.rpartition(".")[0] in ROOMS and name not in public
    }


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_no_link_leads_nowhere(path: Path) -> None:
    """Each link inside the repository names a file that is there, and a heading that it has."""
    dead = []
    for link in links(path):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path.resolve()
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)

    assert [] == dead


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    """mkdocs finds every page and every heading that another one names."""
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", tmp_path]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={"NO_MKDOCS_2_WARNING": "1", "PATH": ""},
    )
    told = [line for line in done.stderr.splitlines() if not line.startswith("INFO")]

    assert (0, []) == (done.returncode, told)
    assert (tmp_path / "reference" / "resolver" / "index.html").exists()


def test_every_file_that_contributing_names_is_there() -> None:
    """Each path between backticks is one of the repository, or of the package inside it."""
    text = FENCE.sub("", Path("CONTRIBUTING.md").read_text("utf-8"))
    named = re.findall(r"`([\w.-]+/[\w/.-]*)`", text)
    gone = [each for each in named if not (Path(each).exists() or Path("resolver", each).exists())]

    assert len(named) > 30
    assert [] == gone
