"""Outputs, losses and metrics as they are written on a command line; no Keras is needed for them.

::

    output   [name=] size [:activation]      10:softmax   (None,28,28,3):linear   kind=1:sigmoid
    loss     [name=] name or expression      bce   "BinaryCrossentropy(from_logits=True)"
    metric   [name=] name or expression      accuracy   "keras.metrics.AUC(from_logits=True)"
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, TypeVar

from resolver.core.configs import loss_of_config, metric_of_config
from resolver.core.errors import InvalidArgument
from resolver.core.losses import FAMILIES, Loss, family_named, read_string
from resolver.core.metrics import METRICS, Metric, read_metric_string
from resolver.core.specs import Output
from resolver.edge.graph.activations import ALIASES, KNOWN

_T = TypeVar("_T")

_NAMED: Final = re.compile(r"([\w./-]+)=(.*)", re.DOTALL)
_DIM: Final = re.compile(r"\d+|None|\?|[A-Z]\w*")

_LOSS_ARGUMENTS: Final = frozenset(
    "from_logits label_smoothing ignore_class axis reduction name dtype delta alpha beta gamma "
    "apply_class_balancing q margin remove_diagonal".split()
)
_METRIC_ARGUMENTS: Final = frozenset(
    "threshold thresholds top_k k num_classes target_class_ids from_logits label_smoothing axis "
    "ignore_class sparse_y_true sparse_y_pred name dtype class_id average beta curve multi_label "
    "num_labels num_thresholds summation_method label_weights sensitivity specificity recall "
    "precision class_aggregation num_regressors".split()
)


def named(texts: Sequence[str], read: Callable[[str], _T], option: str) -> Any:
    """What was said of one output, or a dict by output name.

    Args:
        texts: What was written, each with ``name=`` in front or not.
        read: Reads one of them.
        option: The option, for messages.

    Returns:
        One value, a list of several, or a dict if they are named; None if nothing was written.

    Raises:
        InvalidArgument: If some are named and others not, or a name comes twice.
    """
    pairs = [_split(text) for text in texts]
    names = [name for name, _ in pairs if name]
    if not names:
        values = [read(text) for _, text in pairs]
        return (values[0] if len(values) == 1 else values) if values else None
    if len(names) != len(pairs) or len(set(names)) != len(names):
        raise InvalidArgument(
            f"Either each {option} names an output of its own, or none does. "
            f"Received: {', '.join(texts)}. Use: {option} {names[0]}={pairs[0][1]}"
        )
    return {name: read(text) for name, text in pairs if name}


def _split(text: str) -> tuple[str | None, str]:
    match = _NAMED.fullmatch(text.strip())
    return (match[1], match[2].strip()) if match else (None, text.strip())


def option(settle: str) -> str:
    """An argument that settles a reading, as an option of the command line."""
    if settle.startswith("resolver.Labels("):
        coding = settle.rpartition("coding=")[2].strip("')")
        return f"--labels 'int64[...] {coding}'"
    key, _, value = settle.partition("=")
    written = {"True": "yes", "False": "no"}.get(value, value.strip("'"))
    return f"--{key.replace('_', '-')} {written}"


def read_output(text: str) -> Output:
    """An output as it is written: ``10:softmax``, ``(None,28,28,3):linear``, ``1:sigmoid``.

    Raises:
        InvalidArgument: If it is not written so, or there is no such activation.

    Example:
        >>> read_output("10:softmax").shape
        (None, 10)
    """
    size, _, activation = text.partition(":")
    activation = activation.strip()
    name = ALIASES.get(activation, activation)
    if activation and name not in KNOWN:
        near = get_close_matches(activation, KNOWN, n=1) or ["softmax"]
        raise InvalidArgument(
            f"No activation of Keras is called {activation!r}. Received: {text}. "
            f"Use: {size}:{near[0]}"
        )
    return Output(_shape(size.strip(), text), name or None)


def _shape(size: str, text: str) -> tuple[int | None, ...]:
    inside = re.fullmatch(r"\((.*)\)", size)
    parts = [part.strip() for part in inside[1].split(",")] if inside else ["None", size]
    parts = parts[:-1] if len(parts) > 1 and not parts[-1] else parts
    if not all(_DIM.fullmatch(part) for part in parts):
        raise InvalidArgument(
            f"An output is a number of units, or a shape with the batch first, then its "
            f"activation. Received: {text}. Use: 10:softmax  or  (None,28,28,3):linear"
        )
    return tuple(int(part) if part.isdigit() else None for part in parts)


def read_loss(text: str) -> Loss:
    """A loss as it is written: a name, or the expression that makes it.

    Raises:
        InvalidArgument: If Keras has no such loss, or it has no such argument.

    Example:
        >>> read_loss("BinaryCrossentropy(from_logits=True)").from_logits
        True
    """
    if "(" not in text:
        return read_string(text.removeprefix("keras.losses."))
    path, arguments = _call(text, "--loss 'BinaryCrossentropy(from_logits=True)'")
    name = path.rpartition(".")[2]
    family = family_named(name)
    if family is None or FAMILIES[family].cls != name:
        use = f"--loss {FAMILIES[family].cls}" if family else "--loss BinaryCrossentropy"
        raise InvalidArgument(f"No loss class of Keras is called {name!r}. Use: {use}")
    _known_only(text, arguments, _LOSS_ARGUMENTS)
    ours = path.startswith("resolver.")
    said = loss_of_config({"class_name": f"resolver>{name}" if ours else name, "config": arguments})
    assert said is not None
    return said


def read_metrics(text: str) -> list[Metric]:
    """Metrics as they are written: names or expressions, parted by commas.

    Example:
        >>> [metric.shown for metric in read_metrics("accuracy,keras.metrics.AUC()")]
        ["'accuracy'", 'keras.metrics.AUC()']
    """
    return [_metric(each.strip()) for each in re.split(r",(?![^(]*\))", text) if each.strip()]


def _metric(text: str) -> Metric:
    if "(" not in text:
        said = read_metric_string(text.removeprefix("keras.metrics."))
        if said.family is None and said.word is None:
            raise _no_metric(text)
        return said
    path, arguments = _call(text, "--metrics 'BinaryAccuracy(threshold=0.0)'")
    name = path.rpartition(".")[2]
    if path.startswith("resolver."):
        name = f"resolver>{name}"
    elif name not in METRICS:
        raise _no_metric(name)
    else:
        _known_only(text, arguments, _METRIC_ARGUMENTS)
    return metric_of_config({"class_name": name, "config": arguments})


def _no_metric(name: str) -> InvalidArgument:
    near = get_close_matches(name, METRICS, n=1, cutoff=0.5) or ["accuracy"]
    return InvalidArgument(f"No metric of Keras is called {name!r}. Use: --metrics {near[0]}")


def _call(text: str, use: str) -> tuple[str, dict[str, Any]]:
    """The name that is called in an expression, and its keyword arguments; nothing is run."""
    try:
        node = ast.parse(text, mode="eval").body
        if isinstance(node, ast.Call) and not node.args and all(word.arg for word in node.keywords):
            said = {str(word.arg): ast.literal_eval(word.value) for word in node.keywords}
            return ast.unparse(node.func), said
    except (SyntaxError, ValueError):
        pass
    raise InvalidArgument(
        f"An expression is a class with plain keyword arguments. Received: {text}. Use: {use}"
    )


def _known_only(text: str, arguments: Mapping[str, Any], known: frozenset[str]) -> None:
    unknown = [name for name in arguments if name not in known]
    if unknown:
        near = get_close_matches(unknown[0], known, n=1, cutoff=0.3) or ["from_logits"]
        raise InvalidArgument(
            f"There is no argument {unknown[0]!r} in {text}. Use: {near[0]}={arguments[unknown[0]]}"
        )
