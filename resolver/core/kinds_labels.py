"""R2: what can be wrong with labels."""

from __future__ import annotations

from typing import Final

from resolver.core.kind import Kind

LABELS: Final = {
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
"""Every kind about labels, by name."""
