"""The project speaks of itself alone, and its files agree with each other."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.tree import ROOT, files, fresh

ELSEWHERE = re.compile(
    r"(?<![\w.:/])/(?:work|tmp|root|home|farm)/"  # a path of one machine
    r"|\b(?:TO"
    r"DO|FIX"
    r"ME|X"
    r"XX)\b"  # work that was left
    r"|\bpypi\.org|\bfiles\.pythonhosted|\bregistry\.npmjs"  # where one workplace got its packages
)


def elsewhere(text: str) -> list[str]:
    """What a text says that belongs to one machine, or to work that was left."""
    return [found.group() for found in ELSEWHERE.finditer(text)]


def project() -> dict[str, object]:
    """The project table of pyproject.toml."""
    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return table


def test_the_project_speaks_of_itself_alone() -> None:
    """No file names a path of one machine, a package registry, or work that was left."""
    texts = {path: (ROOT / path).read_bytes().decode("utf-8", "ignore") for path in files()}
    said = {
        f"{path}:{number}": found
        for path, text in texts.items()
        if path.name != "test_project.py"
        for number, line in enumerate(text.splitlines(), 1)
        if (found := elsewhere(line))
    }

    assert {} == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open('/tmp/model.keras')", ["/tmp/"]),
        ("# TODO: more", ["TODO"]),
        ("logits/probabilities, https://keras.io/home/", []),
    ],
)
def test_what_belongs_elsewhere_is_seen(text: str, expected: list[str]) -> None:
    """The look at the files sees machine paths and left work, and nothing else."""
    assert expected == elsewhere(text)


def test_the_changelog_has_the_version() -> None:
    """The version of pyproject.toml is the newest one of the changelog."""
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert newest is not None
    assert project()["version"] == newest.group(1)


def test_the_installed_package_is_this_one() -> None:
    """What is installed under the distribution's name has the version that is written here."""
    code = "from importlib.metadata import version; print(version('keras-resolver'))"

    assert project()["version"] == fresh("-c", code).strip()


def test_the_package_says_that_it_is_typed() -> None:
    """The marker file that tells type checkers to read the package is there."""
    assert (ROOT / "resolver" / "py.typed").exists()
