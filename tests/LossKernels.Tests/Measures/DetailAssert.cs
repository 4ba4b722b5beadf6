using System.Globalization;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>What tests of details compare with.</summary>
internal static class DetailAssert
{
    /// <summary>Of double precision.</summary>
    public const double DoubleTolerance = 1e-12;

    /// <summary>Of single precision, which adds up the squares of a row in single precision.</summary>
    public const double SingleTolerance = 1e-5;

    // The difference of two numbers up to one.
    private const double Tiny = 1e-15;

    /// <summary>Options of the exact convention.</summary>
    public static CrossEntropyOptions Exact(LossKind kind) => new() { Kind = kind, Convention = Conventions.Exact, Detailed = true };

    /// <summary>The detail.</summary>
    public static LossDetail Measure(TensorView prediction, TensorView target, CrossEntropyOptions options, TensorView? weights = null) =>
        CrossEntropy.Measure(prediction, target, options with { Detailed = true }, weights).Detail!;

    /// <summary>Compares the bins; those that are not named are empty.</summary>
    public static void AssertBins(LossDetail detail, params (int Bin, long Count, double Confidence, double Accuracy)[] expected)
    {
        Assert.Equal(15, detail.CalibrationBins.Count);
        for (int i = 0; i < 15; i++)
        {
            CalibrationBin bin = detail.CalibrationBins[i];
            (_, long count, double confidence, double accuracy) = expected.FirstOrDefault(some => some.Bin == i, (i, 0, double.NaN, double.NaN));
            Assert.Equal((i / 15.0, (i + 1) / 15.0, count), (bin.Lower, bin.Upper, bin.Count));
            AssertClose(confidence, bin.Confidence, DoubleTolerance, "confidence");
            AssertClose(accuracy, bin.Accuracy, DoubleTolerance, "accuracy of bin");
        }
    }

    /// <summary>Compares all of two details.</summary>
    public static void Compare(LossDetail expected, LossDetail actual, double tolerance)
    {
        AssertAllClose([expected.Accuracy, .. expected.TopKAccuracy], [actual.Accuracy, .. actual.TopKAccuracy], DoubleTolerance, "accuracy");
        Assert.Equal(expected.ClassCount, actual.ClassCount);
        AssertAllClose(expected.ClassLoss, actual.ClassLoss, tolerance, "class loss");
        AssertClose(expected.BrierScore, actual.BrierScore, (tolerance * expected.BrierScore) + Tiny, "Brier score");
        AssertClose(expected.CalibrationError, actual.CalibrationError, tolerance, "calibration error");
        Assert.Equal(expected.CalibrationBins.Select(bin => (bin.Lower, bin.Upper, bin.Count)), actual.CalibrationBins.Select(bin => (bin.Lower, bin.Upper, bin.Count)));
        AssertAllClose([.. expected.CalibrationBins.Select(bin => bin.Confidence)], [.. actual.CalibrationBins.Select(bin => bin.Confidence)], tolerance, "confidence");
        AssertAllClose([.. expected.CalibrationBins.Select(bin => bin.Accuracy)], [.. actual.CalibrationBins.Select(bin => bin.Accuracy)], DoubleTolerance, "accuracy of bin");
        AssertClose(expected.PriorEntropy, actual.PriorEntropy, DoubleTolerance, "prior entropy");
        Assert.Equal(expected.PriorLoss is null, actual.PriorLoss is null);
        if (expected.PriorLoss is double prior)
        {
            AssertClose(prior, actual.PriorLoss!.Value, DoubleTolerance, "prior loss");
        }

        Assert.Equal(expected.LossReduction is null, actual.LossReduction is null);
        if (expected.LossReduction is double reduction)
        {
            AssertClose(reduction, actual.LossReduction!.Value, tolerance * (1 + Math.Abs(1 - reduction)), "loss reduction");
        }
    }

    /// <summary>Compares numbers, relative to what is expected.</summary>
    public static void AssertAllClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            AssertClose(expected[i], actual[i], (tolerance * Math.Abs(expected[i])) + Tiny, $"{what} {i}");
        }
    }

    /// <summary>Compares two numbers.</summary>
    public static void AssertClose(double expected, double actual, double tolerance, string what)
    {
        bool isClose = double.IsFinite(expected) ? Math.Abs(actual - expected) <= tolerance : actual.Equals(expected);
        Assert.True(isClose, string.Create(CultureInfo.InvariantCulture, $"{what} is {actual:R}, expected {expected:R}, off by {actual - expected:E2} where {tolerance:E2} is allowed."));
    }

    /// <summary>Numbers in 0..1.</summary>
    public static double[] Units(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }
}
