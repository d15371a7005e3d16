"""The decision, row by row: what the loss says, and what "auto" makes of head and labels."""

from __future__ import annotations

from typing import Any

import pytest

from resolver.core.decide import decide
from resolver.core.decision import Decision
from resolver.core.losses import Loss
from resolver.core.specs import Facts, Labels, Output, Shape
from tests.core.samples import column, rows

N = None

ONE_HOT = rows((1, 0, 0), (0, 1, 0), times=8)
MULTI_HOT = rows((1, 1, 0), (0, 1, 0), times=8)
DISTILLED = rows((0.9, 0.1, 0), (0.2, 0.3, 0.5), times=8)
PADDED = rows((1, 0, 0), (0, 0, 0), times=8)
SIGNS = rows((-1, 1, 1), (1, -1, -1), times=8)
FRACTIONS = rows((0.1, 0.2, 0.3), (0.9, 0.9, 0), times=8)
AMOUNTS = column(0.5, 2, 70)

Expected = tuple[Any, ...]
"""Task, coding, from_logits, threshold, class axis, ignored class, metric, loss."""


def fields(decision: Decision) -> Expected:
    """Everything that was decided, as it is expected."""
    return (
        decision.task,
        decision.coding,
        decision.from_logits,
        decision.threshold,
        decision.class_axis,
        decision.ignore_class,
        decision.metric and decision.metric.line,
        decision.loss and decision.loss.line,
    )


def multiclass(
    coding: str, logits: bool | None, loss: str | None, axis: int = -1, ignored: int | None = None
) -> Expected:
    """A whole decision of exclusive classes."""
    said = f", axis={axis}" * (axis != -1) + f", ignore_class={ignored}" * (ignored is not None)
    metric = f"resolver.Accuracy(task='multiclass', coding={coding!r}{said})"
    return ("multiclass", coding, logits, None, axis, ignored, metric, loss)


def elements(
    task: str,
    coding: str,
    logits: bool | None,
    threshold: float,
    loss: str | None,
    ignored: int | None = None,
) -> Expected:
    """A whole decision that is made element by element."""
    said = f", ignore_class={ignored}" * (ignored is not None)
    metric = f"resolver.Accuracy(task={task!r}, coding={coding!r}, threshold={threshold}{said})"
    return (task, coding, logits, threshold, None, ignored, metric, loss)


def binary(coding: str, logits: bool | None, threshold: float, loss: str | None) -> Expected:
    """A whole decision of one unit."""
    return elements("binary", coding, logits, threshold, loss)


def multilabel(coding: str, logits: bool | None, threshold: float, loss: str | None) -> Expected:
    """A whole decision of independent labels."""
    return elements("multilabel", coding, logits, threshold, loss)


def regression(loss: str | None) -> Expected:
    """A whole decision of continuous numbers."""
    return ("regression", "continuous", None, None, None, None, None, loss)


BCE, BCE_LOGITS = (
    "keras.losses.BinaryCrossentropy()",
    "keras.losses.BinaryCrossentropy(from_logits=True)",
)
CCE, CCE_LOGITS = (
    "keras.losses.CategoricalCrossentropy()",
    "keras.losses.CategoricalCrossentropy(from_logits=True)",
)
SCCE, SCCE_LOGITS = (
    "keras.losses.SparseCategoricalCrossentropy()",
    "keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
)
HINGE = "keras.losses.Hinge()"
MSE = "keras.losses.MeanSquaredError()"

Row = tuple[Labels, Output, Expected]
Said = tuple[Labels, Output, Loss | None, dict[str, Any], Expected]


def of(shape: Shape, facts: Any = None, dtype: str | None = None, coding: Any = None) -> Labels:
    """Labels by their shape, then what was seen of them."""
    return Labels(shape, dtype, coding, facts)


# What the loss says


