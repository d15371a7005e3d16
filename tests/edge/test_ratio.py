"""`Ratio` and `MetricFunction`: sums kept apart, divided once."""

from __future__ import annotations

import functools
import importlib
import warnings

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras import ops

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.edge.count.ratio import Ratio, Sums, is_ratio_function, wrap_metric_function

BACKEND = keras.backend.backend()


@keras.saving.register_keras_serializable(package="test_ratio")
def share(y_true, y_pred):
    """How many of the positive labels were found, as two boolean tensors."""
    return ops.logical_and(y_true > 0.5, y_pred > 0.5), y_true > 0.5


@keras.saving.register_keras_serializable(package="test_ratio")
def error(y_true, y_pred):
    """One tensor, as Keras's own metric functions return it."""
    return ops.mean(ops.abs(y_true - y_pred), axis=-1)


def given_pair(y_true, y_pred):
    """The labels as numerators, the predictions as denominators."""
    return y_true, y_pred


def sums_of(*pairs, fn=given_pair):
    metric = Ratio(fn)
    for numerator, denominator in pairs:
        metric.update_state(numerator, denominator)
    return metric


def test_divides_once():
    """The ratio is that of the sums, and not the mean of the batches' ratios."""
    metric = sums_of((np.array([1]), np.array([1])), (np.array([0]), np.array([3])))

    assert float(metric.result()) == 0.25


def test_starts_at_zero():
    """Before any update the result is 0, as in Keras, and not NaN."""
    metric = Ratio(given_pair)

    assert (float(metric.result()), metric.sums()) == (0.0, Sums(0, 0))


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (np.array([True, False, True]), np.array([True, True, True]), Sums(2, 3)),
        (np.array([[1, 2], [3, 4]], "int32"), np.array([5], "uint8"), Sums(10, 5)),
        (np.array([-3, 1], "int64"), np.array([4, 4], "int64"), Sums(-2, 8)),
        (np.array([2**40], "int64"), np.array([2**41], "int64"), Sums(2**40, 2**41)),
        (np.array([0.5, 0.25], "float32"), np.array([2], "int32"), Sums(0.75, 2.0)),
        (np.array([1.5], "float16"), np.array([2.0], "float16"), Sums(1.5, 2.0)),
        (3, 4, Sums(3, 4)),
        (0.1, 1, Sums(0.1, 1.0)),
        (True, 2**40, Sums(1, 2**40)),
    ],
)
def test_takes_any_number(numerator, denominator, expected):
    """Booleans, integers and floats, as Python numbers, arrays or tensors, all add up."""
    metric = sums_of((numerator, denominator))

    assert expected == pytest.approx(metric.sums(), rel=1e-14)


def test_tensors_of_the_backend():
    """Tensors of the backend are summed on the device."""
    pair = ops.convert_to_tensor([3, -5, 2], "int32"), ops.convert_to_tensor([1, 2, 4], "int32")

    assert sums_of(pair).sums() == Sums(0, 7)


@given(
    st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1, max_size=40),
    st.integers(1, 40),
)
def test_any_partition_gives_the_same_integers(values, size):
    """However the data is cut into batches, the sums are those of Python's integers."""
    metric = Ratio(lambda y_true, y_pred: (y_true, 1))
    batches = [values[start : start + size] for start in range(0, len(values), size)]
    for batch in batches:
        metric.update_state(np.array(batch, "int32"), None)

    assert metric.sums() == Sums(sum(values), len(batches))


def test_integers_past_float32():
    """Counting goes on one by one where float32 and int32 have stopped."""
    metric = sums_of((2**31 + 2**24, 2**33))
    for _ in range(3):
        metric.update_state(np.array([1]), np.array([1]))

    assert metric.sums() == Sums(2**31 + 2**24 + 3, 2**33 + 3)


def test_floats_are_compensated():
    """A small float added to a large one is not lost."""
    metric = sums_of((1e8, 1), *[(0.25, 0.0625)] * 16)

    assert metric.sums() == Sums(1e8 + 4, 2.0)


@pytest.mark.parametrize("policy", ["float16", "bfloat16"])
def test_floatx_has_no_say(policy):
    """Low precision set for the whole program does not reach the sums."""
    before = keras.config.floatx()
    keras.config.set_floatx(policy)
    try:
        metric = sums_of((np.array([4097]), np.array([8194])))
        result = metric.result()
    finally:
        keras.config.set_floatx(before)

    assert (metric.sums(), keras.backend.standardize_dtype(result.dtype), float(result)) == (
        Sums(4097, 8194),
        "float32",
        0.5,
    )


