"""A tag for each word of lines of different length: the mask decides what is counted.

Run: ``python examples/tagging.py``
"""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

import resolver

WORDS, TAGS, LONGEST = 20, 4, 12

rng = np.random.default_rng(0)
lengths = rng.integers(3, LONGEST + 1, size=256)  # of each line
inside = np.arange(LONGEST) < lengths[:, None]
words = rng.integers(1, WORDS, size=inside.shape) * inside  # 0 is padding
before = np.pad(words, ((0, 0), (1, 0)))[:, :-1]
tags = (words + (before == words)) % TAGS * inside  # a word that is repeated has another tag

keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input((LONGEST,), dtype="int32"),
        keras.layers.Embedding(WORDS, 16, mask_zero=True),
        keras.layers.GRU(32, return_sequences=True),
        keras.layers.Dense(TAGS, activation="softmax", name="tag"),
    ]
)
done = resolver.compile(model, keras.optimizers.Adam(0.01), labels=tags)
model.fit(words, tags, epochs=5, verbose=0)
model.evaluate(words, tags, verbose=0)

# The mask of the embedding travels to the metric: padding is neither right nor wrong.
counts = done.metrics["tag"][0].counts()
right = model.predict(words, verbose=0).argmax(-1) == tags
print(f"{counts} words")
print(f"by NumPy {right[inside].sum()} of {inside.sum()}")
print(f"with the padding it would be {right.mean():.4f}")
