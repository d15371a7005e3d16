"""`resolver.check` and what `resolver.compile` says of the same pairings."""

from __future__ import annotations

import functools
import json
import warnings

import keras
import numpy as np
import pytest

import resolver
from resolver.core.errors import InvalidArgument, PairingError, PairingWarning

ROWS = 64
IDS = np.arange(ROWS) % 4
BITS = np.arange(ROWS) % 2
ONE_HOT = np.eye(4, dtype="float32")[IDS]
AMOUNTS = np.linspace(5, 50, ROWS).astype("float32")


def head(units, activation=None, name="head"):
    """A model with one output."""
    return keras.Sequential([keras.Input((6,)), keras.layers.Dense(units, activation, name=name)])


@functools.cache
def two_heads():
    """A model with a head of four classes and one of a bit."""
    inputs = keras.Input((6,))
    outputs = {
        "kind": keras.layers.Dense(4, "softmax", name="kind")(inputs),
        "odd": keras.layers.Dense(1, "sigmoid", name="odd")(inputs),
    }
    return keras.Model(inputs, outputs)


def names(report):
    """The names of all findings of a report."""
    return [finding.name for finding in report]


def twice(y_true, y_pred):
    """A loss that nobody knows."""
    return keras.ops.mean(keras.ops.square(y_true - y_pred))


SCCE = "sparse_categorical_crossentropy"
LOSSES = {
    "string": SCCE,
    "class name": "SparseCategoricalCrossentropy",
    "object": keras.losses.SparseCategoricalCrossentropy(),
    "class": keras.losses.SparseCategoricalCrossentropy,
    "function": keras.losses.sparse_categorical_crossentropy,
    "partial": functools.partial(keras.losses.sparse_categorical_crossentropy, axis=-1),
    "config": {"class_name": "SparseCategoricalCrossentropy", "config": {}},
    "list": [SCCE],
    "dict": {"head": SCCE},
}


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())
def test_a_loss_is_read_in_every_form(loss):
    """However a loss is written, rows under a loss for class numbers are found."""
    report = resolver.check(head(4, "softmax"), ONE_HOT, loss=loss)

    assert ["scce-with-one-hot-labels"] == names(report)


METRICS = {
    "string": ["Precision"],
    "object": [keras.metrics.Precision()],
    "class": [keras.metrics.Precision],
    "alone": keras.metrics.Precision(),
    "nested": [[keras.metrics.Precision()]],
    "dict": {"head": [keras.metrics.Precision()]},
}


@pytest.mark.parametrize("metrics", METRICS.values(), ids=METRICS.keys())
def test_a_metric_is_read_in_every_form(metrics):
    """However a metric is written, Precision of class numbers is found."""
    report = resolver.check(head(4, "softmax"), IDS, loss=SCCE, metrics=metrics)

    assert ["metric-label-shape"] == names(report)


def test_weighted_metrics_are_metrics_too():
    """A metric that counts weights is looked at like any other."""
    report = resolver.check(head(1), BITS, loss=twice, weighted_metrics=["accuracy"])
    known = resolver.check(
        head(1),
        BITS,
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        weighted_metrics=["accuracy"],
    )

    assert ([], ["binary-threshold-on-logits"]) == (names(report), names(known))


def test_a_compiled_model_needs_nothing_but_labels():
    """Loss and metrics are those the model was compiled with, until others are given."""
    model = head(4, "softmax")
    model.compile("sgd", loss=SCCE, metrics=["Precision"], weighted_metrics=["AUC"])
    compiled, other = resolver.check(model, IDS), resolver.check(model, IDS, loss=SCCE, metrics=[])

    assert (["metric-label-shape"] * 2, []) == (names(compiled), names(other))


def test_a_compiled_model_keeps_its_list_and_dict_of_losses():
    """A dict of losses by output is read back from a compiled model."""
    model = keras.models.clone_model(two_heads())
    model.compile("sgd", loss={"kind": "categorical_crossentropy", "odd": "bce"})
    report = resolver.check(model, {"kind": IDS, "odd": BITS})

    assert [("cce-with-index-labels", "kind")] == [(each.name, each.output) for each in report]


def test_a_model_alone_says_what_its_head_says():
    """Without labels and loss, what is wrong with the head itself is found."""
    assert ["softmax-one-unit"] == names(resolver.check(head(1, "softmax")))


