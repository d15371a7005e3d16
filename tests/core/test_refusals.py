"""Every refusal in its whole words: what was seen, what is needed, and the line to write."""

# ruff: noqa: E501 -- messages stand here as they are printed.

from __future__ import annotations

from typing import Any

import pytest

from resolver.core.decide import decide
from resolver.core.errors import AmbiguousPairing, PairingError, ResolverError
from resolver.core.kinds import KINDS
from resolver.core.losses import Loss
from resolver.core.refuse import USES
from resolver.core.specs import Facts, Labels, Output
from tests.core.samples import column, rows

N = None

ONE_HOT = rows((1, 0, 0), (0, 1, 0), times=8)
MULTI_HOT = rows((1, 1, 0), (0, 1, 0), times=8)
TEN = column(*range(10), times=50)
AMOUNTS = column(0.5, 2, 70)
OPAQUE = Loss(None, form="function", shown="mine")

Asked = tuple[Labels, Output, dict[str, Any]]


def asked(labels: Labels, output: Output, **said: Any) -> Asked:
    """A question that is to be refused."""
    return labels, output, said


def answer(question: Asked) -> ResolverError:
    """The refusal of a question."""
    labels, output, said = question
    with pytest.raises(ResolverError) as refused:
        decide(labels, output, **said)
    return refused.value


