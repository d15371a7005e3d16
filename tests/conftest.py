"""What every test process shares: one backend, quiet logs, and how hard Hypothesis searches."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from typing import Any

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

COUNTING = ("accuracy", "count", "ratio")
"""What the names of modules say whose numbers are to be those of JAX's everyday program."""


@pytest.fixture(scope="module", autouse=True)
def _compiled_for_its_use(request: pytest.FixtureRequest) -> Iterator[None]:
    """Elsewhere JAX compiles in a hurry: to optimize, and to fuse, would be most of the time."""
    if os.environ["KERAS_BACKEND"] != "jax" or any(
        word in request.module.__name__ for word in COUNTING
    ):
        yield
        return
    jax, compiler = map(importlib.import_module, ("jax", "jax._src.compiler"))
    options = compiler.get_compile_options

    def hurried(*arguments: Any, **named: Any) -> Any:
        made = options(*arguments, **named)
        made.env_option_overrides = [
            *made.env_option_overrides,
            ("xla_cpu_use_fusion_emitters", False),
        ]
        return made

    jax.config.update("jax_disable_most_optimizations", True)
    compiler.get_compile_options = hurried
    yield
    compiler.get_compile_options = options
    jax.config.update("jax_disable_most_optimizations", False)
