"""``python -m resolver explain``: what is decided of an output and its labels, no model needed."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import asdict, replace
from typing import Any, Final

from resolver.api.explaining import explain
from resolver.commands.label_files import read_label_argument
from resolver.commands.words import named, read_loss, read_output
from resolver.core.decision import Decision
from resolver.report import Explained, Explanation, Generation, say

DECIDED: Final = 0
REFUSED: Final = 1
OPEN: Final = 2


def run(said: Namespace) -> int:
    """Print the explanation.

    Returns:
        0 if all is decided, 1 if a pairing is refused, 2 if one stays open.

    Raises:
        InvalidArgument: If something is written wrongly.
    """
    outputs = _with_names(named(said.output, read_output, "--output"))
    labels = named(said.labels, read_label_argument, "--labels")
    loss = named(said.loss, read_loss, "--loss")
    keywords = {
        "task": said.task,
        "from_logits": said.from_logits,
        "class_axis": said.class_axis,
        "ignore_class": said.ignore_class,
    }
    explanation = explain(outputs, labels, loss=loss, **keywords)
    if said.format == "json":
        print(_json(explanation))
    else:
        say(explanation, str(explanation))
    return max(map(_code, explanation.outputs))


def _with_names(outputs: Any) -> Any:
    if not isinstance(outputs, dict):
        return outputs
    named_ = {name: replace(output, name=name) for name, output in outputs.items()}
    return named_ if len(named_) > 1 else next(iter(named_.values()))


def _code(explained: Explained) -> int:
    if explained.decision is not None:
        return DECIDED
    return OPEN if explained.ambiguous else REFUSED


def _json(explanation: Explanation) -> str:
    return json.dumps([_plain(each) for each in explanation.outputs], indent=2)


def _plain(explained: Explained) -> dict[str, Any]:
    decided = explained.decision
    return {
        "name": explained.name,
        **({} if decided is None else _decision(decided)),
        "refused": explained.refused,
        "generations": {each.rules: _generation(each) for each in explained.generations},
    }


def _generation(generation: Generation) -> dict[str, Any]:
    said = ("metric", "reason", "verdict", "why")
    return {name: getattr(generation, name) for name in said}


def _decision(decision: Decision) -> dict[str, Any]:
    said = ("task", "coding", "from_logits", "threshold", "class_axis", "ignore_class")
    return {
        **{name: getattr(decision, name) for name in said},
        "loss": decision.loss.line if decision.loss else None,
        "metric": decision.metric.line if decision.metric else None,
        "evidence": [asdict(each) for each in decision.evidence],
    }
