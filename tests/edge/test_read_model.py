"""Reading the outputs of whole models: structure, names, dtypes, custom models, probes, errors."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers, ops

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.core.specs import Output
from resolver.edge.model.functions import named
from resolver.edge.model.probe import outside_unit
from resolver.edge.model.read_model import read_activation, read_outputs


@keras.saving.register_keras_serializable("read_model")
class Own(keras.Model):
    """A model of the user's own: an operation comes last, and augmentation is for training."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.augment = keras.Sequential([layers.Dense(4), layers.Dropout(0.5)])
        self.backbone = keras.Sequential([layers.Dense(6, activation="relu")])
        self.head = layers.Dense(3)

    def build(self, shape: Any) -> None:
        self.backbone.build(shape)
        self.head.build((None, 6))

    def call(self, inputs: Any, training: bool = False) -> Any:
        x = self.augment(inputs) if training else inputs
        return ops.softmax(self.head(self.backbone(x)), axis=-1)


class Heads(keras.Model):
    """A model of the user's own with a dict in and a dict out."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = layers.Dense(3, activation="softmax")
        self.spam = layers.Dense(1)

    def call(self, inputs: Any) -> Any:
        both = ops.concatenate([inputs["left"], inputs["right"]], axis=-1)
        return {"spam": ops.sigmoid(self.spam(both)), "kind": self.kind(both)}


class Raw(keras.Model):
    """A model whose call no symbolic tensor passes."""

    def __init__(self) -> None:
        super().__init__()
        self.head = layers.Dense(3)

    def call(self, inputs: Any) -> Any:
        if isinstance(inputs, keras.KerasTensor):
            raise TypeError("only tensors")
        return ops.softmax(self.head(inputs))


class Noisy(keras.Model):
    """A model that draws random numbers at inference and takes notes in a weight."""

    def __init__(self) -> None:
        super().__init__()
        self.head = layers.Dense(3)
        self.seed = keras.random.SeedGenerator(5)
        self.calls = self.add_weight(shape=(), initializer="zeros", trainable=False)

    def call(self, inputs: Any) -> Any:
        self.calls.assign_add(1.0)
        return self.head(inputs) + 3.0 * keras.random.normal((2, 3), seed=self.seed)


def two_heads(named_by_key: bool) -> Any:
    inputs = keras.Input((4,))
    kind = layers.Dense(3, activation="softmax", name="kind_head")(inputs)
    spam = layers.Dense(1, activation="sigmoid", name="spam_head")(inputs)
    outputs = {"spam": spam, "kind": kind} if named_by_key else [kind, spam]
    return keras.Model(inputs, outputs)


def classifier(*after: Any) -> Any:
    return keras.Sequential([keras.Input((4,)), layers.Dense(3, activation="softmax"), *after])


def rows(count: int = 2) -> Any:
    return np.random.default_rng(0).normal(size=(count, 4)).astype("float32")


def test_a_single_output_is_one_output() -> None:
    """A model with one output gives one `Output`, named as the model names it."""
    inputs = keras.Input((4,))
    model = keras.Model(inputs, layers.Dense(3, activation="softmax", name="kind")(inputs))

    assert Output((None, 3), "softmax", "float32", "kind") == read_outputs(model)


def test_a_list_of_outputs_is_named_by_the_model() -> None:
    """Several outputs in a list bear the names of `model.output_names`."""
    model = two_heads(named_by_key=False)

    outputs = read_outputs(model)

    assert ["softmax", "sigmoid"] == [output.activation for output in outputs]
    assert model.output_names == [output.name for output in outputs]


def test_a_dict_of_outputs_is_named_by_its_keys() -> None:
    """Outputs in a dict keep their keys, which Keras logs, and not the names of their layers."""
    outputs = read_outputs(two_heads(named_by_key=True))

    assert {"spam": ("sigmoid", "spam"), "kind": ("softmax", "kind")} == {
        key: (output.activation, output.name) for key, output in outputs.items()
    }


def test_the_names_are_those_of_the_history() -> None:
    """The names of a dict of outputs are those in the history of a training."""
    model = two_heads(named_by_key=True)
    model.compile(loss="mse", metrics={"spam": ["mae"], "kind": ["mae"]})
    y = {"spam": np.zeros((2, 1)), "kind": np.zeros((2, 3))}
    history = model.fit(rows(), y, verbose=0).history

    assert {f"{output.name}_mae" for output in read_outputs(model).values()} <= set(history)


def test_nested_outputs_keep_their_nesting() -> None:
    """The structure of the answer is the model's own, however deep."""
    inputs = keras.Input((4,))
    head = layers.Dense(2, activation="sigmoid")(inputs)
    model = keras.Model(inputs, {"a": [head, layers.Dense(1)(head)], "b": head})

    outputs = read_outputs(model)

    assert ["sigmoid", "linear", "sigmoid"] == [
        output.activation for output in (*outputs["a"], outputs["b"])
    ]
    assert model.output_names == [output.name for output in (*outputs["a"], outputs["b"])]


