"""A saved model loads wherever `import resolver` was written, wherever its rooms have moved."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import resolver
from resolver.arrival import ROOMS
from resolver.core.losses import Loss
from resolver.edge.builders.deferred import AutoAccuracy, AutoLoss
from resolver.edge.count.ratio import MetricFunction
from resolver.edge.loss.axis_loss import ElementLoss
from resolver.edge.loss.declared import DeclaredFunction, DeclaredLoss
from resolver.layers import RecordMetric

X = np.random.default_rng(0).standard_normal((20, 3)).astype("float32")
Y = np.arange(20) % 4


@keras.saving.register_keras_serializable(package="test_saved_models")
def share(y_true: Any, y_pred: Any) -> Any:
    return y_true, y_pred


MEAN = keras.losses.MeanSquaredError()
MADE = [
    resolver.Accuracy("multiclass"),
    resolver.Ratio(share),
    MetricFunction(share),
    RecordMetric(keras.metrics.Mean(name="mean")),
    resolver.SparseCategoricalCrossentropy(axis=1),
    ElementLoss(MEAN),
    DeclaredLoss(MEAN, Loss("mean_squared_error", form="object")),
    DeclaredFunction(share, Loss("mean_squared_error", form="object")),
    AutoLoss(resolver.Output((None, 4), "softmax")),
    AutoAccuracy(resolver.Output((None, 4), "softmax")),
]

LOAD = """
logs = keras.saving.load_model(path).evaluate(x, y, verbose=0, return_dict=True)
print(*sorted(logs), round(len(x) * float(logs["accuracy"])))
"""

RESOLVER_FIRST = """
import resolver
import keras, numpy as np, sys
x, y, path = np.load(sys.argv[1]), np.load(sys.argv[2]), sys.argv[3]
print(*[finder for finder in sys.meta_path if "resolver" in type(finder).__module__])
"""

KERAS_FIRST = """
import keras, numpy as np, sys
x, y, path = np.load(sys.argv[1]), np.load(sys.argv[2]), sys.argv[3]
try:
    keras.saving.load_model(path)
except TypeError as error:
    print(str(error).strip().splitlines()[-1].partition(" Full object config")[0])
import resolver
"""


@pytest.fixture(name="saved", scope="module")
def _saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], int]:
    """Files of rows, labels and a model with our metric and our layer; how many it has right."""
    folder: Path = tmp_path_factory.mktemp("saved")
    inputs = keras.Input((3,))
    hidden = RecordMetric(keras.metrics.Mean(name="activity"))(inputs)
    model = keras.Model(inputs, keras.layers.Dense(4)(hidden))
    resolver.compile(model, labels=Y, metrics=["accuracy"])
    model.save(folder / "model.keras")
    np.save(folder / "x.npy", X)
    np.save(folder / "y.npy", Y)
    files = [str(folder / name) for name in ("x.npy", "y.npy", "model.keras")]
    return files, int(resolver.count(Y, model.predict(X, verbose=0), from_logits=True).correct)


def run(program: str, *arguments: str) -> list[str]:
    """What a program prints in a new interpreter, on the backend of this one."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "KERAS_BACKEND": keras.backend.backend()},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_importing_the_package_is_enough(saved: tuple[list[str], int]) -> None:
    """Imported before Keras, the package alone lets a saved model load, and is out of the way."""
    files, correct = saved

    assert ["", f"accuracy activity loss {correct}"] == run(RESOLVER_FIRST + LOAD, *files)


def test_without_the_import_keras_says_what_is_missing(saved: tuple[list[str], int]) -> None:
    """Keras asks for custom classes to be imported; after the import the same file loads."""
    files, correct = saved

    assert [
        "Exception encountered: Could not locate class 'RecordMetric'. Make sure custom classes "
        "and functions are decorated with `@keras.saving.register_keras_serializable()`. If they "
        "are already decorated, make sure they are all imported so that the decorator is run "
        "before trying to load them.",
        f"accuracy activity loss {correct}",
    ] == run(KERAS_FIRST + LOAD, *files)


@pytest.mark.parametrize("made", MADE, ids=lambda made: type(made).__name__)
def test_the_room_in_a_file_does_not_matter(made: Any) -> None:
    """An object is found by its registered name, whatever module its config names."""
    config = keras.saving.serialize_keras_object(made)
    moved = keras.saving.deserialize_keras_object({**config, "module": "resolver.elsewhere"})

    assert f"resolver>{type(made).__name__}" == config["registered_name"]
    assert type(made) is type(moved)


def test_every_registered_class_is_tried() -> None:
    """The list above has every class that the package registers."""
    names = {
        name
        for name, value in keras.saving.get_custom_objects().items()
        if value.__module__.startswith("resolver.")
    }

    assert {f"resolver>{type(made).__name__}" for made in MADE} == names
    assert {type(made).__module__ for made in MADE} == set(ROOMS)
