"""One example for each kind of finding: why it is bad, a call that finds it, one that does not.

The arguments are those of `resolver.check`. `finding_pages` makes the pages of docs/findings of
them, and both calls of each are run.
"""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """What a page says beside what its kind says.

    Args:
        why: Why it is bad, in a sentence or two more than the kind has.
        wrong: Arguments of `resolver.check` that find it.
        right: Arguments that do not, by what the finding says to use.
        caught: The error that carries it, where it is raised before there is a report.
    """

    why: str
    wrong: tuple[str, ...]
    right: tuple[str, ...]
    caught: str = ""


SPARSE = 'loss="sparse_categorical_crossentropy"'
CATEGORICAL = 'loss="categorical_crossentropy"'
BINARY = 'loss="binary_crossentropy"'
SPARSE_LOGITS = "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
BINARY_LOGITS = "loss=keras.losses.BinaryCrossentropy(from_logits=True)"
MSE = 'loss="mse"'


def output(units: object, activation: str, more: str = "") -> str:
    """An output as it is written in a call."""
    shape = units if isinstance(units, str) else f"(None, {units})"
    return f'resolver.Output({shape}, "{activation}"{more})'


TEN = output(10, "softmax")
IDS, ZERO_ONE = '"int64[N] 0..9"', '"int64[N] 0..1"'
ROWS, AMOUNTS = '"float32[N,5] one_hot"', '"float32[N] 0.5..99.5"'
MASKS = output("(None, None, None, 3)", "softmax")
HEADS = (
    "{\n"
    '        "kind": resolver.Output((None, 3), "softmax"),\n'
    '        "place": resolver.Output((None, 2), "linear"),\n'
    "    }"
)
KIND, PLACE = '"float32[N,3] one_hot"', '"float32[N,2] continuous"'
LOSSES = 'loss={"kind": "categorical_crossentropy", "place": "mse"}'