def test_a_loss_that_is_left_to_us_finds_what_compile_refuses():
    """Under "auto" a head for which no loss is right is found, and an open one is not wrong."""
    exclusive, open_ = head(4, "sigmoid"), head(1)

    assert ["sigmoid-multiclass"] == names(resolver.check(exclusive, IDS, loss="auto"))
    assert ["sigmoid-multiclass"] == names(resolver.check(exclusive, IDS, loss="CE"))
    assert ["softmax-one-unit"] == names(resolver.check(head(1, "softmax"), BITS, loss="auto"))
    assert [] == names(resolver.check(open_, IDS, loss="auto"))


def test_swapped_labels_of_two_outputs_are_found():
    """Labels that changed places are one finding."""
    losses = {"kind": SCCE, "odd": "bce"}
    report = resolver.check(two_heads(), {"kind": BITS, "odd": IDS}, loss=losses)
    right = resolver.check(two_heads(), {"kind": IDS, "odd": BITS}, loss=losses)

    assert (["swapped-labels"], []) == (names(report), names(right))


def test_one_flat_list_of_metrics_is_asked_of_every_output():
    """A metric in a flat list is looked at for each output."""
    losses = {"kind": SCCE, "odd": keras.losses.BinaryCrossentropy()}
    report = resolver.check(
        two_heads(),
        {"kind": IDS, "odd": BITS},
        loss=losses,
        metrics=["Precision", "AUC", "Recall"],
    )

    assert ["kind"] * 3 == [each.output for each in report]


@pytest.mark.parametrize("what", ["loss", "metrics", "weighted_metrics"])
def test_a_dict_keyed_by_no_output_is_found(what):
    """A key that is no output's name is found, with the output that was probably meant."""
    report = resolver.check(two_heads(), {"kind": IDS, "odd": BITS}, **{what: {"king": "mse"}})

    width = max(len(what), len("outputs"))
    assert f"""R213 unknown-output: A dictionary names an output that the model does not have.

  {what:<{width}}  'king'
  {"outputs":<{width}}  'kind', 'odd'

  The keys must be names of outputs.
  The entry is left out, or Keras fails later.

Use: {what}={{'kind': 'mse'}}""" == str(report.findings[0])


def test_a_key_of_one_output_is_checked_too():
    """A model with one output takes a dict by its name, and no other."""
    report = resolver.check(head(4, "softmax"), IDS, loss={"tail": SCCE})

    assert [("unknown-output", f"loss={{'head': {SCCE!r}}}")] == [
        (each.name, each.use) for each in report
    ]


def test_strange_keys_do_not_hide_other_findings():
    """What is wrong with the outputs that are named is told beside the name that is no output."""
    report = resolver.check(
        two_heads(),
        {"kind": IDS, "odd": BITS},
        loss={"kind": "categorical_crossentropy", "off": "mse", "more": "mse"},
        metrics={"odd": [keras.metrics.AUC(), "accuracy"], "kinds": [keras.metrics.AUC(), "acc"]},
    )

    assert [
        ("unknown-output", "loss={'kind': 'categorical_crossentropy', 'odd': 'mse'}"),
        ("unknown-output", "metrics={'odd': [..., 'accuracy'], 'kind': [..., 'acc']}"),
        ("cce-with-index-labels", "loss=keras.losses.SparseCategoricalCrossentropy()"),
    ] == [(each.name, each.use) for each in report]


def test_ignored_findings_are_left_out():
    """A finding that is named in ignore= is not told."""
    report = resolver.check(head(1), BITS, loss="bce", ignore=["missing-output-activation"])

    assert report.ok
    assert "" == "".join(names(report))


def test_an_unknown_name_cannot_be_ignored():
    """A name of no finding is refused, in check and in compile alike."""
    with pytest.raises(InvalidArgument) as refused:
        resolver.check(head(1), BITS, ignore=("no-such-thing",))

    assert (
        "No finding is called 'no-such-thing'. Received: ignore=('no-such-thing',). "
        "Use: ignore=('softmax-one-unit',)" == str(refused.value)
    )


