"""Laws of the decision, over shapes, activations, dtypes, facts, losses and arguments."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from resolver.core.decide import decide
from resolver.core.decision import Decision
from resolver.core.errors import AmbiguousPairing, PairingError, ResolverError
from resolver.core.losses import FAMILIES, Loss
from resolver.core.specs import CODINGS, TASKS, Facts, Labels, Output, Shape
from resolver.core.table import GROUPS
from tests.core.samples import column, rows

ACTIVATIONS = (None, *GROUPS, "relu", "softplus", "leaky_relu")
DTYPES = (None, "bool", "int64", "uint8", "float32", "float64", "string")
SOURCES = (
    "argument",
    "loss",
    "activation",
    "output shape",
    "label shape",
    "label dtype",
    "label values",
)
READABLE = {
    "binary": {"binary", "sign", "multi_hot", "soft", "one_hot"},
    "multilabel": {"multi_hot", "binary", "sign", "soft", "one_hot"},
    "multiclass": {"index", "one_hot", "soft"},
}
"""The codings that each task can be counted on."""

dims = st.sampled_from((None, 1, 2, 3, 5))
batches = st.sampled_from((None, 0, 1, 32))


class Pairing(NamedTuple):
    """What `decide` is given."""

    labels: Labels
    output: Output
    loss: Loss | None
    said: dict[str, Any]


COLUMNS = (
    *((0, 1), (0,), (1,), (-1, 1), (-1, 0, 1), tuple(range(10)), (1, 2), (1, 2, 3), (3, 7, 200)),
    *((0.05, 0.95), (0.1, 0.5, 0.9), (-2.5, 0.5, 70), tuple(range(100)), (float("inf"), 1)),
)
ROWS = (
    *(((1, 0, 0),), ((1, 0, 0), (0, 1, 0)), ((1, 1, 0), (0, 1, 0)), ((0, 0, 0),)),
    *(((1, 0, 0), (0, 0, 0)), ((0.2, 0.3, 0.5), (1, 0, 0)), ((0.2, 0.9, 0.9),)),
    *(((-1, 1, 1), (1, 1, 1)), ((3, 0, 2),), ((-1, 0, 1),), ((0.3, 0.7, 0), (0, 0, 0))),
)
SEEN = [
    *(column(*values, times=times) for values in COLUMNS for times in (1, 500)),
    *(rows(*lines, times=times) for lines in ROWS for times in (1, 7, 500)),
]
facts = st.sampled_from(
    [
        *SEEN,
        *(replace(seen, sampled=True) for seen in SEEN[::5]),
        *(seen + Facts(1, nan=1) for seen in SEEN[::5]),
        *(Facts(2, nan=2), Facts(), Facts(3, text=True)),
    ]
)
"""Facts of real labels: of a column or of rows, few or many, with NaN or without."""


@st.composite
def shapes(draw: st.DrawFn) -> tuple[Shape, Shape]:
    """Shapes of labels and of an output that mostly belong together."""
    inner = tuple(draw(st.lists(dims, max_size=4)))
    forms = [inner, inner[:-1], (*inner[:-1], 1), (*inner, 1), inner[1:], (2,)]
    labels = (draw(batches), *draw(st.sampled_from(forms[:3] * 4 + forms)))
    output = (draw(batches), *inner)
    return draw(
        st.sampled_from([(labels, output)] * 12 + [(None, output), (labels, None), (None, None)])
    )


losses = st.builds(
    Loss,
    st.sampled_from((*FAMILIES, None)),
    st.sampled_from((None, True, False)),
    axis=st.sampled_from((-1,) * 6 + (1, 2)),
    ignore_class=st.sampled_from((None, 0, 255)),
    shown=st.just("loss"),
)
LEFT_TO_US = Loss(None, form="auto", shown="'auto'")
ARGUMENTS: list[tuple[str, Any]] = [
    *(("task", task) for task in TASKS),
    *(("from_logits", True), ("from_logits", False)),
    *(("class_axis", -1), ("class_axis", 1), ("class_axis", -2)),
    *(("ignore_class", 0), ("ignore_class", 255)),
]


@st.composite
def pairings(draw: st.DrawFn) -> Pairing:
    """Anything that `decide` may be given."""
    true, pred = draw(shapes())
    labels = Labels(
        true,
        draw(st.sampled_from(DTYPES)),
        draw(st.sampled_from((None,) * 12 + CODINGS)),
        draw(st.none() | facts),
    )
    output = Output(
        pred,
        draw(st.sampled_from(ACTIVATIONS)),
        axis=draw(st.sampled_from((-1,) * 12 + (-2,))),
        outside_unit=draw(st.sampled_from((None, True, False))),
    )
    loss = draw(st.sampled_from((None, None, LEFT_TO_US)) | losses)
    said = draw(st.lists(st.sampled_from(ARGUMENTS), max_size=2))
    return Pairing(labels, output, loss, dict(said))


def outcome(pairing: Pairing) -> Decision | ResolverError:
    """The decision or the refusal; no other exception is one of ours."""
    try:
        return decide(pairing.labels, pairing.output, loss=pairing.loss, **pairing.said)
    except ResolverError as error:
        return error


def meaning(found: Decision | ResolverError) -> object:
    """What was decided, or why not, without the shapes that are shown."""
    if isinstance(found, Decision):
        return (
            found.task,
            found.coding,
            found.from_logits,
            found.threshold,
            found.class_axis,
            found.ignore_class,
            found.metric and found.metric.line,
            found.loss and found.loss.line,
        )
    if isinstance(found, PairingError):
        return tuple(finding.name for finding in found.findings)
    return getattr(found, "readings", type(found))


def kernel(found: Decision | ResolverError) -> object:
    """Task, comparison and loss of a decision; None for a refusal."""
    if not isinstance(found, Decision):
        return None
    return (found.task, found.threshold, found.class_axis, found.loss and found.loss.line)


def flaws(found: Decision) -> list[str]:
    """What makes a decision one that cannot be counted; empty if all is well."""
    holds = {
        "the task is known": found.task in TASKS,
        "only a regression has no metric": (found.task == "regression") is (found.metric is None),
        "only elements have a threshold": (found.threshold is None)
        is (found.task not in ("binary", "multilabel")),
        "only rows have an axis": (found.class_axis is None) is (found.task != "multiclass"),
        "the coding can be read": found.coding in READABLE.get(found.task, {"continuous"}),
    }
    return [law for law, held in holds.items() if not held]


@given(pairings())
def test_every_answer_is_a_decision_or_a_refusal(pairing: Pairing) -> None:
    """Whatever is given, the answer is a decision that can be counted, or one of our errors."""
    found = outcome(pairing)

    assert flaws(found) == [] if isinstance(found, Decision) else "Use: " in str(found)


@given(pairings())
def test_a_chosen_loss_fits_its_task(pairing: Pairing) -> None:
    """A loss that we choose is one for the task and the coding that were decided."""
    found = outcome(pairing._replace(loss=None))
    assume(isinstance(found, Decision) and found.loss is not None)
    assert isinstance(found, Decision)
    assert found.loss is not None
    cls = found.loss.name.rsplit(".", 1)[1]
    family = next(row for row in FAMILIES.values() if row.cls == cls)

    assert (family.rows == "class") is (found.task == "multiclass")
    assert found.coding in (*family.labels, "multi_hot", "one_hot", "soft")
    assert (found.coding == "index") is ("index" in family.labels)


@given(pairings(), batches, batches)
def test_the_batch_size_never_matters(
    pairing: Pairing, left: int | None, right: int | None
) -> None:
    """Batches of 0, 1, 32 or an unknown size, in either shape, give the same answer."""
    labels, output = pairing.labels, pairing.output
    other = pairing._replace(
        labels=replace(labels, shape=labels.shape and (left, *labels.shape[1:])),
        output=replace(output, shape=output.shape and (right, *output.shape[1:])),
    )

    assert meaning(outcome(pairing)) == meaning(outcome(other))


@given(pairings(), st.sampled_from(((None,), (None, 1))), st.sampled_from(((None,), (None, 1))))
def test_a_column_and_a_row_of_labels_agree(
    pairing: Pairing, true: tuple[int | None, ...], pred: tuple[int | None, ...]
) -> None:
    """(B,) and (B, 1) mean the same, for labels and for an output of one unit."""
    bare = pairing._replace(
        loss=pairing.loss and replace(pairing.loss, axis=-1),
        said={key: value for key, value in pairing.said.items() if key != "class_axis"},
        output=replace(pairing.output, axis=-1),
    )
    one = bare._replace(
        labels=replace(pairing.labels, shape=(None,)), output=replace(bare.output, shape=(None,))
    )
    other = bare._replace(
        labels=replace(pairing.labels, shape=true), output=replace(bare.output, shape=pred)
    )

    assert meaning(outcome(one)) == meaning(outcome(other))


def places(pairing: Pairing) -> list[int]:
    """The dimensions of the output that are neither its batch nor anyone's class axis."""
    rank = len(pairing.output.shape or ())
    axes = {-1, 1 if rank > 3 else -1, pairing.output.axis, pairing.said.get("class_axis", -1)}
    axes.add(pairing.loss.axis if pairing.loss else -1)
    return sorted(set(range(1, rank)) - {axis % rank for axis in axes if rank})


