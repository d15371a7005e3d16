"""What can be wrong with labels. Each rule looks at one pairing, names one fault.

All but those about weights are silent under an opaque loss: packed labels, ordinal heads and class
numbers against embeddings are legal there.
"""

from __future__ import annotations

from typing import Final

from resolver.core.codings import IGNORED, SIGN
from resolver.core.finding import Finding, Severity
from resolver.core.pairing import Pairing
from resolver.core.rules_heads import Rule, fitting_loss, found
from resolver.core.view import SOFTMAX

_CLASS_READS: Final = ("scores", "probabilities", "distribution", "margin")
_BYTE: Final = 255


def _classes(pairing: Pairing) -> bool:
    """True under a loss that compares rows of classes."""
    return (
        pairing.family is not None
        and pairing.family.rows == "class"
        and pairing.reads in _CLASS_READS
    )


def _sparse(pairing: Pairing) -> bool:
    return _classes(pairing) and pairing.family is not None and "index" in pairing.family.labels


def _elements(pairing: Pairing) -> bool:
    """True under a loss that compares element by element with 0 and 1."""
    return (
        pairing.family is not None
        and pairing.family.rows == "element"
        and pairing.reads in ("scores", "probabilities")
    )


def _many_units(pairing: Pairing) -> bool:
    return pairing.units is None or pairing.units > 1


def cce_with_index_labels(pairing: Pairing) -> Finding | None:
    """Class numbers under a loss for rows."""
    if not _classes(pairing) or _sparse(pairing) or not _index_shape(pairing):
        return None
    family = pairing.family
    logits = "from_logits=True" if pairing.loss is not None and pairing.loss.from_logits else ""
    use = f"loss=keras.losses.SparseCategoricalCrossentropy({logits})"
    if family is not None and family.reads == "scores":
        use = fitting_loss(pairing, use)
    return found("cce-with-index-labels", pairing, use)


def _index_shape(pairing: Pairing) -> bool:
    if not _many_units(pairing):
        return False
    return pairing.layout == "index" or pairing.labels.coding == "index"


def class_mode_mismatch(pairing: Pairing) -> Finding | None:
    """Labels in the mode of a directory iterator that the head is not made for."""
    labels, output = pairing.labels.shape, pairing.output.shape
    if not labels or not output or pairing.family is None:
        return None
    if _elements(pairing) and pairing.units == 1 and _two_columns(pairing):
        use = "y = y[..., 1], so that each sample has one 0 or 1"
        return found("class-mode-mismatch", pairing, use)
    floats = pairing.labels.dtype is not None and "float" in pairing.labels.dtype
    if not _index_shape(pairing) or pairing.fractions or _sparse(pairing):
        return None
    softmax = pairing.group in SOFTMAX
    if not (softmax and (_elements(pairing) or (_classes(pairing) and floats))):
        return None
    use = f"y = keras.ops.one_hot(y, {pairing.units}), or class_mode='categorical'"
    if _elements(pairing):
        use += ", with loss=keras.losses.CategoricalCrossentropy()"
    return found("class-mode-mismatch", pairing, use)


def _two_columns(pairing: Pairing) -> bool:
    labels, output = pairing.labels.shape, pairing.output.shape
    return bool(labels and output and labels[-1] == 2 and len(labels) == len(output))


def scce_with_one_hot_labels(pairing: Pairing) -> Finding | None:
    """Rows under a loss for class numbers."""
    if not _sparse(pairing) or pairing.layout != "rows" or pairing.units in (None, 1):
        return None
    logits = "from_logits=True" if pairing.loss is not None and pairing.loss.from_logits else ""
    use = f"loss=keras.losses.CategoricalCrossentropy({logits})"
    return found("scce-with-one-hot-labels", pairing, use)


def label_out_of_range(pairing: Pairing) -> Finding | None:
    """Class numbers that are no class of the output."""
    seen, units = pairing.facts, pairing.units
    if not _sparse(pairing) or pairing.layout != "index" or units is None or not seen.whole:
        return None
    low, high = seen.minimum, seen.maximum
    if low is None or high is None or (low >= 0 and high < units):
        return None
    inside = [value for value in seen.distinct or () if 0 <= value < units]
    strays = [value for value in seen.distinct or () if not 0 <= value < units]
    ignored = len(strays) == 1 and strays[0] in IGNORED and bool(inside)
    severity: Severity | None = "note" if ignored and pairing.weighted else None
    if ignored:
        use = f"loss=keras.losses.{pairing.family.cls if pairing.family else ''}("
        logits = "from_logits=True, " if pairing.loss and pairing.loss.from_logits else ""
        use += f"{logits}ignore_class={int(strays[0])})"
    elif low > 0 and high - low < units:
        use = f"y = y - {int(low)}"
    elif low < 0 and high - low < units:
        use = f"y = y + {int(-low)}"
    else:
        use = f"keras.layers.Dense({int(high - min(low, 0)) + 1}, ...) as the last layer"
    return found("label-out-of-range", pairing, use, severity=severity)


