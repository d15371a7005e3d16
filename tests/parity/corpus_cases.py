"""Each record of the corpus as a live model with labels, compile arguments and weights."""

from __future__ import annotations

import functools
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np

import resolver
from resolver.core.losses import FAMILIES

HERE = Path(__file__).parent / "corpus"
SAMPLES = 1024
MOST_VALUES = 200_000
UNKNOWN_WIDTH = 5
UNKNOWN_SIDE = 3

Record = dict[str, Any]
Head = tuple[str | None, tuple[int | None, ...], str | None]
"""Name, shape and activation of an output."""


class OwnStep(keras.Model):
    """A model that trains itself."""

    def train_step(self, data):
        return {"loss": keras.ops.sum(data)}


class Case(NamedTuple):
    """One record made live; every field but the record as `resolver.check` takes it."""

    record: Record
    model: Any
    labels: Any
    loss: Any
    metrics: Any
    weights: dict[str, Any]

    def report(self) -> resolver.Report:
        """What a check says."""
        return resolver.check(
            self.model,
            self.labels,
            loss=self.loss,
            metrics=self.metrics,
            **self.weights,
        )


def records(name: str) -> list[Record]:
    """The records of one file, in its order."""
    return [
        json.loads(line)
        for line in (HERE / f"{name}_pairings.jsonl").read_text("utf-8").splitlines()
    ]


def case(record: Record) -> Case:
    """One record made live."""
    rng = np.random.default_rng(zlib.crc32(record["id"].encode()))
    names = [output["name"] for output in record["outputs"]]
    scaled = str((record.get("fixed_pairing") or {}).get("labels")).startswith("index")
    labels = [_labels(*pair, rng, scaled) for pair in _paired(record)]
    several = len(names) > 1
    return Case(
        record,
        _model(record),
        dict(zip(names, labels, strict=True)) if several else labels[0] if labels else None,
        _loss(record["compile"]["loss"]),
        _metrics(record["compile"]["metrics"], names),
        _weights(record.get("weights_and_masks")),
    )


def _weights(said: str | None) -> dict[str, Any]:
    if said is None:
        return {}
    by_class = said.startswith("class_weight")
    return {"class_weight": {0: 1.0, 1: 2.0}} if by_class else {"sample_weight": (None,)}


def _paired(record: Record) -> Iterator[tuple[Any, Any]]:
    """Each output with its labels; what a record does not tell is None."""
    outputs = record["outputs"] or [None]
    missing = len(outputs) - len(record["labels"])
    yield from zip(outputs, [*record["labels"], *[None] * missing], strict=True)


# The model


def _model(record: Record) -> Any:
    """The heads alone, over an input each: what lies before them cannot matter."""
    outputs = record["outputs"]
    if not outputs or any(output["shape"] is None for output in outputs):
        return resolver.Output(None)
    if outputs[0]["layer"] == "Matmul":  # as wide as the batch is long
        return resolver.Output(tuple(outputs[0]["shape"]), outputs[0]["activation"])
    heads_said = tuple((each["name"], tuple(each["shape"]), each["activation"]) for each in outputs)
    twice = "double_activation" in (record.get("fault"), record.get("fault_kind"))
    return _built(heads_said, twice, bool(record.get("custom_step")))


@functools.cache
def _built(outputs: tuple[Head, ...], twice: bool, own_step: bool) -> Any:
    heads = [_head(output, twice) for output in outputs]
    inputs, ends = [start for start, _ in heads], [end for _, end in heads]
    several = len(outputs) > 1
    names = [name for name, _, _ in outputs]
    made = OwnStep if own_step else keras.Model
    return made(inputs, dict(zip(names, ends, strict=True)) if several else ends[0])


def _head(output: Head, twice: bool) -> tuple[Any, Any]:
    name, (batch, *dims), activation = output
    if not dims:
        start = end = keras.Input((2,), batch_size=batch)
        return start, keras.layers.Lambda(lambda x: x[:, 0], name=name)(end)
    *sides, units = dims
    start = keras.Input((*sides, 2))
    dense = keras.layers.Dense(units or UNKNOWN_WIDTH, use_bias=False, kernel_initializer="zeros")
    end = dense(start)
    if activation is None:
        return start, keras.layers.Rescaling(0.5, name=name)(end)
    if twice:
        end = keras.layers.Activation(activation)(end)
    return start, keras.layers.Activation(activation, name=name)(end)


# The labels