@pytest.mark.parametrize(
    ("family", "cls"),
    [
        ("binary_crossentropy", "BinaryCrossentropy"),
        ("binary_focal_crossentropy", "BinaryFocalCrossentropy"),
    ],
)
@pytest.mark.parametrize(("logits", "threshold"), [(False, 0.5), (True, 0.0)])
def test_binary_losses_compare_element_by_element(
    family: str, cls: str, logits: bool, threshold: float
) -> None:
    """Binary losses: one unit is binary, more are multi-label; 0.5, or 0 for logits."""
    loss = Loss(family, logits)
    line = f"keras.losses.{cls}({'from_logits=True' * logits})"
    one = decide(Labels((N,)), Output((N, 1), "linear"), loss=loss)
    many = decide(Labels((N, 3)), Output((N, 3), "linear"), loss=loss)

    assert binary("binary", logits, threshold, line) == fields(one)
    assert multilabel("multi_hot", logits, threshold, line) == fields(many)


@pytest.mark.parametrize(("family", "cls"), [("dice", "Dice"), ("tversky", "Tversky")])
@pytest.mark.parametrize(
    ("activation", "logits"), [("sigmoid", False), (None, None), ("linear", None)]
)
def test_overlap_losses_read_probabilities(
    family: str, cls: str, activation: str | None, logits: bool | None
) -> None:
    """Dice and Tversky take the output for probabilities: element by element, above 0.5."""
    line = f"keras.losses.{cls}()"
    one = decide(Labels((N, 8, 8)), Output((N, 8, 8, 1), activation), loss=Loss(family))
    many = decide(Labels((N, 8, 8, 3)), Output((N, 8, 8, 3), activation), loss=Loss(family))

    assert binary("binary", logits, 0.5, line) == fields(one)
    assert multilabel("multi_hot", logits, 0.5, line) == fields(many)


@pytest.mark.parametrize("facts", [None, ONE_HOT, PADDED])
@pytest.mark.parametrize(
    ("family", "cls"),
    [("binary_crossentropy", "BinaryCrossentropy"), ("dice", "Dice"), ("tversky", "Tversky")],
)
def test_an_element_wise_loss_over_a_softmax_compares_rows(
    family: str, cls: str, facts: Any
) -> None:
    """BCE, Dice and Tversky over a softmax with one-hot rows: argmax against argmax."""
    decision = decide(of((N, 3), facts), Output((N, 3), "softmax"), loss=Loss(family))

    assert multiclass("one_hot", False, f"keras.losses.{cls}()") == fields(decision)


def test_multi_hot_rows_stay_multi_label_under_a_softmax() -> None:
    """BCE over a softmax with rows that are not one-hot stays element by element."""
    decision = decide(
        of((N, 3), MULTI_HOT), Output((N, 3), "softmax"), loss=Loss("binary_crossentropy", False)
    )

    assert multilabel("multi_hot", False, 0.5, BCE) == fields(decision)


@pytest.mark.parametrize(("family", "cls"), [("hinge", "Hinge"), ("squared_hinge", "SquaredHinge")])
@pytest.mark.parametrize("activation", ["linear", "tanh", None])
@pytest.mark.parametrize(
    ("facts", "coding"), [(column(-1, 1), "sign"), (column(0, 1), "binary"), (None, "binary")]
)
def test_hinge_compares_by_sign(
    family: str, cls: str, activation: str | None, facts: Any, coding: str
) -> None:
    """Hinge losses: positive above 0, whether labels are -1/1 or 0/1."""
    decision = decide(of((N,), facts), Output((N, 1), activation), loss=Loss(family))

    assert binary(coding, None, 0.0, f"keras.losses.{cls}()") == fields(decision)


def test_hinge_over_many_units_is_multi_label() -> None:
    """Hinge over several units: each by its sign."""
    decision = decide(of((N, 3), SIGNS), Output((N, 3), "tanh"), loss=Loss("hinge"))

    assert multilabel("sign", None, 0.0, HINGE) == fields(decision)


