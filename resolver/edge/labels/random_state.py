"""Reading other people's data without moving a random state or an attribute of theirs."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FunctionType, ModuleType
from typing import Any, Final

import numpy as np

from resolver.edge.labels.arrays import kin

_DEPTH: Final = 5
_MEMBERS: Final = 64
_OBJECTS: Final = 2_000

Undo = Callable[[], object]


@contextmanager
def undisturbed(*data: Any) -> Iterator[None]:
    """Within it, items of a dataset can be read; afterwards every state is as before.

    Kept are the random states of Python, NumPy, torch and Keras, the generators the dataset
    holds, and which objects its attributes name. What is changed inside those objects is not.

    Args:
        data: The dataset whose ``__getitem__`` will be called, and what else is called with it.
    """
    undo = [
        *_global_states(),
        *_held_states(data),
        *(u for each in data for u in _attributes(each)),
    ]
    try:
        yield
    finally:
        for step in undo:
            step()


def _global_states() -> Iterator[Undo]:
    state = random.getstate()
    yield lambda: random.setstate(state)
    legacy = np.random.get_state()
    yield lambda: np.random.set_state(legacy)
    torch = sys.modules.get("torch")
    if torch is not None:
        seeds = torch.get_rng_state()
        yield lambda: torch.set_rng_state(seeds)
    yield from _keras_state()


def _keras_state() -> Iterator[Undo]:
    """Keras draws from one generator of its own, made when it is first needed."""
    shared = sys.modules.get("keras.src.backend.common.global_state")
    if shared is None:
        return
    name = "global_seed_generator"
    generator = shared.get_global_attribute(name)
    if generator is None:
        yield lambda: shared.set_global_attribute(name, None)
    else:
        yield _restorer(generator)


def _restorer(generator: Any) -> Undo:
    if kin(generator, "numpy", "Generator"):
        bits = generator.bit_generator
        state = bits.state
        return lambda: setattr(bits, "state", state)
    for get, put in (("getstate", "setstate"), ("get_state", "set_state")):
        if hasattr(generator, get):
            state = getattr(generator, get)()
            return lambda: getattr(generator, put)(state)
    seed = np.array(generator.state)
    return lambda: generator.state.assign(seed)


def _is_generator(thing: object) -> bool:
    return (
        isinstance(thing, (random.Random, np.random.Generator, np.random.RandomState))
        or kin(thing, "torch", "Generator")
        or kin(thing, "keras", "SeedGenerator")
    )


def _held_states(data: tuple[Any, ...]) -> Iterator[Undo]:
    """Generators found a few attributes deep, such as ``dataset.transform.rng``."""
    level, seen = list(data), set(map(id, data))
    for _ in range(_DEPTH):
        below: list[Any] = []
        for thing in level:
            if _is_generator(thing):
                yield _restorer(thing)
            elif len(seen) < _OBJECTS:
                below += [each for each in _members(thing) if id(each) not in seen]
                seen.update(map(id, below))
        level = below


def _members(thing: Any) -> list[Any]:
    if isinstance(thing, (list, tuple)):
        return list(thing[:_MEMBERS])
    if isinstance(thing, Mapping):
        return list(thing.values())[:_MEMBERS] if len(thing) <= _MEMBERS else []
    if isinstance(thing, (type, np.ndarray, str, bytes, FunctionType, ModuleType)):
        return []
    return list(getattr(thing, "__dict__", {}).values())[:_MEMBERS]


def _attributes(data: Any) -> Iterator[Undo]:
    held = getattr(data, "__dict__", None)
    if isinstance(held, dict):
        before = dict(held)

        def restore() -> None:
            held.clear()
            held.update(before)

        yield restore
