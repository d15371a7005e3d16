"""Reading the labels of a dataset tells how far it is."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf
import torch
from torch.utils import data as torch_data

from resolver.edge.labels.read_labels import read_labels

X = np.zeros((640, 2), "float32")
Y = (np.arange(640) % 3).astype("int64")


class Batches(keras.utils.PyDataset):
    """Ten batches."""

    def __len__(self):
        return 10

    def __getitem__(self, index):
        return X[:4], Y[:4]


class Items(torch_data.Dataset):
    """Items that are read one by one."""

    def __len__(self):
        return 640

    def __getitem__(self, index):
        return torch.zeros(2), int(Y[index])


def told(data):
    """What is told while the labels of data are read."""
    heard = []
    read_labels(data, tick=lambda done, total: heard.append((done, total)))
    return heard


def test_batches_of_a_py_dataset_are_told():
    """The three batches that are looked at are told, one by one."""
    assert [(1, 3), (2, 3), (3, 3)] == told(Batches())


def test_items_of_a_loader_are_told():
    """So are the items of a DataLoader, of which 128 are looked at."""
    loader = torch_data.DataLoader(Items(), batch_size=32)

    assert [(done, 128) for done in range(1, 129)] == told(loader)


def test_rows_of_a_pipeline_are_told():
    """So are the rows of a tf.data pipeline that computes its labels."""
    data = tf.data.Dataset.from_tensor_slices((X, Y)).map(lambda x, y: (x, y + 1)).batch(64)

    assert [(done, 256) for done in range(1, 257)] == told(data)


def test_labels_in_memory_tell_nothing():
    """An array is read in one go."""
    assert [] == told(Y)