EXAMPLES: dict[str, Example] = {
    "softmax-one-unit": Example(
        "A softmax divides each score by the sum of all; with one score that is 1, whatever the "
        "weights are, so every gradient is 0. The accuracy is the share of the ones.",
        (output(1, "softmax"), ZERO_ONE, BINARY),
        (output(1, "sigmoid"), ZERO_ONE, BINARY),
    ),
    "from-logits-on-probabilities": Example(
        "TensorFlow finds the logits behind a softmax or sigmoid and uses these; JAX and torch do "
        "not. The same script trains two different losses.",
        (TEN, IDS, SPARSE_LOGITS),
        (TEN, IDS, "loss=keras.losses.SparseCategoricalCrossentropy()"),
    ),
    "missing-from-logits": Example(
        "Keras divides each row by its sum and clips it to just above 0, so negative scores count "
        "for nothing. The accuracy may still rise, which hides it.",
        (output(10, "linear"), IDS, SPARSE),
        (output(10, "linear"), IDS, SPARSE_LOGITS),
    ),
    "missing-output-activation": Example(
        "A score above 1 is taken for certainty, one below 0 for impossibility; beyond both the "
        "gradient is 0, so what is most wrong is never mended.",
        (output(1, "linear"), ZERO_ONE, BINARY),
        (output(1, "linear"), ZERO_ONE, BINARY_LOGITS),
    ),
    "sigmoid-multiclass": Example(
        "The categorical loss divides each row by its sum, so only ratios count: a score of 0.01 "
        "may be the best of its row, and none of them is a probability.",
        (output(10, "sigmoid"), IDS, SPARSE),
        (TEN, IDS, SPARSE),
    ),
    "softmax-multilabel": Example(
        "Where a sample has three labels the best that a softmax can say is a third for each, and "
        "a sample without labels cannot be told at all.",
        (output(5, "softmax"), '"int64[N,5] multi_hot"', CATEGORICAL),
        (output(5, "sigmoid"), '"int64[N,5] multi_hot"', BINARY),
    ),
    "bce-multiclass": Example(
        "With a hundred classes 99 of 100 elements of each row are 0: always saying no is right "
        "in 99 % of them.",
        (output(5, "softmax"), ROWS, BINARY),
        (output(5, "softmax"), ROWS, CATEGORICAL),
    ),
    "mse-classification": Example(
        "The gradient of a squared error passes through that of the softmax, which is 0 where the "
        "model is certain and wrong.",
        (output(5, "softmax"), ROWS, MSE),
        (output(5, "softmax"), ROWS, CATEGORICAL),
    ),
    "classification-loss-for-regression": Example(
        "A crossentropy of 21.6 is a number, and training lowers it, but no prediction of 21.6 is "
        "where it ends.",
        (output(1, "linear"), AMOUNTS, BINARY_LOGITS),
        (output(1, "linear"), AMOUNTS, MSE),
    ),
    "relu-output-classification": Example(
        "Where the score of a class falls below 0 it becomes exactly 0, and no gradient brings it "
        "back.",
        (output(10, "relu"), IDS, SPARSE),
        (TEN, IDS, SPARSE),
    ),
    "bounded-activation-regression": Example(
        "The loss falls until the output stands at its bound and then stays, which looks like "
        "convergence.",
        (output(1, "sigmoid"), AMOUNTS, MSE),
        (output(1, "linear"), AMOUNTS, MSE),
    ),
    "double-activation": Example(
        "Ten scores that a softmax made come out of a second one between 0.085 and 0.232.",
        (output(10, "softmax", ', beneath="softmax"'), IDS, SPARSE),
        (TEN, IDS, SPARSE),
    ),
    "cce-on-one-unit": Example(
        "The loss divides each row by its sum. With one unit that is 1, whatever the model says, "
        "and the loss is 0 from the start.",
        (output(1, "sigmoid"), '"float32[N,1] {0,1}"', CATEGORICAL),
        (output(1, "sigmoid"), '"float32[N,1] {0,1}"', BINARY),
    ),
    "loss-needs-distribution": Example(
        "A divergence is at least 0 only between distributions. Larger scores lower it without "
        "being any better.",
        (output(5, "linear"), '"float32[N,5] soft"', 'loss="kl_divergence"'),
        (output(5, "softmax"), '"float32[N,5] soft"', 'loss="kl_divergence"'),
    ),
    "label-smoothing-sparse": Example(
        "Smoothing spreads a part of each label over the other classes, for which a class number "
        "has no room.",
        (
            output(5, "softmax"),
            '"int64[N] 0..4"',
            "loss=functools.partial(\n"
            "        keras.losses.sparse_categorical_crossentropy, label_smoothing=0.1\n"
            "    )",
        ),
        (
            output(5, "softmax"),
            ROWS,
            "loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1)",
        ),
    ),
    "loss-needs-positive": Example(
        "A rate is the exponential of a score, or a softplus of one; a score itself is none.",
        (output(1, "linear"), '"int64[N] 0..9"', 'loss="poisson"'),
        (output(1, "softplus"), '"int64[N] 0..9"', 'loss="poisson"'),
    ),
    "loss-needs-margin": Example(
        "The loss of a class is 0 only where the score is beyond 1 on the side of that class.",
        (output(1, "sigmoid"), '"int64[N] {-1,1}"', 'loss="hinge"'),
        (output(1, "linear"), '"int64[N] {-1,1}"', 'loss="hinge"'),
    ),
    "cce-with-index-labels": Example(
        "Keras 3 fails on the shapes, and only once training starts.",
        (TEN, IDS, CATEGORICAL),
        (TEN, IDS, SPARSE),
    ),
    "scce-with-one-hot-labels": Example(
        "Keras 3 fails on the shapes, and only once training starts.",
        (TEN, '"float32[N,10] one_hot"', SPARSE),
        (TEN, '"float32[N,10] one_hot"', CATEGORICAL),
    ),
    "label-out-of-range": Example(
        "Class numbers that start at 1 are the usual cause: the last class has no unit, and the "
        "first unit has no class.",
        (TEN, '"int64[N] 1..10"', SPARSE),
        (TEN, IDS, SPARSE),
    ),
    "label-encoding": Example(
        "Labels are compared as numbers. What is no class number, or no row of 0 and 1, must "
        "become one first.",
        (output(3, "softmax"), 'np.array(["cat", "dog", "cow"])', SPARSE),
        (output(3, "softmax"), "np.array([0, 1, 2])", SPARSE),
    ),
    "units-above-classes": Example(
        "Often the head of another data set was kept. The loss starts higher than it need, and a "
        "forgotten part of the labels looks the same.",
        (output(1000, "softmax"), "np.tile(np.arange(10), 1000)", SPARSE),
        (TEN, "np.tile(np.arange(10), 1000)", SPARSE),
    ),
    "units-below-classes": Example(
        "A binary crossentropy of class 2 has no minimum: the loss falls below 0 and goes on.",
        (output(1, "sigmoid"), '"int64[N] 0..2"', BINARY),
        (output(3, "softmax"), '"int64[N] 0..2"', SPARSE),
    ),
    "units-class-mismatch": Example(
        "One of the two was made for another data set, and nothing pairs unit with class.",
        (TEN, '"float32[N,7] one_hot"', CATEGORICAL),
        (output(7, "softmax"), '"float32[N,7] one_hot"', CATEGORICAL),
    ),
    "class-mode-mismatch": Example(
        "A loader was asked for one class mode and the head was written for another: two columns "
        "of labels against one unit.",
        (output(1, "sigmoid"), '"float32[N,2] one_hot"', BINARY),
        (output(2, "softmax"), '"float32[N,2] one_hot"', CATEGORICAL),
    ),
    "head-rank": Example(
        "A layer keeps its steps or pixels where one answer for each sample was wanted: a missing "
        "`Flatten`, or `return_sequences=True` on the last recurrent layer.",
        (output("(None, 28, 10)", "softmax"), IDS, SPARSE),
        (TEN, IDS, SPARSE),
    ),
    "shape-broadcast": Example(
        "The loss of N labels against N predictions becomes a mean over N times N differences, "
        "whose best answer is the mean of all labels.",
        (output("(None, None)", "linear"), AMOUNTS, MSE),
        (output("(None, 1)", "linear"), '"float32[N,1] 0.5..99.5"', MSE),
    ),
    "unknown-label-shape": Example(
        'The word "accuracy" is resolved from the last dimensions. Where that of the labels is '
        "unknown, as in a generator without a signature, Keras takes class numbers for rows.",
        (TEN, 'resolver.Labels((None, None), "int64")', SPARSE, 'metrics=["accuracy"]'),
        (TEN, 'resolver.Labels((None,), "int64")', SPARSE, 'metrics=["accuracy"]'),
    ),
    "swapped-labels": Example(
        "A generator that yields a tuple in another order than the model lists its outputs is "
        "enough.",
        (HEADS, f'{{"kind": {PLACE}, "place": {KIND}}}', LOSSES),
        (HEADS, f'{{"kind": {KIND}, "place": {PLACE}}}', LOSSES),
    ),
    "unknown-output": Example(
        "An output whose entry bears another name is left without a loss or a metric.",
        (HEADS, "None", 'loss={"kind": "categorical_crossentropy", "plase": "mse"}'),
        (HEADS, "None", LOSSES),
    ),
    "class-weight-key": Example(
        "Weights that were counted from 1 fall on the neighbour of the class that was meant, and "
        "the first class gets none.",
        (output(3, "softmax"), '"int64[N] 0..2"', SPARSE, "class_weight={1: 1.0, 2: 2.0, 3: 5.0}"),
        (output(3, "softmax"), '"int64[N] 0..2"', SPARSE, "class_weight={0: 1.0, 1: 2.0, 2: 5.0}"),
    ),
    "sample-weight-rank": Example(
        "Keras multiplies weights with losses as the shapes allow, so that a weight meets another "
        "sample than its own, or the call fails.",
        (output(3, "softmax"), '"int64[N] 0..2"', SPARSE, "sample_weight=(None, 3)"),
        (output(3, "softmax"), '"int64[N] 0..2"', SPARSE, "sample_weight=(None,)"),
    ),
    "invalid-dummy-labels": Example(
        "Random numbers in place of labels, as in a first trial, give a loss that nothing can "
        "lower to a meaning.",
        (output(3, "softmax"), "np.full((8, 3), 0.7)", CATEGORICAL),
        (output(3, "softmax"), "np.eye(3)[[0, 1, 2, 0, 1, 2]]", CATEGORICAL),
    ),
    "accuracy-on-regression": Example(
        "The accuracy of a price stays at 0 while the model gets better, and people then mend a "
        "model that works.",
        (output(1, "linear"), AMOUNTS, MSE, 'metrics=["accuracy"]'),
        (output(1, "linear"), AMOUNTS, MSE, 'metrics=["mae"]'),
    ),
    "metric-label-shape": Example(
        "Precision, recall and AUC ask of each element whether it is true; a class number is no "
        "such answer.",
        (TEN, IDS, SPARSE, "metrics=[keras.metrics.AUC()]"),
        (TEN, IDS, SPARSE, 'metrics=["accuracy"]'),
    ),
    "metric-needs-probabilities": Example(
        "Whatever logit lies above 1 or below 0 falls out of all thresholds, and the curve is "
        "drawn from the few in between.",
        (output(1, "linear"), ZERO_ONE, BINARY_LOGITS, "metrics=[keras.metrics.AUC()]"),
        (
            output(1, "linear"),
            ZERO_ONE,
            BINARY_LOGITS,
            "metrics=[keras.metrics.AUC(from_logits=True)]",
        ),
    ),
    "metric-needs-classes": Example(
        "A probability of 0.9 is cast to class 0, and so is every other.",
        (
            MASKS,
            '"float32[N,H,W,3] one_hot"',
            CATEGORICAL,
            "metrics=[keras.metrics.MeanIoU(num_classes=3, sparse_y_true=False)]",
        ),
        (
            MASKS,
            '"float32[N,H,W,3] one_hot"',
            CATEGORICAL,
            "metrics=[keras.metrics.OneHotMeanIoU(num_classes=3)]",
        ),
    ),
    "binary-threshold-on-logits": Example(
        "A probability of 0.5 is the logit 0, and the logit 0.5 a probability of 0.62.",
        (output(1, "linear"), ZERO_ONE, BINARY_LOGITS, 'metrics=["binary_accuracy"]'),
        (
            output(1, "linear"),
            ZERO_ONE,
            BINARY_LOGITS,
            "metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",
        ),
    ),
    "wrong-accuracy-class": Example(
        "`keras.metrics.Accuracy()` counts where prediction and label are the same number. It is "
        'not what the word "accuracy" stands for.',
        (TEN, IDS, SPARSE, "metrics=[keras.metrics.Accuracy()]"),
        (TEN, IDS, SPARSE, "metrics=[keras.metrics.SparseCategoricalAccuracy()]"),
    ),
    "accuracy-multilabel": Example(
        "Keras resolves the word from the shapes to categorical accuracy. A row counts as right if "
        "its largest score lies on its first label, whatever the others are.",
        (output(5, "sigmoid"), '"int64[N,5] multi_hot"', BINARY, 'metrics=["accuracy"]'),
        (output(5, "sigmoid"), '"int64[N,5] multi_hot"', BINARY, 'metrics=["binary_accuracy"]'),
    ),
    "from-logits-contradiction": Example(
        "Loss and metric of the same name then show two numbers for the same predictions.",
        (output(10, "linear"), IDS, SPARSE_LOGITS, 'metrics=["sparse_categorical_crossentropy"]'),
        (
            output(10, "linear"),
            IDS,
            SPARSE_LOGITS,
            "metrics=[keras.metrics.SparseCategoricalCrossentropy(from_logits=True)]",
        ),
    ),
    "accuracy-ignores-loss": Example(
        "No accuracy of Keras has an ignored class. The unlabelled border of a mask is counted, "
        "always as wrong.",
        (
            MASKS,
            '"int64[N,H,W] {0,1,2,255}"',
            "loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=255)",
            'metrics=["accuracy"]',
        ),
        (
            MASKS,
            '"int64[N,H,W] {0,1,2,255}"',
            "loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=255)",
            'metrics=[resolver.Accuracy("multiclass", "index", ignore_class=255)]',
        ),
    ),
    "accuracy-without-classes": Example(
        "Two transcripts may differ in one sign and share no place. An accuracy by place would be "
        "near 0.",
        (
            "(None, 8)",
            output("(None, 20, 30)", "softmax"),
            'loss="ctc"',
        ),
        (
            "(None,)",
            TEN,
            SPARSE,
        ),
        caught="resolver.PairingError",
    ),
}
"""The example of each kind, by name."""
