"""What a loss is, in every form in which Keras takes one.

What is read is read from where Keras keeps it: the function that a loss object calls, and the
arguments it calls it with. A name proves nothing; a function is known by identity alone.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import keras

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.core.losses import FAMILIES, Loss, family_named, known, names_near, read_string
from resolver.edge.loss.axis_loss import ElementLoss, SparseCategoricalCrossentropy
from resolver.edge.loss.declared import DeclaredFunction
from resolver.edge.loss.foreign import refuse_foreign

_WRAPPER: Final = keras.losses.MeanSquaredError.__base__
"""The base of every loss of Keras: its ``call`` calls ``fn`` with ``_fn_kwargs``, and no more."""

_READ: Final = ("from_logits", "label_smoothing", "ignore_class", "axis")
_NOT_WRITTEN: Final = ("name", "dtype")


def read_loss(loss: object) -> Loss | None:
    """What a loss is, whatever form it is given in.

    Args:
        loss: ``None``; a string in any case, short names included; a class of `keras.losses`, an
            instance, a function; a `functools.partial` of one; a config dict; a loss declared
            with `resolver.like`; or a compiled model with one loss.

    Returns:
        The loss; ``None`` for ``None``. Its ``family`` is ``None`` where nothing is known of what
        it computes: a function of one's own, a closure, a lambda, a subclass with its own ``call``.
        For ``"auto"``, ``"crossentropy"`` and ``"ce"`` its ``form`` is ``"auto"``.

    Raises:
        InvalidArgument: If a string or a config names no loss of Keras, or the loss cannot work.
        InvalidType: If it is no loss, or a loss of another library.

    Example:
        >>> read_loss(keras.losses.BinaryCrossentropy(from_logits=True)).from_logits
        True
        >>> read_loss("MSE").family
        'mean_squared_error'
    """
    if loss is None:
        return None
    if isinstance(loss, str):
        return read_string(loss)
    if isinstance(loss, Mapping):
        return _of_config(loss)
    if isinstance(loss, keras.Model):
        return _of_model(loss)
    refuse_foreign(loss)
    if inspect.isclass(loss):
        return _of_class(loss)
    if isinstance(loss, keras.losses.Loss):
        return _of_object(loss)
    if callable(loss):
        return _of_function(loss, {})
    raise InvalidType(
        f"A loss is a string, a function, or an object or class of keras.losses. "
        f"Received: {loss!r} (type {type(loss).__name__}). Use: loss='auto'"
    )


def line(said: Loss) -> str:
    """The expression that makes a loss of Keras, or what was shown of an opaque one."""
    choice = said.choice()
    return choice.line if choice else said.shown


def _of_config(config: Mapping[str, Any]) -> Loss | None:
    if "class_name" not in config:
        raise InvalidType(
            f"One loss is read at a time; a dict must be the config of one, with 'class_name' and "
            f"'config'. Received the keys: {', '.join(map(repr, config)) or 'none'}. "
            f"Use: loss={{'class_name': 'BinaryCrossentropy', 'config': {{'from_logits': True}}}}"
        )
    try:
        loss = keras.losses.get(dict(config))
    except (ValueError, TypeError, KeyError, AttributeError, ImportError) as error:
        name = str(config["class_name"])
        family = family_named(name) or (*names_near(name), "binary_crossentropy")[0]
        raise InvalidArgument(
            f"Keras cannot make a loss from this config. Received: class_name={name!r}, "
            f"config={config.get('config')!r}. Keras says: {_firstline(error)} "
            f"Use: loss=keras.losses.{FAMILIES[family].cls}()"
        ) from error
    said = read_loss(loss)
    return said and replace(said, form="config", shown=line(said))


def _firstline(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return (text[0] if text else type(error).__name__).rstrip(". ") + "."


def _of_model(model: Any) -> Loss | None:
    if not model.compiled:
        raise InvalidArgument(
            "A model that is not compiled has no loss. "
            f"Received: the model {model.name!r}. Use: resolver.compile(model)"
        )
    return read_loss(model.loss)


def _of_class(cls: type) -> Loss | None:
    if not issubclass(cls, keras.losses.Loss):
        return Loss(None, form="class", shown=cls.__name__)
    if cls is not keras.losses.Loss and _own_call(cls):
        return Loss(None, form="class", shown=cls.__name__, subclass=True)
    try:
        said = _of_object(cls())
    except TypeError:
        said = None
    if said is None or cls is keras.losses.Loss:
        raise InvalidArgument(
            f"Keras makes a loss from a class without arguments, and {cls.__name__} cannot be "
            f"made so. Received: loss={cls.__name__}. Use: loss=keras.losses.BinaryCrossentropy()"
        )
    shown = f"keras.losses.{cls.__name__}" if _is_stock(cls) else cls.__name__
    return replace(said, form="class", shown=shown)


def _of_object(loss: Any) -> Loss | None:
    cls = type(loss)
    if cls is ElementLoss:
        return read_loss(loss.loss)
    if cls is SparseCategoricalCrossentropy:
        arguments = {name: getattr(loss, name) for name in ("from_logits", "ignore_class", "axis")}
        return _known("sparse_categorical_crossentropy", arguments)
    stated = getattr(loss, "stands_for", None)
    if isinstance(stated, Loss):
        return stated
    if _own_call(cls) or {"call", "__call__"} & vars(loss).keys():
        return Loss(None, shown=f"{cls.__name__}()", subclass=True)
    said = _of_function(loss.fn, {**loss._fn_kwargs, "reduction": loss.reduction})
    if said is None or cls is _WRAPPER:
        return said
    if not _is_stock(cls):
        return replace(said, form="object", shown=f"{cls.__name__}()", subclass=True)
    return replace(said, form="object", shown=line(said))


def _own_call(cls: type) -> bool:
    own = cls.call is not _WRAPPER.call  # type: ignore[attr-defined]
    return own or cls.__call__ is not keras.losses.Loss.__call__


def _is_stock(cls: type) -> bool:
    return getattr(keras.losses, cls.__name__, None) is cls


def _of_function(fn: Any, arguments: Mapping[str, Any]) -> Loss | None:
    """What a function is when it is called with these arguments; theirs win over a partial's."""
    if isinstance(fn, functools.partial):
        return _of_partial(fn, arguments)
    if isinstance(fn, DeclaredFunction):
        return fn.stands_for
    if isinstance(fn, keras.losses.Loss):
        return _of_object(fn)
    fn = _uncompiled(fn)
    family = _family_of(fn)
    if family is None:
        return Loss(None, form="function", shown=_shown_function(fn))
    return _known(family, arguments, form="function", shown=f"keras.losses.{family}")