def test_tensors_are_read_in_their_structure() -> None:
    """KerasTensors in a dict are read one by one and named by their keys."""
    inputs = keras.Input((4,))
    outputs = read_outputs({"p": ops.sigmoid(inputs), "z": layers.Dense(2)(inputs)})

    assert {"p": "sigmoid", "z": "linear"} == {k: v.activation for k, v in outputs.items()}
    assert ["p", "z"] == [output.name for output in outputs.values()]


def test_a_tensor_bears_the_name_of_what_made_it() -> None:
    """A KerasTensor alone is one output, named by its layer."""
    tensor = layers.Dense(3, name="kind")(keras.Input((4,)))

    assert Output((None, 3), "linear", "float32", "kind") == read_outputs(tensor)


def test_a_layer_is_read_at_its_last_call() -> None:
    """A layer that was called several times answers for the last call."""
    layer = layers.Dropout(0.1, name="drop")
    inputs = keras.Input((4,))
    layer(ops.sigmoid(inputs))
    layer(ops.softmax(layers.Reshape((2, 2))(inputs), axis=1))

    assert Output((None, 2, 2), "softmax", "float32", "drop", axis=-2) == read_outputs(layer)


def test_a_layer_never_called_shows_its_activation() -> None:
    """A layer that was never called has an activation and no shape."""
    layer = layers.Dense(3, activation="softmax", name="kind")

    assert Output(None, "softmax", name="kind") == read_outputs(layer)


def test_a_built_layer_shows_its_shape() -> None:
    """A layer that was built and never called has a shape as well."""
    layer = layers.Dense(3, activation="softmax", name="kind")
    layer.build((None, 4))

    assert Output((None, 3), "softmax", "float32", "kind") == read_outputs(layer)


def test_a_chain_without_a_graph_is_read_along_its_layers() -> None:
    """A Sequential that was never built has no shapes, and its activation is known."""
    model = keras.Sequential([layers.Dense(3, activation="softmax"), layers.Dropout(0.1)])

    assert Output(None, "softmax") == read_outputs(model)
    assert not model.built


def test_softmax_is_not_followed_where_shapes_are_unknown() -> None:
    """A Reshape in a Sequential without shapes may cut the axis, so softmax is not claimed."""
    model = keras.Sequential([layers.Dense(4, activation="softmax"), layers.Reshape((2, 2))])

    assert Output(None) == read_outputs(model)


def test_a_segmentation_head_with_channels_first_reports_its_axis() -> None:
    """Softmax over the channels of a channels-first image is on axis -3."""
    inputs = keras.Input((5, 8, 8))
    outputs = read_outputs(keras.Model(inputs, layers.Softmax(axis=1)(inputs)))

    assert ("softmax", -3, (None, 5, 8, 8)) == (outputs.activation, outputs.axis, outputs.shape)


def test_a_model_cut_out_of_another_is_read() -> None:
    """A model made from the middle of a graph is read from its own nodes."""
    inputs = keras.Input((4,))
    middle = layers.Dense(3)(inputs)
    model = keras.Model(middle, layers.Dropout(0.1)(layers.Softmax()(middle)))

    assert read_outputs(model).activation == "softmax"


def test_mixed_precision_is_read_through_the_last_cast() -> None:
    """Under a mixed policy the float32 activation at the end is what is read."""
    policy = keras.mixed_precision.DTypePolicy("mixed_bfloat16")
    inputs = keras.Input((4,))
    scores = layers.Dense(3, activation="softmax", dtype=policy)(inputs)
    cast = keras.Model(inputs, layers.Activation("linear", dtype="float32")(scores))

    assert ("softmax", "bfloat16") == (
        read_outputs(scores).activation,
        read_outputs(scores).dtype,
    )
    assert ("softmax", "float32") == (read_outputs(cast).activation, read_outputs(cast).dtype)


def test_a_custom_model_under_mixed_precision_keeps_its_dtype() -> None:
    """A symbolic call of a custom model computes in the dtype that the model computes in."""

    class Scaled(keras.Model):
        def __init__(self) -> None:
            super().__init__(dtype="mixed_bfloat16")
            self.scale = self.add_weight(shape=(4, 3))

        def call(self, x: Any) -> Any:
            return ops.softmax(ops.matmul(x, self.scale))

    model = Scaled()
    computed = model(rows())

    assert keras.backend.standardize_dtype(computed.dtype) == read_outputs(model).dtype
    assert read_outputs(model).activation == "softmax"


def test_a_custom_model_is_looked_into() -> None:
    """A subclassed model is read by a symbolic call, and its batch is left open."""
    model = Own()
    model(rows())

    assert Output((None, 3), "softmax", "float32") == read_outputs(model)


