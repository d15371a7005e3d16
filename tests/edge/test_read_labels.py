"""Labels of arrays, lists, specs, texts and structures of them."""

from __future__ import annotations

import array
import datetime
import fractions
from typing import Any

import h5py
import keras
import ml_dtypes
import numpy as np
import pytest
import scipy.sparse

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.core.specs import Facts, Labels
from resolver.edge.labels import arrays as label_arrays
from resolver.edge.labels import values as label_values
from resolver.edge.labels.read_labels import describe, read_labels

IDS = Facts(elements=3, minimum=0, maximum=2, distinct=frozenset({0, 1, 2}))
ROWS = Facts(
    elements=6,
    minimum=0,
    maximum=1,
    distinct=frozenset({0, 1}),
    rows=3,
    one_hot_rows=2,
    zero_rows=1,
    distribution_rows=2,
)
TEXT = Facts(elements=2, whole=False, text=True)
X = np.zeros((3, 4), "float32")
Y = np.array([0, 1, 2])
HOT = np.array([[0, 1], [1, 0], [0, 0]], "float32")
INDEX = Labels((None,), "int64", facts=IDS)
HOTS = Labels((None, 2), "float32", facts=ROWS)


@pytest.mark.parametrize(
    ("given", "labels"),
    [
        # arrays
        (Y, INDEX),
        (Y[:, None], Labels((None, 1), "int64", facts=IDS)),
        (Y.astype("uint8"), Labels((None,), "uint8", facts=IDS)),
        (Y.astype(ml_dtypes.bfloat16), Labels((None,), "bfloat16", facts=IDS)),
        (Y.astype(ml_dtypes.int4), Labels((None,), "int4", facts=IDS)),
        (HOT, HOTS),
        (HOT.astype(bool), Labels((None, 2), "bool", facts=ROWS)),
        (np.array(["cat", "dog"]), Labels((None,), "string", facts=TEXT)),
        (np.array(["cat", "dog"], object), Labels((None,), "string", facts=TEXT)),
        (np.array([0, 1, 2], object), INDEX),
        (np.array([*map(fractions.Fraction, (0, 1, 2))]), Labels((None,), "float64", facts=IDS)),
        (np.zeros((0, 3)), Labels((None, 3), "float64", facts=Facts())),
        (scipy.sparse.csr_matrix(HOT), HOTS),
        # lists of numbers, and what else lists them
        ([0, 1, 2], INDEX),
        ([np.int64(0), np.int64(1), np.int64(2)], INDEX),
        ([np.array(0), np.array(1), np.array(2)], INDEX),
        (range(3), INDEX),
        (array.array("q", [0, 1, 2]), INDEX),
        (HOT.tolist(), Labels((None, 2), "float64", facts=ROWS)),
        ([(0, 1), (1, 0), (0, 0)], Labels((None, 2), "int64", facts=ROWS)),
        ([[0], [1, 2]], Labels((None, None), "int64", facts=IDS)),
        ([[[0]], [[1, 2]]], Labels((None, 1, None), "int64", facts=IDS)),
        (["cat", "dog"], Labels((None,), "string", facts=TEXT)),
        (["int64", "string"], Labels((None,), "string", facts=TEXT)),
        ([], Labels((None,), facts=Facts())),
        # what is said
        ((None, 10), Labels((None, 10))),
        ((32, 1), Labels((32, 1))),
        ((np.int64(32), 1), Labels((32, 1))),
        ((), Labels(())),
        ("int64[N]", Labels((None,), "int64")),
        (Labels((None,), coding="index"), Labels((None,), coding="index")),
        (None, Labels(None)),
        (keras.KerasTensor((None, 2), "int32"), Labels((None, 2), "int32")),
        # (x, y), (x, y, sample_weight)
        ((X, Y), INDEX),
        ((X, Y, X[:, 0]), INDEX),
        (([X, X], Y), INDEX),
        ((X, (None, 2)), Labels((None, 2))),
        ((X, (Y, HOT)), (INDEX, HOTS)),
        ((X, [0, 1, 2]), INDEX),
        # several outputs
        ([Y, HOT], [INDEX, HOTS]),
        ([Y, None], [INDEX, Labels(None)]),
        ([None, [Y, HOT]], [Labels(None), [INDEX, HOTS]]),
        (((None,), (None, 2)), (Labels((None,)), Labels((None, 2)))),
        ([(None,), (None, 2)], [Labels((None,)), Labels((None, 2))]),
        (["int64[N]", "float32[N,2]"], [Labels((None,), "int64"), Labels((None, 2), "float32")]),
        ([INDEX, HOTS], [INDEX, HOTS]),
    ],
)
def test_every_kind_of_labels_is_read(given: Any, labels: Any) -> None:
    """Arrays, lists, shapes, texts, specs, (x, y) and lists of these become labels."""
    assert labels == read_labels(given)


