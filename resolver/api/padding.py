"""`pad`: data whose batches every replica gets an equal part of, and which counts the same."""

from __future__ import annotations

from typing import Any

from resolver.edge.pad.pad import padded_data


def pad(
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    *,
    batch_size: int | None = None,
    batches: int | None = None,
    replicas: int | None = None,
    mean: str | None = "batch",
) -> Any:
    """Fill up every batch to a multiple of the number of replicas, with rows that count nothing.

    Keras needs such batches. Under `tf.distribute` it builds a model on the sum of its replicas'
    parts of the first batch (`TensorFlowTrainer._maybe_symbolic_build`), and parts of different
    shapes have none: ``AddN`` fails, if a batch is smaller than the number of replicas or leaves
    a remainder. Under `keras.distribution` JAX refuses to cut a batch unevenly.

    A padded row repeats the last row of its batch, so that statistics over a batch, such as those
    of `BatchNormalization`, see plausible data (and that row more often); its weight is 0. Keras
    shows weights to losses and weighted metrics only, so compile with
    ``resolver.compile(..., padded=True)``, or put a ``resolver.Accuracy(..., weighted=False)``
    into ``weighted_metrics=``: then the counts are those of the data as it was.

    Keras divides the sum of the losses of a batch by its rows, padded ones too. `mean` makes up
    for it by what the real rows weigh. A loss with a mask is divided by what the mask leaves of
    padded rows as well; its counts are exact, its loss is not. On torch Keras multiplies weights
    by a mask in place, which needs weights of the mask's shape: ``np.ones((rows, steps))``.

    Args:
        x: Inputs: an array, or a list or dict of them; or a `keras.utils.PyDataset`, a batched
            `tf.data.Dataset` or a torch `DataLoader`, each of ``(x, y)`` or ``(x, y, weights)``.
        y: Labels in any structure and of any rank, ``(rows, ...)``, for arrays.
        sample_weight: Weights as in Keras, ``(rows,)`` or ``(rows, ...)``: one array for all
            outputs, or one each in the structure of `y`; ``None`` for 1.
        batch_size: Rows of a batch before padding, for arrays; 32 by default.
        batches: How many batches there are to be, all of one size, for arrays: what processes need
            that train together on JAX, where each must bring as much as the others to each step.
            Those beyond the data weigh nothing at all. Over processes with different numbers of
            rows the counts stay exact, the mean of the losses does not.
        replicas: What batches are to divide by; left out, the replicas of the `tf.distribute`
            scope or of this process under the `keras.distribution` that is set. For a
            `DataLoader` 1, which only deals with its sampler.
        mean: ``"batch"``: the loss of each batch, and with it each step of training, is that of
            its own rows. ``"epoch"``: the loss of an epoch is that of all rows, as an evaluation
            wants it; for arrays only. ``None``: weights stay as they are, losses come out too
            small by the share of padded rows.

    Returns:
        For arrays and a `PyDataset` a `PyDataset`, else what `x` was. Batches are ``(x, y,
        sample_weight)``, with weights as float32: as given, or of the rank of the labels with
        ones behind the batch, ``(rows, 1, ...)``, which Keras can lay against any loss. Rows that
        a `DistributedSampler` repeats to give each process as many weigh 0 too, so that each row
        of the data counts once.

    Raises:
        InvalidArgument: If there are no labels, or nothing tells the number of replicas.

    Example:
        >>> import numpy as np
        >>> data = pad(np.arange(5.0), np.arange(5), batch_size=3, replicas=2, mean=None)
        >>> [(labels.tolist(), weights.tolist()) for _, labels, weights in data]
        [([0, 1, 2, 2], [1.0, 1.0, 1.0, 0.0]), ([3, 4], [1.0, 1.0])]
    """
    return padded_data(
        x,
        y,
        sample_weight,
        batch_size=batch_size,
        batches=batches,
        replicas=replicas,
        mean=mean,
    )