def test_a_custom_model_with_dicts_is_looked_into() -> None:
    """Dicts of inputs and of outputs are kept."""
    model = Heads()
    model({"left": rows(), "right": rows()})

    outputs = read_outputs(model)

    assert Output((None, 1), "sigmoid", "float32", "spam") == outputs["spam"]
    assert Output((None, 3), "softmax", "float32", "kind") == outputs["kind"]


def test_a_custom_model_inside_a_graph_is_looked_into() -> None:
    """A subclassed model is one node of a graph, and is read through."""
    inputs = keras.Input((4,))
    model = keras.Model(inputs, layers.Dropout(0.1)(Own()(inputs)))

    assert read_outputs(model).activation == "softmax"


def test_a_model_never_built_is_unknown() -> None:
    """Of a subclassed model that was never built nothing is known."""
    assert Output(None) == read_outputs(Own())


class Watched(layers.Layer):
    """A layer that notes its calls."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Any] = []

    def call(self, x: Any) -> Any:
        self.seen.append(type(x))
        return x


def test_a_layer_without_shapes_is_not_called() -> None:
    """Without input shapes a call is not tried: neither of a layer alone nor of one in a chain."""
    alone, chained = Watched(), Watched()
    chained.build((None, 4))

    assert read_outputs(alone).activation is None
    assert read_outputs(keras.Sequential([chained])).activation is None
    assert [] == alone.seen == chained.seen


def test_a_call_that_cannot_be_made_leaves_the_activation_unknown() -> None:
    """Where a symbolic call fails the shape is still told, and the activation is unknown."""
    model = Raw()
    model(rows())

    assert Output((None, 3), None, "float32") == read_outputs(model)


class Words(keras.Model):
    """A model of the user's own that takes whole numbers only, and needs to know their count."""

    def __init__(self) -> None:
        super().__init__()
        self.places = layers.Embedding(9, 8)
        self.head = layers.Dense(9)

    def build(self, shape: Any) -> None:
        self.places.build(shape)
        self.head.build((None, None, 17))

    def call(self, ids: Any) -> Any:
        if "int" not in keras.backend.standardize_dtype(ids.dtype) or ids.shape[0] is None:
            raise TypeError("whole numbers, and how many")
        words = ops.one_hot(ids, 9)
        places = self.places(ops.broadcast_to(ops.arange(5), (ids.shape[0], 5)))
        return ops.softmax(self.head(ops.concatenate([words, places], axis=-1)))


def test_whole_numbers_and_a_fixed_batch_are_tried() -> None:
    """A call that refuses floats or an open batch is made with integers and the batch it had."""
    model = Words()
    model(np.arange(10, dtype="int32").reshape(2, 5) % 9)

    assert Output((None, 5, 9), "softmax", "float32") == read_outputs(model)


