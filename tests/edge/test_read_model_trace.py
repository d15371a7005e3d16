"""Reading leaves no trace: nothing that a person can look at is changed by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers, ops

from resolver.edge.model.read_model import read_outputs
from resolver.edge.model.trace import trace


@keras.saving.register_keras_serializable("read_model_trace")
class Custom(layers.Layer):
    """A layer of layers, with a loss of its own and a part for training only."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.inner = layers.Dense(5, activity_regularizer="l2")
        self.drop = layers.Dropout(0.5, seed=3)
        self.augment = keras.Sequential([layers.Dense(4)])
        self.augmented = False

    def build(self, shape: Any) -> None:
        self.inner.build(shape)

    def call(self, x: Any, training: bool = False) -> Any:
        x = self.augment(x) if training and self.augmented else x
        return ops.softmax(self.drop(self.inner(x)))


@keras.saving.register_keras_serializable("read_model_trace")
class Custody(keras.Model):
    """A model of the user's own around a functional one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        inputs = keras.Input((4,))
        self.backbone = keras.Model(inputs, layers.Dense(4, activation="relu")(inputs))
        self.norm = layers.BatchNormalization()
        self.head = Custom()

    def call(self, x: Any) -> Any:
        return self.head(self.norm(self.backbone(x)))


class Unbuilt(keras.Model):
    """A model with a layer that only inference calls, and that was never built."""

    def __init__(self) -> None:
        super().__init__()
        self.head = layers.Dense(3)
        self.sharpen = layers.Dense(3, activation="softmax")

    def build(self, shape: Any) -> None:
        self.head.build(shape)

    def call(self, x: Any, training: bool = False) -> Any:
        return self.head(x) if training else self.sharpen(self.head(x))


def rows() -> Any:
    return np.random.default_rng(0).normal(size=(3, 4)).astype("float32")


def graph() -> Any:
    inputs = keras.Input((4,))
    return keras.Model(inputs, layers.Dropout(0.1)(Custom()(layers.Dense(4)(inputs))))


def custom() -> Any:
    model = Custody()
    model(rows())
    return model


def everything(model: Any) -> dict[str, Any]:
    """What can be looked at in a model: nodes, built state, weights, losses, flags, names."""
    inside = model._flatten_layers()
    return {
        "nodes": [(len(one._inbound_nodes), len(one._outbound_nodes)) for one in inside],
        "built": [one.built for one in inside],
        "called": [one._called for one in inside],
        "paths": [(one.path, one._parent_path) for one in inside],
        "specs": [repr(one.input_spec) for one in inside],
        "shapes": [repr(one._build_shapes_dict) for one in inside],
        "weights": [ops.convert_to_numpy(one).tolist() for one in model.variables],
        "losses": [float(ops.convert_to_numpy(loss)) for loss in model.losses],
        "masks": [hasattr(one, "_keras_mask") for one in inside],
    }


@pytest.mark.parametrize("make", [graph, custom])
def test_nothing_in_the_model_changes(make: Any) -> None:
    """Nodes, built state, flags, weights and losses are as they were."""
    model = make()
    model(rows())
    before = everything(model)
    output = read_outputs(model, probe=rows())

    assert output.activation == "softmax"
    assert len(before["losses"]) == 1
    assert before == everything(model)


@pytest.mark.parametrize("make", [graph, custom])
def test_the_names_that_come_next_are_not_used_up(make: Any) -> None:
    """A layer made after reading bears the name it would have had."""
    model = make()
    expected = layers.Softmax().name
    number = int(expected.rpartition("_")[2]) if "_" in expected else 0
    read_outputs(model)

    assert layers.Softmax().name == f"softmax_{number + 1}"


def test_the_random_state_of_a_model_does_not_move() -> None:
    """A seed generator stands where it stood."""
    model = custom()
    state = np.array(ops.convert_to_numpy(model.head.drop.seed_generator.state))
    read_outputs(model, probe=rows())

    assert np.array_equal(state, ops.convert_to_numpy(model.head.drop.seed_generator.state))


def test_what_keras_does_with_a_model_still_works(tmp_path: Path) -> None:
    """Outputs of layers, the summary, cloning, saving and training are as before."""
    model = graph()
    read_outputs(model)
    lines: list[str] = []
    model.summary(print_fn=lines.append)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    model.compile(loss="mse")
    model.fit(rows(), np.zeros((3, 5)), verbose=0)

    assert [(None, 4), (None, 4), (None, 5), (None, 5)] == [
        layer.output.shape for layer in model.layers
    ]
    assert lines
    assert read_outputs(model) == read_outputs(loaded)
    assert keras.models.clone_model(model).output_shape == model.output_shape


def test_a_custom_model_can_be_saved_and_trained_after_reading(tmp_path: Path) -> None:
    """A subclassed model that was read is saved, loaded and trained as before."""
    model = custom()
    expected = ops.convert_to_numpy(model(rows()))
    read_outputs(model)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    model.compile(loss="mse")
    model.fit(rows(), np.zeros((3, 5)), verbose=0)

    assert np.allclose(expected, ops.convert_to_numpy(loaded(rows())), atol=1e-6)


def test_a_layer_of_a_graph_that_a_custom_model_uses_keeps_one_output() -> None:
    """A layer shared by a graph and a custom model has the one output it had."""
    model = custom()
    dense = model.backbone.layers[-1]
    read_outputs(model)

    assert (1, (None, 4)) == (len(dense._inbound_nodes), dense.output.shape)


def test_a_layer_that_is_not_built_is_not_built_by_reading() -> None:
    """Where reading would have to build a layer, the activation stays unknown."""
    model = Unbuilt()
    model(rows(), training=True)
    before = everything(model)

    assert read_outputs(model).activation is None
    assert before == everything(model)


def test_a_failed_reading_leaves_no_trace_either() -> None:
    """A call that breaks half way is forgotten as well."""

    class Broken(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.head = layers.Dense(3)
            self.fails = False

        def call(self, x: Any) -> Any:
            x = self.head(x)
            if self.fails:
                raise RuntimeError("broken")
            return x

    model = Broken()
    model(rows())
    model.fails = True
    before = everything(model)

    assert read_outputs(model).activation is None
    assert before == everything(model)


def test_a_symbolic_call_is_seen_and_forgotten() -> None:
    """The nodes of a symbolic call are handed over and are in no operation any more."""
    layer = Custom()
    tensor = layer(keras.Input((4,)))
    given = keras.KerasTensor((None, 4))
    seen = trace(layer, (given,), {})

    assert seen is not None
    assert id(seen.outputs) in seen.nodes
    assert [id(given)] == [id(outer) for _, outer in seen.inputs]
    assert layer.inner._inbound_nodes == []
    assert tensor._keras_history.operation._inbound_nodes[0].outputs[0] is tensor