@pytest.mark.parametrize(
    "empty",
    [
        (np.array([7]), np.array([0])),
        (np.array([np.nan], "float32"), np.array([0])),
        (np.array([np.nan], "float32"), np.array([0.0], "float32")),
        (np.array([5, 6]), np.array([1, -1])),
        (np.zeros((0,), "int32"), np.zeros((0,), "int32")),
    ],
)
def test_a_denominator_of_zero_adds_nothing(empty):
    """A batch whose denominator is 0 changes nothing, whatever its numerator is."""
    metric = sums_of((np.array([1]), np.array([2])), empty)

    assert (metric.sums(), float(metric.result())) == (Sums(1, 2), 0.5)


def test_none_adds_nothing():
    """A batch for which the function returns None changes nothing."""
    metric = sums_of((np.array([1]), np.array([2])))
    metric._fn = lambda y_true, y_pred: None
    metric.update_state(np.array([1]), np.array([1]))

    assert metric.sums() == Sums(1, 2)


def test_a_ratio_of_nothing_is_none():
    """Sums with a denominator of 0 have no ratio, and do not guess one."""
    assert (Sums(0, 0).ratio, Sums(3, 4).ratio) == (None, 0.75)


def test_reset():
    """A reset starts both sums at 0 and is counted."""
    metric = sums_of((np.array([1]), np.array([2])), (0.5, 0.5))
    metric.reset_state()

    assert (metric.sums(), metric.resets) == (Sums(0, 0), 1)


def test_name_as_keras():
    """The name in the logs is the function's, as Keras writes it, or the one given."""
    names = [
        Ratio(share).name,
        Ratio(share, name="found").name,
        Ratio(functools.partial(share)).name,
    ]

    assert names == ["share", "found", "partial"]


def test_weights_reach_the_function():
    """A function that names sample_weight is given it, or None."""
    seen = []

    def weighed(y_true, _, sample_weight):
        seen.append(sample_weight)
        return ops.sum(y_true) if sample_weight is None else ops.sum(y_true * sample_weight), 1

    metric = Ratio(weighed)
    metric.update_state(np.array([1.0, 2.0]), np.zeros(2))
    metric.update_state(np.array([1.0, 2.0]), np.zeros(2), sample_weight=np.array([0.0, 10.0]))

    assert (seen[0], metric.sums()) == (None, Sums(23.0, 2.0))


def masked(values, mask):
    tensor = ops.convert_to_tensor(values)
    keras.src.backend.set_keras_mask(tensor, ops.convert_to_tensor(mask))
    return tensor


def test_mask_reaches_the_function():
    """A function that names mask is given Keras's mask of the predictions."""
    metric = Ratio(lambda y_true, y_pred, mask: (mask, y_true))
    metric.update_state(np.array([1, 1, 1]), masked(np.zeros(3), [True, False, True]))

    assert metric.sums() == Sums(2, 3)


@pytest.mark.parametrize(("weights", "expected"), [(None, 3.0), (np.array([1.0, 10.0]), 21.0)])
def test_mask_is_folded_into_weights(weights, expected):
    """A function that takes weights and no mask gets both in one, as in Keras."""
    metric = Ratio(lambda y_true, y_pred, sample_weight: (sample_weight, 1))
    y_pred = masked(np.zeros((2, 2)), [[True, False], [True, True]])
    metric.update_state(np.zeros((2, 2)), y_pred, sample_weight=weights)

    assert metric.sums().numerator == expected


def test_weights_refused():
    """Weights for a function that takes none are refused, with the line to write."""
    with pytest.raises(InvalidArgument) as caught:
        Ratio(share).update_state(np.ones(2), np.ones(2), sample_weight=np.ones(2))

    assert str(caught.value) == (
        "Weights were given to the metric 'share', whose function takes none. It needs an argument "
        "named sample_weight. Use: def share(y_true, y_pred, sample_weight=None):"
    )


@pytest.mark.parametrize(
    ("returned", "seen"),
    [
        (np.zeros(2), "one tensor of shape (2,)"),
        ((1, 2, 3), "a tuple of 3"),
        (0.5, "float"),
    ],
)
def test_no_pair_refused(returned, seen):
    """A function that returns no pair is refused."""
    with pytest.raises(InvalidArgument) as caught:
        Ratio(lambda y_true, y_pred: returned, name="f").update_state(0, 0)

    assert str(caught.value) == (
        "The function of the metric 'f' must return a pair or None. "
        f"Received: {seen}. Use: return numerator, denominator"
    )


