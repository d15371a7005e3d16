"""What each finding says, whole, of the first pairing that trips it."""

# ruff: noqa: E501 -- messages stand here as they are printed.

from __future__ import annotations

MESSAGES = {
    "from-logits-on-probabilities": """\
R102 from-logits-on-probabilities: The loss expects logits, but the output is already probabilities.

  loss    a scce loss
  output  softmax, shape (None, 10)
  labels  int64, shape (None,), 0 to 9 seen

  With from_logits=True the output must have no softmax or sigmoid.
  The activation is applied twice: gradients shrink, and the loss differs by backend.

Use: loss=keras.losses.SparseCategoricalCrossentropy()""",
    "missing-from-logits": """\
R103 missing-from-logits: The loss expects probabilities, but the output is logits.

  loss    'sparse_categorical_crossentropy'
  output  linear, shape (None, 10)
  labels  int64, shape (None,), 0 to 9 seen

  A linear output needs from_logits=True.
  Raw scores are clipped as if they were probabilities, and training stalls or diverges.

Use: loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)""",
    "missing-output-activation": """\
R104 missing-output-activation: The loss expects probabilities, but the output has no activation.

  loss    'bce'
  output  linear, shape (None, 1)
  labels  int64, shape (None,), 0, 1 seen

  Give the head its activation, or tell the loss that it reads logits.
  Raw scores are clipped as if they were probabilities, and training stalls or diverges.

Use: loss=keras.losses.BinaryCrossentropy(from_logits=True)""",
    "bce-multiclass": """\
R107 bce-multiclass: A binary loss treats exclusive classes as independent labels.

  loss    'bce'
  output  softmax, shape (None, 10)
  labels  float32, shape (None, 10), 0, 1 seen, 200 of 200 rows one-hot

  Exclusive classes need a categorical loss.
  Each class is weighed on its own, and element accuracy looks far too high.

Use: loss=keras.losses.CategoricalCrossentropy()""",
    "relu-output-classification": """\
R110 relu-output-classification: The last activation yields neither probabilities nor logits for these classes.

  loss    'sparse_categorical_crossentropy'
  output  relu, shape (None, 10)
  labels  int64, shape (None,), 0 to 9 seen

  Classes need a softmax, a sigmoid, or a linear output read as logits.
  Scores are cut off or bounded, so the loss is wrong or its gradient is zero.

Use: activation='softmax'""",
    "bounded-activation-regression": """\
R111 bounded-activation-regression: The labels lie outside the range that the last activation can reach.

  loss    'mse'
  output  sigmoid, shape (None, 1)
  labels  float32, shape (None,), 5 to 50 seen (more than 64 values)

  Labels of any size need a linear output, or scaling into the range.
  The output saturates at its bound and the rest of the error can never be learned.

Use: activation='linear'""",
    "softmax-one-unit": """\
R101 softmax-one-unit: A softmax over one unit is always 1.

  loss    'bce'
  output  softmax, shape (None, 1)
  labels  int64, shape (None,), 0, 1 seen

  One unit needs a sigmoid; a softmax needs a unit for each class.
  The output never depends on the input, so nothing is learned.

Use: keras.layers.Dense(1, activation='sigmoid')""",
    "double-activation": """\
R112 double-activation: Two activations are applied one over the other.

  loss    'sparse_categorical_crossentropy'
  output  softmax over softmax, shape (None, 10)
  labels  int64, shape (None,), 0 to 9 seen

  Apply the last activation once.
  The second one flattens what the first made, so no output can be near 0 or 1.

Use: keras.layers.Dense(10, activation='softmax')  # and no other""",
    "softmax-multilabel": """\
R106 softmax-multilabel: A softmax lets one label win, but the rows of labels hold several, or none.

  loss    'bce'
  output  softmax, shape (None, 5)
  labels  float32, shape (None, 5), 0, 1 seen, 20 of 120 rows one-hot

  Independent labels need a sigmoid for each.
  The probabilities sum to 1, so two labels can never both be near 1.

Use: activation='sigmoid', loss=keras.losses.BinaryCrossentropy()""",
    "sigmoid-multiclass": """\
R105 sigmoid-multiclass: The output scores each class on its own, but the labels name one class of many.

  loss    'categorical_crossentropy'
  output  sigmoid, shape (None, 10)
  labels  float32, shape (None, 10), 0, 1 seen, 200 of 200 rows one-hot

  Exclusive classes need a softmax; independent labels need multi-hot rows.
  Sigmoids do not compete, so the classes are not told apart as the labels ask.

Use: activation='softmax'""",
    "mse-classification": """\
R108 mse-classification: A regression loss is trained on class labels.

  loss    'mse'
  output  softmax, shape (None, 10)
  labels  float32, shape (None, 10), 0, 1 seen, 200 of 200 rows one-hot

  Class labels need a crossentropy.
  Gradients vanish where the answer is most wrong.

Use: loss=keras.losses.CategoricalCrossentropy()""",
    "cce-on-one-unit": """\
R113 cce-on-one-unit: A categorical loss needs a unit for each class, but there is one unit.

  loss    'categorical_crossentropy'
  output  sigmoid, shape (None, 1)
  labels  int64, shape (None,), 0, 1 seen

  One unit needs a binary loss.
  With one class the loss is constant, so nothing is learned.

Use: loss=keras.losses.BinaryCrossentropy()""",
    "loss-needs-distribution": """\
R114 loss-needs-distribution: The loss compares distributions, but the output is none.

  loss    'kld'
  output  linear, shape (None, 10)
  labels  float32, shape (None, 10), 0, 1 seen, 200 of 200 rows one-hot

  Rows of the output must be positive and sum to 1.
  The loss can fall below zero without end, and its minimum is not the answer.

Use: activation='softmax'""",
    "loss-needs-positive": """\
R116 loss-needs-positive: The loss takes a logarithm, but labels or predictions fall below zero.

  loss    'poisson'
  output  linear, shape (None, 1)
  labels  int64, shape (None,), 0 to 29 seen

  Counts and rates need an output that stays positive, such as softplus or exponential.
  Logarithms of negative numbers are NaN, or are cut off and teach nothing.

Use: activation='softplus'""",
    "loss-needs-margin": """\
R117 loss-needs-margin: A hinge loss needs scores on both sides of 0, but the output keeps to one side.

  loss    'hinge'
  output  sigmoid, shape (None, 1)
  labels  int64, shape (None,), 0, 1 seen

  A margin needs a linear output, or tanh.
  One of the two classes can never reach its margin, so its loss never reaches 0.

Use: activation='linear'""",
    "label-smoothing-sparse": """\
R115 label-smoothing-sparse: Label smoothing was asked of a loss for class numbers.

  loss    a scce loss
  output  softmax, shape (None, 10)
  labels  int64, shape (None,), 0 to 9 seen

  Label smoothing needs one-hot labels and a categorical loss.
  Sparse losses have no such argument.

Use: y = keras.ops.one_hot(y, 10), loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1)""",
    "classification-loss-for-regression": """\
R109 classification-loss-for-regression: The labels are continuous numbers, but the pairing is one for classes.

  loss    'sparse_categorical_crossentropy'
  output  softmax, shape (None, 10)
  labels  float32, shape (None,), 0 to 9 seen (more than 64 values)

  Continuous labels need a linear output and a regression loss.
  The numbers are taken for classes or probabilities, and the result means nothing.

Use: keras.layers.Dense(1), loss=keras.losses.MeanSquaredError()""",
    "cce-with-index-labels": """\
R201 cce-with-index-labels: The loss needs a row per sample, but the labels are class numbers.

  loss    'categorical_hinge'
  output  linear, shape (None, 3)
  labels  int64, shape (None,), 0, 1, 2 seen

  Class numbers need the sparse loss.
  Class numbers are compared with whole rows of scores.

Use: loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)""",
    "scce-with-one-hot-labels": """\
R202 scce-with-one-hot-labels: The loss needs class numbers, but the labels are rows with a number per class.

  loss    'sparse_categorical_crossentropy'
  output  softmax, shape (None, 10)
  labels  float32, shape (None, 10), 0, 1 seen, 200 of 200 rows one-hot

  One-hot rows need the categorical loss.
  Whole rows are compared where one class number is needed.

Use: loss=keras.losses.CategoricalCrossentropy()""",
    "label-out-of-range": """\
R203 label-out-of-range: Some labels are no class of this output.

  loss    'sparse_categorical_crossentropy'
  output  softmax, shape (None, 5)
  labels  int64, shape (None,), -1 to 4 seen

  Class numbers must run from 0 to the number of units less one.
  TensorFlow and torch fail, or yield NaN; JAX trains on a loss of 0 and says nothing.

Use: loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=-1)""",
    "label-encoding": """\
R204 label-encoding: The labels are not written as this pairing needs them.

  loss    'hinge'
  output  linear, shape (None, 1)
  labels  int64, shape (None,), 1, 2 seen

  Encode the labels before training.
  The loss reads other numbers than were meant.

Use: y = (y == 2).astype('int64')""",
    "units-above-classes": """\
R205 units-above-classes: The output has many more units than the labels have classes.

  loss    a scce loss
  output  linear, shape (None, 768)
  labels  int64, shape (None,), 0 to 9 seen

  One unit for each class.
  The units that never occur are trained towards zero; scores are spread too thin.

Use: keras.layers.Dense(10)""",
    "units-below-classes": """\
R206 units-below-classes: The labels have more classes than the output has units.

  loss    'hinge'
  output  linear, shape (None, 1)
  labels  int64, shape (None,), 0, 1, 2 seen

  One unit for each class, or one unit for two classes.
  The classes beyond the units can never be predicted.

Use: keras.layers.Dense(3, activation='softmax'), loss=keras.losses.SparseCategoricalCrossentropy()""",
    "units-class-mismatch": """\
R207 units-class-mismatch: The shapes of output and labels do not belong together.

  loss    'mse'
  output  linear, shape (None, 8, 8, 3)
  labels  int64, shape (None, 8, 8), 0, 1, 2 seen

  Labels need one value for each unit, or one class number for all of them.
  Keras fails on the shapes, or broadcasts them into a wrong number.

Use: loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)""",
    "class-mode-mismatch": """\
R208 class-mode-mismatch: The labels come in another mode than the output and its loss are made for.

  loss    'binary_focal_crossentropy'
  output  softmax, shape (None, 3)
  labels  int64, shape (None,), 0, 1, 2 seen

  Labels, units and loss must all speak of two classes in the same way.
  Keras fails on the shapes, or broadcasts them into a wrong number.

Use: y = keras.ops.one_hot(y, 3), loss=keras.losses.CategoricalCrossentropy()  # or class_mode='categorical'""",
    "head-rank": """\
R209 head-rank: The output has another number of dimensions than its labels allow.

  loss    'sparse_categorical_crossentropy'
  output  softmax, shape (None, 20, 5)
  labels  int64, shape (None, 1), 0 to 4 seen

  Flatten or pool before the head, or give a label for each step.
  Keras fails on the shapes, or broadcasts one label over all steps.

Use: keras.layers.GlobalAveragePooling1D()  # before the head; or return_sequences=False""",
    "shape-broadcast": """\
R210 shape-broadcast: The shapes differ, and an element-wise loss broadcasts them.

  loss    'mse'
  output  linear, shape (None, None)
  labels  float32, shape (None,), -1 to 1 seen (more than 64 values)

  Output and labels must have the same shape.
  Every label is compared with every prediction of the batch.

Use: y = y[:, None]  # for an output of shape (N, 1)""",
    "unknown-label-shape": """\
R211 unknown-label-shape: The last dimension of the labels is unknown.

  loss    'sparse_categorical_crossentropy'
  output  softmax, shape (None, 10)
  labels  int64, unknown rank

  State the shape of the labels, or pass the metric as an object.
  Keras takes class numbers for rows, and its accuracy stays at chance.

Use: metrics=[keras.metrics.SparseCategoricalAccuracy()]""",
    "class-weight-key": """\
R214 class-weight-key: A key of class_weight is no class of this output.

  loss          'sparse_categorical_crossentropy'
  output        softmax, shape (None, 3)
  labels        int64, shape (None,), 0, 1, 2 seen
  class_weight  keys 1, 2, 3

  The keys must be class numbers.
  The weight is never used, or falls on another class.

Use: class_weight={0: 1.0, 1: 2.0}""",
    "sample-weight-rank": """\
R215 sample-weight-rank: The sample weights have another shape than what is weighted.

  loss           'sparse_categorical_crossentropy'
  output         softmax, shape (None, 3)
  labels         int64, shape (None,), 0, 1, 2 seen
  sample_weight  shape (None, 8, 1)

  One weight for each sample, or one for each element.
  Weights are broadcast over the wrong dimension.

Use: sample_weight=weights.reshape(len(weights), -1).mean(-1)  # one for each sample""",
    "invalid-dummy-labels": """\
R216 invalid-dummy-labels: The rows of labels are no distributions, as the loss needs.

  loss    'categorical_crossentropy'
  output  softmax, shape (None, 3)
  labels  float32, shape (None, 3), 0, 0.5, 1 seen, 0 of 40 rows one-hot

  Each row must sum to 1.
  The loss has no minimum near any answer.

Use: y = keras.ops.one_hot(class_numbers, 3)""",
    "accuracy-on-regression": """\
R301 accuracy-on-regression: Accuracy is asked of a regression.

  loss    'mse'
  output  linear, shape (None, 1)
  labels  dtype unknown, shape (None,), said to be continuous
  metric  'accuracy'

  Continuous predictions need an error such as the mean absolute error.
  Accuracy counts exact hits, which continuous predictions never make.

Use: metrics=['mae']""",
    "metric-label-shape": """\
R302 metric-label-shape: The metric needs labels of the output's shape.

  loss    a scce loss
  output  linear, shape (None, 8, 8, 4)
  labels  int64, shape (None, 8, 8), 0, 1, 2, 3 seen
  metric  'Recall'

  Class numbers need a metric for class numbers.
  Keras fails on the shapes, or broadcasts them into a wrong number.

Use: y = keras.ops.one_hot(y, 4), loss=keras.losses.CategoricalCrossentropy(from_logits=True)""",
    "metric-needs-classes": """\
R304 metric-needs-classes: The metric reads class numbers, but the output is a score per class.

  loss    a cce loss
  output  linear, shape (None, 8, 8, 4)
  labels  float32, shape (None, 8, 8, 4), 0, 1 seen, 80 of 80 rows one-hot
  metric  MeanIoU

  Use the metric that takes the largest score of each row.
  Scores are rounded down to class 0, and the number stays put while the model learns.

Use: metrics=[keras.metrics.OneHotMeanIoU(num_classes=4)]""",
    "metric-needs-probabilities": """\
R303 metric-needs-probabilities: The metric reads probabilities, but the output is logits.

  loss    a bce loss
  output  linear, shape (None, 5)
  labels  float32, shape (None, 5), 0, 1 seen, 20 of 120 rows one-hot
  metric  F1Score(0.5)

  Give the metric thresholds for logits, or the head a sigmoid.
  Logits are compared with thresholds between 0 and 1.

Use: activation='sigmoid', loss=keras.losses.BinaryCrossentropy()""",
    "binary-threshold-on-logits": """\
R305 binary-threshold-on-logits: The accuracy cuts at 0.5, but the output is logits.

  loss    a bce loss
  output  linear, shape (None, 1)
  labels  int64, shape (None,), 0, 1 seen
  metric  'accuracy'

  Logits are positive above 0.
  Predictions between 0 and 0.5 are counted as negative.

Use: metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]""",
    "wrong-accuracy-class": """\
R306 wrong-accuracy-class: This accuracy class does not fit output and labels.

  loss    'categorical_crossentropy'
  output  softmax, shape (None, 10)
  labels  float32, shape (None, 10), 0, 1 seen, 200 of 200 rows one-hot
  metric  Accuracy()

  Write the accuracy that does.
  It compares other numbers than predictions with labels.

Use: metrics=[keras.metrics.CategoricalAccuracy()]""",
    "accuracy-multilabel": """\
R307 accuracy-multilabel: Accuracy of a multi-label output is asked by the largest score.

  loss    'bce'
  output  sigmoid, shape (None, 5)
  labels  float32, shape (None, 5), 0, 1 seen, 20 of 120 rows one-hot
  metric  'accuracy'

  Independent labels are counted one by one.
  Only the largest score of each row is looked at.

Use: metrics=[keras.metrics.BinaryAccuracy()]""",
    "accuracy-ignores-loss": """\
R308 accuracy-ignores-loss: Keras counts what the loss leaves out, or compares along another axis.

  loss    a scce loss
  output  linear, shape (None, 8, 3)
  labels  int64, shape (None, 8), 0, 1, 255 seen
  metric  'accuracy'

  Count with the loss's own class axis and ignored class.
  Ignored elements are counted as wrong.

Use: metrics=['accuracy']  # in resolver.compile""",
    "from-logits-contradiction": """\
R310 from-logits-contradiction: Loss and metric take the same output for logits and for probabilities.

  loss    a bce loss
  output  linear, shape (None, 1)
  labels  int64, shape (None,), 0, 1 seen
  metric  BinaryCrossentropy()

  Say from_logits alike in both.
  One of the two numbers is not what it is called.

Use: metrics=[keras.metrics.BinaryCrossentropy(from_logits=True)]""",
}
"""Messages by name."""

