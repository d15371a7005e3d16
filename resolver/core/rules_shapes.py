"""What can be wrong with shapes, units and weights: each rule sees one pairing, names one fault."""

from __future__ import annotations

from typing import Final

from resolver.core.finding import Finding
from resolver.core.pairing import Pairing
from resolver.core.rule import Rule, bounds, fitting_loss, found, last_layer, of_elements, of_ids

FEW: Final = 20
"""Fewer labels may miss half of the classes by chance; so many do once in a million times."""


def units_above_classes(pairing: Pairing) -> Finding | None:
    """Many units that no label ever names."""
    seen, units = pairing.facts, pairing.units
    if not of_ids(pairing) or pairing.layout != "index" or units is None or seen.sampled:
        return None
    flat = all(dim == 1 for dim in pairing.label_dims[1:])
    if not flat or seen.distinct is None or not seen.whole or pairing.lowest != 0:
        return None
    classes = int(pairing.highest) + 1
    few = seen.elements < max(units, FEW)
    if few or len(seen.distinct) < max(classes, 2) or classes * 2 > units:
        return None
    return found("units-above-classes", pairing, last_layer(pairing, classes))


def units_below_classes(pairing: Pairing) -> Finding | None:
    """Class numbers beyond 1 on one unit of a binary loss."""
    seen = pairing.facts
    if not of_elements(pairing) or pairing.units != 1 or not seen.whole:
        return None
    if not pairing.beyond(*bounds(pairing)):
        return None
    use = (
        f"keras.layers.Dense({int(pairing.highest) + 1}, activation='softmax'), "
        "loss=keras.losses.SparseCategoricalCrossentropy()"
    )
    return found("units-below-classes", pairing, use)


def _misfit(pairing: Pairing) -> bool:
    """True if both shapes are known and cannot belong together under this loss."""
    if not pairing.known or pairing.view is None or not pairing.label_dims:
        return False
    if not pairing.output_dims or pairing.reads in ("embedding", "sequence"):
        return False
    index = pairing.layout == "index" and pairing.family.rows == "element"
    return pairing.view.fit is None or index


def units_class_mismatch(pairing: Pairing) -> Finding | None:
    """Labels that have neither one value for each unit nor one class number."""
    if not _misfit(pairing):
        return None
    return found("units-class-mismatch", pairing, _cut(pairing) or _widened(pairing))


def _widened(pairing: Pairing) -> str:
    """The head with a unit for each column of the labels; the loss that fits class numbers."""
    head = last_layer(pairing, 1 if pairing.layout == "index" else pairing.label_dims[-1])
    return fitting_loss(pairing, head) if pairing.highest > 1 else head


def _cut(pairing: Pairing) -> str:
    """Labels or predictions cut to the steps that both have; empty if their steps agree."""
    labels, output = pairing.label_dims, pairing.output_dims
    steps = [(a or 0, b or 0) for a, b in zip(labels[1:], output[1:-1], strict=False)]
    if all(a == b or not a or not b for a, b in steps):
        return ""
    kept = ", ".join(f":{min(a, b)}" if a and b else ":" for a, b in steps)
    name = "y" if any(a > b > 0 for a, b in steps) else "outputs"
    return f"{name} = {name}[:, {kept}]"


def head_rank(pairing: Pairing) -> Finding | None:
    """A head with steps that its labels do not have."""
    labels, output = pairing.label_dims, pairing.output_dims
    if not _misfit(pairing):
        return None
    numbered = of_ids(pairing) and any(dim != 1 for dim in labels[1:])
    if len(output) <= max(len(labels) + numbered, 2) or pairing.layout == "index":
        return None
    use = "keras.layers.GlobalAveragePooling1D()  # before the head; or return_sequences=False"
    return found("head-rank", pairing, use)


def shape_broadcast(pairing: Pairing) -> Finding | None:
    """(N,) labels against an output whose width is not known to be 1, under an element loss."""
    if pairing.family.rows != "element" or pairing.reads == "embedding":
        return None
    if len(pairing.label_dims) != 1 or pairing.output_dims[1:] != (None,):
        return None
    use = "y = y[:, None]  # for an output of shape (N, 1)"
    return found("shape-broadcast", pairing, use, severity="warning")


def unknown_label_shape(pairing: Pairing) -> Finding | None:
    """Keras's "accuracy" for labels whose last dimension it cannot see."""
    if pairing.decided or not any(metric.word == "accuracy" for metric in pairing.metrics):
        return None
    labels = pairing.labels
    unseen = labels.shape is None and (labels.dtype is not None or labels.facts is not None)
    open_end = labels.shape is not None and len(labels.shape) > 1 and labels.shape[-1] is None
    same_rank = pairing.output.shape is not None and len(labels.shape or ()) == len(
        pairing.output.shape
    )
    if not unseen and not (open_end and same_rank and of_ids(pairing)):
        return None
    if pairing.opaque or (pairing.known and not of_ids(pairing)):
        return None
    use = "metrics=[keras.metrics.SparseCategoricalAccuracy()]"
    return found("unknown-label-shape", pairing, use)


def class_weight_key(pairing: Pairing) -> Finding | None:
    """A class weight for what is no class."""
    keys, units = pairing.class_weight, pairing.units
    if not keys or units is None or pairing.opaque:
        return None
    classes = max(units, 2)
    strays = [key for key in keys if not (isinstance(key, int) and 0 <= key < classes)]
    if not strays:
        return None
    also = (("class_weight", f"keys {', '.join(map(repr, keys))}"),)
    return found("class-weight-key", pairing, "class_weight={0: 1.0, 1: 2.0}", also=also)


def sample_weight_rank(pairing: Pairing) -> Finding | None:
    """Weights with more dimensions than there are elements to weigh."""
    weights, output = pairing.sample_weight, pairing.output.shape
    if weights is None or output is None or not pairing.known:
        return None
    element = len(output) - (pairing.family.rows == "class")
    more = len(weights) - max(element, 1)
    if more <= 0 or (more == 1 and weights[-1] == 1):  # which Keras squeezes
        return None
    also = (("sample_weight", f"shape {weights}"),)
    use = "sample_weight=weights.reshape(len(weights), -1).mean(-1)  # one for each sample"
    return found("sample-weight-rank", pairing, use, also=also)


RULES: Final[tuple[Rule, ...]] = (
    units_above_classes,
    units_below_classes,
    units_class_mismatch,
    head_rank,
    shape_broadcast,
    unknown_label_shape,
    class_weight_key,
    sample_weight_rank,
)
"""Every rule about shapes, units and weights."""
