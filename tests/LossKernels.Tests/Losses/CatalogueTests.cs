using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Losses;

/// <summary>How losses are found, and what is said of those that are not there.</summary>
public class CatalogueTests
{
    [Fact]
    public void No_loss_is_missing_and_none_is_listed_twice()
    {
        IEnumerable<string> classes = typeof(LossFunction).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(LossFunction)) && !type.IsAbstract && type != typeof(CustomLoss) && type != typeof(CrossEntropyFunction))
            .Select(type => type.Name);
        Assert.Equal(classes.Concat(CrossEntropyFunctions.All.Select(row => row.Name)).Order(), LossFunctions.All.Select(loss => loss.Name).Order());
    }

    [Fact]
    public void Every_loss_says_what_it_is_and_who_uses_it()
    {
        Assert.All(LossFunctions.All, loss =>
        {
            Assert.EndsWith(".", loss.Summary, StringComparison.Ordinal);
            Assert.NotEmpty(loss.Formula);
            Assert.NotEmpty(loss.Range);
            Assert.Contains(loss.Uses, use => use.Convention == Conventions.Exact);
            Assert.Equal(loss.Uses.Length, loss.Uses.Select(use => use.Convention).Distinct().Count());
            Assert.All(loss.Uses, use => Assert.Equal(loss, LossFunctions.Find(loss.Name).Function));
        });
    }

    // Whatever a framework calls it, with its module in front, is that loss of that framework.
    [Fact]
    public void Every_framework_finds_its_own_names()
    {
        foreach (LossFunction loss in LossFunctions.All)
        {
            foreach ((LossUse use, string name) in loss.Uses.SelectMany(use => use.Names.Select(name => (use, name))))
            {
                LossOptions options = LossFunctions.Find($"{use.Convention.Name}.{name}").CreateOptions();
                Assert.True(options.Convention == use.Convention, $"{use.Convention.Name}.{name} is of {options.Convention.Name}");
            }
        }
    }

    // A convention is what its name says, whatever else of it is changed: Huber of PyTorch, with a delta of 1, is that of the copy.
    [Fact]
    public void A_convention_that_is_changed_has_its_losses()
    {
        Convention changed = Conventions.PyTorch with { MeanOfNothing = WhenAllIgnored.Zero };
        Assert.Equal(2.5, Loss.Measure(TensorView.Create([3.0]), TensorView.Create([0.0]), LossFunctions.Find("huber").CreateOptions(changed)).Loss);
        Assert.Equal("OptionNotSupported", Assert.Throws<LossException>(
            () => Loss.Measure(TensorView.Create([3.0]), TensorView.Create([0.0]), LossFunctions.Find("huber").CreateOptions(changed with { Name = "other" }))).Id);
    }

    [Theory]
    [InlineData("mse", "MeanSquaredError", "TensorFlow")]
    [InlineData("mean_squared_error", "MeanSquaredError", "TensorFlow")]
    [InlineData("MSELoss", "MeanSquaredError", "PyTorch")]
    [InlineData("torch.nn.MSELoss", "MeanSquaredError", "PyTorch")]
    [InlineData("F.mse_loss", "MeanSquaredError", "PyTorch")]
    [InlineData("nn.SmoothL1Loss", "SmoothL1", "PyTorch")]
    [InlineData("optax.l2_loss", "HalfSquaredError", "Optax")]
    [InlineData("multilabel_soft_margin_loss", "MultiLabelSoftMargin", "PyTorch")]
    [InlineData("L1Loss", "MeanAbsoluteError", "PyTorch")]
    [InlineData("kld", "KullbackLeiblerDivergence", "TensorFlow")]
    [InlineData("KLDivLoss", "KullbackLeiblerDivergence", "PyTorch")]
    [InlineData("cosine_proximity", "CosineSimilarity", "TensorFlow")]
    [InlineData("keras.losses.Huber", "Huber", "Keras3")]
    [InlineData("tf.keras.losses.LogCosh", "LogCosh", "TensorFlow")]
    [InlineData("tfjs.huberLoss", "Huber", "TensorFlowJs")]
    [InlineData("sklearn.metrics.hinge_loss", "Hinge", "ScikitLearn")]
    [InlineData("sklearn.metrics.mean_pinball_loss", "Pinball", "ScikitLearn")]
    [InlineData("QuantileLoss", "Pinball", "ScikitLearn")]
    [InlineData("sklearn.metrics.zero_one_loss", "ZeroOne", "ScikitLearn")]
    [InlineData("hamming_loss", "Hamming", "ScikitLearn")]
    [InlineData("tf.nn.log_poisson_loss", "PoissonNegativeLogLikelihood", "TensorFlow")]
    public void A_name_is_understood_as_it_is_pasted(string name, string expected, string convention)
    {
        NamedLoss named = LossFunctions.Find(name);
        Assert.Equal(expected, named.Function.Name);
        Assert.Equal(convention, named.CreateOptions().Convention.Name);
    }

    // Two losses are called so: TensorFlow.js has a loss of that name beside ScikitLearn's, and ScikitLearn's is one of one output and one of classes.
    [Theory]
    [InlineData("logLoss", null, "LogLoss", "ScikitLearn", "BinaryCrossEntropy")]
    [InlineData("log_loss", "ScikitLearn", "LogLoss", "ScikitLearn")]
    [InlineData("logLoss", "TensorFlowJs", "BinaryCrossEntropy", "TensorFlowJs")]
    [InlineData("tf.losses.logLoss", null, "BinaryCrossEntropy", "TensorFlowJs")]
    [InlineData("tf.losses.huberLoss", null, "Huber", "TensorFlow")]
    [InlineData("nn.logLoss", "TensorFlowJs", "BinaryCrossEntropy", "TensorFlowJs")]
    [InlineData("tfjs.logLoss", null, "BinaryCrossEntropy", "TensorFlowJs")]
    [InlineData("tfjs.logLoss", "Exact", "BinaryCrossEntropy", "Exact")]
    [InlineData("hinge_loss", null, "Hinge", "ScikitLearn", "MultiMargin")]
    [InlineData("hinge_loss", "ScikitLearn", "Hinge", "ScikitLearn", "MultiMargin")]
    [InlineData("hinge_loss", "Optax", "Hinge", "Optax")]
    [InlineData("mse", "PyTorch", "MeanSquaredError", "PyTorch")]
    public void Of_several_losses_of_a_name_the_convention_chooses(string name, string? asked, string expected, string convention, params string[] others)
    {
        Convention? by = Conventions.Known(asked ?? "");
        NamedLoss named = LossFunctions.Find(name, by);
        Assert.Equal((expected, convention), (named.Function.Name, named.CreateOptions(by).Convention.Name));
        Assert.Equal(others, named.Others.Select(other => other.Function.Name));
    }

    [Theory]
    [InlineData("binary_crossentropy", LossKind.Binary, InputForm.Probability, "TensorFlow")]
    [InlineData("BCEWithLogitsLoss", LossKind.Binary, InputForm.Logit, "PyTorch")]
    [InlineData("tf.nn.sigmoid_cross_entropy_with_logits", LossKind.Binary, InputForm.Logit, "TensorFlow")]
    [InlineData("sparse_categorical_crossentropy", LossKind.Sparse, InputForm.Probability, "TensorFlow")]
    [InlineData("keras.losses.CategoricalCrossentropy", LossKind.Categorical, InputForm.Probability, "Keras3")]
    [InlineData("CrossEntropyLoss", LossKind.Auto, InputForm.Logit, "PyTorch")]
    [InlineData("NLLLoss", LossKind.Sparse, InputForm.LogProbability, "PyTorch")]
    [InlineData("optax.softmax_cross_entropy_with_integer_labels", LossKind.Sparse, InputForm.Logit, "Optax")]
    [InlineData("log_loss", LossKind.Auto, InputForm.Probability, "ScikitLearn")]
    [InlineData("tf.nn.weighted_cross_entropy_with_logits", LossKind.Binary, InputForm.Logit, "TensorFlow")]
    [InlineData("tf.nn.softmax_cross_entropy_with_logits_v2", LossKind.Categorical, InputForm.Logit, "TensorFlow")]
    [InlineData("tf.compat.v1.losses.sparse_softmax_cross_entropy", LossKind.Sparse, InputForm.Logit, "TensorFlowJs")]
    [InlineData("optax.safe_softmax_cross_entropy", LossKind.Categorical, InputForm.Logit, "Optax")]
    [InlineData("optax.losses.poly_loss_cross_entropy", LossKind.Categorical, InputForm.Logit, "Optax")]
    [InlineData("optax.sigmoid_focal_loss", LossKind.Binary, InputForm.Logit, "Optax")]
    [InlineData("torchvision.ops.sigmoid_focal_loss", LossKind.Binary, InputForm.Logit, "PyTorch")]
    public void A_cross_entropy_is_found_by_its_name(string name, LossKind kind, InputForm form, string convention)
    {
        CrossEntropyOptions options = Assert.IsType<CrossEntropyOptions>(LossFunctions.Find(name).CreateOptions());
        Assert.Equal((kind, form, convention), (options.Kind, options.Form, options.Convention.Name));
    }

    // Torchvision has an alpha of a quarter, Optax none; poly-1 of Optax has an epsilon of 2.
    [Theory]
    [InlineData("torchvision.ops.sigmoid_focal_loss", 0.25 * 0.25 * 0.6931471805599453)]
    [InlineData("optax.sigmoid_focal_loss", 0.25 * 0.6931471805599453)]
    [InlineData("optax.poly_loss_cross_entropy", 0.6931471805599453 + (2 * 0.5))]
    public void A_name_says_what_numbers_it_has(string name, double loss)
    {
        LossOptions options = LossFunctions.Find(name).CreateOptions();
        bool isBinary = ((CrossEntropyOptions)options).Kind == LossKind.Binary;
        TensorView prediction = TensorView.Create([0.0, 0], 1, 2);
        TensorView target = TensorView.Create([1, isBinary ? 1.0 : 0], 1, 2);
        Assert.Equal(loss, Loss.Measure(prediction, target, options).Loss!.Value, 1e-15);
    }

    [Theory]
    [InlineData("meansquarederr", "MeanSquaredError")]
    [InlineData("categorical_crossentopy", "categorical_crossentropy", "CategoricalCrossEntropy")]
    [InlineData("HUBBER", "Huber")]
    [InlineData("nn.KLDivLos", "nn.KLDivLoss", "KullbackLeiblerDivergence")]
    [InlineData("torch.nn.MSELos", "torch.nn.MSELoss", "MeanSquaredError")]
    [InlineData("tf.keras.losses.MeanSquaredEror", "tf.keras.losses.MeanSquaredError", "MeanSquaredError")]
    [InlineData("F.mse_los", "F.mse_loss", "MeanSquaredError")]
    [InlineData("tf.losses.absoluteDiference", "tf.losses.absoluteDifference", "MeanAbsoluteError")]
    [InlineData("keras.losses.KLDivLos", "KLDivLoss", "KullbackLeiblerDivergence")]
    [InlineData("nnn.KLDivLos", "KLDivLoss", "KullbackLeiblerDivergence")]
    [InlineData("mes", "mse", "MeanSquaredError")]
    [InlineData("ame", "mae", "MeanAbsoluteError")]
    [InlineData("huebr", "Huber")]
    [InlineData("kl_loss", "kl", "KullbackLeiblerDivergence")]
    [InlineData("DiceLoss", "Dice")]
    [InlineData("focal", "BinaryFocalCrossEntropy or CategoricalFocalCrossEntropy or BinaryFocalCrossEntropyWithLogits")]
    [InlineData("FocalLoss", "BinaryFocalCrossEntropy or CategoricalFocalCrossEntropy or BinaryFocalCrossEntropyWithLogits")]
    [InlineData("generalized", "CategoricalGeneralizedCrossEntropy")]
    [InlineData("top_k", "TopKCategoricalAccuracy or SparseTopKCategoricalAccuracy")]
    [InlineData("embedding_loss", "HingeEmbedding")]
    [InlineData("InfoNCE", null)]
    [InlineData("esm", null)]
    [InlineData("nn.zzzzzzzz", null)]
    [InlineData("zzzzzzzz", null)]
    [InlineData("", null)]
    public void What_was_meant_by_a_misspelt_name_is_said(string name, string? meant, string? owner = null)
    {
        string remedy = Assert.Throws<LossException>(() => LossFunctions.Find(name)).Remedy;
        const string Listed = "the names that `LossFunctions.All` lists.";
        Assert.Equal(
            meant is null ? $"Choose one of {Listed}" : owner is null ? $"Choose {meant}, or another of {Listed}" : $"Choose {meant}, which is {owner}, or another of {Listed}", remedy);
    }

    // R squared is 1 - MSE / variance, and the others are numbers of the result.
    [Theory]
    [InlineData("r2", "mean squared error")]
    [InlineData("sklearn.metrics.r2_score", "mean squared error")]
    [InlineData("sse", "`MeanSquaredError` with `Reduction = Reduction.Sum`")]
    [InlineData("sum_of_absolute_errors", "`MeanAbsoluteError` with `Reduction = Reduction.Sum`")]
    [InlineData("Perplexity", "`CrossEntropy.Measure`")]
    [InlineData("expected_calibration_error", "`CrossEntropyOptions.Detailed`")]
    [InlineData("auc", "`AccuracyOptions`")]
    [InlineData("sklearn.metrics.f1_score", "`AccuracyOptions`")]
    public void What_is_no_loss_of_samples_is_said_to_be_elsewhere(string name, string where)
    {
        LossException failure = Assert.Throws<LossException>(() => LossFunctions.Find(name));
        Assert.Equal("ParameterOutOfRange", failure.Id);
        Assert.Contains(where, failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mse", false)]
    [InlineData("kld", false)]
    [InlineData("nn.KLDivLoss", false)]
    [InlineData("hinge", false)]
    [InlineData("categorical_accuracy", false)]
    [InlineData("sparse_categorical_accuracy", true)]
    [InlineData("MultiMarginLoss", true)]
    [InlineData("nn.CrossEntropyLoss", true)]
    public void Labels_are_taken_by_losses_of_classes(string name, bool takesLabels) =>
        Assert.Equal(takesLabels, LossFunctions.Find(name).CreateOptions().TakesLabels);

    [Fact]
    public void Vectors_of_different_lengths_are_counted()
    {
        LossOptions huber = LossFunctions.Find("Huber").CreateOptions();
        Refuses("TargetCountMismatch", () => Loss.Measure(TensorView.Create([1.0, 2, 3]), TensorView.Create([1.0, 2]), huber));
    }

    [Fact]
    public void What_has_no_meaning_is_refused()
    {
        LossFunctionOptions huber = (LossFunctionOptions)LossFunctions.Find("Huber").CreateOptions();
        Refuses("ParameterOutOfRange", () => LossFunctions.Find("no_such_loss"));
        Refuses("OptionNotSupported", () => Measure(huber with { Numbers = huber.Numbers.SetItem("Beta", 1) }));
        Refuses("ParameterOutOfRange", () => Measure(huber with { Numbers = huber.Numbers.SetItem("Delta", -1) }));
        Refuses("OptionNotSupported", () => Measure(huber with { Convention = Conventions.Onnx }));
        Refuses("OptionNotSupported", () => Measure(huber with { Epsilon = 1e-3 }));
        Refuses("OptionNotSupported", () => Measure(huber with { ClassWeights = [1, 2] }));
        Refuses("OptionNotSupported", () => Measure(huber with { IgnoreClass = 1 }));
        Refuses("OptionNotSupported", () => Measure(huber with { Reduction = Reduction.Sum, Denominator = Denominator.Valid }));
        Refuses("OptionNotSupported", () => Measure(LossFunctions.Find("CosineSimilarity").CreateOptions() with { Reduction = Reduction.PerElement }));
        LossOptions gaussian = LossFunctions.Find("GaussianNLLLoss").CreateOptions() with { Reduction = Reduction.Sum };
        Refuses("OptionNotSupported", () => Loss.Measure(TensorView.Create([1.0, 2, 3, 4], 1, 4), TensorView.Create([1.0, 2], 1, 2), gaussian));
        Refuses("ShapeMismatch", () => Loss.Measure(TensorView.Create([1.0, 2, 3], 1, 3), TensorView.Create([1.0], 1, 1), gaussian));
        Refuses("ShapeMismatch", () => Loss.Measure(TensorView.Create([1.0, 2, 3, 4], 2, 2), TensorView.Create([1.0, 2]), huber));
    }

    [Fact]
    public void Class_weights_multiply_the_losses_of_class_numbers()
    {
        LossOptions options = LossFunctions.Find("MultiMarginLoss").CreateOptions() with { Reduction = Reduction.None };
        TensorView prediction = TensorView.Create([0.2, 0.2, 0.6, 0.1, 0.8, 0.1], 2, 3);
        TensorView target = TensorView.Create([2, 1]);
        double[] plain = Values(Loss.Measure(prediction, target, options));
        double[] weighted = Values(Loss.Measure(prediction, target, options with { ClassWeights = [0.5, 3, 2] }));
        Assert.Equal([2 * plain[0], 3 * plain[1]], weighted);
        Assert.Equal([plain[0], 0], Values(Loss.Measure(prediction, target, options with { IgnoreClass = 1 })));
    }

    private static double[] Values(LossResult result) => result.Values!.Read(0, (int)result.Values.Shape.Length, new double[result.Values.Shape.Length]).ToArray();

    private static LossResult Measure(LossOptions options) => Loss.Measure(TensorView.Create([1.0, 2, 3, 4], 2, 2), TensorView.Create([1.0, 2, 3, 5], 2, 2), options);

    private static void Refuses(string id, Func<object> call) => Assert.Equal(id, Assert.Throws<LossException>(call).Id);
}