LINES = {
    "softmax of one unit": "keras.layers.Dense(1, activation='sigmoid')",
    "softmax of one unit, rows of classes": "keras.layers.Dense(1, activation='sigmoid'), loss=keras.losses.BinaryCrossentropy()",
    "softmax of one unit, regression": "keras.layers.Dense(1)",
    "log-softmax of one unit, loss of one's own": "keras.layers.Dense(1, activation='sigmoid')",
    "softmax of one channel": "keras.layers.Dense(1, activation='sigmoid')",
    "softmax twice": "keras.layers.Dense(10, activation='softmax')  # and no other",
    "sigmoid over softmax": "keras.layers.Dense(10, activation='sigmoid')  # and no other",
    "sigmoid over relu": "keras.layers.Dense(1, activation='sigmoid')  # and no other",
    "softmax over relu": "keras.layers.Dense(5, activation='softmax')  # and no other",
    "softmax over tanh": "keras.layers.Dense(5, activation='softmax')  # and no other",
    "logits asked of a softmax": "loss=keras.losses.SparseCategoricalCrossentropy()",
    "logits asked of a sigmoid": "loss=keras.losses.BinaryCrossentropy()",
    "probabilities asked of logits": "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
    "probabilities asked of logits, one-hot": "loss=keras.losses.CategoricalCrossentropy(from_logits=True)",
    "probabilities asked of a log-softmax": "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
    "probabilities asked of logits, said to be none": "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
    "probabilities asked of what a probe showed to be logits": "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
    "generalised cross entropy of logits": "activation='softmax'",
    "no sigmoid": "loss=keras.losses.BinaryCrossentropy(from_logits=True)",
    "no sigmoids": "loss=keras.losses.BinaryFocalCrossentropy(from_logits=True)",
    "dice of logits": "activation='sigmoid'",
    "sigmoids under a categorical loss": "activation='softmax'",
    "sigmoids under a sparse loss": "activation='softmax'",
    "sigmoids under a categorical loss, rows of tags": "loss=keras.losses.BinaryCrossentropy()",
    "sigmoids over rows that all are one-hot": "activation='softmax', loss=keras.losses.CategoricalCrossentropy()",
    "a softmax over tags": "activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
    "a softmax over tags, categorical": "activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
    "a binary loss over classes": "loss=keras.losses.CategoricalCrossentropy()",
    "a binary loss over classes, unseen": "loss=keras.losses.CategoricalCrossentropy()",
    "a binary loss over one-hot rows": "loss=keras.losses.CategoricalCrossentropy()",
    "a binary loss over two classes": "loss=keras.losses.CategoricalCrossentropy()",
    "a regression over one-hot rows": "loss=keras.losses.CategoricalCrossentropy()",
    "a regression over one-hot rows, linear": "loss=keras.losses.CategoricalCrossentropy(from_logits=True)",
    "a regression on a softmax": "loss=keras.losses.CategoricalCrossentropy()",
    "a regression on bits": "loss=keras.losses.BinaryCrossentropy(from_logits=True)",
    "amounts under a sparse loss": "keras.layers.Dense(1), loss=keras.losses.MeanSquaredError()",
    "amounts under a binary loss": "activation='linear', loss=keras.losses.MeanSquaredError()",
    "rows of amounts under a categorical loss": "activation='linear', loss=keras.losses.MeanSquaredError()",
    "relu under a sparse loss": "activation='softmax'",
    "tanh under a binary loss": "activation='sigmoid'",
    "relu as logits": "activation=None  # the loss reads logits",
    "softplus under a categorical loss": "activation='softmax'",
    "softplus under a binary loss": "activation='sigmoid'",
    "amounts beyond a sigmoid": "activation='linear'",
    "amounts beyond a tanh": "activation='linear'",
    "amounts below a relu": "activation='linear'",
    "amounts below a softplus": "activation='linear'",
    "a categorical loss on one unit": "loss=keras.losses.BinaryCrossentropy()",
    "a sparse loss on one logit": "loss=keras.losses.BinaryCrossentropy(from_logits=True)",
    "a sparse loss on a softmax of one": "activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
    "a divergence of logits": "activation='softmax'",
    "a divergence of relus": "activation='softmax'",
    "a divergence of sigmoids": "activation='softmax'",
    "a rate that can be negative": "activation='softplus'",
    "a rate in tanh, labels unseen": "activation='softplus'",
    "negative counts": "loss=keras.losses.MeanSquaredError()",
    "the logarithm of negative amounts": "loss=keras.losses.MeanSquaredError()",
    "hinge on a sigmoid": "activation='linear'",
    "hinge on a softmax": "activation='linear'",
    "hinge on relus": "activation='linear'",
    "categorical hinge on a log-softmax": "activation='linear'",
    "amounts under a hinge": "activation='linear', loss=keras.losses.MeanSquaredError()",
    "three classes under a hinge": "keras.layers.Dense(3, activation='softmax'), loss=keras.losses.SparseCategoricalCrossentropy()",
    "three classes under a dice": "keras.layers.Dense(3, activation='softmax'), loss=keras.losses.SparseCategoricalCrossentropy()",
    "classes 1 and 2 under a hinge": "y = (y == 2).astype('int64')",
    "a categorical loss of logits over tags": "loss=keras.losses.BinaryCrossentropy(from_logits=True)",
    "a binary loss over log-probabilities": "loss=keras.losses.CategoricalCrossentropy(from_logits=True)",
    "softplus under a generalised cross entropy": "activation='softmax'",
    "smoothing of class numbers": "y = keras.ops.one_hot(y, 10), loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1)",
    "amounts beyond a softmax": "activation='linear'",
    "amounts a little beyond a tanh": "activation='linear'",
    "amounts a little beyond a sigmoid": "activation='linear'",
    "fractions on a softmax of one": "keras.layers.Dense(1, activation='sigmoid')",
    "rates on a softmax of one": "keras.layers.Dense(1)",
    "three classes on a softmax of one": "keras.layers.Dense(1, activation='sigmoid')",
    "sigmoid over tanh": "keras.layers.Dense(1, activation='sigmoid')  # and no other",
    "probabilities asked of one logit, sparse": "loss=keras.losses.BinaryCrossentropy(from_logits=True)",
    "a softmax over two tags": "activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
    "sigmoids under a generalised loss": "activation='softmax'",
    "a poisson over one-hot rows": "activation='softmax', loss=keras.losses.CategoricalCrossentropy()",
    "a regression on two units of a softmax": "loss=keras.losses.CategoricalCrossentropy()",
    "a divergence of one unit": "loss=keras.losses.BinaryCrossentropy()",
    "categorical margins of one unit": "loss=keras.losses.BinaryCrossentropy(from_logits=True)",
    "one unit under a generalised loss": "loss=keras.losses.BinaryCrossentropy()",
    "a divergence of two logits": "activation='softmax'",
    "a rate of log-probabilities": "activation='softplus'",
    "hinge on softplus": "activation='linear'",
    "more smoothing of class numbers": "y = keras.ops.one_hot(y, 12), loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.2)",
    "labels of many columns on sigmoids": "activation='linear', loss=keras.losses.MeanSquaredError()",
    "class numbers under margins": "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
    "class numbers by what is said of them": "loss=keras.losses.SparseCategoricalCrossentropy()",
    "steps of class numbers": "keras.layers.GlobalAveragePooling1D()  # before the head; or return_sequences=False",
    "class numbers of pixels under a regression": (
        "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
    ),
    "other steps and other pixels": "y = y[:, :8, :6]",
    "other steps of any width": "y = y[:, :, :6]",
    "bits for a softmax under a focal loss": "y = keras.ops.one_hot(y, 3), loss=keras.losses.CategoricalCrossentropy()  # or class_mode='categorical'",
    "-1 for what is not counted": "loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=-1)",
    "two classes written -1 and 1": "y = (y + 1) // 2",
    "only -1": "y = y + 1",
    "class numbers under a loss for rows": "loss=keras.losses.SparseCategoricalCrossentropy()",
    "class numbers under a loss for rows, logits": "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
    "class numbers under a divergence": "loss=keras.losses.SparseCategoricalCrossentropy()",
    "class numbers of tokens under a loss for rows": "loss=keras.losses.SparseCategoricalCrossentropy()",
    "rows under a loss for class numbers": "loss=keras.losses.CategoricalCrossentropy()",
    "rows under a loss for class numbers, logits": "loss=keras.losses.CategoricalCrossentropy(from_logits=True)",
    "classes from 1": "y = y - 1",
    "more classes than units": "keras.layers.Dense(12, activation='softmax')",
    "negative classes": "y = y + 6",
    "many negative classes": "keras.layers.Dense(13, activation='softmax'), y = y + 6",
    "an id of what is not counted": "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=255)",
    "an id of what is not counted, weighed out": "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=-1)",
    "text": "y = sklearn.preprocessing.LabelEncoder().fit_transform(y)",
    "NaN": "y = y[~numpy.isnan(y)]  # with the same rows of x",
    "NaN, weighed out": "y = y[~numpy.isnan(y)]  # with the same rows of x",
    "class numbers divided by 255": "y = numpy.round(y * 255).astype('int64')",
    "class numbers divided by 9": "y = numpy.unique(y, return_inverse=True)[1]",
    "signs in rows under a categorical loss": "y = (y + 1) // 2",
    "rows of zeros": "sample_weight=y.sum(-1)  # rows of zeros do not count",
    "signs under a binary loss": "y = (y + 1) // 2",
    "bytes under a binary loss": "y = y / 255",
    "black and white under a binary loss": "y = y / 255",
    "classes 1 and 2 under a binary loss": "y = (y == 2).astype('int64')",
    "many units for few classes": "keras.layers.Dense(10)",
    "twice as many units as classes": "keras.layers.Dense(10, activation='softmax')",
    "ten classes on a sigmoid": "keras.layers.Dense(10, activation='softmax'), loss=keras.losses.SparseCategoricalCrossentropy()",
    "three classes on a logit": "keras.layers.Dense(3, activation='softmax'), loss=keras.losses.SparseCategoricalCrossentropy()",
    "other units than columns": "keras.layers.Dense(7, activation='softmax')",
    "other units than columns, regression": "keras.layers.Dense(4)",
    "two sigmoids for one bit": "keras.layers.Dense(1, activation='sigmoid')",
    "other steps than labels": "y = y[:, :10]",
    "fewer labels than steps": "outputs = outputs[:, :8]",
    "other pixels than labels": "outputs = outputs[:, :8, :7]",
    "two columns for one sigmoid": "y = y[..., 1]  # one 0 or 1 for each sample",
    "bits for a softmax under a binary loss": "y = keras.ops.one_hot(y, 2), loss=keras.losses.CategoricalCrossentropy()  # or class_mode='categorical'",
    "float bits for a softmax": "y = keras.ops.one_hot(y, 2)  # or class_mode='categorical'",
    "steps without labels": "keras.layers.GlobalAveragePooling1D()  # before the head; or return_sequences=False",
    "steps of one bit": "keras.layers.GlobalAveragePooling1D()  # before the head; or return_sequences=False",
    "flat labels, any width": "y = y[:, None]  # for an output of shape (N, 1)",
    "labels of no known shape": "metrics=[keras.metrics.SparseCategoricalAccuracy()]",
    "ids of no known width": "metrics=[keras.metrics.SparseCategoricalAccuracy()]",
    "a weight of no class": "class_weight={0: 1.0, 1: 2.0}",
    "a weight of a third class of two": "class_weight={0: 1.0, 1: 2.0}",
    "weights of tokens twice over": "sample_weight=weights.reshape(len(weights), -1).mean(-1)  # one for each sample",
    "weights by name": "class_weight={0: 1.0, 1: 2.0}",
    "weights of too many dimensions": "sample_weight=weights.reshape(len(weights), -1).mean(-1)  # one for each sample",
    "weights of pixels and classes": "sample_weight=weights.reshape(len(weights), -1).mean(-1)  # one for each sample",
    "rows that sum to 2": "y = keras.ops.one_hot(class_numbers, 3)",
    "rows of random numbers": "y = keras.ops.one_hot(class_numbers, 10)",
    "accuracy of what is said to be continuous": "metrics=['mae']",
    "MeanIoU of logits without a number of classes": "metrics=[keras.metrics.OneHotMeanIoU(num_classes=4)]",
    "recall of class numbers of logits": "y = keras.ops.one_hot(y, 4), loss=keras.losses.CategoricalCrossentropy(from_logits=True)",
    "F1 of logits": "activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
    "accuracy of amounts": "metrics=['mae']",
    "accuracy of what is said to be amounts": "metrics=['mae']",
    "accuracy of numbers unseen": "metrics=['mae']",
    "accuracy of amounts, no loss": "metrics=['mae']",
    "precision of class numbers": "y = keras.ops.one_hot(y, 10), loss=keras.losses.CategoricalCrossentropy()",
    "F1 of class numbers": "y = keras.ops.one_hot(y, 10), loss=keras.losses.CategoricalCrossentropy(from_logits=True)",
    "mean IoU of scores": "metrics=[keras.metrics.MeanIoU(num_classes=3, sparse_y_pred=False)]",
    "IoU of scores": "metrics=[keras.metrics.IoU(num_classes=3, target_class_ids=[0], sparse_y_pred=False)]",
    "sparse top five of rows": "metrics=[keras.metrics.TopKCategoricalAccuracy()]",
    "sparse mean IoU of rows": "metrics=[keras.metrics.OneHotMeanIoU(num_classes=3)]",
    "mean IoU of scores and rows": "metrics=[keras.metrics.OneHotMeanIoU(num_classes=3)]",
    "IoU of logits and rows": "metrics=[keras.metrics.OneHotIoU(num_classes=3, target_class_ids=[0])]",
    "precision of logits": "metrics=[keras.metrics.Precision(thresholds=0.0)]",
    "a curve of logits": "metrics=[keras.metrics.AUC(from_logits=True)]",
    "precision at a recall of logits": "activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
    "BinaryIoU of logits": "activation='sigmoid', loss=keras.losses.BinaryCrossentropy()",
    "accuracy of a logit": "metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",
    "BinaryAccuracy of a logit": "metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",
    "binary_accuracy of tags as logits": "metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",
    "accuracy of signs": "metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",
    "Accuracy of scores": "metrics=[keras.metrics.CategoricalAccuracy()]",
    "BinaryAccuracy of class numbers": "metrics=[keras.metrics.SparseCategoricalAccuracy()]",
    "CategoricalAccuracy of a bit": "metrics=[keras.metrics.BinaryAccuracy()]",
    "CategoricalAccuracy of class numbers": "metrics=[keras.metrics.SparseCategoricalAccuracy()]",
    "SparseCategoricalAccuracy of rows": "metrics=[keras.metrics.CategoricalAccuracy()]",
    "SparseCategoricalAccuracy of a logit": "metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",
    "accuracy of tags": "metrics=[keras.metrics.BinaryAccuracy()]",
    "CategoricalAccuracy of tags as logits": "metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)]",
    "accuracy of what is left out": "metrics=['accuracy']  # in resolver.compile",
    "accuracy along another axis": "metrics=['accuracy']  # in resolver.compile",
    "a metric that reads probabilities beside a loss that reads logits": "metrics=[keras.metrics.BinaryCrossentropy(from_logits=True)]",
    "a metric that reads logits beside a loss that reads probabilities": "metrics=[keras.metrics.BinaryCrossentropy(from_logits=False)]",
}
"""The line of each fault."""