@pytest.mark.parametrize("labels", [(N,), (N, 1)])
@pytest.mark.parametrize(("logits", "line"), [(False, SCCE), (True, SCCE_LOGITS)])
def test_sparse_crossentropy_compares_with_class_numbers(
    labels: Shape, logits: bool, line: str
) -> None:
    """Sparse categorical crossentropy: argmax against class numbers."""
    loss = Loss("sparse_categorical_crossentropy", logits)
    decision = decide(Labels(labels), Output((N, 10)), loss=loss)

    assert multiclass("index", logits, line) == fields(decision)


def test_the_axis_and_the_ignored_class_of_the_loss_are_kept() -> None:
    """A sparse loss over channels first: argmax on its axis, and its ignored class not counted."""
    loss = Loss("sparse_categorical_crossentropy", True, axis=1, ignore_class=255)
    decision = decide(Labels((N, 8, 8)), Output((N, 3, 8, 8)), loss=loss)
    line = "resolver.SparseCategoricalCrossentropy(from_logits=True, ignore_class=255, axis=1)"

    assert multiclass("index", True, line, -3, 255) == fields(decision)


@pytest.mark.parametrize(
    ("loss", "activation", "logits", "line"),
    [
        (Loss("categorical_crossentropy", False), "softmax", False, CCE),
        (Loss("categorical_crossentropy", True), "linear", True, CCE_LOGITS),
        (
            Loss("categorical_focal_crossentropy", True),
            "linear",
            True,
            "keras.losses.CategoricalFocalCrossentropy(from_logits=True)",
        ),
        (Loss("kl_divergence"), "softmax", False, "keras.losses.KLDivergence()"),
        (Loss("categorical_hinge"), "linear", None, "keras.losses.CategoricalHinge()"),
    ],
)
def test_categorical_losses_compare_rows(
    loss: Loss, activation: str, logits: bool | None, line: str
) -> None:
    """Categorical losses: argmax against argmax."""
    decision = decide(Labels((N, 3)), Output((N, 3), activation), loss=loss)

    assert multiclass("one_hot", logits, line) == fields(decision)


def test_a_categorical_loss_keeps_its_axis() -> None:
    """A categorical loss over channels first: argmax on its axis."""
    loss = Loss("categorical_crossentropy", False, axis=1)
    decision = decide(Labels((N, 3, 9)), Output((N, 3, 9), "softmax", axis=-2), loss=loss)

    assert multiclass("one_hot", False, "keras.losses.CategoricalCrossentropy(axis=1)", -2) == (
        fields(decision)
    )


def test_generalized_crossentropy_takes_class_numbers() -> None:
    """The categorical generalized crossentropy is one for class numbers, despite its name."""
    loss = Loss("categorical_generalized_cross_entropy")
    decision = decide(Labels((N,)), Output((N, 3), "softmax"), loss=loss)
    line = "keras.losses.CategoricalGeneralizedCrossEntropy()"

    assert multiclass("index", False, line) == fields(decision)


REGRESSIONS = {
    "mean_squared_error": "MeanSquaredError",
    "mean_absolute_error": "MeanAbsoluteError",
    "mean_absolute_percentage_error": "MeanAbsolutePercentageError",
    "mean_squared_logarithmic_error": "MeanSquaredLogarithmicError",
    "huber": "Huber",
    "log_cosh": "LogCosh",
    "poisson": "Poisson",
    "cosine_similarity": "CosineSimilarity",
}


@pytest.mark.parametrize("family", REGRESSIONS)
@pytest.mark.parametrize("facts", [None, AMOUNTS, column(1, 2, 3, 4, 5)])
def test_a_regression_loss_on_numbers_is_a_regression(family: str, facts: Any) -> None:
    """A regression loss on continuous or whole numbers: no accuracy, the loss as given."""
    decision = decide(of((N,), facts), Output((N, 1), "linear"), loss=Loss(family))

    assert regression(f"keras.losses.{REGRESSIONS[family]}()") == fields(decision)


