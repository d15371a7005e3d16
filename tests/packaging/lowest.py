"""Runs the tests of the Keras floor on the oldest Keras that pyproject.toml allows.

Run by hand, ``make lowest [KERAS=3.11.0]``: it makes an environment of its own with that version of
Keras and all else as the tests have it. A version is supported if nothing fails there.
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

ALSO: Final = (
    "hypothesis",
    "jax",
    "numpy",
    "pandas",
    "pyarrow",
    "pytest",
    "scikit-learn",
    "tf_keras",
)
BACKENDS: Final = ("tensorflow", "torch")
OLD: Final = ("--override-ini", "filterwarnings=default")
"""What is deprecated since is no fault of an old Keras."""


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
        pins = Path("constraints.txt").read_text("utf-8").splitlines()
        Path(folder, "pins.txt").write_text("\n".join(each for each in pins if "keras" not in each))
        pip += ["--constraint", f"{folder}/pins.txt"]
        subprocess.run([*pip, f"keras=={version}", *BACKENDS, *ALSO, "."], check=True)
        print(f"on Keras {version}:", flush=True)
        environment = os.environ | {"KERAS_BACKEND": "tensorflow", "OMP_NUM_THREADS": "1"}
        command = [python, "-m", "pytest", "--quiet", "tests/edge", *OLD]
        return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