REFUSED: dict[str, tuple[Asked, str]] = {
    "softmax of one unit": (
        asked(Labels((N,)), Output((N, 1), "softmax")),
        """\
This pairing cannot be meant (1 finding).

R101 softmax-one-unit: A softmax over one unit is always 1.

  output  softmax, shape (None, 1)
  labels  dtype unknown, shape (None,)

  One unit needs a sigmoid; a softmax needs a unit for each class.
  The output never depends on the input, so nothing is learned.

Use: keras.layers.Dense(1, activation='sigmoid')

If it is meant all the same, write the loss yourself: loss=...\
""",
    ),
    "multiclass on one unit": (
        asked(Labels((N,), "int64", None, TEN), Output((N, 1), "linear"), task="multiclass"),
        """\
This pairing cannot be meant (1 finding).

R113 cce-on-one-unit: A categorical loss needs a unit for each class, but there is one unit.

  output  linear, shape (None, 1)
  labels  int64, shape (None,), 0 to 9 seen

  One unit needs a binary loss.
  With one class the loss is constant, so nothing is learned.

Use: keras.layers.Dense(10, activation='softmax'), or task='binary'\
""",
    ),
    "sigmoid with one hot rows": (
        asked(Labels((N, 3), "float32", None, ONE_HOT), Output((N, 3), "sigmoid")),
        """\
This pairing cannot be meant (1 finding).

R105 sigmoid-multiclass: The output scores each class on its own, but the labels name one class of many.

  output  sigmoid, shape (None, 3)
  labels  float32, shape (None, 3), 0, 1 seen, 16 of 16 rows one-hot

  Exclusive classes need a softmax; independent labels need multi-hot rows.
  Sigmoids do not compete, so the classes are not told apart as the labels ask.

Use: activation='softmax' for exclusive classes, or task='multilabel'

If it is meant all the same, write the loss yourself: loss=...\
""",
    ),
    "sigmoid with class numbers": (
        asked(Labels((N,)), Output((N, 10), "sigmoid")),
        """\
This pairing cannot be meant (1 finding).

R105 sigmoid-multiclass: The output scores each class on its own, but the labels name one class of many.

  output  sigmoid, shape (None, 10)
  labels  dtype unknown, shape (None,)

  Exclusive classes need a softmax; independent labels need multi-hot rows.
  Sigmoids do not compete, so the classes are not told apart as the labels ask.

Use: activation='softmax', or y = keras.ops.one_hot(y, 10) with task='multilabel'

If it is meant all the same, write the loss yourself: loss=...\
""",
    ),
    "softmax with multi hot rows": (
        asked(Labels((N, 3), None, None, MULTI_HOT), Output((N, 3), "softmax", name="tags")),
        """\
This pairing cannot be meant (1 finding).

R106 softmax-multilabel (output 'tags'): A softmax lets one label win, but the rows of labels hold several, or none.

  output  softmax, shape (None, 3)
  labels  dtype unknown, shape (None, 3), 0, 1 seen, 8 of 16 rows one-hot

  Independent labels need a sigmoid for each.
  The probabilities sum to 1, so two labels can never both be near 1.

Use: activation='sigmoid' with loss='binary_crossentropy'

If it is meant all the same, write the loss yourself: loss=...\
""",
    ),
    "softmax with amounts": (
        asked(Labels((N,), "float32", None, AMOUNTS), Output((N, 10), "softmax")),
        """\
This pairing cannot be meant (1 finding).

R109 classification-loss-for-regression: The labels are continuous numbers, but the pairing is one for classes.

  output  softmax, shape (None, 10)
  labels  float32, shape (None,), 0.5, 2, 70 seen

  Continuous labels need a linear output and a regression loss.
  The numbers are taken for classes or probabilities, and the result means nothing.

Use: activation='linear' with loss='mean_squared_error'

If it is meant all the same, write the loss yourself: loss=...\
""",
    ),
    "relu with classes": (
        asked(Labels((N,)), Output((N, 10), "relu")),
        """\
This pairing cannot be meant (1 finding).

R110 relu-output-classification: The last activation yields neither probabilities nor logits for these classes.

  output  relu, shape (None, 10)
  labels  dtype unknown, shape (None,)

  Classes need a softmax, a sigmoid, or a linear output read as logits.
  Scores are cut off or bounded, so the loss is wrong or its gradient is zero.

Use: activation='softmax'

If it is meant all the same, write the loss yourself: loss=...\
""",
    ),
    "sigmoid with amounts": (
        asked(Labels((N,), None, None, AMOUNTS), Output((N, 1), "sigmoid")),
        """\
This pairing cannot be meant (1 finding).

R111 bounded-activation-regression: The labels lie outside the range that the last activation can reach.

  output  sigmoid, shape (None, 1)
  labels  dtype unknown, shape (None,), 0.5, 2, 70 seen

  Labels of any size need a linear output, or scaling into the range.
  The output saturates at its bound and the rest of the error can never be learned.

Use: activation='linear'

If it is meant all the same, write the loss yourself: loss=...\
""",
    ),
    "sigmoid with many classes": (
        asked(Labels((N,), "int64", None, TEN), Output((N, 1), "sigmoid")),
        """\
This pairing cannot be meant (1 finding).

R206 units-below-classes: The labels have more classes than the output has units.

  output  sigmoid, shape (None, 1)
  labels  int64, shape (None,), 0 to 9 seen

  One unit for each class, or one unit for two classes.
  The classes beyond the units can never be predicted.

Use: keras.layers.Dense(10, activation='softmax')

If it is meant all the same, write the loss yourself: loss=...\
""",
    ),
    "classes one and two": (
        asked(Labels((N,), None, None, column(1, 2)), Output((N, 1), "sigmoid")),
        """\
This pairing cannot be meant (1 finding).

R204 label-encoding: The labels are not written as this pairing needs them.

  output  sigmoid, shape (None, 1)
  labels  dtype unknown, shape (None,), 1, 2 seen

  Encode the labels before training.
  The loss reads other numbers than were meant.

Use: y = y == 2, so that one class is 1 and the other 0\
""",
    ),
    "signs on a sigmoid": (
        asked(Labels((N,), None, None, column(-1, 1)), Output((N, 1), "sigmoid")),
        """\
This pairing cannot be meant (1 finding).

R204 label-encoding: The labels are not written as this pairing needs them.

  output  sigmoid, shape (None, 1)
  labels  dtype unknown, shape (None,), -1, 1 seen

  Encode the labels before training.
  The loss reads other numbers than were meant.

Use: y = (y + 1) // 2, or activation='tanh' with loss='hinge'\
""",
    ),
    "text labels": (
        asked(Labels((N,), "string", None, Facts(3, text=True)), Output((N, 3), "softmax")),
        """\
This pairing cannot be meant (1 finding).

R204 label-encoding: The labels are not written as this pairing needs them.

  output  softmax, shape (None, 3)
  labels  string, shape (None,), text

  Encode the labels before training.
  The loss reads other numbers than were meant.

Use: y = sklearn.preprocessing.LabelEncoder().fit_transform(y)\
""",
    ),
    "rows of other width": (
        asked(
            Labels((N, 5)),
            Output((N, 10), "softmax"),
            loss=Loss("categorical_crossentropy", False, shown="'cce'"),
        ),
        """\
This pairing cannot be meant (1 finding).

R207 units-class-mismatch: The shapes of output and labels do not belong together.

  loss    'cce'
  output  softmax, shape (None, 10)
  labels  dtype unknown, shape (None, 5)

  Labels need one value for each unit, or one class number for all of them.
  Keras fails on the shapes, or broadcasts them into a wrong number.

Use: keras.layers.Dense(5), one unit for each label\
""",
    ),
    "labels of other rank": (
        asked(Labels((N,)), Output((N, 7, 10), "softmax")),
        """\
This pairing cannot be meant (1 finding).

R209 head-rank: The output has another number of dimensions than its labels allow.

  output  softmax, shape (None, 7, 10)
  labels  dtype unknown, shape (None,)

  Flatten or pool before the head, or give a label for each step.
  Keras fails on the shapes, or broadcasts one label over all steps.

Use: keras.layers.Flatten() before the head, or return_sequences=False\
""",
    ),
    "two columns for one unit": (
        asked(Labels((N, 2)), Output((N, 1), "sigmoid")),
        """\
This pairing cannot be meant (1 finding).

R208 class-mode-mismatch: The labels come in another mode than the output and its loss are made for.

  output  sigmoid, shape (None, 1)
  labels  dtype unknown, shape (None, 2)

  Labels, units and loss must all speak of two classes in the same way.
  Keras fails on the shapes, or broadcasts them into a wrong number.

Use: y = y[..., 1], so that each sample has one 0 or 1\
""",
    ),
    "sequences": (
        asked(
            Labels((N, N)),
            Output((N, N, 32), "softmax"),
            loss=Loss("ctc", shown="keras.losses.CTC()"),
        ),
        """\
This pairing cannot be meant (1 finding).

R309 accuracy-without-classes: The loss compares sequences or embeddings, in which nothing is right or wrong by itself.

  loss    keras.losses.CTC()
  output  softmax, shape (None, None, 32)
  labels  dtype unknown, shape (None, None)

  Such a model needs a metric of its own: an edit distance, a rate of retrieval.
  An accuracy would compare scores with labels that do not stand for them.

Use: metrics=[], or task='multiclass' if each place has one class\
""",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_pairing_is_refused_in_these_words(name: str) -> None:
    """A pairing that cannot be meant is refused: the facts, the need, the consequence, the line."""
    question, words = REFUSED[name]
    error = answer(question)

    assert isinstance(error, PairingError)
    assert words == str(error)
    assert [words.split(":")[0].split("\n\n")[1].split()[1]] == [
        found.name for found in error.findings
    ]


def test_every_name_that_decide_refuses_by_is_shown_above() -> None:
    """No refusal of the decision goes without its whole words in this file."""
    shown = {words.split("\n\n")[1].split(":")[0].split()[1] for _, words in REFUSED.values()}

    assert set() == set(USES) - shown
    assert set() == set(USES) - set(KINDS)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        (
            asked(Labels((N,)), Output((N, 1), "linear"), task="multiclass"),
            "cce-on-one-unit: activation='softmax', with one unit for each class, or task='binary'",
        ),
        (
            asked(Labels((N,), None, None, column(0, 1)), Output((N, 1), "relu")),
            "relu-output-classification: activation='sigmoid'",
        ),
        (
            asked(Labels((N, 3), None, None, MULTI_HOT), Output((N, 3), "tanh")),
            "relu-output-classification: activation='sigmoid'",
        ),
        (
            asked(Labels((N,), None, None, column(3, 100, 200, times=900)), Output((N, 1), "tanh")),
            "bounded-activation-regression: activation='linear'",
        ),
        (
            asked(Labels((N,), coding="continuous"), Output((N, 1), "linear"), task="binary"),
            "classification-loss-for-regression: activation='linear' with loss='mean_squared_error'",
        ),
        (
            asked(Labels((N,), None, None, column(1, 2)), Output((N, 1), "linear"), task="binary"),
            "label-encoding: y = y == 2, so that one class is 1 and the other 0",
        ),
        (
            asked(Labels((N, 3)), Output((N, 3), "relu"), task="multilabel"),
            "relu-output-classification: activation='sigmoid'",
        ),
        (
            asked(Labels((N,), None, None, TEN), Output((N, 1), "linear"), task="binary"),
            "units-below-classes: keras.layers.Dense(10, activation='softmax')",
        ),
        (
            asked(
                Labels((N, 3), None, None, rows((-1, 1, 1), (1, -1, 1))),
                Output((N, 3), "linear"),
                task="multiclass",
            ),
            "label-encoding: y = (y + 1) // 2, or activation='tanh' with loss='hinge'",
        ),
        (
            asked(
                Labels((N, 3), None, None, rows((-1, 1, 1), (1, -1, 1))),
                Output((N, 3), "softmax"),
                task="multilabel",
            ),
            "label-encoding: y = (y + 1) // 2, or activation='tanh' with loss='hinge'",
        ),
        (
            asked(
                Labels((N, 3), None, None, rows((-1, 1, 1), (1, -1, 1))),
                Output((N, 3), "sigmoid"),
                task="multilabel",
            ),
            "label-encoding: y = (y + 1) // 2, or activation='tanh' with loss='hinge'",
        ),
        (
            asked(
                Labels((N, 3), None, None, rows((0.2, 0.9, 0.9), times=9)),
                Output((N, 3), "softmax"),
            ),
            "classification-loss-for-regression: activation='linear' with loss='mean_squared_error'",
        ),
        (
            asked(Labels((N, 7), coding="index"), Output((N, 7), "sigmoid")),
            "units-class-mismatch: resolver.Labels((None, 7)), without coding='index'",
        ),
        (
            asked(Labels((N,)), Output((N, 1), "softmax"), task="binary"),
            "softmax-one-unit: keras.layers.Dense(1, activation='sigmoid')",
        ),
        (
            asked(Labels((N, 4, 4)), Output((N, 10), "softmax")),
            "units-class-mismatch: print(y.shape), for an output of shape (None, 10)",
        ),
        (
            asked(Labels((N, 7)), Output((N, 3, 7), "softmax")),
            "head-rank: class_axis=1, if that is the axis of the classes",
        ),
        (
            asked(Labels((N,)), Output((N, 10), "sigmoid"), task="multilabel"),
            "units-class-mismatch: y = keras.ops.one_hot(y, 10), or task='multiclass'",
        ),
        (
            asked(Labels((N,)), Output((N, 10), "linear"), loss=OPAQUE, task="binary"),
            "units-class-mismatch: y = keras.ops.one_hot(y, 10), or task='multiclass'",
        ),
        (
            asked(Labels((N,)), Output((N, 10), "linear"), task="regression"),
            "units-class-mismatch: keras.layers.Dense(1), one unit for each number",
        ),
        (
            asked(Labels((N,), None, None, AMOUNTS), Output((N, 10), "linear")),
            "units-class-mismatch: keras.layers.Dense(1), one unit for each number",
        ),
        (
            asked(Labels((N, 3), coding="index"), Output((N, 3), "softmax")),
            "units-class-mismatch: resolver.Labels((None, 3)), without coding='index'",
        ),
        (
            asked(Labels((N,), coding="one_hot"), Output((N, 3), "softmax")),
            "units-class-mismatch: resolver.Labels((None,)), without coding='one_hot'",
        ),
        (
            asked(Labels((N,)), Output((N, 10), "sigmoid"), loss=OPAQUE),
            "sigmoid-multiclass: activation='softmax', or y = keras.ops.one_hot(y, 10) with task='multilabel'",
        ),
        (
            asked(
                Labels((N,), None, None, column(1, float("inf"))),
                Output((N, 1), "linear"),
                task="multiclass",
            ),
            "cce-on-one-unit: activation='softmax', with one unit for each class, or task='binary'",
        ),
        (
            asked(
                Labels((N,)),
                Output((N, 3), "softmax"),
                class_axis=-1,
                loss=Loss("circle", shown="circle"),
            ),
            "accuracy-without-classes: metrics=[], or task='multiclass' if each place has one class",
        ),
    ],
)
def test_the_line_to_write_follows_the_case(question: Asked, line: str) -> None:
    """The line to write is the one that helps in the case at hand."""
    error = answer(question)

    assert isinstance(error, PairingError)
    assert line == f"{error.findings[0].name}: {error.findings[0].use}"


