"""Every kind of finding: its code, its name, how certain it is, and what is said of it.

Codes never change and are never used again. R1: head and loss. R2: labels. R3: metrics.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from resolver.core.finding import Severity


class Kind(NamedTuple):
    """What is always true of a finding of this name.

    Args:
        code: Stable code.
        severity: How certain the rule is, unless a case of it says otherwise.
        title: What is wrong.
        needed: What would be right.
        consequence: What happens otherwise.
    """

    code: str
    severity: Severity
    title: str
    needed: str
    consequence: str


_HEADS: Final = {
    "softmax-one-unit": Kind(
        "R101",
        "error",
        "A softmax over one unit is always 1.",
        "One unit needs a sigmoid; a softmax needs a unit for each class.",
        "The output never depends on the input, so nothing is learned.",
    ),
    "from-logits-on-probabilities": Kind(
        "R102",
        "error",
        "The loss expects logits, but the output is already probabilities.",
        "With from_logits=True the output must have no softmax or sigmoid.",
        "The activation is applied twice: gradients shrink, and the loss differs by backend.",
    ),
    "missing-from-logits": Kind(
        "R103",
        "error",
        "The loss expects probabilities, but the output is logits.",
        "A linear output needs from_logits=True.",
        "Raw scores are clipped as if they were probabilities, and training stalls or diverges.",
    ),
    "missing-output-activation": Kind(
        "R104",
        "error",
        "The loss expects probabilities, but the output has no activation.",
        "Give the head its activation, or tell the loss that it reads logits.",
        "Raw scores are clipped as if they were probabilities, and training stalls or diverges.",
    ),
    "sigmoid-multiclass": Kind(
        "R105",
        "error",
        "The output scores each class on its own, but the labels name one class of many.",
        "Exclusive classes need a softmax; independent labels need multi-hot rows.",
        "Sigmoids do not compete, so the classes are not told apart as the labels ask.",
    ),
    "softmax-multilabel": Kind(
        "R106",
        "error",
        "A softmax lets one label win, but the rows of labels hold several, or none.",
        "Independent labels need a sigmoid for each.",
        "The probabilities sum to 1, so two labels can never both be near 1.",
    ),
    "bce-multiclass": Kind(
        "R107",
        "warning",
        "A binary loss treats exclusive classes as independent labels.",
        "Exclusive classes need a categorical loss.",
        "Each class is weighed on its own, and element accuracy looks far too high.",
    ),
    "mse-classification": Kind(
        "R108",
        "warning",
        "A regression loss is trained on class labels.",
        "Class labels need a crossentropy.",
        "Gradients vanish where the answer is most wrong.",
    ),
    "classification-loss-for-regression": Kind(
        "R109",
        "error",
        "The labels are continuous numbers, but the pairing is one for classes.",
        "Continuous labels need a linear output and a regression loss.",
        "The numbers are taken for classes or probabilities, and the result means nothing.",
    ),
    "relu-output-classification": Kind(
        "R110",
        "error",
        "The last activation yields neither probabilities nor logits for these classes.",
        "Classes need a softmax, a sigmoid, or a linear output read as logits.",
        "Scores are cut off or bounded, so the loss is wrong or its gradient is zero.",
    ),
    "bounded-activation-regression": Kind(
        "R111",
        "error",
        "The labels lie outside the range that the last activation can reach.",
        "Labels of any size need a linear output, or scaling into the range.",
        "The output saturates at its bound and the rest of the error can never be learned.",
    ),
    "double-activation": Kind(
        "R112",
        "error",
        "Two activations are applied one over the other.",
        "Apply the last activation once.",
        "The second one flattens what the first made, so no output can be near 0 or 1.",
    ),
    "cce-on-one-unit": Kind(
        "R113",
        "error",
        "A categorical loss needs a unit for each class, but there is one unit.",
        "One unit needs a binary loss.",
        "With one class the loss is constant, so nothing is learned.",
    ),
    "loss-needs-distribution": Kind(
        "R114",
        "error",
        "The loss compares distributions, but the output is none.",
        "Rows of the output must be positive and sum to 1.",
        "The loss can fall below zero without end, and its minimum is not the answer.",
    ),
    "label-smoothing-sparse": Kind(
        "R115",
        "error",
        "Label smoothing was asked of a loss for class numbers.",
        "Label smoothing needs one-hot labels and a categorical loss.",
        "Sparse losses have no such argument.",
    ),
}

_LABELS: Final = {
    "cce-with-index-labels": Kind(
        "R201",
        "error",
        "The loss needs a row per sample, but the labels are class numbers.",
        "Class numbers need the sparse loss.",
        "Class numbers are compared with whole rows of scores.",
    ),
    "scce-with-one-hot-labels": Kind(
        "R202",
        "error",
        "The loss needs class numbers, but the labels are rows with a number per class.",
        "One-hot rows need the categorical loss.",
        "Whole rows are compared where one class number is needed.",
    ),
    "label-out-of-range": Kind(
        "R203",
        "error",
        "Some labels are no class of this output.",
        "Class numbers must run from 0 to the number of units less one.",
        "TensorFlow and torch fail, or yield NaN; JAX trains on a loss of 0 and says nothing.",
    ),
    "label-encoding": Kind(
        "R204",
        "error",
        "The labels are not written as this pairing needs them.",
        "Encode the labels before training.",
        "The loss reads other numbers than were meant.",
    ),
    "units-above-classes": Kind(
        "R205",
        "warning",
        "The output has many more units than the labels have classes.",
        "One unit for each class.",
        "The units that never occur are trained towards zero; scores are spread too thin.",
    ),
    "units-below-classes": Kind(
        "R206",
        "error",
        "The labels have more classes than the output has units.",
        "One unit for each class, or one unit for two classes.",
        "The classes beyond the units can never be predicted.",
    ),
    "units-class-mismatch": Kind(
        "R207",
        "error",
        "The shapes of output and labels do not belong together.",
        "Labels need one value for each unit, or one class number for all of them.",
        "Keras fails on the shapes, or broadcasts them into a wrong number.",
    ),
    "class-mode-mismatch": Kind(
        "R208",
        "error",
        "The labels come in another mode than the output and its loss are made for.",
        "Labels, units and loss must all speak of two classes in the same way.",
        "Keras fails on the shapes, or broadcasts them into a wrong number.",
    ),
    "head-rank": Kind(
        "R209",
        "error",
        "The output has another number of dimensions than its labels allow.",
        "Flatten or pool before the head, or give a label for each step.",
        "Keras fails on the shapes, or broadcasts one label over all steps.",
    ),
    "shape-broadcast": Kind(
        "R210",
        "error",
        "The shapes differ, and an element-wise loss broadcasts them.",
        "Output and labels must have the same shape.",
        "Every label is compared with every prediction of the batch.",
    ),
    "unknown-label-shape": Kind(
        "R211",
        "warning",
        "The last dimension of the labels is unknown.",
        "State the shape of the labels, or pass the metric as an object.",
        "Keras takes class numbers for rows, and its accuracy stays at chance.",
    ),
    "swapped-labels": Kind(
        "R212",
        "error",
        "The labels of two outputs are swapped.",
        "Each output needs its own labels.",
        "Both heads are trained on the other's target.",
    ),
    "unknown-output": Kind(
        "R213",
        "error",
        "A dictionary names an output that the model does not have.",
        "The keys must be names of outputs.",
        "The entry is left out, or Keras fails later.",
    ),
    "class-weight-key": Kind(
        "R214",
        "error",
        "A key of class_weight is no class of this output.",
        "The keys must be class numbers.",
        "The weight is never used, or falls on another class.",
    ),
    "sample-weight-rank": Kind(
        "R215",
        "error",
        "The sample weights have another shape than what is weighted.",
        "One weight for each sample, or one for each element.",
        "Weights are broadcast over the wrong dimension.",
    ),
    "invalid-dummy-labels": Kind(
        "R216",
        "error",
        "The rows of labels are no distributions, as the loss needs.",
        "Each row must sum to 1.",
        "The loss has no minimum near any answer.",
    ),
}

_METRICS: Final = {
    "accuracy-on-regression": Kind(
        "R301",
        "warning",
        "Accuracy is asked of a regression.",
        "Continuous predictions need an error such as the mean absolute error.",
        "Accuracy counts exact hits, which continuous predictions never make.",
    ),
    "metric-label-shape": Kind(
        "R302",
        "error",
        "The metric needs labels of the output's shape.",
        "Class numbers need a metric for class numbers.",
        "Keras fails on the shapes, or broadcasts them into a wrong number.",
    ),
    "metric-needs-probabilities": Kind(
        "R303",
        "warning",
        "The metric reads probabilities, but the output is logits.",
        "Give the metric thresholds for logits, or the head a sigmoid.",
        "Logits are compared with thresholds between 0 and 1.",
    ),
    "metric-needs-classes": Kind(
        "R304",
        "warning",
        "The metric reads class numbers, but the output is a score per class.",
        "Use the metric that takes the largest score of each row.",
        "Scores are rounded down to class 0, and the number stays put while the model learns.",
    ),
    "binary-threshold-on-logits": Kind(
        "R305",
        "warning",
        "The accuracy cuts at 0.5, but the output is logits.",
        "Logits are positive above 0.",
        "Predictions between 0 and 0.5 are counted as negative.",
    ),
    "wrong-accuracy-class": Kind(
        "R306",
        "warning",
        "This accuracy class does not fit output and labels.",
        "Write the accuracy that does.",
        "It compares other numbers than predictions with labels.",
    ),
    "accuracy-multilabel": Kind(
        "R307",
        "warning",
        "Accuracy of a multi-label output is asked by the largest score.",
        "Independent labels are counted one by one.",
        "Only the largest score of each row is looked at.",
    ),
    "from-logits-contradiction": Kind(
        "R310",
        "warning",
        "Loss and metric take the same output for logits and for probabilities.",
        "Say from_logits alike in both.",
        "One of the two numbers is not what it is called.",
    ),
    "accuracy-ignores-loss": Kind(
        "R308",
        "warning",
        "Keras counts what the loss leaves out, or compares along another axis.",
        "Count with the loss's own class axis and ignored class.",
        "Ignored elements are counted as wrong.",
    ),
    "accuracy-without-classes": Kind(
        "R309",
        "error",
        "The loss compares sequences or embeddings, in which nothing is right or wrong by itself.",
        "Such a model needs a metric of its own: an edit distance, a rate of retrieval.",
        "An accuracy would compare scores with labels that do not stand for them.",
    ),
}

KINDS: Final[Mapping[str, Kind]] = MappingProxyType({**_HEADS, **_LABELS, **_METRICS})
"""Every kind by name."""
