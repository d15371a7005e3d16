"""R1: what can be wrong between a head and its loss."""

from __future__ import annotations

from typing import Final

from resolver.core.kind import Kind

HEADS: Final = {
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
    "loss-needs-positive": Kind(
        "R116",
        "warning",
        "The loss takes a logarithm, but labels or predictions fall below zero.",
        "Counts and rates need an output that stays positive, such as softplus or exponential.",
        "Logarithms of negative numbers are NaN, or are cut off and teach nothing.",
    ),
    "loss-needs-margin": Kind(
        "R117",
        "warning",
        "A hinge loss needs scores on both sides of 0, but the output keeps to one side.",
        "A margin needs a linear output, or tanh.",
        "One of the two classes can never reach its margin, so its loss never reaches 0.",
    ),
}
"""Every kind about a head and its loss, by name."""