@pytest.mark.parametrize(
    "question",
    [
        asked(Labels((N, 4)), Output((N, 3), "softmax")),
        asked(Labels((N,)), Output((N, 10), "sigmoid"), loss=OPAQUE),
        asked(Labels((N,)), Output((N, 1), "linear"), task="multiclass"),
    ],
)
def test_no_way_out_is_named_where_there_is_none(question: Asked) -> None:
    """Where writing the loss would not help, the refusal does not say that it would."""
    assert "all the same" not in str(answer(question))


def test_the_way_out_leads_out() -> None:
    """Once the loss is written, as a refusal says, it is kept."""
    labels, output = Labels((N, 3), None, None, ONE_HOT), Output((N, 3), "sigmoid")
    refused = str(answer(asked(labels, output)))
    kept = decide(labels, output, loss=Loss("binary_crossentropy", False))

    assert refused.endswith("If it is meant all the same, write the loss yourself: loss=...")
    assert "keras.losses.BinaryCrossentropy()" == (kept.loss and kept.loss.line)


OPEN: dict[str, tuple[Asked, str, tuple[str, ...], tuple[str, ...]]] = {
    "class numbers or rows": (
        asked(Labels((N, N)), Output((N, 10), "softmax")),
        """\
More than one reading is possible.

  output  softmax, shape (None, 10)
  labels  dtype unknown, shape (None, None)

The readings left:
  - one label for each unit (one-hot, multi-hot or continuous rows)
  - one class number for all units

Use: task='multilabel'  or  resolver.Labels((None, None), coding='index')  or  resolver.Labels((None, None), coding='one_hot')\
""",
        (
            "one label for each unit (one-hot, multi-hot or continuous rows)",
            "one class number for all units",
        ),
        (
            "task='multilabel'",
            "resolver.Labels((None, None), coding='index')",
            "resolver.Labels((None, None), coding='one_hot')",
        ),
    ),
    "one unit or many": (
        asked(Labels((N,)), Output((N, N), "linear")),
        """\
More than one reading is possible.

  output  linear, shape (None, None)
  labels  dtype unknown, shape (None,)

The readings left:
  - one unit, one label for each of its predictions
  - one class number for all units

Use: task='binary'  or  task='regression'  or  resolver.Labels((None,), coding='index')\
""",
        ("one unit, one label for each of its predictions", "one class number for all units"),
        ("task='binary'", "task='regression'", "resolver.Labels((None,), coding='index')"),
    ),
    "one label or one each": (
        asked(Labels((N, N)), Output((N, N), "sigmoid")),
        """\
More than one reading is possible.

  output  sigmoid, shape (None, None)
  labels  dtype unknown, shape (None, None)

The readings left:
  - one unit, one label for each of its predictions
  - one label for each unit (one-hot, multi-hot or continuous rows)

Use: task='binary'  or  task='multilabel'\
""",
        (
            "one unit, one label for each of its predictions",
            "one label for each unit (one-hot, multi-hot or continuous rows)",
        ),
        ("task='binary'", "task='multilabel'"),
    ),
    "two class axes": (
        asked(Labels((N, N, N)), Output((N, 3, N, N), "softmax")),
        """\
More than one reading is possible.

  output  softmax, shape (None, 3, None, None)
  labels  dtype unknown, shape (None, None, None)

The readings left:
  - one class number for all units, classes on axis -1
  - one class number for all units, classes on axis -3

Use: class_axis=-1  or  class_axis=-3\
""",
        (
            "one class number for all units, classes on axis -1",
            "one class number for all units, classes on axis -3",
        ),
        ("class_axis=-1", "class_axis=-3"),
    ),
    "unknown rank": (
        asked(Labels((N,)), Output(N, "linear", name="head")),
        """\
More than one reading of output 'head' is possible.

  output  linear, unknown rank
  labels  dtype unknown, shape (None,)

The readings left:
  - one unit, one label for each of its predictions
  - one label for each unit (one-hot, multi-hot or continuous rows)
  - one class number for all units

Use: task='binary'  or  task='multilabel'  or  resolver.Labels((None,), coding='index')  or  resolver.Labels((None,), coding='one_hot')\
""",
        (
            "one unit, one label for each of its predictions",
            "one label for each unit (one-hot, multi-hot or continuous rows)",
            "one class number for all units",
        ),
        (
            "task='binary'",
            "task='multilabel'",
            "resolver.Labels((None,), coding='index')",
            "resolver.Labels((None,), coding='one_hot')",
        ),
    ),
    "ten numbers on one linear unit": (
        asked(Labels((N,), "int64", None, TEN), Output((N, 1), "linear")),
        """\
More than one reading is possible.

  output  linear, shape (None, 1)
  labels  int64, shape (None,), 0 to 9 seen

The readings left:
  - exclusive classes, which need one unit for each
  - continuous numbers

Use: task='multiclass'  or  task='regression'\
""",
        ("exclusive classes, which need one unit for each", "continuous numbers"),
        ("task='multiclass'", "task='regression'"),
    ),
    "nothing seen on one linear unit": (
        asked(Labels((N,)), Output((N, 1), "linear")),
        """\
More than one reading is possible.

  output  linear, shape (None, 1)
  labels  dtype unknown, shape (None,)

The readings left:
  - two classes, one score for both
  - continuous numbers

Use: task='binary'  or  task='regression'\
""",
        ("two classes, one score for both", "continuous numbers"),
        ("task='binary'", "task='regression'"),
    ),
    "class numbers said on one linear unit": (
        asked(Labels((N,), coding="index"), Output((N, 1), "linear")),
        """\
More than one reading is possible.

  output  linear, shape (None, 1)
  labels  dtype unknown, shape (None,), said to be index

The readings left:
  - two classes, one score for both
  - exclusive classes, which need one unit for each

Use: task='binary'  or  task='multiclass'\
""",
        ("two classes, one score for both", "exclusive classes, which need one unit for each"),
        ("task='binary'", "task='multiclass'"),
    ),
    "amounts on unknown units": (
        asked(Labels((N,), None, None, column(*range(18, 91))), Output((N, N), "linear")),
        """\
More than one reading is possible.

  output  linear, shape (None, None)
  labels  dtype unknown, shape (None,), 18 to 90 seen

The readings left:
  - one unit, one label for each of its predictions
  - one class number for all units

Use: task='binary'  or  task='regression'  or  resolver.Labels((None,), coding='index')\
""",
        ("one unit, one label for each of its predictions", "one class number for all units"),
        ("task='binary'", "task='regression'", "resolver.Labels((None,), coding='index')"),
    ),
    "minus one among zero and one": (
        asked(Labels((N, 3), None, None, rows((-1, 0, 1))), Output((N, 3), "linear")),
        """\
More than one reading is possible.

  output  linear, shape (None, 3)
  labels  dtype unknown, shape (None, 3), -1, 0, 1 seen, 0 of 1 rows one-hot

The readings left:
  - exclusive classes, which need one unit for each
  - independent labels, one score for each
  - continuous numbers

Use: task='multiclass'  or  task='multilabel'  or  task='regression'\
""",
        (
            "exclusive classes, which need one unit for each",
            "independent labels, one score for each",
            "continuous numbers",
        ),
        ("task='multiclass'", "task='multilabel'", "task='regression'"),
    ),
    "one and two": (
        asked(Labels((N,), None, None, column(1, 2)), Output((N, 1), "linear")),
        """\
More than one reading is possible.

  output  linear, shape (None, 1)
  labels  dtype unknown, shape (None,), 1, 2 seen

The readings left:
  - two classes, one score for both
  - continuous numbers

Use: task='binary'  or  task='regression'\
""",
        ("two classes, one score for both", "continuous numbers"),
        ("task='binary'", "task='regression'"),
    ),
    "rows on a linear head": (
        asked(Labels((N, 3)), Output((N, 3), "linear")),
        """\
More than one reading is possible.

  output  linear, shape (None, 3)
  labels  dtype unknown, shape (None, 3)

The readings left:
  - exclusive classes, which need one unit for each
  - independent labels, one score for each
  - continuous numbers

Use: task='multiclass'  or  task='multilabel'  or  task='regression'\
""",
        (
            "exclusive classes, which need one unit for each",
            "independent labels, one score for each",
            "continuous numbers",
        ),
        ("task='multiclass'", "task='multilabel'", "task='regression'"),
    ),
    "a single one hot row": (
        asked(Labels((N, 3), None, None, rows((1, 0, 0))), Output((N, 3), "linear")),
        """\
More than one reading is possible.

  output  linear, shape (None, 3)
  labels  dtype unknown, shape (None, 3), 0, 1 seen, 1 of 1 rows one-hot

The readings left:
  - exclusive classes, which need one unit for each
  - independent labels, one score for each
  - continuous numbers

Use: task='multiclass'  or  task='multilabel'  or  task='regression'\
""",
        (
            "exclusive classes, which need one unit for each",
            "independent labels, one score for each",
            "continuous numbers",
        ),
        ("task='multiclass'", "task='multilabel'", "task='regression'"),
    ),
    "logits of classes": (
        asked(Labels((N, 3)), Output((N, 3)), from_logits=True),
        """\
More than one reading is possible.

  output  activation unknown, shape (None, 3)
  labels  dtype unknown, shape (None, 3)

The readings left:
  - exclusive classes, which need one unit for each
  - independent labels, one score for each

Use: task='multiclass'  or  task='multilabel'\
""",
        (
            "exclusive classes, which need one unit for each",
            "independent labels, one score for each",
        ),
        ("task='multiclass'", "task='multilabel'"),
    ),
    "unknown scores": (
        asked(Labels((N,), None, None, column(0, 1)), Output((N, 1))),
        """\
More than one reading is possible.

  output  activation unknown, shape (None, 1)
  labels  dtype unknown, shape (None,), 0, 1 seen

The readings left:
  - logits: positive above 0, and the loss needs from_logits=True
  - probabilities: positive above 0.5

Use: from_logits=True  or  from_logits=False\
""",
        (
            "logits: positive above 0, and the loss needs from_logits=True",
            "probabilities: positive above 0.5",
        ),
        ("from_logits=True", "from_logits=False"),
    ),
    "shapes under an opaque loss": (
        asked(Labels((N, 5)), Output((N, 4), "softmax"), loss=OPAQUE),
        """\
More than one reading is possible.

  output  softmax, shape (None, 4)
  labels  dtype unknown, shape (None, 5)

The readings left:
  - exclusive classes, which need one unit for each
  - independent labels, one score for each
  - continuous numbers

Use: task='multiclass'  or  task='multilabel'  or  task='regression'\
""",
        (
            "exclusive classes, which need one unit for each",
            "independent labels, one score for each",
            "continuous numbers",
        ),
        ("task='multiclass'", "task='multilabel'", "task='regression'"),
    ),
}


