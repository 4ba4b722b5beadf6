using LossKernels.Diagnostics;
using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using static LossKernels.Tests.Diagnostics.Examination;

namespace LossKernels.Tests.Measures;

/// <summary>Of a derivative that is not finite where the loss is, it is said that it is, where, and what to do; what has a number is that number.</summary>
public sealed class OddDerivativeTests
{
    private const string Overflow = "GradientOverflow";
    private const string NotFinite = "GradientNotFinite";
    private static readonly CrossEntropyOptions Single = new() { DataType = ElementType.Float32, Gradient = true };
    private static readonly CrossEntropyOptions Sum = Single with { Reduction = Reduction.Sum };
    private static readonly CrossEntropyOptions Unclipped = Sum with { Convention = Conventions.ScikitLearn, Epsilon = 0 };
    private static readonly CrossEntropyOptions Exact = new() { Convention = Conventions.Exact, Reduction = Reduction.Sum, Gradient = true };

    // What is measured; the finding, how often it was seen and in which sample first; the value that is named, and the beginning of the remedy.
    public static TheoryData<string, string, long, long, string, string> Cases => new()
    {
        // 1e39 / (2 (0.2 + 1e-7)).
        { "a sample weight", Overflow, 1, 0, "first -2.5E+39 in", "Add `DataType = ElementType.Float64`, or give smaller weights, or choose a convention that clips." },
        { "a sample weight of rows", Overflow, 2, 1, "first 5E+38 in", "Add `DataType = ElementType.Float64`, or give smaller weights or a larger temperature." },
        { "a weight of columns", Overflow, 2, 1, "first 5E+38 in", "Add `DataType = ElementType.Float64`" },
        { "a weight of soft targets", Overflow, 2, 0, "first 5E+38 in", "Add `DataType = ElementType.Float64`" },
        { "a class weight", Overflow, 2, 1, "first 5E+299 in", "Add `DataType = ElementType.Float64`" },
        { "a positive weight", Overflow, 1, 0, "first -5E+38 in", "Add `DataType = ElementType.Float64`" },
        { "a temperature", Overflow, 4, 0, "first -5E+38 in", "Add `DataType = ElementType.Float64`" },
        { "a mass of targets", Overflow, 2, 0, "first 4E+38 in", "Add `DataType = ElementType.Float64`" },
        { "a binary target", Overflow, 1, 1, "first -4E+38 in", "Add `DataType = ElementType.Float64`" },
        { "a probability", Overflow, 1, 1, "first -7.136E+44 in", "Add `DataType = ElementType.Float64`" },
        { "a probability of two", Overflow, 1, 0, "first -7.136E+44 in", "Add `DataType = ElementType.Float64`" },
        { "a soft target", Overflow, 1, 0, "first -3.568E+44 in", "Add `DataType = ElementType.Float64`" },
        { "a row that sums to little", Overflow, 2, 0, "first -3.568E+44 in", "Add `DataType = ElementType.Float64`" },
        { "a probability of double precision", Overflow, 1, 0, "written as -Infinity, first in sample 0.", "To have a number, give smaller weights, or choose a convention that clips." },
        { "a weight of double precision", Overflow, 2, 0, "written as infinite, first -Infinity in sample 0.", "To have a number, give smaller weights or a larger temperature." },
        { "a weight and a probability", Overflow, 1, 0, "written as -Infinity, first in sample 0.", "To have a number, give smaller weights, or choose a convention that clips." },
        { "an error", Overflow, 1, 1, "first 1.2E+39 in", "Add `DataType = ElementType.Float64`, or give smaller weights, or scale targets and predictions." },
        { "a power at its end", NotFinite, 1, 0, "first -Infinity in", "Leave the sample out where its derivatives are used" },
        { "a root at its end", NotFinite, 2, 0, "first NaN in", "Leave the sample out where its derivatives are used" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_said_that_it_is_not_finite(string what, string id, long count, long row, string value, string remedy)
    {
        IReadOnlyList<Diagnostic> all = what switch
        {
            "a sample weight" => Of(Vector(1, 0), Vector(0.2, 0.3), Single, Vector(1e39, 1)),
            "a sample weight of rows" => Of(Vector(0, 1), Rows(2, 1, 2, 3, 3), Sum with { Form = InputForm.Logit }, Vector(1, 1e39)),
            "a weight of columns" => Of(Vector(0, 1), Rows(2, 1, 3, 2, 3), Sum with { Form = InputForm.Logit, Axis = 0 }, Vector(1, 1e39)),
            "a weight of soft targets" => Of(Rows(2, 0.25, 0.75), Rows(2, 3, 3), Sum with { Form = InputForm.Logit, Kind = LossKind.Categorical }, Vector(2e39)),
            "a class weight" => Of(Vector(0, 1), Rows(2, 1, 2, 3, 3), Sum with { Form = InputForm.Logit, ClassWeights = [1, 1e300] }),
            "a positive weight" => Of(Vector(1, 0), Vector(0, 0), Sum with { Form = InputForm.Logit, PositiveWeights = [1e39] }),
            "a temperature" => Of(Vector(0, 1), Rows(2, 1, 1, 1, 1), Single with { Form = InputForm.Logit, Temperature = 5e-40 }),
            "a mass of targets" => Of(Rows(2, -2e38, 2e38), Rows(2, 0, 0), Sum with { Form = InputForm.Logit, Kind = LossKind.Categorical }, Vector(2)),
            "a binary target" => Of(Vector(1, 2e38), Vector(0, 0), Sum with { Form = InputForm.Logit, Kind = LossKind.Binary }, Vector(1, 2)),
            "a probability" => Of(Vector(0, 1, 1), Vector(0.1, 1e-45, 0.2), Unclipped),
            "a probability of two" => Of(Vector(0, 1), Rows(2, 1e-45, 1, 0.2, 0.8), Unclipped),
            "a soft target" => Of(Rows(2, 0.5, 0.5), Rows(2, 1e-45, 1), Unclipped),
            "a row that sums to little" => Of(Vector(0), Rows(2, 1e-45, 1e-45), Sum with { Convention = Conventions.Keras3 }),
            "a probability of double precision" => Of(Vector(1, 0), Vector(1e-310, 0.5), Exact),
            "a weight of double precision" => Of(Vector(0), Rows(2, 0, 0), Exact with { Form = InputForm.Logit, Temperature = 0.25 }, Vector(1e308)),
            "a weight and a probability" => Of(Vector(1), Vector(1e-250), Exact, Vector(1e300)),
            "an error" => OfLoss("mse", Vector(0, -3e38), Vector(1, 3e38), Reduction.Sum, ElementType.Float32),
            "a power at its end" => Of(Vector(1), Rows(2, 1, 0), Exact with { GeneralizedQ = 0.5 }),
            _ => OfLoss("rmse", Vector(1, 2), Vector(1, 2), Reduction.Mean, ElementType.Float64),
        };
        Diagnostic found = Assert.Single(all, found => found.Id is Overflow or NotFinite);
        Assert.Equal((id, count, row), (found.Id, found.Count, found.FirstRow));
        Assert.Contains(value, found.Message, StringComparison.Ordinal);
        Assert.StartsWith(remedy, found.Remedy, StringComparison.Ordinal);
    }

    // e^-700 is 9.8597e-305; 1 / 1e-310 is beyond double precision, and a hundredth of it is not.
    [Fact]
    public void What_has_a_number_is_that_number_and_nothing_is_said()
    {
        LossResult weighed = CrossEntropy.Measure(Rows(2, 0, -700), Vector(0), Sum with { Form = InputForm.Logit, ClassWeights = [1e300, 1] });
        Assert.Empty(weighed.Diagnostics);
        AssertNear([-9.859676543759770e-5, 9.859676543759770e-5], weighed, 1e-7);

        LossResult little = CrossEntropy.Measure(
            Rows(2, [1e-310, .. Repeat(99, 1, 1), 1]), Vector(Repeat(100, 0)), Exact with { Reduction = Reduction.Mean });
        double[] derivatives = Numbers(little);
        Assert.DoesNotContain(little.Diagnostics, found => found.Id == Overflow);
        Assert.Equal(-1 / (1e-310 * 1048576) / 100 * 1048576, derivatives[0], 1e294);
    }

    // Softmax times the scale: e^-346 of e^-346 + 1 that the own class has, or a hundredth of a weight that is the least of single precision.
    [Fact]
    public void Small_scales_lose_no_digits()
    {
        CrossEntropyOptions logits = Sum with { Form = InputForm.Logit };
        LossResult smoothed = CrossEntropy.Measure(
            Rows(2, 0, 346), Vector(0), logits with { DataType = ElementType.Float64, LabelSmoothing = 0.5 }, Vector(4e-190));
        AssertNear([-3e-190, 3e-190], smoothed, 1e-15);

        // e^3 / (1 + e^3).
        LossResult single = CrossEntropy.Measure(Rows(3, 0, 3, -200), Vector(0), logits, Vector(1e-36));
        AssertNear([-9.525741268224334e-37, 9.525741268224334e-37, 0], single, 1e-7);
        LossResult few = CrossEntropy.Measure(Rows(2, 0, 3, 3, 0), Vector(0, 1), logits, Vector(1e-30, 1));
        AssertNear([-9.525741268224334e-31, 9.525741268224334e-31, 0.9525741268224334, -0.9525741268224334], few, 1e-7);
    }

    // 1 / 4e-309 is beyond double precision, and times 1e-300 it is not, whatever is divided by the sum of the row.
    [Theory]
    [InlineData(Normalisation.None)]
    [InlineData(Normalisation.BeforeClip)]
    public void A_weight_is_multiplied_before_a_probability_next_to_zero_is_divided_by(Normalisation normalisation)
    {
        ProbabilityFormula formula = new(normalisation);
        LossResult result = CrossEntropy.Measure(
            Rows(3, 4e-309, 0.5, 0.5), Vector(0), Exact with { Kind = LossKind.Sparse, Convention = Conventions.Exact with { Sparse = formula } }, Vector(1e-300));
        Assert.Equal(-2.5e8, Numbers(result)[0], 1);
        Assert.DoesNotContain(result.Diagnostics, found => found.Id is Overflow or NotFinite);
    }

    // An infinite loss tells of it, and what is ignored or has nothing to average is no surprise.
    [Fact]
    public void What_is_told_of_otherwise_is_not_told_twice()
    {
        Assert.Equal(["LossInfinite"], Of(Vector(1, 0), Vector(0, 0.5), Exact).Select(found => found.Id));
        Assert.Equal(["PredictionNotFinite", "LossNotANumber"], Of(Vector(1, 0), Vector(double.NaN, 0.5), Single).Select(found => found.Id));
        Assert.Equal(["NothingToAverage"], Of(Vector(1, 1), Rows(2, 1, 2, 1, 2), Single with { Convention = Conventions.PyTorch, Form = InputForm.Logit, IgnoreClass = 1 }).Select(found => found.Id));
        Assert.Empty(Of(Vector(0, -100), Rows(2, 1, double.NegativeInfinity, 3, 3), Sum with { Convention = Conventions.PyTorch, Form = InputForm.Logit }));
        Assert.Empty(Of(Vector(1, 0), Vector(0.2, 0.3), Sum, Vector(1e37, 1)));
        Assert.Equal(["LossInfinite"], Of(Vector(1), Rows(2, 0.5, 0.5), Unclipped with { ClassWeights = [1, 1e300] }, Vector(1e300)).Select(found => found.Id));
    }

    // So many that they go past the caches, over several blocks, of probabilities in rows and binary ones.
    [Theory]
    [InlineData(LossKind.Sparse)]
    [InlineData(LossKind.Binary)]
    public void It_is_found_among_many(LossKind kind)
    {
        const int Rows = 70_000;
        const int Classes = 130;
        const int Row = 69_000;
        float[] predictions = new float[Rows * Classes];
        Array.Fill(predictions, 0.5f);
        predictions[Row * Classes] = float.Epsilon;
        float[] targets = new float[kind == LossKind.Sparse ? Rows : Rows * Classes];
        Array.Fill(targets, kind == LossKind.Sparse ? 0 : 1);
        LossResult result = CrossEntropy.Measure(
            TensorView.Create(predictions, Rows, Classes),
            kind == LossKind.Sparse ? TensorView.Create(targets, Rows) : TensorView.Create(targets, Rows, Classes),
            Unclipped with { Kind = kind });
        Diagnostic found = Assert.Single(result.Diagnostics, found => found.Id == Overflow);
        Assert.Equal((1L, (long)Row), (found.Count, found.FirstRow));
    }

    private static IReadOnlyList<Diagnostic> OfLoss(string name, TensorView target, TensorView prediction, Reduction reduction, ElementType type) => Loss.Measure(
        prediction, target, LossFunctions.Find(name).CreateOptions() with { Reduction = reduction, DataType = type, Gradient = true }).Diagnostics;

    private static double[] Repeat(int times, params double[] values) => [.. Enumerable.Repeat(values, times).SelectMany(each => each)];

    private static double[] Numbers(LossResult result) => result.Gradient!.ToArray<double>();

    private static void AssertNear(double[] expected, LossResult result, double tolerance)
    {
        double[] actual = Numbers(result);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Math.Abs(expected[i]) * tolerance);
        }
    }
}