def test_none_in_the_pair_refused():
    """A dimension that a graph does not know is not taken for nothing."""
    with pytest.raises(InvalidArgument) as caught:
        Ratio(lambda y_true, y_pred: (1, None), name="f").update_state(0, 0)

    assert str(caught.value) == (
        "The function of the metric 'f' returned None within the pair. While a graph is traced, a "
        "dimension such as y_true.shape[0] may be None. Use: keras.ops.shape(y_true)[0]"
    )


@pytest.mark.parametrize(("value", "kind"), [("text", "str"), (1j, "complex"), ({}, "dict")])
def test_no_number_refused(value, kind):
    """What cannot be added and divided is refused before a backend sees it."""
    with pytest.raises(InvalidArgument) as caught:
        Ratio(lambda y_true, y_pred: (value, 1), name="f").update_state(0, 0)

    assert str(caught.value).startswith(
        "The function of the metric 'f' must return numbers that can be added and divided. "
    ), kind


def test_no_function_refused():
    """What cannot be called is no ratio."""
    with pytest.raises(InvalidType) as caught:
        Ratio("accuracy")

    assert str(caught.value) == (
        "A ratio needs a function that returns (numerator, denominator) for one batch. "
        "Received: fn='accuracy'. Use: resolver.Ratio(fn)"
    )


@pytest.mark.parametrize("make", [Ratio, wrap_metric_function])
def test_config_round_trip(make):
    """A registered function survives the config."""
    config = keras.saving.serialize_keras_object(make(share, name="found"))
    again = keras.saving.deserialize_keras_object(config)
    again.update_state(np.array([1.0, 1.0]), np.array([0.9, 0.1]))

    assert (type(again), again.name, again.sums()) == (type(make(share)), "found", Sums(1, 2))


