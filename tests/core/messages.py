"""What each finding says, whole, of the first pairing that trips it."""

# ruff: noqa: E501 -- messages stand here as they are printed.

from __future__ import annotations

MESSAGES = {
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
    "bounded-activation-regression": """\
R111 bounded-activation-regression: The labels lie outside the range that the last activation can reach.

  loss    'mse'
  output  sigmoid, shape (None, 1)
  labels  float32, shape (None,), 5 to 50 seen (more than 64 values)

  Labels of any size need a linear output, or scaling into the range.
  The output saturates at its bound and the rest of the error can never be learned.

Use: activation='linear'""",
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
    "classification-loss-for-regression": """\
R109 classification-loss-for-regression: The labels are continuous numbers, but the pairing is one for classes.

  loss    'sparse_categorical_crossentropy'
  output  softmax, shape (None, 10)
  labels  float32, shape (None,), 0 to 9 seen (more than 64 values)

  Continuous labels need a linear output and a regression loss.
  The numbers are taken for classes or probabilities, and the result means nothing.

Use: keras.layers.Dense(1), loss=keras.losses.MeanSquaredError()""",
    "softmax-multilabel": """\
R106 softmax-multilabel: A softmax lets one label win, but the rows of labels hold several, or none.

  loss    'bce'
  output  softmax, shape (None, 5)
  labels  float32, shape (None, 5), 0, 1 seen, 20 of 120 rows one-hot

  Independent labels need a sigmoid for each.
  The probabilities sum to 1, so two labels can never both be near 1.

Use: activation='sigmoid', loss=keras.losses.BinaryCrossentropy()""",
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
    "label-smoothing-sparse": """\
R115 label-smoothing-sparse: Label smoothing was asked of a loss for class numbers.

  loss    a scce loss
  output  softmax, shape (None, 10)
  labels  int64, shape (None,), 0 to 9 seen

  Label smoothing needs one-hot labels and a categorical loss.
  Sparse losses have no such argument.

Use: y = keras.ops.one_hot(y, 10), loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1)""",
    "cce-with-index-labels": """\
R201 cce-with-index-labels: The loss needs a row per sample, but the labels are class numbers.

  loss    'categorical_crossentropy'
  output  softmax, shape (None, 10)
  labels  int64, shape (None,), 0 to 9 seen

  Class numbers need the sparse loss.
  Class numbers are compared with whole rows of scores.

Use: loss=keras.losses.SparseCategoricalCrossentropy()""",
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
  output  softmax, shape (None, 10)
  labels  int64, shape (None,), 1 to 10 seen

  Class numbers must run from 0 to the number of units less one.
  TensorFlow and torch fail, or yield NaN; JAX trains on a loss of 0 and says nothing.

Use: y = y - 1""",
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

  loss    'categorical_crossentropy'
  output  softmax, shape (None, 10)
  labels  float32, shape (None, 7), 0, 1 seen, 140 of 140 rows one-hot

  Labels need one value for each unit, or one class number for all of them.
  Keras fails on the shapes, or broadcasts them into a wrong number.

Use: keras.layers.Dense(7, activation='softmax')""",
    "class-mode-mismatch": """\
R208 class-mode-mismatch: The labels come in another mode than the output and its loss are made for.

  loss    'bce'
  output  sigmoid, shape (None, 1)
  labels  float32, shape (None, 2), 0, 1 seen, 40 of 40 rows one-hot

  Labels, units and loss must all speak of two classes in the same way.
  Keras fails on the shapes, or broadcasts them into a wrong number.

Use: y = y[..., 1]  # one 0 or 1 for each sample""",
    "head-rank": """\
R209 head-rank: The output has another number of dimensions than its labels allow.

  loss    'categorical_crossentropy'
  output  softmax, shape (None, 20, 5)
  labels  float32, shape (None, 5), 0, 1 seen, 100 of 100 rows one-hot

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
  sample_weight  shape (None, 3)

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
  labels  float32, shape (None,), 5 to 50 seen (more than 64 values)
  metric  'accuracy'

  Continuous predictions need an error such as the mean absolute error.
  Accuracy counts exact hits, which continuous predictions never make.

Use: metrics=['mae']""",
    "metric-label-shape": """\
R302 metric-label-shape: The metric needs labels of the output's shape.

  loss    'sparse_categorical_crossentropy'
  output  softmax, shape (None, 10)
  labels  int64, shape (None,), 0 to 9 seen
  metric  'Precision'

  Class numbers need a metric for class numbers.
  Keras fails on the shapes, or broadcasts them into a wrong number.

Use: y = keras.ops.one_hot(y, 10), loss=keras.losses.CategoricalCrossentropy()""",
    "metric-needs-classes": """\
R304 metric-needs-classes: The metric reads class numbers, but the output is a score per class.

  loss    'categorical_crossentropy'
  output  softmax, shape (None, 8, 8, 3)
  labels  float32, shape (None, 8, 8, 3), 0, 1 seen, 60 of 60 rows one-hot
  metric  MeanIoU(3)

  Use the metric that takes the largest score of each row.
  Scores are rounded down to class 0, and the number stays put while the model learns.

Use: metrics=[keras.metrics.OneHotMeanIoU(num_classes=3)]""",
    "metric-needs-probabilities": """\
R303 metric-needs-probabilities: The metric reads probabilities, but the output is logits.

  loss    a bce loss
  output  linear, shape (None, 1)
  labels  int64, shape (None,), 0, 1 seen
  metric  'Precision'

  Give the metric thresholds for logits, or the head a sigmoid.
  Logits are compared with thresholds between 0 and 1.

Use: metrics=[keras.metrics.Precision(thresholds=0.0)]""",
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