@pytest.mark.parametrize("name", OPEN)
def test_an_open_pairing_names_its_readings(name: str) -> None:
    """Where two readings stay possible each is named, with the argument that settles it."""
    question, words, readings, settle = OPEN[name]
    error = answer(question)

    assert isinstance(error, AmbiguousPairing)
    assert words == str(error)
    assert (readings, settle) == (error.readings, error.settle)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            asked(Labels((N,)), Output((N, 3)), task="classification"),
            "task must be one of binary, multilabel, multiclass, regression. Received: task='classification'. Use: task='multiclass'",
        ),
        (
            asked(Labels((N,)), Output((N, 3)), from_logits="yes"),
            "from_logits must be True, False or None. Received: from_logits='yes'. Use: from_logits=True",
        ),
        (
            asked(Labels((N,)), Output((N, 3)), class_axis="last"),
            "class_axis must be a whole number or None. Received: class_axis='last'. Use: class_axis=-1",
        ),
        (
            asked(Labels((N,)), Output((N, 3)), class_axis=2),
            "The class axis must be an axis of the output (None, 3) other than its batch: 1 or -1. Received: class_axis=2. Use: class_axis=-1",
        ),
        (
            asked(Labels((N,)), Output((N, 3)), class_axis=0),
            "The class axis must be an axis of the output (None, 3) other than its batch: 1 or -1. Received: class_axis=0. Use: class_axis=-1",
        ),
        (
            asked(Labels((N,)), Output((N,)), class_axis=1),
            "The class axis must be an axis of the output (None,) other than its batch: -1. Received: class_axis=1. Use: class_axis=-1",
        ),
        (
            asked(Labels((N, 4)), Output((N, 4, 3)), class_axis=3),
            "The class axis must be an axis of the output (None, 4, 3) other than its batch: 1 to 2 or -1 to -2. Received: class_axis=3. Use: class_axis=-1",
        ),
        (
            asked(Labels((N,)), Output((N, 3)), ignore_class=1.5),
            "ignore_class must be a whole number or None. Received: ignore_class=1.5. Use: ignore_class=255",
        ),
        (
            asked(Labels((N,)), Output((N, 3)), ignore_class=True),
            "ignore_class must be a whole number or None. Received: ignore_class=True. Use: ignore_class=255",
        ),
        (
            asked(Labels((N,)), Output((N, 3), "softmax", axis=-3)),
            "The axis of the activation must be an axis of the output (None, 3) other than its batch: 1 or -1. Received: axis=-3. Use: axis=-1",
        ),
        (
            asked(
                Labels((N,)),
                Output((N, 3)),
                loss=Loss("categorical_crossentropy", False, 3, shown="cce"),
            ),
            "The class axis of cce must be an axis of the output (None, 3) other than its batch: 1 or -1. Received: axis=3. Use: axis=-1",
        ),
        (
            asked(Labels((N,)), Output(())),
            "An output needs at least its batch dimension. Received: shape=(). Use: shape=(None, 1)",
        ),
        (
            asked(Labels(()), Output((N, 3))),
            "Labels need at least their batch dimension; batch the data. Received: shape=(). Use: shape=(None,)",
        ),
        (
            asked(Labels((N,)), Output((N, 3)), rules="keras4"),
            "The rules must be one of evidence, keras3, tf2, tf1, keras1. Received: rules='keras4'. Use: rules='evidence'",
        ),
        (
            asked(Labels(N), Output((N, 3)), rules="keras3"),
            "Under rules='keras3' Keras fails on labels of shape None and an output of shape (None, 3) with a ValueError: the rank of the labels or of the output is unknown. Use: rules='evidence'",
        ),
    ],
)
def test_an_argument_without_meaning_is_refused(question: Asked, words: str) -> None:
    """An argument that has no meaning is refused with one that has."""
    assert words == str(answer(question))