def _of_partial(fn: functools.partial[Any], arguments: Mapping[str, Any]) -> Loss | None:
    target = fn.func
    refuse_foreign(target)
    _refuse_partial_of_class(fn, target)
    said = _of_function(target, {**fn.keywords, **arguments})
    if said is None:
        return None
    if fn.args and said.family is not None and said.form == "function":
        _refuse_positions(fn, said)
    inner = _of_function(target, {})
    written = [inner.shown if inner else "", *map(repr, fn.args)]
    written += [f"{name}={value!r}" for name, value in fn.keywords.items()]
    return replace(said, form="partial", shown=f"functools.partial({', '.join(written)})")


def _refuse_partial_of_class(fn: functools.partial[Any], target: object) -> None:
    if not (inspect.isclass(target) and issubclass(target, keras.losses.Loss)):
        return
    root = "keras.losses." if _is_stock(target) else ""
    written = [*map(repr, fn.args), *(f"{key}={value!r}" for key, value in fn.keywords.items())]
    raise InvalidArgument(
        f"A partial of a loss class makes another loss where a value is needed. "
        f"Received: functools.partial({root}{target.__name__}, ...). "
        f"Use: loss={root}{target.__name__}({', '.join(written)})"
    )


def _refuse_positions(fn: functools.partial[Any], said: Loss) -> None:
    names = list(_parameters(getattr(keras.losses, said.family or "")))[2:]
    named = dict(zip(names, fn.args, strict=False)) | fn.keywords
    written = ", ".join(f"{key}={value!r}" for key, value in named.items())
    raise InvalidArgument(
        f"A partial binds arguments by position from the left, and the first of a loss is y_true. "
        f"Received: {', '.join(map(repr, fn.args))} by position for {said.shown}. "
        f"Use: loss=functools.partial(keras.losses.{said.family}, {written})"
    )


def _uncompiled(fn: Any) -> Any:
    """The function beneath `tf.function` or `jax.jit`, which compute the same."""
    module = type(fn).__module__.partition(".")[0]
    if module == "tensorflow":
        return getattr(fn, "python_function", fn)
    return getattr(fn, "__wrapped__", fn) if module in ("jax", "jaxlib") else fn


def _family_of(fn: object) -> str | None:
    named = ((name, getattr(keras.losses, name, None)) for name in FAMILIES)
    return next((name for name, function in named if function is fn), None)


def _shown_function(fn: Any) -> str:
    name = getattr(fn, "__name__", None)
    if name is None:
        return f"{type(fn).__name__}()"
    return "a lambda" if name == "<lambda>" else str(name)


def _known(family: str, arguments: Mapping[str, Any], **seen: Any) -> Loss:
    row = FAMILIES[family]
    others = _others(row.cls, arguments, row.reads == "scores")
    return known(family, arguments, others, **seen)


def _others(cls: str, arguments: Mapping[str, Any], scores: bool) -> tuple[tuple[str, object], ...]:
    """What the class can be told besides, where it was told something else than its default."""
    parameters = _parameters(getattr(keras.losses, cls))
    read = _READ if scores else ()
    return tuple(
        (name, _plain(arguments[name]))
        for name, parameter in parameters.items()
        if name in arguments and name not in (*read, *_NOT_WRITTEN)
        if _plain(arguments[name]) != parameter.default
    )


@functools.cache
def _parameters(function: Any) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(function).parameters


def _plain(value: Any) -> object:
    """A value that can be hashed and written: tensors, arrays and lists become tuples."""
    value = keras.ops.convert_to_numpy(value) if keras.ops.is_tensor(value) else value
    value = value.tolist() if hasattr(value, "tolist") else value
    return tuple(map(_plain, value)) if isinstance(value, (list, tuple)) else value
