"""What each layer and each operation does to values: one table, read from the top.

============  ================================================================================
computes      values of its own, then `activation`, which is the last thing done
activates     an activation; the one it is applied to is remembered as lying beneath
leaves        the same values: Dropout at inference, noise, casts, identity
moves_to      the same values elsewhere; softmax survives while its axis stays whole
reduces       pooling and means keep ranges and rows that sum to one (`CONVEX`); maxima keep
              rising functions (`RISING`, as max f(x) = f(max x)) but not softmax, whose rows
              then sum to more than one
merges        the same of several tensors, element by element
joins         tensors side by side are what all of them are
affine        plus, minus or times a constant: linear stays linear, the rest is unknown
multiplies    a product with weights is linear
wrapped       what the wrapped layer does
============  ================================================================================

Whatever is not in the table changes values in a way nothing is known of: BatchNormalization,
LayerNormalization, Rescaling, ZeroPadding, bilinear resizing, LSTM and GRU (a gate comes after
their activation), Masking, Add, Multiply, Lambda, ... Their reading is unknown, which is a value.
"""

from __future__ import annotations

from typing import Final

from resolver.edge.graph import moves, rules
from resolver.edge.graph.activations import CONVEX, RISING
from resolver.edge.graph.calls import Rule
from resolver.edge.graph.rules import applies, joins, merges, moves_to, reduces

_LAYER_ROWS: Final[tuple[tuple[Rule, str], ...]] = (
    (rules.computes, "Dense EinsumDense Embedding SimpleRNN Conv1D Conv2D Conv3D"),
    (rules.computes, "Conv1DTranspose Conv2DTranspose Conv3DTranspose"),
    (rules.computes, "DepthwiseConv1D DepthwiseConv2D SeparableConv1D SeparableConv2D"),
    (rules.attends, "MultiHeadAttention GroupQueryAttention"),
    (rules.tied, "ReversibleEmbedding"),
    (rules.activates, "Activation"),
    (applies("softmax"), "Softmax"),
    (rules.relu, "ReLU"),
    (applies("leaky_relu"), "LeakyReLU"),
    (applies("prelu"), "PReLU"),
    (applies("elu"), "ELU"),
    (rules.leaves, "Identity ActivityRegularization Dropout AlphaDropout"),
    (rules.leaves, "SpatialDropout1D SpatialDropout2D SpatialDropout3D"),
    (rules.leaves, "GaussianDropout GaussianNoise"),
    (moves_to(moves.reshaped), "Reshape"),
    (moves_to(moves.flattened), "Flatten"),
    (moves_to(moves.permuted), "Permute"),
    (moves_to(moves.repeated_rows), "RepeatVector"),
    (moves_to(moves.outside_spatial), "Cropping1D Cropping2D Cropping3D"),
    (rules.upsampled, "UpSampling1D UpSampling2D UpSampling3D Resizing"),
    (reduces(CONVEX, rules.pooled), "AveragePooling1D AveragePooling2D AveragePooling3D"),
    (reduces(CONVEX, rules.pooled), "GlobalAveragePooling1D GlobalAveragePooling2D"),
    (reduces(CONVEX, rules.pooled), "GlobalAveragePooling3D AdaptiveAveragePooling1D"),
    (reduces(CONVEX, rules.pooled), "AdaptiveAveragePooling2D AdaptiveAveragePooling3D"),
    (reduces(RISING, rules.pooled), "MaxPooling1D MaxPooling2D MaxPooling3D"),
    (reduces(RISING, rules.pooled), "GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D"),
    (reduces(RISING, rules.pooled), "AdaptiveMaxPooling1D AdaptiveMaxPooling2D"),
    (reduces(RISING, rules.pooled), "AdaptiveMaxPooling3D"),
    (merges(CONVEX), "Average"),
    (merges(RISING), "Maximum Minimum"),
    (joins(moves.apart), "Concatenate"),
    (rules.wrapped, "SpectralNormalization"),
    (rules.in_time, "TimeDistributed"),
)

_OP_ROWS: Final[tuple[tuple[Rule, str], ...]] = (
    (applies("softmax"), "Softmax"),
    (applies("log_softmax"), "LogSoftmax"),
    (applies("sparsemax"), "Sparsemax"),
    (applies("sigmoid"), "Sigmoid"),
    (applies("hard_sigmoid"), "HardSigmoid"),
    (applies("sparse_sigmoid"), "SparseSigmoid"),
    (applies("log_sigmoid"), "LogSigmoid"),
    (applies("tanh"), "Tanh"),
    (applies("hard_tanh"), "HardTanh"),
    (applies("tanh_shrink"), "TanhShrink"),
    (applies("relu"), "Relu"),
    (applies("relu6"), "Relu6"),
    (applies("leaky_relu"), "LeakyRelu"),
    (applies("elu"), "Elu"),
    (applies("selu"), "Selu"),
    (applies("celu"), "Celu"),
    (applies("silu"), "Silu"),
    (applies("hard_silu"), "HardSilu"),
    (applies("gelu"), "Gelu"),
    (applies("glu"), "Glu"),
    (applies("softplus"), "Softplus"),
    (applies("sparse_plus"), "SparsePlus"),
    (applies("squareplus"), "Squareplus"),
    (applies("softsign"), "Softsign"),
    (applies("soft_shrink"), "SoftShrink"),
    (applies("hard_shrink"), "HardShrink"),
    (applies("threshold"), "Threshold"),
    (rules.relu, "ReLU"),
    (rules.exponential, "Exp"),
    (rules.logarithm, "Log"),
    (rules.clipped, "Clip"),
    (rules.leaves, "Cast SaturateCast StopGradient ConvertToTensor Copy"),
    (moves_to(moves.reshaped), "Reshape Ravel"),
    (moves_to(moves.transposed), "Transpose"),
    (moves_to(moves.swapped), "Swapaxes"),
    (moves_to(moves.carried), "Moveaxis"),
    (moves_to(moves.expanded), "ExpandDims"),
    (moves_to(moves.squeezed), "Squeeze"),
    (moves_to(moves.picked), "GetItem"),
    (moves_to(moves.cut), "Slice"),
    (moves_to(moves.unstacked), "Unstack"),
    (moves_to(moves.stays), "Flip Roll"),
    (moves_to(moves.apart), "Repeat Split"),
    (moves_to(moves.tiled), "Tile BroadcastTo"),
    (moves_to(moves.lost), "Take TakeAlongAxis"),
    (rules.upsampled, "Resize"),
    (reduces(CONVEX, rules.along), "Mean"),
    (reduces(RISING, rules.along), "Max Min Amax Amin"),
    (reduces(CONVEX, rules.pooled), "AveragePool AdaptiveAveragePool"),
    (reduces(RISING, rules.pooled), "MaxPool AdaptiveMaxPool"),
    (merges(RISING), "Maximum Minimum"),
    (joins(moves.apart), "Concatenate"),
    (joins(moves.stacked), "Stack"),
    (rules.affine, "Add Subtract Multiply Divide TrueDivide Negative"),
    (rules.multiplies, "Matmul Dot Einsum Tensordot Conv ConvTranspose"),
    (rules.multiplies, "DepthwiseConv SeparableConv"),
)

LAYERS: Final[dict[str, Rule]] = {
    name: rule for rule, names in _LAYER_ROWS for name in names.split()
}
"""Keras's own layers, by the name of their class."""

OPS: Final[dict[str, Rule]] = {name: rule for rule, names in _OP_ROWS for name in names.split()}
"""The operations of `keras.ops`, by the name of their class, which is not public."""