def test_dicts_are_read_by_output_name() -> None:
    """A dict gives a dict of labels that bear the names of the outputs, nested or not."""
    given = {"a": Y, "b": {"c": (None, 2), "d": "int64[N]"}}
    expected = {
        "a": Labels((None,), "int64", facts=IDS, name="a"),
        "b": {"c": Labels((None, 2), name="c"), "d": Labels((None,), "int64", name="d")},
    }

    assert expected == read_labels(given)


def test_names_are_given_in_order() -> None:
    """Lists take the names of the outputs in order; labels that have a name keep it."""
    labels = read_labels([(None,), Labels(None, name="own"), (None,)], names=["a", "b"])

    assert ["a", "own", None] == [each.name for each in labels]


def test_tensors_of_the_backend_are_read() -> None:
    """A tensor, a Keras variable and a tensor of bfloat16 are read like arrays."""
    tensor = keras.ops.convert_to_tensor(Y, "int32")
    half = keras.ops.convert_to_tensor(HOT, "bfloat16")
    variable = keras.Variable(HOT)

    assert Labels((None,), "int32", facts=IDS) == read_labels(tensor)
    assert Labels((None, 2), "bfloat16", facts=ROWS) == read_labels(half)
    assert HOTS == read_labels(variable)


def test_nothing_is_taken_from_iterators() -> None:
    """Of a generator nothing is known, and nothing is taken."""
    generator = iter([Y])

    assert Labels(None) == read_labels(generator)
    assert next(generator) is Y


