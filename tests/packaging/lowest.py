"""Runs the tests of the Keras floor on the oldest Keras that pyproject.toml allows.

Run by hand, ``make lowest [KERAS=3.11.0]``: it makes an environment of its own with that version of
Keras and a TensorFlow of its time. A version is supported if nothing fails there.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import Final

CONSTRAINTS: Final = Path("constraints.txt")
ALSO: Final = ("tensorflow<2.20", "hypothesis", "pytest>=9", "pandas", "pyarrow", "scikit-learn")


def stated() -> str:
    """The lowest version of Keras by pyproject.toml."""
    needed = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    return next(found[1] for each in needed if (found := re.fullmatch(r"keras>=([\d.]+)", each)))


def main(version: str = "") -> int:
    """Install, run, and hand on pytest's exit code."""
    version = version or stated()
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=False)
        python = Path(folder, "bin", "python")
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
        torch = next(each for each in CONSTRAINTS.read_text().split() if each.startswith("torch=="))
        subprocess.run([*pip, f"keras=={version}", torch, *ALSO, "."], check=True)
        print(f"on Keras {version}:", flush=True)
        environment = os.environ | {"KERAS_BACKEND": "tensorflow", "OMP_NUM_THREADS": "1"}
        command = [python, "-m", "pytest", "--quiet", "tests/edge"]
        return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