class Paired(keras.Model):
    """A model of two arguments, of which Keras remembers the first one's shape only."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Any] = []

    def build(self, shape: Any) -> None:
        pass

    def call(self, left: Any, right: Any) -> Any:
        self.seen.append(type(left))
        return ops.sigmoid(left + right)


def test_a_call_with_too_little_to_go_on_is_unknown() -> None:
    """Where the shapes of some arguments are not known, neither is the output."""
    model = Paired()
    model(rows(), rows())

    assert Output(None) == read_outputs(model)
    assert len(model.seen) == 1


def test_a_functional_model_with_a_call_of_its_own_is_looked_into() -> None:
    """A model that has a graph and overrides `call` is what its call does."""

    class Sharpened(keras.Model):
        def call(self, inputs: Any) -> Any:
            return ops.sigmoid(super().call(inputs))

    inputs = keras.Input((4,))
    model = Sharpened(inputs, layers.Dense(3, activation="softmax")(inputs))

    outputs = read_outputs(model)

    assert ("sigmoid", "softmax") == (outputs.activation, outputs.beneath)


def test_a_loaded_model_is_read_as_before(tmp_path: Path) -> None:
    """Saving and loading change nothing that is read, in a graph or a custom model."""
    own = Own()
    own(rows())
    for model in (classifier(layers.Dropout(0.1)), two_heads(named_by_key=True), own):
        model.save(tmp_path / "model.keras")
        loaded = keras.models.load_model(tmp_path / "model.keras")

        assert read_outputs(model) == read_outputs(loaded)


def test_a_backends_own_function_is_known_by_its_name() -> None:
    """An activation taken from a backend is recognised where its default axis is the last."""

    def softmax_v2(x: Any) -> Any:
        return x

    softmax_v2.__module__ = "tensorflow.python.ops.nn_ops"
    known = named(softmax_v2)
    softmax_v2.__module__ = "elsewhere"

    assert ("softmax", -1) == known
    assert (None, -1) == named(softmax_v2)


def test_a_long_graph_takes_a_few_milliseconds() -> None:
    """A model of a hundred layers is read in less than five milliseconds."""
    inputs = tensor = keras.Input((4,))
    for _ in range(100):
        tensor = layers.Dropout(0.1)(tensor)
    model = keras.Model(inputs, layers.Softmax()(tensor))
    durations = []
    for _ in range(5):
        start = time.perf_counter()
        read_outputs(model)
        durations.append(time.perf_counter() - start)

    assert min(durations) < 0.005


def test_a_probe_shows_values_outside_the_unit() -> None:
    """Scores leave [0, 1] on a probe, and probabilities do not."""
    scores = keras.Sequential([keras.Input((4,)), layers.Dense(3)])

    assert read_outputs(scores, probe=100 * rows()).outside_unit is True
    assert read_outputs(classifier(), probe=rows()).outside_unit is False
    assert read_outputs(scores).outside_unit is None


def test_a_probe_is_taken_in_the_structure_of_the_inputs() -> None:
    """A dict of inputs is a probe, and every output of a dict is told apart."""
    model = Heads()
    outputs = read_outputs(model, probe={"left": rows(), "right": rows()})

    assert {"spam": False, "kind": False} == {k: v.outside_unit for k, v in outputs.items()}


def test_a_probe_builds_a_model_that_never_was() -> None:
    """A model that was never built is built by a probe and then read."""
    model = Own()

    assert Output((None, 3), "softmax", "float32", outside_unit=False) == read_outputs(
        model, probe=rows()
    )


def test_a_probe_runs_at_most_32_rows() -> None:
    """Of a long probe only the first rows are run."""
    x = rows(40)
    x[:32] = 0.0
    x[32:] = 1e3
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3, use_bias=False)])

    assert read_outputs(model, probe=x).outside_unit is False
    assert read_outputs(model, probe=x[::-1]).outside_unit is True


def test_a_probe_may_be_a_plain_list() -> None:
    """Nested lists of numbers are a batch."""
    assert read_outputs(classifier(), probe=[[1.0, 2.0, 3.0, 4.0]]).outside_unit is False


def test_a_probe_moves_no_random_state() -> None:
    """Neither a seed generator nor a weight that a call writes to moves under a probe."""
    model = Noisy()
    model(rows())
    before = [np.array(ops.convert_to_numpy(one)) for one in (model.seed.state, model.calls)]
    read_outputs(model)
    read_outputs(model, probe=rows())
    after = [np.array(ops.convert_to_numpy(one)) for one in (model.seed.state, model.calls)]

    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


def test_a_probe_of_a_new_model_moves_no_random_state() -> None:
    """The variables a model had before it was built keep their values as well."""
    model = Noisy()
    before = np.array(ops.convert_to_numpy(model.seed.state))
    read_outputs(model, probe=rows())

    assert np.array_equal(before, np.array(ops.convert_to_numpy(model.seed.state)))


def test_values_that_are_not_finite_show_nothing() -> None:
    """NaN and infinity are no evidence, nor are integers."""
    assert outside_unit(np.array([np.nan, np.inf])) is None
    assert outside_unit(np.array([3])) is None
    assert outside_unit(np.array([np.inf, -0.5])) is True


def test_something_else_is_refused() -> None:
    """What is no model, layer or tensor is refused with what was seen."""
    with pytest.raises(InvalidType) as error:
        read_outputs(3)

    assert str(error.value) == (
        "Outputs are read from a Keras model, a layer, a KerasTensor, or a list or dict of "
        "KerasTensors. Received: 3 (of type int). Use: read_outputs(keras.Model(inputs, outputs))"
    )
    with pytest.raises(InvalidType, match=r"Received: \[\] \(of type list\)"):
        read_activation([])
    with pytest.raises(InvalidType, match=r"Received: \[\] \(of type list\)"):
        read_outputs([])


def test_a_probe_without_a_model_is_refused() -> None:
    """A tensor cannot be run."""
    with pytest.raises(InvalidArgument) as error:
        read_outputs(keras.Input((4,)), probe=rows())

    assert str(error.value) == (
        "A probe needs a model or a layer to run it through. Received: KerasTensor. "
        "Use: read_outputs(keras.Model(inputs, outputs), probe=x)"
    )


def test_a_probe_that_does_not_fit_is_refused() -> None:
    """A probe of a wrong shape is refused with its shape, not with a backend's traceback."""
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3)], name="scores")
    with pytest.raises(InvalidArgument) as error:
        read_outputs(model, probe=np.zeros((2, 7)))

    assert str(error.value).startswith(
        "The model 'scores' cannot be run on the probe, which must be a batch of inputs as the "
        "model takes them. Received: shape (2, 7), and the model said: "
    )
    assert str(error.value).endswith(" Use: probe=x[:32]")
