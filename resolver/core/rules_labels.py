"""What can be wrong with how labels are written: each rule sees one pairing, names one fault.

All are silent under an opaque loss: packed labels, ordinal heads and class numbers against
embeddings are legal there.
"""

from __future__ import annotations

from typing import Final

from resolver.core.codings import ENOUGH_ROWS, IGNORED, SIGN, within
from resolver.core.finding import Finding, Severity
from resolver.core.pairing import Pairing
from resolver.core.rule import (
    Rule,
    bounds,
    fitting_loss,
    found,
    last_layer,
    of_classes,
    of_elements,
    of_ids,
    same_loss,
    with_logits,
)
from resolver.core.view import SOFTMAX

_BYTE: Final = 255


def _many_units(pairing: Pairing) -> bool:
    return pairing.units is None or pairing.units > 1


def cce_with_index_labels(pairing: Pairing) -> Finding | None:
    """Class numbers under a loss for rows."""
    if not of_classes(pairing) or of_ids(pairing) or not _index_shape(pairing):
        return None
    if pairing.fractions:
        return None
    if pairing.loss and pairing.loss.label_smoothing:  # which no loss for class numbers has
        return found("cce-with-index-labels", pairing, _one_hot(pairing))
    logits = with_logits(pairing.told_logits)
    use = f"loss=keras.losses.SparseCategoricalCrossentropy({logits})"
    return found("cce-with-index-labels", pairing, fitting_loss(pairing, use))


def _one_hot(pairing: Pairing) -> str:
    """Class numbers as rows, as a line to write."""
    return f"y = keras.ops.one_hot(y, {pairing.units or 'units'})"


def _index_shape(pairing: Pairing) -> bool:
    if not _many_units(pairing):
        return False
    return pairing.layout == "index" or pairing.labels.coding == "index"


def class_mode_mismatch(pairing: Pairing) -> Finding | None:
    """Labels in the mode of a directory iterator that the head is not made for."""
    if of_elements(pairing) and pairing.units == 1 and _two_columns(pairing):
        use = "y = y[..., 1]  # one 0 or 1 for each sample"
        return found("class-mode-mismatch", pairing, use)
    floats = pairing.labels.dtype is not None and "float" in pairing.labels.dtype
    if not _index_shape(pairing) or pairing.fractions or of_ids(pairing):
        return None
    softmax = pairing.group in SOFTMAX
    if not (softmax and (of_elements(pairing) or (of_classes(pairing) and floats))):
        return None
    use = _one_hot(pairing)
    if of_elements(pairing):
        use += ", loss=keras.losses.CategoricalCrossentropy()"
    return found("class-mode-mismatch", pairing, f"{use}  # or class_mode='categorical'")


def _two_columns(pairing: Pairing) -> bool:
    labels, output = pairing.label_dims, pairing.output_dims
    return labels[-1:] == (2,) and len(labels) == len(output)


def scce_with_one_hot_labels(pairing: Pairing) -> Finding | None:
    """Rows under a loss for class numbers."""
    if not of_ids(pairing) or pairing.layout != "rows":
        return None
    use = f"loss=keras.losses.CategoricalCrossentropy({with_logits(pairing.told_logits)})"
    return found("scce-with-one-hot-labels", pairing, use)


def label_out_of_range(pairing: Pairing) -> Finding | None:
    """Class numbers that are no class of the output."""
    units, low, high = pairing.units, pairing.lowest, pairing.highest
    if not of_ids(pairing) or pairing.layout != "index" or units is None:
        return None
    if not pairing.facts.whole or not low <= high or (low >= 0 and high < units):
        return None
    # Were -1 ignored of two classes written -1 and 1, one would be left.
    signs = units == 2 and pairing.facts.distinct == SIGN and pairing.ignore_class != -1
    stray = None if signs else _stray(pairing, units)
    severity: Severity | None = "note" if stray is not None and pairing.weighted else None
    if stray is not None:
        use = same_loss(pairing, family="sparse_categorical_crossentropy", ignore_class=stray)
    elif signs:
        use = "y = (y + 1) // 2"
    elif high - low < units:
        use = f"y = y - {int(low)}" if low > 0 else f"y = y + {int(-low)}"
    else:
        use = last_layer(pairing, int(high - min(low, 0)) + 1)
        use += f", y = y + {int(-low)}" if low < 0 else ""
    return found("label-out-of-range", pairing, use, severity=severity)


def _stray(pairing: Pairing, units: int) -> int | None:
    """A number that people write on what is not to be counted, where all others are classes."""
    seen, written = pairing.facts, (*IGNORED, pairing.ignore_class)
    for ends, others in ((seen.lows, seen.maximum), (seen.highs, seen.minimum)):
        if ends is None or others is None or ends[0] not in written:
            continue
        if 0 <= ends[-1] < units and 0 <= others < units:
            return int(ends[0])
    return None