@pytest.mark.parametrize(
    ("labels", "output", "expected"),
    [
        (of((N,), column(0, 1)), Output((N, 1), "linear"), binary("binary", None, 0.5, MSE)),
        (of((N,), column(0, 1)), Output((N, 1), "sigmoid"), binary("binary", False, 0.5, MSE)),
        (of((N,), column(-1, 1)), Output((N, 1), "tanh"), binary("sign", None, 0.0, MSE)),
        (of((N, 3), ONE_HOT), Output((N, 3), "softmax"), multiclass("one_hot", False, MSE)),
        (of((N, 3), ONE_HOT), Output((N, 3), "linear"), multiclass("one_hot", None, MSE)),
        (of((N, 3)), Output((N, 3), "softmax"), multiclass("one_hot", False, MSE)),
        (of((N, 3), DISTILLED), Output((N, 3), "softmax"), multiclass("soft", False, MSE)),
        (of((N,)), Output((N, 3), "softmax"), multiclass("index", False, MSE)),
        (
            of((N, 3), MULTI_HOT),
            Output((N, 3), "sigmoid"),
            multilabel("multi_hot", False, 0.5, MSE),
        ),
        (of((N, 3), MULTI_HOT), Output((N, 3), "linear"), multilabel("multi_hot", None, 0.5, MSE)),
        (of((N, 3), SIGNS), Output((N, 3), "linear"), multilabel("sign", None, 0.0, MSE)),
        (of((N, 3), FRACTIONS), Output((N, 3), "sigmoid"), regression(MSE)),
        (of((N,), FRACTIONS), Output((N, 1), "sigmoid"), regression(MSE)),
        (of((N, 1), AMOUNTS), Output((N, 10), "linear"), regression(MSE)),
    ],
)
def test_class_labels_under_a_regression_loss_are_classified(
    labels: Labels, output: Output, expected: Expected
) -> None:
    """0/1, -1/1 and one-hot labels under mse are classified by activation and labels."""
    decision = decide(labels, output, loss=Loss("mean_squared_error"))

    assert expected == fields(decision)


@pytest.mark.parametrize(
    ("labels", "output", "expected"),
    [
        (of((N,)), Output((N, 10), "softmax"), multiclass("index", False, None)),
        (of((N, 3), ONE_HOT), Output((N, 3), "linear"), multiclass("one_hot", True, None)),
        (of((N,), column(0, 1)), Output((N, 1), "linear"), binary("binary", True, 0.0, None)),
        (of((N,)), Output((N, 1), "sigmoid"), binary("binary", False, 0.5, None)),
        (of((N,), AMOUNTS), Output((N, 1), "linear"), regression(None)),
    ],
)
def test_an_opaque_loss_leaves_it_to_the_rest(
    labels: Labels, output: Output, expected: Expected
) -> None:
    """Under an opaque loss head and labels decide the accuracy, and no loss is named."""
    decision = decide(labels, output, loss=Loss(None, form="function", shown="mine"))

    assert expected == fields(decision)


def test_a_loss_left_to_us_is_no_opaque_loss() -> None:
    """A loss of form "auto" is chosen as if none were given."""
    left = Loss(None, form="auto", shown="'crossentropy'")

    assert decide(Labels((N,)), Output((N, 10), "softmax")) == decide(
        Labels((N,)), Output((N, 10), "softmax"), loss=left
    )


# "auto"


@pytest.mark.parametrize(
    ("labels", "output", "line"),
    [
        (of((N, 10)), Output((N, 10), "softmax"), CCE),
        (of((N,)), Output((N, 10), "softmax"), SCCE),
        (of((N, 10), coding="one_hot"), Output((N, 10), "linear"), CCE_LOGITS),
        (of((N,)), Output((N, 10), "linear"), SCCE_LOGITS),
    ],
)
def test_the_four_corners(labels: Labels, output: Output, line: str) -> None:
    """Probabilities or logits with one-hot or index labels: the four losses they need."""
    coding = "index" if labels.rank == 1 else "one_hot"

    assert multiclass(coding, output.activation == "linear", line) == fields(decide(labels, output))


