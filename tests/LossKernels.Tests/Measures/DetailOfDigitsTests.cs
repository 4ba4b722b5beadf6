using System.Runtime.InteropServices;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using static LossKernels.Tests.Measures.DetailAssert;

namespace LossKernels.Tests.Measures;

/// <summary>The detail of real predictions is what NumPy and scikit-learn compute.</summary>
public class DetailOfDigitsTests
{
    // The predictions of a logistic regression for 899 images of digits, in examples/data. Computed with NumPy 1.24.2 and scikit-learn 1.2.1,
    // in double precision, in that folder:
    //   import numpy as np, sklearn.metrics as m
    //   x, y = np.load('logits.npy').astype(float), np.load('labels.npy')
    //   e = np.exp(x - x.max(1, keepdims=True)); p = e / e.sum(1, keepdims=True)
    //   c, hit = p.max(1), p.argmax(1) == y; b = (c * 15).astype(int); s = np.bincount(y) / 899; h = -(s * np.log(s)).sum()
    //   m.accuracy_score(y, p.argmax(1)); [m.top_k_accuracy_score(y, p, k=k) for k in range(1, 10)]
    //   ((p - np.eye(10)[y]) ** 2).sum(1).mean()
    //   sum(abs(hit[b == k].mean() - c[b == k].mean()) * (b == k).sum() / 899 for k in range(15) if (b == k).any()); np.bincount(b)
    //   [-np.log(p[y == k, k]).mean() for k in range(10)]; np.bincount(y); h, 1 - m.log_loss(y, p, eps=1e-300) / h
    [Theory]
    [InlineData(ElementType.Float32, SingleTolerance)]
    [InlineData(ElementType.Float64, DoubleTolerance)]
    public void The_detail_of_the_digits_is_what_scikit_learn_computes(ElementType type, double tolerance)
    {
        CrossEntropyOptions options = new() { Kind = LossKind.Sparse, Form = InputForm.Logit, DataType = type };
        LossDetail detail = Measure(Npy<float>("digits/logits.npy", 899, 10), Npy<long>("digits/labels.npy", 899), options);
        double[] ranks =
        [
            0.9521690767519466, 0.9899888765294772, 0.9955506117908788, 0.9955506117908788, 0.9988876529477196, 1, 1, 1, 1, 1,
        ];
        double[] classLoss =
        [
            0.08540398634199894, 0.29980771109490184, 0.20648056802074946, 0.314465125453915, 0.24806292171819735,
            0.26719254816408644, 0.22409243249915037, 0.11733666138240645, 0.4796652821836452, 0.3152626721820316,
        ];
        AssertAllClose([ranks[0], .. ranks], [detail.Accuracy, .. detail.TopKAccuracy], DoubleTolerance, "accuracy");
        Assert.Equal([89, 91, 88, 92, 91, 91, 91, 89, 87, 90], detail.ClassCount);
        AssertAllClose(classLoss, detail.ClassLoss, tolerance, "class loss");
        AssertClose(0.10209960325426677, detail.BrierScore, 0.1 * tolerance, "Brier score");
        AssertClose(0.12109162791981844, detail.CalibrationError, 0.1 * tolerance, "calibration error");
        Assert.Equal([0, 0, 0, 4, 7, 16, 24, 36, 32, 24, 50, 70, 105, 212, 319], detail.CalibrationBins.Select(bin => bin.Count));
        AssertClose(2.3024429904229877, detail.PriorEntropy, DoubleTolerance, "prior entropy");
        AssertClose(0.8889738168149793, detail.LossReduction!.Value, tolerance, "loss reduction");
    }

    // A .npy file is a header, whose length stands in bytes 8 and 9, and the plain values.
    private static TensorView Npy<T>(string name, params ReadOnlySpan<int> lengths)
        where T : unmanaged
    {
        byte[] file = File.ReadAllBytes(name);
        return TensorView.Create(MemoryMarshal.Cast<byte, T>(file.AsSpan(10 + BitConverter.ToUInt16(file, 8))).ToArray(), lengths);
    }
}
