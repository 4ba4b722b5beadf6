using System.Collections.Immutable;
using LossKernels.Measures;
using LossKernels.Semantics;

namespace LossKernels.Losses;

/// <summary>The members of the cross-entropy family: a new name is a row.</summary>
internal static class CrossEntropyFunctions
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<CrossEntropyFunction> All { get; } =
    [
        new(
            "BinaryCrossEntropy",
            "Binary cross-entropy of probabilities.",
            "-(t ln p + (1 - t) ln(1 - p))",
            new CrossEntropyOptions { Kind = LossKind.Binary, Form = InputForm.Probability },
            [
                new(Conventions.TensorFlow, "BinaryCrossentropy", "binary_crossentropy"),
                new(Conventions.Keras3, "BinaryCrossentropy", "binary_crossentropy"),
                new(Conventions.Keras1, "binary_crossentropy"),
                new(Conventions.PyTorch, "BCELoss", "binary_cross_entropy"),
                new(Conventions.TensorFlowJs, "logLoss"),
                new(Conventions.ScikitLearn),
                new(Conventions.MLNet),
                new(Conventions.Exact),
            ],
            "bce"),
        new(
            "BinaryCrossEntropyWithLogits",
            "Binary cross-entropy of logits.",
            "max(x, 0) - x t + ln(1 + e^-|x|)",
            new CrossEntropyOptions { Kind = LossKind.Binary, Form = InputForm.Logit },
            [
                new(Conventions.TensorFlow, "sigmoid_cross_entropy_with_logits", "weighted_cross_entropy_with_logits"),
                new(Conventions.Keras3),
                new(Conventions.Keras1),
                new(Conventions.PyTorch, "BCEWithLogitsLoss", "binary_cross_entropy_with_logits"),
                new(Conventions.Optax, "sigmoid_binary_cross_entropy"),
                new(Conventions.TensorFlowJs, "sigmoidCrossEntropy"),
                new(Conventions.Exact),
            ]),
        new(
            "CategoricalCrossEntropy",
            "Cross-entropy of probabilities with a target for each class.",
            "-sum of t ln p",
            new CrossEntropyOptions { Kind = LossKind.Categorical, Form = InputForm.Probability },
            [
                new(Conventions.TensorFlow, "CategoricalCrossentropy", "categorical_crossentropy"),
                new(Conventions.Keras3, "CategoricalCrossentropy", "categorical_crossentropy"),
                new(Conventions.Keras1, "categorical_crossentropy"),
                new(Conventions.ScikitLearn),
                new(Conventions.TensorFlowJs),
                new(Conventions.MLNet),
                new(Conventions.Exact),
            ],
            "cce"),
        new(
            "CategoricalCrossEntropyWithLogits",
            "Cross-entropy of logits with a target for each class.",
            "-sum of t ln softmax(x)",
            new CrossEntropyOptions { Kind = LossKind.Categorical, Form = InputForm.Logit },
            [
                new(Conventions.TensorFlow, "softmax_cross_entropy_with_logits", "softmax_cross_entropy_with_logits_v2"),
                new(Conventions.Keras3),
                new(Conventions.Keras1),
                new(Conventions.PyTorch),
                new(Conventions.Onnx),
                new(Conventions.Optax, "softmax_cross_entropy", "safe_softmax_cross_entropy"),
                new(Conventions.TensorFlowJs, "softmaxCrossEntropy"),
                new(Conventions.Exact),
            ]),
        new(
            "SparseCategoricalCrossEntropy",
            "Cross-entropy of probabilities with class numbers for targets.",
            "-ln p_y",
            new CrossEntropyOptions { Kind = LossKind.Sparse, Form = InputForm.Probability },
            [
                new(Conventions.TensorFlow, "SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"),
                new(Conventions.Keras3, "SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"),
                new(Conventions.Keras1, "sparse_categorical_crossentropy"),
                new(Conventions.ScikitLearn),
                new(Conventions.TensorFlowJs),
                new(Conventions.MLNet),
                new(Conventions.Exact),
            ],
            "scce"),
        new(
            "SparseCategoricalCrossEntropyWithLogits",
            "Cross-entropy of logits with class numbers for targets.",
            "-ln softmax(x)_y",
            new CrossEntropyOptions { Kind = LossKind.Sparse, Form = InputForm.Logit },
            [
                new(Conventions.TensorFlow, "sparse_softmax_cross_entropy_with_logits"),
                new(Conventions.Keras3),
                new(Conventions.Keras1),
                new(Conventions.PyTorch),
                new(Conventions.Onnx),
                new(Conventions.Optax, "softmax_cross_entropy_with_integer_labels"),
                new(Conventions.TensorFlowJs, "sparse_softmax_cross_entropy") { Note = "The name is that of tf.losses of TensorFlow 1." },
                new(Conventions.Exact),
            ]),
        new(
            "CrossEntropyWithLogits",
            "Cross-entropy of logits, with class numbers or a target for each class, whatever is given.",
            "-sum of t ln softmax(x)",
            new CrossEntropyOptions { Kind = LossKind.Auto, Form = InputForm.Logit },
            [
                new(Conventions.PyTorch, "CrossEntropyLoss", "cross_entropy"),
                new(Conventions.Onnx, "SoftmaxCrossEntropyLoss"),
                new(Conventions.Exact),
            ]),
        new(
            "NegativeLogLikelihood",
            "The negative of the log-probability of the target class.",
            "-x_y",
            new CrossEntropyOptions { Kind = LossKind.Sparse, Form = InputForm.LogProbability },
            [
                new(Conventions.PyTorch, "NLLLoss", "nll_loss"),
                new(Conventions.Onnx, "NegativeLogLikelihoodLoss"),
                new(Conventions.Exact),
            ],
            "nll"),
        new(
            "LogLoss",
            "Cross-entropy of probabilities, with class numbers or a target for each class, whatever is given.",
            "-sum of t ln p",
            new CrossEntropyOptions { Kind = LossKind.Auto, Form = InputForm.Probability },
            [
                new(Conventions.ScikitLearn, "log_loss"),
                new(Conventions.MLNet, "LogLoss"),
                new(Conventions.Exact),
            ]),
        new(
            "BinaryFocalCrossEntropy",
            "Binary cross-entropy of probabilities with little weight for what is certain and right.",
            "(1 - p_t)^2 B(p_t), p_t = t p + (1 - t)(1 - p)",
            new CrossEntropyOptions { Kind = LossKind.Binary, Form = InputForm.Probability, FocalGamma = FocalDefaults.UsualGamma },
            [
                new(Conventions.TensorFlow, "BinaryFocalCrossentropy", "binary_focal_crossentropy"),
                new(Conventions.Keras3, "BinaryFocalCrossentropy", "binary_focal_crossentropy"),
                new(Conventions.Exact),
            ]),
        new(
            "CategoricalFocalCrossEntropy",
            "Cross-entropy of probabilities with a target for each class, with little weight for what is certain and right.",
            "-sum of alpha (1 - p)^2 t ln p",
            new CrossEntropyOptions { Kind = LossKind.Categorical, Form = InputForm.Probability, FocalGamma = FocalDefaults.UsualGamma },
            [
                new(Conventions.TensorFlow, "CategoricalFocalCrossentropy", "categorical_focal_crossentropy"),
                new(Conventions.Keras3, "CategoricalFocalCrossentropy", "categorical_focal_crossentropy"),
                new(Conventions.Exact),
            ]),
        new(
            "CategoricalGeneralizedCrossEntropy",
            "Generalised cross-entropy of probabilities with class numbers for targets.",
            "(1 - p_y^q) / q, q = 0.5",
            new CrossEntropyOptions { Kind = LossKind.Sparse, Form = InputForm.Probability, GeneralizedQ = 0.5 },
            [
                new(Conventions.Keras3, "CategoricalGeneralizedCrossEntropy", "categorical_generalized_cross_entropy"),
                new(Conventions.Exact),
            ]),
        new(
            "BinaryFocalCrossEntropyWithLogits",
            "Binary cross-entropy of logits with little weight for what is certain and right.",
            "alpha_t (1 - p_t)^2 B(p_t), p_t = t p + (1 - t)(1 - p), p = sigmoid(x)",
            new CrossEntropyOptions { Kind = LossKind.Binary, Form = InputForm.Logit, FocalGamma = FocalDefaults.UsualGamma },
            [
                new(Conventions.TensorFlow),
                new(Conventions.Keras3),
                new(Conventions.PyTorch, "sigmoid_focal_loss")
                {
                    Numbers = [(nameof(CrossEntropyOptions.FocalAlpha), 0.25)],
                    Note = "That of torchvision, which has an alpha of 0.25 where none is given.",
                },
                new(Conventions.Optax, "sigmoid_focal_loss"),
                new(Conventions.Exact),
            ]),
        new(
            "PolyCrossEntropyWithLogits",
            "Poly-1 cross-entropy of logits with a target for each class.",
            "sum of t (-ln softmax(x) + epsilon (1 - softmax(x))), epsilon = 2",
            new CrossEntropyOptions { Kind = LossKind.Categorical, Form = InputForm.Logit, PolyEpsilon = 2 },
            [
                new(Conventions.Optax, "poly_loss_cross_entropy"),
                new(Conventions.Exact),
            ]),
    ];
}
