using LossKernels.Semantics;

namespace LossKernels.Tests.Kernels;

/// <summary>Every path at every number of classes up to 256, at any place in memory and in several layouts, against plain loops.</summary>
public class PathTests
{
    private static readonly int[] RowCounts = [1, 7, 8, 9, 17];

    // A prime number of them, so that rows differ.
    private static readonly double[] Units = RandomUnits(9973);

    public static TheoryData<LossKind, InputForm, bool, bool, int> Paths
    {
        get
        {
            TheoryData<LossKind, InputForm, bool, bool, int> paths = [];
            foreach (bool isSingle in new[] { true, false })
            {
                foreach (InputForm form in new[] { InputForm.Logit, InputForm.Probability })
                {
                    // 1: the classes of a row are neighbours. 5 and 40: the rows are, fewer than the lanes of two vectors and more.
                    foreach (int inner in new[] { 1, 5, 40 })
                    {
                        paths.Add(LossKind.Sparse, form, true, isSingle, inner);
                        paths.Add(LossKind.Categorical, form, true, isSingle, inner);
                        paths.Add(LossKind.Categorical, form, false, isSingle, inner);
                        paths.Add(LossKind.Binary, form, true, isSingle, inner);
                        paths.Add(LossKind.Binary, form, false, isSingle, inner);
                    }
                }
            }

            return paths;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_number_of_classes_gives_what_plain_loops_give(LossKind kind, InputForm form, bool isHard, bool isSingle, int inner)
    {
        string[] conventions = form == InputForm.Logit ? ["TensorFlow"]
            : kind == LossKind.Binary ? ["TensorFlow", "Keras3", "Keras1", "PyTorch", "Exact"]
            : ["TensorFlow", "Keras3", "Keras1", "Exact"];
        for (int classes = 1; classes <= 256; classes++)
        {
            int rows = inner == 1 ? RowCounts[classes % RowCounts.Length] : inner * (inner == 5 ? 2 : classes % 8 == 1 ? 3 : 1);
            int offset = classes * 5 % 18;
            string convention = conventions[classes % conventions.Length];

            // What the exact formula gives is kept in double precision whatever comes in.
            PlainPath path = new(kind, form, convention, isSingle && convention != "Exact");
            double[][] predictions = Fill(rows, classes, classes, unit => path.Round(form == InputForm.Logit ? (unit - 0.5) * 30 : 0.02 + (0.96 * unit)));
            double[][] targets = isHard
                ? [.. Enumerable.Range(0, rows).Select(r => OneHot((int)(Units[(r + classes) % Units.Length] * classes), classes))]
                : Fill(rows, classes, classes + 2000, unit => path.Round((0.1 + unit) / (kind == LossKind.Binary ? 1.1 : classes)));
            double[][] losses = path.Measure(predictions, targets, inner, offset);

            // Of many rows a part, other ones for every number of classes: the plain loops are what takes the time.
            int step = rows > 17 ? 11 : 1;
            for (int r = classes % step; r < rows; r += step)
            {
                path.AssertNear(path.Expected(predictions[r], targets[r]), losses[r], () => $"{path}, {classes} classes, row {r} of {rows}, {offset} values in");
            }
        }
    }

    private static double[][] Fill(int rows, int classes, int start, Func<double, double> value)
    {
        double[][] filled = new double[rows][];
        for (int r = 0; r < rows; r++)
        {
            filled[r] = new double[classes];
            for (int j = 0; j < classes; j++)
            {
                filled[r][j] = value(Units[(start + (r * classes) + j) % Units.Length]);
            }
        }

        return filled;
    }

    private static double[] OneHot(int label, int classes)
    {
        double[] target = new double[classes];
        target[label] = 1;
        return target;
    }

    private static double[] RandomUnits(int count)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }
}