def test_rows_follow_the_class_axis() -> None:
    """With channels first, rows are those of the first axis after the batch."""
    maps = np.eye(3)[np.zeros((2, 5), int)].transpose(0, 2, 1)

    assert (6, 2) == (read_labels(maps).facts.rows, read_labels(maps).facts.zero_rows // 2)
    assert 10 == read_labels(maps, class_axis=1).facts.one_hot_rows


def test_missing_values_are_counted() -> None:
    """None and NaN among objects are missing values; the others keep their kind."""
    facts = describe(np.array([2**60 + 1, None, float("nan")], object))
    rows = describe(np.array([[0, 1], [None, 1]], object))

    assert Facts(3, 2**60 + 1, 2**60 + 1, nan=2, distinct=frozenset({2**60 + 1})) == facts
    assert (1, 2, 1) == (rows.nan, rows.rows, rows.one_hot_rows)


def test_rows_of_equal_length_among_objects_are_rows() -> None:
    """Arrays of one length in an array of objects are read as one array."""
    objects = np.empty(3, object)
    objects[:] = list(HOT)

    assert HOTS == read_labels(objects)


def test_ragged_rows_keep_their_class_axis() -> None:
    """Sequences of unequal length with one-hot steps are judged step by step."""
    facts = read_labels([[[0, 1]], [[1, 0], [0, 1]]]).facts

    assert (3, 3) == (facts.rows, facts.one_hot_rows)


def test_a_mapped_file_is_sampled_and_left_alone(tmp_path: Any, monkeypatch: Any) -> None:
    """A memory-mapped array is read in place, in part if it is large, and never written."""
    np.save(tmp_path / "labels.npy", np.arange(5_000))
    mapped = np.load(tmp_path / "labels.npy", mmap_mode="r")
    monkeypatch.setattr(label_values, "READ_LIMIT", 1_000)
    facts = read_labels(mapped).facts

    assert (True, 0, 4_999) == (facts.sampled, facts.minimum, facts.maximum)
    assert 1_000 >= facts.elements
    assert np.array_equal(np.load(tmp_path / "labels.npy"), np.arange(5_000))


@pytest.mark.parametrize(("limit", "sampled"), [(10_000, False), (1_000, True)])
def test_a_dataset_of_hdf5_is_read_by_slices(
    tmp_path: Any, monkeypatch: Any, limit: int, sampled: bool
) -> None:
    """Labels in an HDF5 file are read by slices, with both ends."""
    monkeypatch.setattr(label_arrays, "READ_LIMIT", limit)
    with h5py.File(tmp_path / "labels.h5", "w") as file:
        labels = read_labels(file.create_dataset("y", data=np.arange(5_000)))

    assert ((None,), "int64") == (labels.shape, labels.dtype)
    assert (0, 4_999) == (labels.facts.minimum, labels.facts.maximum)
    assert sampled == labels.facts.sampled
    assert limit >= labels.facts.elements > 0.9 * min(limit, 5_000)


def test_a_large_sparse_matrix_is_sampled(monkeypatch: Any) -> None:
    """Of a large sparse matrix some rows are made dense, spread from the first to the last."""
    monkeypatch.setattr(label_arrays, "READ_LIMIT", 100)
    facts = read_labels(scipy.sparse.csr_matrix(np.eye(20))).facts

    assert (True, 5, 5) == (facts.sampled, facts.rows, facts.one_hot_rows)


def test_arrays_are_left_as_they_are() -> None:
    """Reading works on arrays that cannot be written, and leaves random states alone."""
    frozen = np.array([[0.0, np.nan], [0.5, 0.5]])
    frozen.flags.writeable = False
    before = np.random.get_state()[2], frozen.tobytes()
    read_labels(frozen)

    assert before == (np.random.get_state()[2], frozen.tobytes())


OUT = "Use: labels=resolver.Labels((None,), 'int64')"
TUPLE = "A tuple must be a shape of int and None, or (x, y) or (x, y, sample_weight) of arrays."
KIND = "Labels must be arrays, lists, a shape, a spec, or a dataset of (x, y)."
PLAIN = "Labels must be numbers, booleans or text."
PART = "Elements of a tuple of arrays must be (x, y) or (x, y, sample_weight) for labels to be read"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (3, f"{KIND} Received: 3 of type int. {OUT}"),
        (np.float32(3), f"{KIND} Received: np.float32(3.0) of type float32. {OUT}"),
        ({1, 2}, f"{KIND} Received: {{1, 2}} of type set. {OUT}"),
        ({}, f"{KIND} Received: {{}} of type dict. {OUT}"),
        (
            np.array([1j]),
            f"{PLAIN} Received: an array of dtype complex128. Use: labels.astype('float32')",
        ),
        (
            np.array(["2020-01-01"], "datetime64[D]"),
            f"{PLAIN} Received: an array of dtype datetime64[D]. Use: labels.astype('float32')",
        ),
        (
            np.array([datetime.date(2020, 1, 1)]),
            f"{PLAIN} Received: objects of type date. Use: numpy.asarray(labels, dtype='float32')",
        ),
    ],
)
def test_kinds_that_are_no_labels_are_refused(given: Any, message: str) -> None:
    """What cannot be labels is refused with its type and a line that works."""
    with pytest.raises(InvalidType) as error:
        read_labels(given)

    assert message == str(error.value)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            np.array(3),
            "Labels must have a batch dimension. Received: a single value, 3. "
            "Use: numpy.array([3])",
        ),
        ((0.5, 1.0), f"{TUPLE} Received: (0.5, 1.0). Use: (None, 10)"),
        ((True, False), f"{TUPLE} Received: (True, False). Use: (None, 10)"),
        ((X,), f"{PART}. Received: tuples of 1. {OUT}"),
        ((X, None), f"{PART}. Received: no labels in them. {OUT}"),
        (
            [1, [2]],
            "Labels must be nested equally deep. Received: items of rank 0, 1 side by side. "
            "Use: [[0, 1], [2]]",
        ),
        (
            "int64[n]",
            "The labels 'int64[n]' cannot be read: 'n' is no dimension: a whole number, or N, ?, "
            "None if unknown. Labels as text are a dtype, dimensions in brackets, then a coding "
            "or the values they take. Use: 'int64[N] 0..9'",
        ),
    ],
)
def test_what_has_no_labels_is_refused(given: Any, message: str) -> None:
    """An argument without labels, or not written by the rules, is refused with a way out."""
    with pytest.raises(InvalidArgument) as error:
        read_labels(given)

    assert message == str(error.value)