AUTO: list[Row] = [
    # one unit
    (of((N,)), Output((N, 1), "sigmoid"), binary("binary", False, 0.5, BCE)),
    (of((N,), column(0, 1)), Output((N, 1), "linear"), binary("binary", True, 0.0, BCE_LOGITS)),
    (of((N,), dtype="bool"), Output((N, 1), "linear"), binary("binary", True, 0.0, BCE_LOGITS)),
    (of((N,), column(0.05, 0.95)), Output((N, 1), "sigmoid"), binary("soft", False, 0.5, BCE)),
    (of((N,), coding="soft"), Output((N, 1), "sigmoid"), binary("soft", False, 0.5, BCE)),
    (of((N,), column(-1, 1)), Output((N, 1), "tanh"), binary("sign", None, 0.0, HINGE)),
    (of((N,), column(-1, 1)), Output((N, 1), "linear"), binary("sign", None, 0.0, HINGE)),
    (of((N,), coding="index"), Output((N, 1), "sigmoid"), binary("binary", False, 0.5, BCE)),
    # many units
    (of((N, 3)), Output((N, 3), "sigmoid"), multilabel("multi_hot", False, 0.5, BCE)),
    (of((N, 3), MULTI_HOT), Output((N, 3), "sigmoid"), multilabel("multi_hot", False, 0.5, BCE)),
    (
        of((N, 3), MULTI_HOT),
        Output((N, 3), "linear"),
        multilabel("multi_hot", True, 0.0, BCE_LOGITS),
    ),
    (of((N, 3), SIGNS), Output((N, 3), "tanh"), multilabel("sign", None, 0.0, HINGE)),
    (of((N, 3), ONE_HOT), Output((N, 3), "linear"), multiclass("one_hot", True, CCE_LOGITS)),
    (of((N, 3), DISTILLED), Output((N, 3), "softmax"), multiclass("soft", False, CCE)),
    (of((N, 3), DISTILLED), Output((N, 3), "linear"), multiclass("soft", True, CCE_LOGITS)),
    (of((N, 3), DISTILLED), Output((N, 3), "sigmoid"), multilabel("soft", False, 0.5, BCE)),
    (of((N, 3), PADDED), Output((N, 3), "softmax"), multiclass("one_hot", False, CCE)),
    (of((N, 3), PADDED), Output((N, 3), "linear"), multilabel("multi_hot", True, 0.0, BCE_LOGITS)),
    (of((N,)), Output((N, 3), "log_softmax"), multiclass("index", True, SCCE_LOGITS)),
    (of((N, 3)), Output((N, 3), "log_softmax"), multiclass("one_hot", True, CCE_LOGITS)),
    (of((N,), column(-1, 0, 1, 2)), Output((N, 3), "softmax"), multiclass("index", False, SCCE)),
    (of((N, N), rows((1, 0, 0))), Output((N, 3), "softmax"), multiclass("one_hot", False, CCE)),
    (
        of((N, 3), Facts(2, 0, 1, whole=False, distinct=None)),
        Output((N, 3), "softmax"),
        multiclass("one_hot", False, CCE),
    ),
    (
        of((N,), column(*range(10))),
        Output((N, N), "linear"),
        multiclass("index", True, SCCE_LOGITS),
    ),
    # continuous labels
    (of((N,), AMOUNTS), Output((N, 1), "linear"), regression(MSE)),
    (of((N,), AMOUNTS), Output((N, 1), "relu"), regression(MSE)),
    (of((N,), AMOUNTS), Output((N, 1)), regression(MSE)),
    (of((N,), column(-0.5, 0.2)), Output((N, 1), "tanh"), regression(MSE)),
    (of((N,), column(0.1, 0.2, 0.9)), Output((N, 1), "sigmoid"), regression(MSE)),
    (of((N,), column(0.1, 0.2, 0.9)), Output((N, 1), "linear"), regression(MSE)),
    (of((N, 3), FRACTIONS), Output((N, 3), "sigmoid"), regression(MSE)),
    (of((N, 3), rows((0.5, 2, 70))), Output((N, 3), "linear"), regression(MSE)),
    (of((N,), column(1, 2, 3, 4, 5), "float32"), Output((N, 1), "linear"), regression(MSE)),
    (of((N,), column(*range(18, 91))), Output((N, 1), "linear"), regression(MSE)),
    (of((N, 3), coding="continuous"), Output((N, 3), "sigmoid"), regression(MSE)),
]


