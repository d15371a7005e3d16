"""What every test process shares: one backend, quiet logs, and how hard Hypothesis searches."""

from __future__ import annotations

import importlib
import os

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# `ci` tries the same examples every time, so that a red run stays red until it is mended.
# HYPOTHESIS_PROFILE=explore tries new ones, and more of them.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

COUNTING = ("accuracy", "count", "exact", "pad", "properties", "ratio", "references")
"""What the names of modules say whose numbers are to be those of an optimized program."""


@pytest.fixture(scope="module", autouse=True)
def _compiled_for_its_use(request: pytest.FixtureRequest) -> None:
    """JAX optimizes where numbers are at stake: elsewhere it would be most of the time."""
    if os.environ["KERAS_BACKEND"] == "jax":
        at_stake = any(word in request.module.__name__ for word in COUNTING)
        jax = importlib.import_module("jax")
        jax.config.update("jax_disable_most_optimizations", not at_stake)
