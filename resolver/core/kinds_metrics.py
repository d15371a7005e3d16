"""R3: what can be wrong with metrics."""

from __future__ import annotations

from typing import Final

from resolver.core.kind import Kind

METRICS: Final = {
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
"""Every kind about metrics, by name."""