@given(pairings(), st.data())
def test_an_unknown_dimension_never_changes_the_answer(
    pairing: Pairing, data: st.DataObject
) -> None:
    """A dimension other than the class axis, once unknown, leaves the answer or makes it open."""
    unknown = data.draw(st.sets(st.sampled_from(places(pairing) or [0])))
    shape = pairing.output.shape
    blurred = shape and tuple(None if at in unknown else dim for at, dim in enumerate(shape))
    found = outcome(pairing)
    other = outcome(pairing._replace(output=replace(pairing.output, shape=blurred)))
    open_now = isinstance(other, AmbiguousPairing) or not isinstance(found, Decision)

    assert open_now or kernel(found) == kernel(other)


@given(pairings(), st.sampled_from(DTYPES[1:-1]))
def test_a_dtype_alone_changes_no_decision(pairing: Pairing, dtype: str) -> None:
    """A dtype may settle what is open; what was decided without it, it does not change.

    That a regression loss is on continuous labels is not decided but supposed until labels are
    seen; booleans show that they are not.
    """
    bare = pairing._replace(labels=replace(pairing.labels, dtype=None))
    before = outcome(bare)
    after = outcome(bare._replace(labels=replace(bare.labels, dtype=dtype)))
    supposed = dtype == "bool" and isinstance(before, Decision) and before.task == "regression"
    settled = not isinstance(before, Decision) or supposed

    assert settled or kernel(before) == kernel(after)


