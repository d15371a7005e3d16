"""The cells on which our rules and the live programs must agree.

Every cell is a metric or loss string with the shape of the labels, the shape of the output, their
dtypes and a loss. What a program cannot see is varied too, in turns, so that we are shown it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product
from typing import Final, NamedTuple

from resolver.core.specs import Shape

from .losses import GIVEN, Given


class Cell(NamedTuple):
    """One cell of the grid."""

    string: str
    labels: Shape
    output: Shape
    given: Given
    dtypes: tuple[str, str]


SHAPES: Final[tuple[Shape, ...]] = (
    None,
    (),
    (None,),
    (0,),
    (1,),
    (32,),
    (None, None),
    (None, 0),
    (None, 1),
    (None, 2),
    (None, 10),
    (0, 3),
    (1, 1),
    (1, 3),
    (32, 1),
    (32, 3),
    (None, None, None),
    (None, None, 10),
    (None, 1, 1),
    (None, 1, 3),
    (None, 7, None),
    (None, 7, 1),
    (4, 7, 10),
    (None, None, None, 1),
    (None, None, None, 3),
    (None, 1, 1, 10),
    (None, 3, 8, 8),
    (2, 8, 8, 3),
    (None, None, None, None, None),
    (None, 4, 8, 8, 1),
    (None, 4, 8, 8, 3),
    (2, 1, 1, 1, 1),
)
"""Ranks 0 to 5 and unknown, with known, unknown, single and empty dimensions."""

MORE_OUTPUTS: Final[tuple[Shape, ...]] = (
    (5,),
    (None, 3),
    (None, 32000),
    (7, None),
    (1, None),
    (None, 1, None),
    (None, None, 1),
    (1, 1, 1),
    (None, 10, 7),
    (None, 1, 8, 8),
    (2, 8, 8, None),
    (None, 8, 8, 0),
    (None, 8, 8, 19),
    (0, 1),
    (0, 0, 1),
    (None, 0, 4),
    (1, 2, 3, 4),
    (3, 1, 1, 1),
    (None, 6, 5, 2, 1),
    (None, 2, 3, 4, 5),
    (1, 1, 1, 1, 1),
)
"""More outputs, for the generations that look at no labels."""

WORDS: Final = ("accuracy", "acc", "Accuracy", "ACC", "crossentropy", "ce", "Crossentropy", "CE")
"""What some generation decides by itself, in small and large letters."""

CHEAP_WORDS: Final = ("accuracy", "acc", "ACC", "ACCURACY", "crossentropy", "ce", "CE", "cE")
"""As above, without 'Accuracy', for which the older generations build an object."""

OTHER_STRINGS: Final = ("Accuracy", "mse", "AUC", "binary_accuracy", " acc", "auto", "accuracies")
"""What no generation decides by itself, or not all."""

LABEL_DTYPES: Final = ("int32", "int64", "uint8", "bool", "float32", "float16", "string")
OUTPUT_DTYPES: Final = ("float32", "float16", "bfloat16", "float64")


def by_shapes(strings: tuple[str, ...] = WORDS, shapes: tuple[Shape, ...] = SHAPES) -> list[Cell]:
    """Every string with every pair of shapes; the loss and the dtypes take turns."""
    turns = count()
    return [
        Cell(string, labels, output, GIVEN[turn % len(GIVEN)], _dtypes(turn))
        for string, labels, output in product(strings, shapes, shapes)
        for turn in [next(turns)]
    ]


def by_shapes_slowly() -> list[Cell]:
    """As `by_shapes`, for a program that needs milliseconds: some words on fewer shapes."""
    return by_shapes(WORDS[::2]) + by_shapes(WORDS[1::2], SHAPES[::3])


def by_loss(
    strings: tuple[str, ...] = CHEAP_WORDS,
    outputs: tuple[Shape, ...] = SHAPES + MORE_OUTPUTS,
    given: tuple[Given, ...] = GIVEN,
) -> Iterator[Cell]:
    """Every loss with every string and every output; the labels and the dtypes take turns."""
    for turn, (loss, string, output) in enumerate(product(given, strings, outputs)):
        yield Cell(string, SHAPES[turn % len(SHAPES)], output, loss, _dtypes(turn))


def _dtypes(turn: int) -> tuple[str, str]:
    return LABEL_DTYPES[turn % len(LABEL_DTYPES)], OUTPUT_DTYPES[turn % len(OUTPUT_DTYPES)]