def label_encoding(pairing: Pairing) -> Finding | None:
    """Text, NaN, fractions, scaled or shifted numbers where classes are needed."""
    seen = pairing.facts
    if pairing.family is None or not seen.elements:
        return None
    if seen.text:
        use = "y = sklearn.preprocessing.LabelEncoder().fit_transform(y)"
        return found("label-encoding", pairing, use)
    if seen.nan:
        return _nan(pairing)
    if _classes(pairing) and pairing.layout == "index":
        return _encoded_ids(pairing)
    if _classes(pairing) and pairing.layout in (None, "rows", "element"):
        return _encoded_rows(pairing)
    return _encoded_elements(pairing) if _elements(pairing) else None


def _nan(pairing: Pairing) -> Finding:
    severity: Severity = "note" if pairing.weighted else "error"
    use = "y = y[~numpy.isnan(y)], with the same rows of x"
    return found("label-encoding", pairing, use, severity=severity)


def _encoded_ids(pairing: Pairing) -> Finding | None:
    seen = pairing.facts
    if not pairing.fractions or seen.distinct is None:
        return None
    if all(abs(value * _BYTE - round(value * _BYTE)) < 1e-3 for value in seen.distinct):
        return found("label-encoding", pairing, "y = numpy.round(y * 255).astype('int64')")
    return None


def _encoded_rows(pairing: Pairing) -> Finding | None:
    seen = pairing.facts
    if seen.distinct == SIGN:
        return found("label-encoding", pairing, "y = (y + 1) // 2")
    padded = 0 < seen.zero_rows < seen.rows == seen.zero_rows + seen.one_hot_rows
    flat = pairing.labels.rank == 2 and pairing.group in SOFTMAX
    if padded and flat and not pairing.weighted:
        use = "sample_weight=y.sum(-1), so that rows of zeros do not count"
        return found("label-encoding", pairing, use, severity="warning")
    return None


def _encoded_elements(pairing: Pairing) -> Finding | None:
    seen = pairing.facts
    if seen.minimum is None or seen.maximum is None or not pairing.beyond(0, 1):
        return None
    if pairing.layout == "index":
        return None
    if seen.distinct == SIGN:
        return found("label-encoding", pairing, "y = (y + 1) // 2")
    if seen.minimum >= 0 and seen.maximum == _BYTE and seen.whole:
        return found("label-encoding", pairing, "y = y / 255")
    if seen.distinct is not None and len(seen.distinct) == 2 and seen.whole:
        use = f"y = (y == {int(seen.maximum)}).astype('int64')"
        return found("label-encoding", pairing, use)
    return None


def classification_loss_for_regression(pairing: Pairing) -> Finding | None:
    """Continuous labels under a loss for classes."""
    if pairing.family is None or label_encoding(pairing) is not None:
        return None
    use = "activation='linear', loss=keras.losses.MeanSquaredError()"
    if _sparse(pairing) and pairing.layout == "index" and pairing.fractions:
        return found("classification-loss-for-regression", pairing, use)
    if _elements(pairing) and pairing.beyond(0, 1) and not pairing.facts.whole:
        return found("classification-loss-for-regression", pairing, use)
    rows = _classes(pairing) and not _sparse(pairing) and pairing.layout in ("rows", "element")
    if rows and pairing.beyond(0, 1):
        return found("classification-loss-for-regression", pairing, use)
    return None


def invalid_dummy_labels(pairing: Pairing) -> Finding | None:
    """Rows under a categorical crossentropy that are no distributions."""
    seen = pairing.facts
    if not _classes(pairing) or _sparse(pairing) or pairing.layout != "rows" or not seen.rows:
        return None
    if pairing.beyond(0, 1) or pairing.reads == "margin" or not _many_units(pairing):
        return None
    odd = seen.rows - seen.distribution_rows - seen.zero_rows
    if odd <= 0 or (pairing.multi_hot and not seen.zero_rows):
        return None
    use = f"y = keras.ops.one_hot(class_numbers, {pairing.units or 'units'})"
    return found("invalid-dummy-labels", pairing, use, severity="warning")


