"""Installs the wheel into an empty environment for each extra, and uses it there.

Run by hand, ``make wheels``: it downloads every backend. Each environment is made anew; a model is
compiled, trained and counted on the backend that was installed, and the time of each step printed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from time import perf_counter
from typing import Final

CONSTRAINTS: Final = Path("constraints.txt").resolve()

TRAIN: Final = """
import keras, numpy as np, resolver
x, y = np.random.default_rng(0).random((64, 4), "float32"), np.arange(64) % 3
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="head")])
done = resolver.compile(model, labels=y)
model.fit(x, y, epochs=2, verbose=0)
model.evaluate(x, y, verbose=0)
counts = done.metrics["head"][0].counts()
assert counts.correct == int((model.predict(x, verbose=0).argmax(-1) == y).sum())
model.save("model.keras")
keras.saving.load_model("model.keras")
print(keras.backend.backend(), counts)
"""
CHECK: Final = """
from hypothesis import find
from resolver import testing
print(find(testing.cases(task="binary"), len), testing.references.binary_accuracy([1], [0.75]))
"""
BEAM: Final = "import apache_beam, resolver.beam; print('beam', apache_beam.__version__)"

EXTRAS: Final = {
    "tensorflow": ("tensorflow", TRAIN),
    "jax": ("jax", TRAIN),
    "torch": ("torch", TRAIN),
    "testing": ("", CHECK),
    "distributed": ("", BEAM),
}
"""Of each extra the backend to run on, and what is run."""


def timed(*command: object, **more: object) -> tuple[float, str]:
    """How long a command took in seconds, and what it printed."""
    start = perf_counter()
    done = subprocess.run(
        [str(each) for each in command], check=True, capture_output=True, text=True, **more
    )
    return perf_counter() - start, done.stdout.strip()


def main() -> None:
    """Build the wheel and try every extra."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        built, _ = timed(sys.executable, "-m", "build", "--no-isolation", "--outdir", place)
        wheel = next(place.glob("*.whl"))
        print(f"sdist and wheel   built in {built:.0f} s, wheel {wheel.stat().st_size >> 10} KiB")
        for extra, (backend, code) in EXTRAS.items():
            home = place / extra
            venv.create(home, with_pip=False)
            python = home / "bin" / "python"
            pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
            installed, _ = timed(*pip, "--constraint", CONSTRAINTS, f"{wheel}[{extra}]")
            environment = {"TF_CPP_MIN_LOG_LEVEL": "3", "HOME": folder}
            environment |= {"KERAS_BACKEND": backend} if backend else {}
            ran, said = timed(python, "-c", code, cwd=home, env=environment)
            print(f"[{extra}]  installed in {installed:.0f} s, ran in {ran:.0f} s: {said}")


if __name__ == "__main__":
    main()
