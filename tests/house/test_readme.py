"""The README does what it shows, and says what the other files say."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house import fences
from tests.house.tree import ROOT, fresh

README = ROOT / "README.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_every_example_of_the_readme_runs() -> None:
    """Each Python fence runs, in order, and prints what the page shows."""
    printed = fresh("-m", "tests.house.fences", "README.md")
    *differences, count = printed.strip().split("\n")

    assert not any(differences), "\n".join(differences)
    assert README.read_text("utf-8").count("```python\n") == int(count) > 0


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("```python\nprint(1)\n```\n```text\n1\n```\n", (1, "")),
        ("```python\nprint(1)\n```\n```text\n2\n```\n", (1, "- 2\n+ 1\n")),
        ("```bash\necho 1\n```\n```text\n1\n```\n", (1, "")),
        ("```bash\necho 1\n```\n```text\n2\n```\n", (1, "- 2\n+ 1\n")),
        ("```bash\necho no >&2; exit 2\n```\n", (1, "exit code 2 of echo no >&2; exit 2\nno\n")),
        ("```sh\nmake demo\n```\n", (0, "")),
    ],
)
def test_a_page_that_shows_something_else_is_seen(page: str, expected: tuple[int, str]) -> None:
    """What a fence prints is held against the text fence that follows it."""
    assert expected == fences.run(page)


def test_a_page_whose_prompt_answers_otherwise_is_seen() -> None:
    """What a prompt answers is held against the line below it, and names live on."""
    page = "```python\nx = 1\n```\n```python\n>>> x\n2\n```\n"

    assert "Expected:\n    2\nGot:\n    1\n" in fences.run(page)[1]


def test_the_readme_names_extras_that_exist() -> None:
    """Every extra in an install line of the README is one of pyproject.toml."""
    text = README.read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("pip install")]
    named = {extra for line in lines for extra in re.findall(r"\[([a-z,]+)\]", line)}

    assert set() < named <= set(PROJECT["optional-dependencies"])
    assert all(PROJECT["name"] in line for line in lines)


def test_the_readme_names_commands_that_exist() -> None:
    """Every `make` command in the README and in CONTRIBUTING is a target of the Makefile."""
    pages = README.read_text("utf-8") + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", pages, re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+)(?: [a-z]+)*:(?!=)", MAKEFILE, re.MULTILINE))

    assert {"demo", "test"} <= named
    assert named <= targets


def test_the_readme_names_the_python_that_is_needed() -> None:
    """Every Python version in the README is the lowest one of pyproject.toml."""
    named = set(re.findall(r"Python (\d\.\d+)", README.read_text("utf-8")))

    assert {PROJECT["requires-python"].removeprefix(">=")} == named


def test_the_readme_says_of_speed_what_was_measured() -> None:
    """Every row of its table of speeds is one of docs/measured.md, and it has several."""

    def rows(page: str) -> set[str]:
        lines = [line for line in page.splitlines() if re.match(r"\| [a-z-]+, [\d,]+", line)]
        return {re.sub(" +", " ", line) for line in lines}

    shown = rows(README.read_text("utf-8"))

    assert len(shown) >= 3
    assert shown <= rows((ROOT / "docs/measured.md").read_text("utf-8"))
