"""The call of `Model.compile`, so that nothing of an earlier compile stays."""

from __future__ import annotations

from typing import Any


def recompile(model: Any, *, loss: Any, **arguments: Any) -> None:
    """Compile a model anew.

    Args:
        model: A Keras model, compiled before or not.
        loss: The loss; ``None`` for none.
        arguments: The other arguments of `keras.Model.compile`.
    """
    if loss is None and getattr(model, "_compile_loss", None) is not None:
        # Keras 3.15 keeps the old loss where the new one is None, and has no public way to say
        # that there is none: a list or dict of None fails at the first batch.
        model._compile_loss = None
    model.compile(loss=loss, **arguments)