@pytest.mark.parametrize("written", ["missing-logits", "missing_from_logits", "R103"])
def test_a_name_that_was_nearly_right_is_shown_as_it_is(written):
    """A slip, an underscore or a code is answered with the name that was meant."""
    with pytest.raises(InvalidArgument) as refused:
        resolver.check(head(1), BITS, ignore=written)

    assert (
        f"No finding is called {written!r}. Received: ignore={written!r}. "
        "Use: ignore=('missing-from-logits',)" == str(refused.value)
    )


def test_weights_are_looked_at():
    """Class weights for no class and sample weights of the wrong rank are found."""
    report = resolver.check(
        head(4, "softmax"), IDS, loss=SCCE, sample_weight=ONE_HOT, class_weight={4: 1.0}
    )

    assert ["class-weight-key", "sample-weight-rank"] == names(report)


def test_a_probe_shows_what_cannot_be_read():
    """A batch shown to a model proves that its output is logits."""

    class Far(keras.layers.Layer):
        def call(self, x):
            return 100 * (x - keras.ops.mean(x))

    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(4), Far()])
    batch = np.random.default_rng(3).normal(size=(8, 6)).astype("float32")
    blind = resolver.check(model, IDS, loss=SCCE)
    shown = resolver.check(model, IDS, loss=SCCE, probe=batch)

    assert ([], ["missing-from-logits"]) == (names(blind), names(shown))


class OwnStep(keras.Model):
    """A model that trains itself."""

    def train_step(self, *data):
        return {}


class OwnLoss(keras.Model):
    """A model that computes its loss itself."""

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return keras.ops.mean(y_pred)


@pytest.mark.parametrize("cls", [OwnStep, OwnLoss])
def test_a_model_that_trains_itself_is_left_alone(cls):
    """Where a step hides what is trained, labels and loss prove nothing."""
    inputs = keras.Input((6,))
    model = cls(inputs, keras.layers.Dense(4, "softmax")(inputs))

    assert [] == names(resolver.check(model, IDS, loss="categorical_crossentropy", metrics=["auc"]))


def test_a_subclass_without_a_step_of_its_own_is_checked():
    """A subclassed model that leaves training to Keras is looked at like any other."""

    class Plain(keras.Model):
        def __init__(self):
            super().__init__()
            self.last = keras.layers.Dense(4, "softmax")

        def call(self, x):
            return self.last(x)

    model = Plain()
    model(np.zeros((2, 6), "float32"))

    assert ["cce-with-index-labels"] == names(
        resolver.check(model, IDS, loss="categorical_crossentropy")
    )


def test_a_declared_loss_is_no_longer_opaque():
    """A loss that is said to be like another is checked like it."""
    like = resolver.like(twice, keras.losses.BinaryCrossentropy())
    report = resolver.check(head(1), BITS, loss=like)

    assert ([], ["missing-output-activation"]) == (
        names(resolver.check(head(1), BITS, loss=twice)),
        names(report),
    )


# The report


WRONG = resolver.check(resolver.Output((None, 1), "softmax", name="end"), (None,), loss="bce")
NOTED = resolver.check(
    resolver.Output((None, 2), "softmax"), np.eye(2)[BITS].astype("float32"), loss="bce"
)
DOUBTED = resolver.check(resolver.Output((None, 10), "relu"), loss=keras.losses.get(SCCE))
WELL = resolver.check(resolver.Output((None, 1), "sigmoid"), BITS, loss="bce")


def test_a_report_is_well_without_errors_and_warnings():
    """A report with notes alone is ok; errors, warnings and notes are told apart."""
    assert (False, True, True) == (WRONG.ok, NOTED.ok, WELL.ok)
    assert (1, 0, 0) == (len(WRONG.errors), len(WRONG.warnings), len(WRONG.notes))
    assert (0, 0, 1) == (len(NOTED.errors), len(NOTED.warnings), len(NOTED.notes))


def test_a_report_is_a_collection_of_findings():
    """A report can be counted and gone through."""
    assert (1, 0) == (len(WRONG), len(WELL))
    assert list(WRONG) == list(WRONG.findings)


