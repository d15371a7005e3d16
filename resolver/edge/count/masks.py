"""The one place that reads and sets Keras's mask of a tensor."""

from __future__ import annotations

from typing import Any

from keras import ops

# Keras 3 has no public name for it. JAX arrays carry no attribute: there the masks lie in a
# table beside them, which only these functions know.
from keras.src.backend import get_keras_mask, set_keras_mask

__all__ = ["mask_of", "with_mask"]


def mask_of(y_pred: Any) -> Any:
    """The mask Keras attached to a tensor, such as `Embedding(mask_zero=True)` makes.

    Args:
        y_pred: A tensor or an array, as `update_state` received it: a converted or
            reshaped one has lost its mask.

    Returns:
        A tensor, usually boolean and of shape ``(batch, steps)``; ``None`` if there is none.
    """
    return get_keras_mask(y_pred)


def with_mask(y_pred: Any, mask: Any) -> Any:
    """A tensor with a mask attached, as a layer of Keras hands it on.

    Args:
        y_pred: A tensor.
        mask: What is counted: anything that becomes a boolean tensor.

    Returns:
        The same tensor.
    """
    set_keras_mask(y_pred, ops.convert_to_tensor(mask))
    return y_pred
