"""The one place that reads Keras's mask of a tensor."""

from __future__ import annotations

from typing import Any

# Keras 3 has no public name for it. JAX arrays carry no attribute: there the masks lie in a
# table beside them, which only this function knows.
from keras.src.backend import get_keras_mask

__all__ = ["mask_of"]


def mask_of(y_pred: Any) -> Any:
    """The mask Keras attached to a tensor, such as `Embedding(mask_zero=True)` makes.

    Args:
        y_pred: A tensor or an array, as `update_state` received it: a converted or
            reshaped one has lost its mask.

    Returns:
        A tensor, usually boolean and of shape ``(batch, steps)``; ``None`` if there is none.
    """
    return get_keras_mask(y_pred)
