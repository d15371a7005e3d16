"""What is published: wheel and source archive, and what an empty machine can do with them."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from email import message_from_string
from email.message import Message
from pathlib import Path

import pytest

EXTRAS = {"tensorflow", "jax", "torch", "testing", "distributed"}


def run(*command: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
    """A command, which fails loudly; its output is text."""
    return subprocess.run(command, check=True, capture_output=True, text=True, **more)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both archives, built as they are published: the wheel from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """The wheel."""
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def empty(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel, what it asks for, and no backend."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel)
    return python


def alone(python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in an environment, away from the sources and from what was set for the tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KERAS")}
    return subprocess.run(
        [python, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=python.parent,
        env=kept,
    )


def metadata(wheel: Path) -> Message:
    """What the wheel says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(each for each in archive.namelist() if each.endswith("/METADATA"))
        return message_from_string(archive.read(name).decode())


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    """Every module, the marker of types, the licence; no test, no benchmark."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    modules = {str(path) for path in Path("resolver").rglob("*.py")}
    rest = {name for name in names - modules if ".dist-info/" not in name}

    assert modules <= names
    assert {"resolver/py.typed"} == rest
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_source_archive_holds_what_one_needs_to_work_on_it(built: Path) -> None:
    """Sources, tests, pages, examples and the two commands are in the source archive."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}

    assert {
        *("resolver", "tests", "typing_tests", "benchmarks", "docs", "examples"),
        *("Makefile", "constraints.txt", "conftest.py", "pyproject.toml", "mkdocs.yml"),
        *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
    } <= tops


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    """Licence, Python, extras and dependencies are those of the project."""
    said = metadata(wheel)
    needed = {each for each in said.get_all("Requires-Dist") if "extra ==" not in each}

    assert ("keras-resolver", "Apache-2.0", ">=3.11") == (
        said["Name"],
        said["License-Expression"],
        said["Requires-Python"],
    )
    assert set(said.get_all("Provides-Extra")) >= EXTRAS
    assert ["keras", "numpy", "rich"] == sorted(each.split(">")[0] for each in needed)
    assert "Typing :: Typed" in said.get_all("Classifier")


def test_without_a_backend_what_needs_none_works(empty: Path) -> None:
    """Deciding, explaining and counting arrays take no backend."""
    code = (
        "import resolver, numpy as np\n"
        "print(resolver.decide((None,), resolver.Output((None, 10), 'softmax')).loss.line)\n"
        "print(resolver.count(np.array([0, 1]), np.eye(2)))\n"
    )
    done = alone(empty, "-c", code)
    said = alone(
        empty, "-m", "resolver", "explain", "--output", "1:linear", "--labels", "int64[N] 0..1"
    )

    assert ("", "keras.losses.SparseCategoricalCrossentropy()\n2 of 2 (1)\n") == (
        done.stderr,
        done.stdout,
    )
    assert "keras.losses.BinaryCrossentropy(from_logits=True)" in said.stdout
    assert 0 == said.returncode


def test_without_a_backend_the_rest_says_what_to_install(empty: Path) -> None:
    """What needs Keras names the backend that is missing, and the line that installs it."""
    code = (
        "import resolver\n"
        "try:\n"
        "    resolver.Accuracy\n"
        "except ValueError as error:\n"
        "    print(error)\n"
    )
    needed = (
        "Keras needs a backend, and the one it looks for is not installed. Received: tensorflow. "
        "Use: pip install 'keras-resolver[tensorflow]', or KERAS_BACKEND=... for one of "
        "tensorflow, jax, torch that is\n"
    )
    demo = alone(empty, "-m", "resolver", "demo")

    assert needed == alone(empty, "-c", code).stdout
    assert (2, f"resolver: {needed}") == (demo.returncode, demo.stderr)