def label_encoding(pairing: Pairing) -> Finding | None:
    """Text, NaN, fractions, scaled or shifted numbers where classes are needed."""
    seen = pairing.facts
    if not pairing.known:
        return None
    if seen.text:
        use = "y = sklearn.preprocessing.LabelEncoder().fit_transform(y)"
        return found("label-encoding", pairing, use)
    if seen.nan:
        return _nan(pairing)
    if of_classes(pairing) and pairing.layout == "index":
        return _encoded_ids(pairing)
    if of_classes(pairing):
        return _encoded_rows(pairing)
    return _encoded_elements(pairing) if of_elements(pairing) else None


def _nan(pairing: Pairing) -> Finding:
    severity: Severity = "note" if pairing.weighted else "error"
    use = "y = y[~numpy.isnan(y)]  # with the same rows of x"
    return found("label-encoding", pairing, use, severity=severity)


def _encoded_ids(pairing: Pairing) -> Finding | None:
    seen = pairing.facts
    if not pairing.fractions or seen.distinct is None:
        return None
    bytes_ = [value * _BYTE for value in seen.distinct]
    if within(seen, 0, 1) and all(abs(value - round(value)) < 1e-3 for value in bytes_):
        return found("label-encoding", pairing, "y = numpy.round(y * 255).astype('int64')")
    often = len(seen.distinct) * ENOUGH_ROWS <= seen.elements
    if often and (within(seen, 0, 1) or len(seen.distinct) == pairing.units):
        # So few values, so often: class numbers that were scaled as the inputs are.
        return found("label-encoding", pairing, "y = numpy.unique(y, return_inverse=True)[1]")
    return None


def _encoded_rows(pairing: Pairing) -> Finding | None:
    seen = pairing.facts
    if seen.distinct == SIGN:
        return found("label-encoding", pairing, "y = (y + 1) // 2")
    padded = 0 < seen.zero_rows < seen.rows == seen.zero_rows + seen.one_hot_rows
    flat = pairing.labels.rank == 2 and pairing.group in SOFTMAX
    if padded and flat and not pairing.weighted:
        use = "sample_weight=y.sum(-1)  # rows of zeros do not count"
        return found("label-encoding", pairing, use, severity="warning")
    return None


def _encoded_elements(pairing: Pairing) -> Finding | None:
    seen = pairing.facts
    if pairing.layout == "index" or not pairing.beyond(*bounds(pairing)):
        return None
    if seen.distinct == SIGN:
        return found("label-encoding", pairing, "y = (y + 1) // 2")
    if pairing.lowest >= 0 and pairing.highest == _BYTE:
        return found("label-encoding", pairing, "y = y / 255")
    if seen.distinct is not None and len(seen.distinct) == 2 and seen.whole:
        use = f"y = (y == {int(pairing.highest)}).astype('int64')"
        return found("label-encoding", pairing, use)
    return None


def classification_loss_for_regression(pairing: Pairing) -> Finding | None:
    """Continuous labels under a loss for classes."""
    use = "activation='linear', loss=keras.losses.MeanSquaredError()"
    if of_classes(pairing) and pairing.layout == "index" and pairing.fractions:
        use = "keras.layers.Dense(1), loss=keras.losses.MeanSquaredError()"
        return found("classification-loss-for-regression", pairing, use)
    whole = pairing.facts.whole and pairing.units == 1
    elements = of_elements(pairing) and pairing.layout != "index"
    if elements and pairing.beyond(*bounds(pairing)) and not whole:
        return found("classification-loss-for-regression", pairing, use)
    numbers = of_ids(pairing) and not (pairing.fractions and pairing.layout == "element")
    rows = pairing.layout in ("rows", "element") and not numbers
    if of_classes(pairing) and rows and pairing.beyond(0, 1):
        return found("classification-loss-for-regression", pairing, use)
    return None


def invalid_dummy_labels(pairing: Pairing) -> Finding | None:
    """Rows under a categorical crossentropy that are no distributions."""
    seen = pairing.facts
    if not of_classes(pairing) or of_ids(pairing) or pairing.layout != "rows":
        return None
    if pairing.beyond(0, 1) or pairing.reads == "margin":
        return None
    if seen.rows <= seen.distribution_rows + seen.zero_rows:
        return None
    use = f"y = keras.ops.one_hot(class_numbers, {pairing.units or 'units'})"
    return found("invalid-dummy-labels", pairing, use, severity="warning")


RULES: Final[tuple[Rule, ...]] = (
    cce_with_index_labels,
    class_mode_mismatch,
    scce_with_one_hot_labels,
    label_out_of_range,
    label_encoding,
    classification_loss_for_regression,
    invalid_dummy_labels,
)
"""Every rule about how labels are written."""