@pytest.mark.parametrize(("labels", "output", "expected"), AUTO)
def test_auto_reads_head_and_labels(labels: Labels, output: Output, expected: Expected) -> None:
    """Without a loss the activation decides, then shape, dtype and values of the labels."""
    assert expected == fields(decide(labels, output))


@pytest.mark.parametrize(
    ("output", "labels", "expected"),
    [
        ((N,), (N,), binary("binary", False, 0.5, BCE)),
        ((N,), (N, 1), binary("binary", False, 0.5, BCE)),
        ((N, 1), (N, 1), binary("binary", False, 0.5, BCE)),
        ((N, 7), (N, 7), multilabel("multi_hot", False, 0.5, BCE)),
        ((N, 7, 1), (N, 7), binary("binary", False, 0.5, BCE)),
        ((N, 8, 8, 1), (N, 8, 8), binary("binary", False, 0.5, BCE)),
        ((N, 8, 8, 1), (N, 8, 8, 1), binary("binary", False, 0.5, BCE)),
        ((N, N), (N, 10), multilabel("multi_hot", False, 0.5, BCE)),
    ],
)
def test_sigmoid_heads_of_all_ranks(output: Shape, labels: Shape, expected: Expected) -> None:
    """Rank-1 outputs, squeezed taggers and masks with a channel are decided element by element."""
    assert expected == fields(decide(Labels(labels), Output(output, "sigmoid")))


@pytest.mark.parametrize(
    ("output", "labels", "said", "axis"),
    [
        (Output((N, 8, 8, 3), "linear"), (N, 8, 8), {}, -1),
        (Output((N, 3, 8, 8), "linear"), (N, 8, 8), {}, -3),
        (Output((N, 3, 8, 8), "linear"), (N, 1, 8, 8), {}, -3),
        (Output((N, 3, 7), "linear"), (N, 7), {"class_axis": 1}, -2),
        (Output((N, 8, 8, 8), "linear"), (N, 8, 8), {"class_axis": 1}, -3),
        (Output((N, 3, N, N), "linear"), (N, N, N), {"class_axis": 1, "task": "multiclass"}, -3),
        (Output((N, 3, 7), "linear", axis=-2), (N, 7), {}, -2),
    ],
)
def test_the_class_axis_comes_from_argument_activation_or_shapes(
    output: Output, labels: Shape, said: dict[str, Any], axis: int
) -> None:
    """Channels first are seen by an argument, by softmax's axis, or where only they fit.

    The loss counts its axis from the front, as TensorFlow needs it.
    """
    line = (
        SCCE_LOGITS
        if axis == -1
        else "resolver.SparseCategoricalCrossentropy(from_logits=True, axis=1)"
    )

    assert multiclass("index", True, line, axis) == fields(decide(Labels(labels), output, **said))


def test_one_hot_rows_across_another_axis_need_their_coding_said() -> None:
    """One-hot labels channels first keep their axis, and their rows are not read along the last."""
    labels = of((N, 3, 7), rows((1, 1, 0, 0, 1, 1, 0), (0, 0, 1, 1, 0, 0, 1), times=9))
    decision = decide(labels, Output((N, 3, 7), "softmax", axis=-2))

    assert multiclass("one_hot", False, "keras.losses.CategoricalCrossentropy(axis=1)", -2) == (
        fields(decision)
    )


def test_a_few_one_hot_rows_are_no_evidence_against_a_sigmoid() -> None:
    """Seven one-hot rows leave a sigmoid multi-label; eight are refused, see test_refusals."""
    labels = of((N, 3), rows((1, 0, 0), times=7))

    assert multilabel("multi_hot", False, 0.5, BCE) == fields(
        decide(labels, Output((N, 3), "sigmoid"))
    )


