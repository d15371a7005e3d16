"""What a compiled model was compiled with."""

from __future__ import annotations

from typing import Any

import keras


def compiled_loss(model: Any) -> Any:
    """The loss a model was compiled with, as it was given; None if there is none.

    Keras keeps it in the config it saves, already serialised, and as it was given only here.
    """
    return getattr(getattr(model, "_compile_loss", None), "_user_loss", None)


def compiled_metrics(model: Any) -> tuple[Any, Any]:
    """The metrics and the weighted metrics a model was compiled with, as they were given."""
    held = getattr(model, "_compile_metrics", None)
    return getattr(held, "_user_metrics", None), getattr(held, "_user_weighted_metrics", None)


def own_step(model: Any) -> bool:
    """True if a model computes its loss or its training step itself.

    What is compiled may then not be what is trained.
    """
    if not isinstance(model, keras.Model):
        return False
    ours = ("train_step", "compute_loss", "test_step")
    return any(not getattr(type(model), name).__module__.startswith("keras.") for name in ours)