def test_lambda_saved_as_keras_does():
    """A lambda is saved with Keras's own warning, as in any Keras metric."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match="includes a `lambda`"):
            Ratio(lambda y_true, y_pred: (1, 1)).get_config()


def test_stateless():
    """The state can be carried by hand, as a compiled loop does it."""
    metric = Ratio(share)
    state = [variable.value for variable in metric.variables]
    for _ in range(3):
        state = metric.stateless_update_state(
            state, ops.convert_to_tensor([1.0, 1.0]), ops.convert_to_tensor([0.9, 0.1])
        )

    assert (float(metric.stateless_result(state)), metric.sums()) == (0.5, Sums(0, 0))


@pytest.mark.skipif(BACKEND != "jax", reason="only JAX has jax.jit")
def test_stateless_under_jit():
    """Under jax.jit the same two integers come out."""
    jax = importlib.import_module("jax")
    metric = Ratio(share)
    step = jax.jit(metric.stateless_update_state)
    state = [variable.value for variable in metric.variables]
    for _ in range(3):
        state = step(state, np.ones(4, "float32"), np.array([0.9, 0.1, 0.8, 0.2], "float32"))
    for variable, value in zip(metric.variables, state, strict=True):
        variable.assign(value)

    assert (float(jax.jit(metric.stateless_result)(state)), metric.sums()) == (0.5, Sums(6, 12))


def model_of(metrics, **arguments):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Identity(), keras.layers.Dense(1)])
    model.layers[-1].set_weights([np.ones((1, 1)), np.zeros(1)])
    model.compile(keras.optimizers.SGD(0.0), "mse", metrics=metrics, **arguments)
    return model


X = np.array([[0.9], [0.1], [0.8], [0.2], [0.7]], "float32")
Y = np.array([[1], [1], [0], [0], [1]], "float32")

LOOPS = [{}, {"run_eagerly": True}, {"jit_compile": BACKEND != "torch"}]
if BACKEND != "torch":
    LOOPS.append({"steps_per_execution": 2})


@pytest.mark.parametrize("arguments", LOOPS, ids=str)
def test_in_every_loop(arguments):
    """fit, evaluate and train_on_batch give the same ratio, however the step is run."""
    model = model_of([Ratio(share)], **arguments)
    fitted = model.fit(X, Y, batch_size=2, epochs=2, verbose=0).history["share"]
    evaluated = model.evaluate(X, Y, batch_size=2, verbose=0, return_dict=True)["share"]
    batch = model.train_on_batch(X, Y, return_dict=True)["share"]

    assert np.allclose([*fitted, evaluated, batch], 2 / 3, rtol=1e-7)


def test_in_weighted_metrics():
    """In weighted_metrics the function gets the weights of fit."""

    def weighed(y_true, y_pred, sample_weight=None):
        return sample_weight, ops.size(y_true) + ops.size(y_pred)

    model = keras.Sequential([keras.Input((1,)), keras.layers.Identity()])
    model.compile(loss="mse", weighted_metrics=[Ratio(weighed)])
    logs = model.evaluate(X, Y, sample_weight=2 * np.ones(5), verbose=0, return_dict=True)

    assert float(logs["weighed"]) == 1.0


def test_saved_and_loaded(tmp_path):
    """A saved model comes back with its ratio."""
    model = model_of([Ratio(share)])
    before = model.evaluate(X, Y, verbose=0, return_dict=True)
    model.save(tmp_path / "model.keras")
    after = keras.saving.load_model(tmp_path / "model.keras").evaluate(
        X, Y, verbose=0, return_dict=True
    )

    assert before == after


def test_cloned():
    """clone_model makes a ratio of its own."""
    metric = Ratio(share)
    clone = keras.models.clone_model(model_of([metric]))
    logs = clone.evaluate(X, Y, verbose=0, return_dict=True)

    assert ("share" in logs, metric.sums()) == (True, Sums(0, 0))


def test_function_with_a_pair():
    """A function that returns a pair becomes a ratio when it is first seen."""
    model = model_of([wrap_metric_function(share)])
    logs = model.evaluate(X, Y, batch_size=2, verbose=0, return_dict=True)

    assert float(logs["share"]) == pytest.approx(2 / 3)


@pytest.mark.parametrize("weights", [None, np.array([1, 2, 3, 0, 5], "float32")])
@pytest.mark.parametrize("where", ["metrics", "weighted_metrics"])
def test_function_with_a_tensor(where, weights):
    """A function that returns one tensor gets what Keras makes of it, weights included."""
    logs = []
    for fn in (error, wrap_metric_function(error)):
        model = keras.Sequential([keras.Input((1,)), keras.layers.Identity()])
        model.compile(loss="mse", **{where: [fn]})
        logs.append(
            model.evaluate(X, Y, 2, verbose=0, sample_weight=weights, return_dict=True)["error"]
        )

    assert logs[0] == logs[1]


def test_function_with_a_tensor_and_a_mask():
    """The mask counts as Keras lets it count."""
    y_true, mask = np.array([[1.0], [2.0]]), np.array([True, False])
    keras_one = keras.metrics.MeanMetricWrapper(error)
    ours = wrap_metric_function(error)
    for metric in (keras_one, ours):
        metric.update_state(ops.convert_to_tensor(y_true), masked(np.zeros((2, 1)), mask))

    assert float(keras_one.result()) == float(ours.result()) == 1.0


def test_function_that_takes_weights_itself():
    """A tensor from a function that names sample_weight is weighed once, by Keras."""
    ours = wrap_metric_function(lambda y_true, y_pred, sample_weight=None: y_true)
    ours.update_state(np.array([1.0, 3.0]), np.zeros(2), sample_weight=np.array([1.0, 1.0]))

    assert float(ours.result()) == 2.0


def test_function_that_says_nothing():
    """A function that returns None first may return a pair later."""
    answers = iter([None, (1, 4)])
    ours = wrap_metric_function(lambda y_true, y_pred: next(answers))
    for _ in range(2):
        ours.update_state(np.zeros(1), np.zeros(1))

    assert float(ours.result()) == 0.25


def test_function_that_changes_its_mind():
    """A pair for some batches and a tensor for others cannot be added."""
    answers = iter([(1, 4), np.ones(1)])
    ours = wrap_metric_function(lambda y_true, y_pred: next(answers), name="f")
    ours.update_state(np.zeros(1), np.zeros(1))
    with pytest.raises(InvalidArgument) as caught:
        ours.update_state(np.zeros(1), np.zeros(1))

    assert str(caught.value) == (
        "The function of the metric 'f' returned a pair for some batches and a tensor for others, "
        "which cannot be added. Use: return numerator, denominator"
    )


def test_direction_as_keras():
    """A loss of Keras used as a metric still tells EarlyStopping that less is better."""
    ours = wrap_metric_function(keras.losses.mean_absolute_error)

    assert (ours.name, ours._direction) == ("mean_absolute_error", "down")


@pytest.mark.parametrize(
    ("fn", "expected"),
    [
        (share, True),
        (error, False),
        (lambda y_true, y_pred: None, True),
        (lambda y_true, y_pred: (ops.sum(y_pred), ops.shape(y_true)[0]), True),
        (lambda y_true, y_pred, sample_weight: [1, 2], True),
        (lambda y_true, y_pred: (1, 2, 3), False),
        (lambda y_true, y_pred: {"a": 1}, False),
        (lambda: None, False),
    ],
)
def test_told_without_data(fn, expected):
    """Whether a function returns a pair is found on symbolic tensors."""
    spec = keras.KerasTensor((None, 3))

    assert is_ratio_function(fn, spec, spec) is expected
