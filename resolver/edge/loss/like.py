"""Declaring what a custom loss stands for."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import keras

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.edge.loss.declared import DeclaredFunction, DeclaredLoss
from resolver.edge.loss.read_loss import line, read_loss


def like(loss_fn: Any, stands_for: object) -> Any:
    """Declare what a custom loss stands for, so that it need not be guessed.

    The loss computes what it computed before; the declaration says how its output and its labels
    are to be read. It is saved with a model: what is loaded is declared too, and needs no more
    ``custom_objects`` than the loss alone.

    Args:
        loss_fn: A function ``fn(y_true, y_pred)``, an instance of a subclass of
            `keras.losses.Loss`, or such a subclass that needs no arguments.
        stands_for: A loss of Keras in any form, e.g.
            ``keras.losses.BinaryCrossentropy(from_logits=True)``.

    Returns:
        For a `keras.losses.Loss` a `keras.losses.Loss`, otherwise a function; either is passed to
        ``compile`` in the place of ``loss_fn``, which is not changed.

    Raises:
        InvalidArgument: If ``stands_for`` is opaque itself.
        InvalidType: If ``loss_fn`` is no function and no `keras.losses.Loss`.

    Example:
        >>> def weighted(y_true, y_pred):
        ...     return 2.0 * keras.losses.binary_crossentropy(y_true, y_pred)
        >>> read_loss(like(weighted, "bce")).family
        'binary_crossentropy'
    """
    said = read_loss(stands_for)
    if said is None or said.family is None:
        raise InvalidArgument(
            f"What a loss stands for must be a loss of Keras that is known. "
            f"Received: stands_for={said.shown if said else None}. "
            f"Use: resolver.like(loss_fn, keras.losses.BinaryCrossentropy())"
        )
    if isinstance(loss_fn, (DeclaredLoss, DeclaredFunction)):
        loss_fn = loss_fn.loss
    if isinstance(loss_fn, (str, Mapping)) or not callable(loss_fn):
        raise InvalidType(
            f"resolver.like declares a loss function or a keras.losses.Loss. "
            f"Received: loss_fn={loss_fn!r}. "
            f"Use: resolver.like(loss_fn, {line(said)})"
        )
    given = read_loss(loss_fn)
    if inspect.isclass(loss_fn):
        loss_fn = loss_fn()
    shown = f"resolver.like({given.shown if given else ''}, {line(said)})"
    said = replace(said, form="declared", shown=shown)
    declared = DeclaredLoss if isinstance(loss_fn, keras.losses.Loss) else DeclaredFunction
    return declared(loss_fn, said)