def _labels(output: Any, labels: Any, rng: np.random.Generator, scaled: bool) -> Any:
    if labels is None or labels["encoding"] in (None, "none", "custom"):
        return None
    units = (output or {}).get("units") or UNKNOWN_WIDTH
    shape = labels["shape"]
    if shape is None and labels["encoding"] in ("index", "binary"):
        return resolver.Labels(None, labels["dtype"] or "int64")
    rows = labels["encoding"] in ("one_hot", "multi_hot", "soft_probabilities")
    if shape is None:
        shape = [None, None] if rows else [None]
    sides = [side or UNKNOWN_SIDE for side in shape[1:]]
    of_output = (output or {}).get("shape") or shape
    if len(shape) == len(of_output) > 1 and shape[-1] is None:
        sides[-1] = units
    samples = max(8, min(SAMPLES, MOST_VALUES // max(int(np.prod(sides)), 1)))
    kind = "scaled" if scaled and labels["encoding"] == "float" else labels["encoding"]
    values = _VALUES[kind](Draw(rng, (samples, *sides), labels["range"], units))
    floating = labels["encoding"] in ("one_hot", "float", "soft_probabilities")
    return values.astype(labels["dtype"] or ("float32" if floating else "int64"))


class Draw(NamedTuple):
    """What values are drawn from."""

    rng: np.random.Generator
    shape: tuple[int, ...]
    bounds: Any
    units: int


def _index(draw: Draw) -> np.ndarray:
    low, high = draw.bounds or (0, None)
    high = max(draw.units - 1, low + 4) if high is None else high
    values = draw.rng.integers(low, high + 1, draw.shape)
    values.flat[0], values.flat[1] = low, high
    return values


def _binary(draw: Draw) -> np.ndarray:
    low, high = draw.bounds or (0, 1)
    bits = draw.rng.integers(0, 2, draw.shape)
    if float(high).is_integer():
        return np.where(bits, high, low)
    if high < 1:
        return np.where(bits, high, 0)
    return bits + draw.rng.random(draw.shape) * (high - 1)  # noise on both sides, as GANs have it


def _one_hot(draw: Draw) -> np.ndarray:
    return np.eye(draw.shape[-1])[draw.rng.integers(0, draw.shape[-1], draw.shape[:-1])]


def _multi_hot(draw: Draw) -> np.ndarray:
    return draw.rng.integers(0, 2, draw.shape)


def _soft(draw: Draw) -> np.ndarray:
    return draw.rng.dirichlet(np.ones(draw.shape[-1]), draw.shape[:-1])


def _float(draw: Draw) -> np.ndarray:
    low, high = draw.bounds or (-30.0, 50.0)
    return low + draw.rng.random(draw.shape) * (high - low)


def _scaled(draw: Draw) -> np.ndarray:
    return draw.rng.integers(0, draw.units, draw.shape) / (draw.units - 1) * draw.bounds[1]


def _signs(draw: Draw) -> np.ndarray:
    return draw.rng.integers(0, 2, draw.shape) * 2 - 1


_VALUES = {
    "index": _index,
    "binary": _binary,
    "one_hot": _one_hot,
    "multi_hot": _multi_hot,
    "soft_probabilities": _soft,
    "float": _float,
    "scaled": _scaled,
    "plus_minus_one": _signs,
}


# What is compiled


def _own(y_true, y_pred):
    return keras.ops.mean(y_pred - y_true)


def _loss(said: Any) -> Any:
    if said is None or "family" in said:
        return _one_loss(said)
    return {name: _one_loss(each) for name, each in said.items()}


def _one_loss(said: Any) -> Any:
    if said is None:
        return None
    family, form = said["family"], said["form"]
    if family == "custom":
        return _own
    arguments = {
        key: said[key] for key in ("from_logits", "label_smoothing", "reduction") if said.get(key)
    }
    if form == "object" or (form == "string" and arguments):  # no string says from_logits
        return keras.losses.get({"class_name": FAMILIES[family].cls, "config": arguments})
    if form == "function":
        function = getattr(keras.losses, family)
        return functools.partial(function, **arguments) if arguments else function
    return family


def _metrics(said: Any, names: list[str]) -> Any:
    if isinstance(said, dict):
        return {name: [_metric(each) for each in _listed(asked)] for name, asked in said.items()}
    made = [_metric(each) for each in _listed(said)]
    return [made for _ in names] if len(names) > 1 and made else made


def _listed(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else said or []


def _metric(said: str) -> Any:
    """A metric from the few words of a record: a string, or a class with an argument."""
    if re.fullmatch(r"[a-z_]+", said):
        return said
    found = re.match(r"(\w+)(?: x \d+)?(?: ?\((.*)\))?$", said)
    if found is None or not hasattr(keras.metrics, found[1]):
        return _own
    cls, argument = getattr(keras.metrics, found[1]), found[2]
    if argument in (None, "object"):
        return cls(**_NEEDED.get(cls.__name__, {}))
    if argument == "from_logits":
        return cls(from_logits=True)
    if "=" in argument:
        return cls(threshold=float(argument.removeprefix("threshold=")))
    return cls(int(argument))


_NEEDED = {"MeanIoU": {"num_classes": 3}, "IoU": {"num_classes": 2, "target_class_ids": [0]}}
