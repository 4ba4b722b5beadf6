using System.Runtime.Intrinsics;
using LossKernels.Semantics;
using LossKernels.Tests.Semantics;

namespace LossKernels.Tests.Kernels;

/// <summary>A special value at every position of a row gives what the formula gives, and the rows beside it keep every bit.</summary>
public class SpecialValueTests
{
    // Without vector instructions each row takes many times as long, and is walked in the same way.
    private static readonly int[] ClassCounts = Vector256.IsHardwareAccelerated ? [1, 2, 3, 8, 10, 16, 17, 63, 64, 65, 100, 257] : [1, 3, 10, 17, 65];

    private static readonly double[] Logits =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e30, -1e30, 3e38, -3e38, 1e-45, 5e-324];

    private static readonly double[] Probabilities = [double.NaN, -0.0, 0, 1, 1e-45, 5e-324];

    private static readonly double[] OutsideUnit = [-0.5, -1e-3, 1.5, 40];

    public static TheoryData<LossKind, InputForm, string, bool, bool, bool> Paths
    {
        get
        {
            TheoryData<LossKind, InputForm, string, bool, bool, bool> paths = [];
            foreach ((LossKind kind, bool isHard) in new[] { (LossKind.Sparse, true), (LossKind.Categorical, true), (LossKind.Categorical, false), (LossKind.Binary, true) })
            {
                foreach ((InputForm form, string convention, bool isSingle) in new[]
                {
                    (InputForm.Logit, "TensorFlow", true),
                    (InputForm.Logit, "TensorFlow", false),
                    (InputForm.Probability, "TensorFlow", true),
                    (InputForm.Probability, "TensorFlow", false),
                    (InputForm.Probability, "Keras3", true),
                    (InputForm.Probability, "Keras3", false),
                    (InputForm.Probability, "Exact", false),
                })
                {
                    paths.Add(kind, form, convention, isSingle, isHard, false);
                    paths.Add(kind, form, convention, isSingle, isHard, true);
                }

                // Infinite logits of the exact binary formula are its limit, which has tests of its own.
                if (kind != LossKind.Binary)
                {
                    paths.Add(kind, InputForm.Logit, "Exact", false, isHard, false);
                    paths.Add(kind, InputForm.Logit, "Exact", false, isHard, true);
                }
            }

            return paths;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_special_value_gives_what_the_formula_gives_at_every_position(LossKind kind, InputForm form, string convention, bool isSingle, bool isHard, bool isLastAxis)
    {
        PlainPath path = new(kind, form, convention, isSingle);
        double[] specials = [.. form == InputForm.Logit ? Logits : convention == "Exact" ? Probabilities : [.. Probabilities, .. OutsideUnit]];

        // Where the rows are neighbours, classes are walked one by one: many of them are nothing new.
        foreach (int classes in ClassCounts.Where(count => isLastAxis || count <= 65))
        {
            // Two special rows for each value, the label at the value and elsewhere, each between two plain ones.
            int count = (4 * specials.Length) + 1;
            Random random = new(classes);
            double[][] plain = [.. Enumerable.Range(0, count).Select(_ => Row(classes, () => path.Round(form == InputForm.Logit ? (random.NextDouble() - 0.5) * 10 : 0.6 + (0.3 * random.NextDouble()))))];
            double[][] soft = [.. Enumerable.Range(0, count).Select(_ => Row(classes, () => path.Round((0.1 + random.NextDouble()) / classes)))];
            int inner = isLastAxis ? 1 : count;
            double[][] targets = [.. Enumerable.Range(0, count).Select(r => isHard ? FrameworkFormulas.OneHot(r % classes, classes) : soft[r])];
            double[][] without = path.Measure(plain, targets, inner);
            for (int position = 0; position < classes; position++)
            {
                double[][] rows = [.. plain];
                for (int r = 1; r < count; r += 2)
                {
                    rows[r] = [.. plain[r]];
                    rows[r][position] = path.Round(specials[((r / 4) + position) % specials.Length]);
                    targets[r] = isHard ? FrameworkFormulas.OneHot((position + (r / 2 % 2 * (classes / 2))) % classes, classes) : soft[r];
                }

                double[][] with = path.Measure(rows, targets, inner);
                for (int r = 0; r < count; r++)
                {
                    string Where() => $"{path}, {classes} classes, {rows[r][position]:R} at {position}, label {(isHard ? Array.IndexOf(targets[r], 1) : "soft")}, row {r}";
                    if (r % 2 == 0)
                    {
                        Assert.True(without[r].Select(BitConverter.DoubleToInt64Bits).SequenceEqual(with[r].Select(BitConverter.DoubleToInt64Bits)), $"Another row changed it: {Where()}");
                    }
                    else
                    {
                        path.AssertNear(path.Expected(rows[r], targets[r]), with[r], Where);
                    }
                }
            }
        }
    }

    private static double[] Row(int classes, Func<double> value) => [.. Enumerable.Range(0, classes).Select(_ => value())];
}