def test_unknown_scores_leave_only_the_loss_open() -> None:
    """Whether an unknown head yields logits does not change argmax: the loss alone stays open."""
    assert multiclass("index", None, None) == fields(decide(Labels((N,)), Output((N, 10))))


@pytest.mark.parametrize(
    ("labels", "output", "expected"),
    [
        (of((N,)), Output((N, 10), outside_unit=True), multiclass("index", True, SCCE_LOGITS)),
        (
            of((N,), column(0, 1)),
            Output((N, 1), outside_unit=True),
            binary("binary", True, 0.0, BCE_LOGITS),
        ),
    ],
)
def test_a_probe_outside_the_unit_interval_proves_logits(
    labels: Labels, output: Output, expected: Expected
) -> None:
    """Values outside [0, 1] prove that a head of unknown activation yields logits."""
    assert expected == fields(decide(labels, output))


# What an argument says


TEN = column(*range(10))

ARGUMENTS: list[Said] = [
    (of((N,), TEN), Output((N, 1), "linear"), N, {"task": "regression"}, regression(MSE)),
    (
        of((N, 3)),
        Output((N, 3), "linear"),
        N,
        {"task": "multilabel"},
        multilabel("multi_hot", True, 0.0, BCE_LOGITS),
    ),
    (
        of((N, 3)),
        Output((N, 3), "linear"),
        N,
        {"task": "multiclass"},
        multiclass("one_hot", True, CCE_LOGITS),
    ),
    (of((N, 3)), Output((N, 3), "linear"), N, {"task": "regression"}, regression(MSE)),
    (of((N, N)), Output((N, 3), "linear"), N, {"task": "regression"}, regression(MSE)),
    (
        of((N, 3), ONE_HOT),
        Output((N, 3), "sigmoid"),
        N,
        {"task": "multilabel"},
        multilabel("one_hot", False, 0.5, BCE),
    ),
    (
        of((N, 3)),
        Output((N, 3), "softmax"),
        N,
        {"task": "multilabel"},
        multilabel("multi_hot", False, 0.5, BCE),
    ),
    (of((N,)), Output((N, 1), "tanh"), N, {"task": "binary"}, binary("binary", None, 0.0, HINGE)),
    (
        of((N,)),
        Output((N, 1)),
        N,
        {"from_logits": True},
        binary("binary", True, 0.0, BCE_LOGITS),
    ),
    (of((N,)), Output((N, 1)), N, {"from_logits": False}, binary("binary", False, 0.5, BCE)),
    (
        of((N,)),
        Output((N, 10), "softmax"),
        N,
        {"from_logits": True},
        multiclass("index", True, SCCE_LOGITS),
    ),
    (
        of((N,)),
        Output((N, 10), "linear"),
        N,
        {"from_logits": False},
        multiclass("index", False, SCCE),
    ),
    (
        of((N,)),
        Output((N, 10), "relu"),
        N,
        {"from_logits": True},
        multiclass("index", True, SCCE_LOGITS),
    ),
    (
        of((N,)),
        Output((N, 10), "custom"),
        N,
        {"from_logits": False},
        multiclass("index", False, SCCE),
    ),
    (
        of((N,), column(0.1, 0.5, 0.7)),
        Output((N, 1), "linear"),
        N,
        {"from_logits": True},
        binary("soft", True, 0.0, BCE_LOGITS),
    ),
    (of((N,), AMOUNTS), Output((N, 1), "linear"), N, {"from_logits": True}, regression(MSE)),
    (
        of((N,)),
        Output((N, 1), "linear"),
        Loss("mean_squared_error"),
        {"task": "binary"},
        binary("binary", None, 0.5, MSE),
    ),
    (
        of((N,)),
        Output((N, 1), "linear"),
        Loss("binary_crossentropy", False),
        {"from_logits": True},
        binary("binary", True, 0.0, BCE),
    ),
    (
        of((N, 8, 8)),
        Output((N, 8, 8, 3), "softmax"),
        N,
        {"ignore_class": 255},
        multiclass(
            "index", False, "keras.losses.SparseCategoricalCrossentropy(ignore_class=255)", -1, 255
        ),
    ),
    (
        of((N, 8, 8)),
        Output((N, 8, 8, 1), "sigmoid"),
        N,
        {"ignore_class": 255},
        elements("binary", "binary", False, 0.5, BCE, 255),
    ),
    (
        of((N,)),
        Output((N, 9), "softmax"),
        Loss("circle"),
        {"task": "multiclass"},
        multiclass("index", False, "keras.losses.Circle()"),
    ),
]


