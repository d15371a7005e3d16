"""The front door is light, and every name behind it is there and explained."""

from __future__ import annotations

import json

import pytest

import resolver
from resolver.arrival import ROOMS
from tests.house.tree import ROOT, fresh, python

HEAVY = ("keras", "numpy", "rich", "tensorflow", "jax", "torch", "tf_keras", "resolver.edge")

LOADED = f"""
import sys
{{statement}}
print(*[name for name in {HEAVY} if name in sys.modules])
"""

NAMES = """
import json, resolver
names = {name: getattr(resolver, name) for name in resolver.__all__}
print(json.dumps({name: (value.__doc__ or "", value.__module__) for name, value in names.items()}))
"""


@pytest.fixture(scope="module", name="public")
def _public() -> dict[str, tuple[str, str]]:
    """Docstring and module of every public name, read in an interpreter of its own."""
    names: dict[str, tuple[str, str]] = json.loads(fresh("-c", NAMES).splitlines()[-1])
    return names


def test_importing_the_package_loads_nothing_heavy() -> None:
    """A fresh interpreter that imports resolver has loaded no framework, no NumPy and no rich."""
    loaded = fresh("-c", LOADED.format(statement="import resolver")).split()

    assert [] == loaded


def test_plain_values_and_decide_load_nothing_heavy() -> None:
    """Deciding on plain shapes loads no framework, no NumPy and no rich."""
    statement = (
        "import resolver; resolver.decide((None, 10), resolver.Output((None, 10), 'softmax'))"
    )
    loaded = fresh("-c", LOADED.format(statement=statement)).split()

    assert [] == loaded


def test_counting_arrays_loads_no_framework() -> None:
    """Arrays of NumPy are decided and counted without Keras and without a backend."""
    statement = "import resolver, numpy as np; resolver.count(np.array([0, 1]), np.eye(2))"
    loaded = fresh("-c", LOADED.format(statement=statement)).split()

    assert ["numpy", "resolver.edge"] == loaded


def test_that_the_tests_of_lightness_can_fail() -> None:
    """The way lightness is looked at does see a package that was loaded."""
    loaded = fresh("-c", LOADED.format(statement="import resolver, numpy")).split()

    assert ["numpy"] == loaded


def test_every_public_name_is_there(public: dict[str, tuple[str, str]]) -> None:
    """Each name of `__all__` can be had from the package."""
    assert sorted(resolver.__all__) == sorted(public)


def test_every_public_name_is_explained(public: dict[str, tuple[str, str]]) -> None:
    """Each public name comes from this package and has a docstring of its own."""
    unexplained = [
        name
        for name, (doc, module) in public.items()
        if not doc.strip() or doc.startswith(f"{name}(") or not module.startswith("resolver.")
    ]

    assert [] == unexplained


def test_the_door_lists_what_it_opens() -> None:
    """`dir(resolver)` shows the public names and the public modules, and no others."""
    assert sorted([*resolver.__all__, "beam", "callbacks", "layers", "testing"]) == dir(resolver)


def test_an_unknown_name_is_refused_as_python_does() -> None:
    """A name that is not there raises AttributeError, so that hasattr and typing tools work."""
    with pytest.raises(AttributeError, match=r"^module 'resolver' has no attribute 'accuracy'$"):
        resolver.accuracy  # noqa: B018


def test_what_saved_models_need_is_registered() -> None:
    """Every room that registers a class with Keras is on the list of those to import."""
    rooms = {
        ".".join(path.with_suffix("").parts)
        for path in python("resolver")
        if "@keras.saving.register_keras_serializable" in (ROOT / path).read_text("utf-8")
    }

    assert set(ROOMS) == rooms