def units_above_classes(pairing: Pairing) -> Finding | None:
    """Many units that no label ever names."""
    seen, units = pairing.facts, pairing.units
    if not _sparse(pairing) or pairing.layout != "index" or units is None or seen.sampled:
        return None
    flat = pairing.labels.shape is not None and all(dim == 1 for dim in pairing.labels.shape[1:])
    if not flat or seen.distinct is None or seen.maximum is None or seen.minimum != 0:
        return None
    classes = int(seen.maximum) + 1
    if len(seen.distinct) < classes or classes * 2 > units or seen.elements < units:
        return None
    use = f"keras.layers.Dense({classes}, ...) as the last layer"
    return found("units-above-classes", pairing, use)


def units_below_classes(pairing: Pairing) -> Finding | None:
    """Class numbers beyond 1 on one unit of a binary loss."""
    seen = pairing.facts
    if not _elements(pairing) or pairing.units != 1 or not pairing.beyond(0, 1) or not seen.whole:
        return None
    if label_encoding(pairing) is not None or pairing.reads != "scores":
        return None
    top = int(seen.maximum or 0)
    use = (
        f"keras.layers.Dense({top + 1}, activation='softmax'), "
        "loss=keras.losses.SparseCategoricalCrossentropy()"
    )
    return found("units-below-classes", pairing, use)


def _misfit(pairing: Pairing) -> bool:
    """True if both shapes are known and cannot belong together under this loss."""
    if pairing.family is None or pairing.view is None or not pairing.labels.shape:
        return False
    if not pairing.output.shape or pairing.reads in ("embedding", "sequence"):
        return False
    index = pairing.layout == "index" and pairing.family.rows == "element"
    return pairing.view.fit is None or index


def units_class_mismatch(pairing: Pairing) -> Finding | None:
    """Labels that have neither one value for each unit nor one class number."""
    if not _misfit(pairing) or head_rank(pairing) or class_mode_mismatch(pairing):
        return None
    if shape_broadcast(pairing):
        return None
    labels = pairing.labels.shape or ()
    width = labels[-1] if len(labels) > 1 and labels[-1] else 1
    return found(
        "units-class-mismatch", pairing, f"keras.layers.Dense({width}, ...) as the last layer"
    )


def head_rank(pairing: Pairing) -> Finding | None:
    """A head with steps that its labels do not have."""
    labels, output = pairing.labels.shape, pairing.output.shape
    if not _misfit(pairing) or not labels or not output:
        return None
    if len(output) <= max(len(labels), 2) or (pairing.layout == "index"):
        return None
    use = "keras.layers.GlobalAveragePooling1D() before the head, or return_sequences=False"
    return found("head-rank", pairing, use)


def shape_broadcast(pairing: Pairing) -> Finding | None:
    """(N,) labels against an output whose width is not known to be 1, under an element loss."""
    labels, output = pairing.labels.shape, pairing.output.shape
    if pairing.family is None or pairing.family.rows != "element" or not labels or not output:
        return None
    if pairing.reads == "embedding" or len(labels) != 1 or len(output) != 2:
        return None
    if output[-1] is not None:
        return None
    use = "y = y[:, None], for an output of shape (N, 1)"
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
    if not unseen and not (open_end and same_rank and _sparse(pairing)):
        return None
    if pairing.family is not None and not _sparse(pairing):
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
    if weights is None or output is None or pairing.family is None:
        return None
    element = len(output) - (pairing.family.rows == "class")
    if len(weights) <= max(element, 1) or (len(weights) == 2 and weights[-1] == 1):
        return None
    also = (("sample_weight", f"shape {weights}"),)
    use = "sample_weight of shape (N,), one weight for each sample"
    return found("sample-weight-rank", pairing, use, also=also)


RULES: Final[tuple[Rule, ...]] = (
    cce_with_index_labels,
    class_mode_mismatch,
    scce_with_one_hot_labels,
    label_out_of_range,
    label_encoding,
    classification_loss_for_regression,
    invalid_dummy_labels,
    units_above_classes,
    units_below_classes,
    units_class_mismatch,
    head_rank,
    shape_broadcast,
    unknown_label_shape,
    class_weight_key,
    sample_weight_rank,
)
"""Every rule about labels and weights."""