def test_a_report_prints_each_finding_and_a_summary():
    """As text, a report is its findings, whole, and how many there are."""
    assert "Nothing is wrong with this pairing, as far as it was seen." == str(WELL)
    assert """\
R101 softmax-one-unit (output 'end'): A softmax over one unit is always 1.

  loss    'bce'
  output  softmax, shape (None, 1)
  labels  dtype unknown, shape (None,)

  One unit needs a sigmoid; a softmax needs a unit for each class.
  The output never depends on the input, so nothing is learned.

Use: keras.layers.Dense(1, activation='sigmoid')

1 error""" == str(WRONG)


def test_a_summary_counts_each_severity():
    """The summary counts errors, warnings and notes apart, each with its plural."""
    report = resolver.check(
        resolver.Output((None, 1), "linear"),
        BITS,
        loss="bce",
        metrics=["accuracy", keras.metrics.BinaryAccuracy(), keras.metrics.Recall()],
        class_weight={5: 1.0},
    )

    assert "2 errors, 3 warnings" == report.summary


def test_a_report_is_json():
    """The JSON holds every field of each finding."""
    (found,) = json.loads(WRONG.to_json())

    assert ("R101", "softmax-one-unit", "error", "end") == (
        found["code"],
        found["name"],
        found["severity"],
        found["output"],
    )
    assert ["loss", "'bce'"] == found["seen"][0]
    assert [] == json.loads(WELL.to_json())


def test_a_report_is_html():
    """In a notebook a report is a table for each finding and its summary, its words escaped."""
    html = WRONG._repr_html_()

    assert '<span class="bad">error R101 softmax-one-unit (output &#x27;end&#x27;)</span>' in html
    assert html.endswith('<div class="card">1 error</div></div>')
    assert "<code>keras.layers.Dense(<wbr>1, activation=&#x27;sigmoid&#x27;)</code>" in html


# What compile makes of it


def test_compile_raises_every_finding_at_once():
    """An error of compile carries the findings of all outputs, and how to go on."""
    model = keras.models.clone_model(two_heads())
    with pytest.raises(PairingError) as refused:
        resolver.compile(
            model,
            loss={"kind": "categorical_crossentropy", "odd": "categorical_crossentropy"},
            labels={"kind": IDS, "odd": BITS},
        )
    found = [(each.name, each.output) for each in refused.value.findings]

    assert [("cce-with-index-labels", "kind"), ("cce-on-one-unit", "odd")] == found
    assert str(refused.value).startswith("This pairing cannot be meant (2 findings).\n\nR201 ")
    assert str(refused.value).endswith(
        "If it is meant all the same, ignore=('cce-with-index-labels', 'cce-on-one-unit',)"
    )


def test_compile_warns_with_the_whole_finding():
    """A warning is the finding and the way to silence it."""
    with pytest.warns(PairingWarning) as heard:
        resolver.compile(
            head(4, "softmax"), loss="binary_crossentropy", metrics=None, labels=ONE_HOT
        )

    assert [
        """\
R107 bce-multiclass: A binary loss treats exclusive classes as independent labels.

  loss    'binary_crossentropy'
  output  softmax, shape (None, 4)
  labels  float32, shape (None, 4), 0, 1 seen, 64 of 64 rows one-hot

  Exclusive classes need a categorical loss.
  Each class is weighed on its own, and element accuracy looks far too high.

Use: loss=keras.losses.CategoricalCrossentropy()

If it is meant, ignore=('bce-multiclass',)"""
    ] == [str(each.message).replace(" (output 'head')", "") for each in heard]
    assert __file__ == heard[0].filename


def test_compile_is_silent_about_what_is_ignored():
    """A finding that is named in ignore= is neither raised nor warned of."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warned = resolver.compile(
            head(4, "softmax"), loss="bce", labels=ONE_HOT, ignore=("bce-multiclass",)
        )
        raised = resolver.compile(
            head(1), loss="bce", labels=BITS, ignore="missing-output-activation"
        )

    assert ((), ()) == (warned.findings, raised.findings)


def test_notes_are_left_to_check():
    """Compile neither raises nor warns of what depends on intent; it keeps it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        done = resolver.compile(head(1), loss="mse", metrics=["mae"], labels=BITS.astype("float32"))

    assert ["note"] == [each.severity for each in done.findings]


def test_a_right_pairing_compiles_without_a_word():
    """Nothing is said of what compile itself has chosen."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        done = resolver.compile(two_heads(), labels={"kind": IDS, "odd": BITS})

    assert () == done.findings