@given(pairings(), facts)
def test_values_never_swap_one_loss_for_another(pairing: Pairing, seen: Facts) -> None:
    """What shapes and activation decide, values confirm or refuse; they turn it into no other.

    A sigmoid is the exception that is meant: labels between 0 and 1 make it a regression.
    """
    labels = replace(pairing.labels, dtype=None, facts=None)
    bare = pairing._replace(labels=labels, loss=None, said={})
    before = outcome(bare)
    after = outcome(bare._replace(labels=replace(labels, facts=seen)))
    sigmoid = GROUPS.get(bare.output.activation or "") == "sigmoid"
    fractions = sigmoid and isinstance(after, Decision) and after.task == "regression"
    both = isinstance(before, Decision) and isinstance(after, Decision)

    assert not both or fractions or kernel(before) == kernel(after)


@given(pairings())
def test_an_argument_always_wins(pairing: Pairing) -> None:
    """A task, from_logits, axis or class that is said stands in the decision, if there is one."""
    found = outcome(pairing)
    assume(isinstance(found, Decision))
    assert isinstance(found, Decision)
    said = pairing.said

    assert found.task == said.get("task", found.task)
    assert found.ignore_class == said.get("ignore_class", found.ignore_class)
    assert found.task == "regression" or found.from_logits is said.get(
        "from_logits", found.from_logits
    )
    if found.class_axis is not None and found.output.shape is not None and "class_axis" in said:
        assert said["class_axis"] % len(found.output.shape) == found.class_axis % len(
            found.output.shape
        )


@given(pairings())
def test_the_same_question_has_the_same_answer(pairing: Pairing) -> None:
    """Deciding twice gives equal decisions, or refusals in the same words."""
    first, second = outcome(pairing), outcome(pairing)

    assert str(first) == str(second)
    assert first == second or isinstance(first, ResolverError)


@given(pairings())
def test_evidence_is_ordered_by_its_strength(pairing: Pairing) -> None:
    """Each decision carries its evidence, strongest first, and no fact that was not given."""
    found = outcome(pairing)
    assume(isinstance(found, Decision))
    assert isinstance(found, Decision)
    order = [SOURCES.index(each.source) for each in found.evidence]
    sources = {each.source for each in found.evidence}

    assert order == sorted(order)
    assert {"output shape", "label shape"} <= sources
    assert ("loss" in sources) is (pairing.loss is not None and pairing.loss.form != "auto")
    assert ("label dtype" in sources) is (pairing.labels.dtype is not None)
    assert ("argument" in sources) is bool(pairing.said or pairing.labels.coding)


@given(pairings())
def test_what_settles_an_ambiguity_settles_it(pairing: Pairing) -> None:
    """Each argument that a refusal names takes at least one of its readings away."""
    found = outcome(pairing)
    assume(isinstance(found, AmbiguousPairing))
    assert isinstance(found, AmbiguousPairing)
    for line in found.settle:
        labels, said = pairing.labels, pairing.said
        if line.startswith("resolver.Labels"):
            labels = labels.coded(line.split("coding='")[1].rstrip("')"))
        else:
            key, value = line.split("=")
            said = {**said, key: {"True": True, "False": False}.get(value, value.strip("'"))}
            said[key] = int(value) if key == "class_axis" else said[key]
        after = outcome(pairing._replace(labels=labels, said=said))

        assert not isinstance(after, AmbiguousPairing) or after.readings != found.readings