@pytest.mark.parametrize(("labels", "output", "loss", "said", "expected"), ARGUMENTS)
def test_an_argument_stands_above_all_other_evidence(
    labels: Labels, output: Output, loss: Loss | None, said: dict[str, Any], expected: Expected
) -> None:
    """What an argument says is decided, and settles what the rest leaves open."""
    assert expected == fields(decide(labels, output, loss=loss, **said))


@pytest.mark.parametrize(
    ("coding", "shape", "output", "expected"),
    [
        ("index", (N, N), (N, 3), multiclass("index", True, SCCE_LOGITS)),
        ("one_hot", (N, N), (N, 3), multiclass("one_hot", True, CCE_LOGITS)),
        ("soft", (N, N), (N, 3), multiclass("soft", True, CCE_LOGITS)),
        ("multi_hot", (N, N), (N, 3), multilabel("multi_hot", True, 0.0, BCE_LOGITS)),
        ("continuous", (N, N), (N, 3), regression(MSE)),
        ("sign", (N, N), (N, 3), multilabel("sign", None, 0.0, HINGE)),
        ("binary", (N,), (N, N), binary("binary", True, 0.0, BCE_LOGITS)),
        ("index", (N, N), N, multiclass("index", True, SCCE_LOGITS)),
    ],
)
def test_a_coding_that_is_said_settles_unknown_shapes(
    coding: str, shape: Shape, output: Shape, expected: Expected
) -> None:
    """The coding of labels, once said, settles what unknown dimensions leave open."""
    decision = decide(of(shape, coding=coding), Output(output, "linear"))

    assert expected == fields(decision)


# A generation of Keras


@pytest.mark.parametrize(
    ("rules", "labels", "output", "loss", "metric", "line"),
    [
        ("keras3", (N, 3), (N, 3), N, "CategoricalAccuracy", CCE),
        ("keras3", (N,), (N, 3), N, "SparseCategoricalAccuracy", SCCE),
        ("keras3", (N,), (N, 1), N, "BinaryAccuracy", BCE),
        (
            "tf2",
            (N, 3),
            (N, 3),
            Loss("binary_crossentropy", True),
            "CategoricalAccuracy",
            BCE_LOGITS,
        ),
        ("tf1", (N, 3), (N, 3), Loss("binary_crossentropy", True), "BinaryAccuracy", BCE_LOGITS),
        ("keras1", (N, 3), (N, 3), N, "CategoricalAccuracy", CCE),
    ],
)
def test_a_generation_is_replayed_mistakes_included(
    rules: str, labels: Shape, output: Shape, loss: Loss | None, metric: str, line: str
) -> None:
    """Under historical rules the decision names the stock metric and the loss of that Keras."""
    decision = decide(Labels(labels), Output(output, "sigmoid"), loss=loss, rules=rules)

    assert (f"keras.metrics.{metric}()", line, rules, "rules") == (
        decision.metric and decision.metric.line,
        decision.loss and decision.loss.line,
        decision.rules,
        decision.evidence[0].source,
    )


def test_a_generation_chooses_the_loss_that_is_left_to_it() -> None:
    """A loss of form "auto" is no loss to a generation either."""
    left = Loss(None, form="auto", shown="'auto'")
    decision = decide(Labels((N,)), Output((N, 3), "linear"), loss=left, rules="keras3")

    assert SCCE == (decision.loss and decision.loss.line)
