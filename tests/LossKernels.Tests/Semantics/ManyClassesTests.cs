using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;
using LossKernels.Tests.Reference;

namespace LossKernels.Tests.Semantics;

/// <summary>Options over few and over many classes, in rows that are certain, hopeless, spread out or have zeros, against the plain formulas.</summary>
public class ManyClassesTests
{
    private const int Rows = 24;
    private const double DoubleTolerance = 1e-11;
    private const double SingleTolerance = 2e-6;

    private static readonly (string Name, Func<CrossEntropyOptions, int, CrossEntropyOptions> Change)[] Variants =
    [
        ("smoothing", (options, _) => options with { LabelSmoothing = 0.125 }),
        ("nothing but smoothing", (options, _) => options with { LabelSmoothing = 1 }),
        ("focal", (options, _) => options with { FocalGamma = 2 }),
        ("focal, smoothed", (options, _) => options with { FocalGamma = 2, LabelSmoothing = 0.125 }),
        ("focal power, weights", (options, classes) => options with { FocalGamma = 0.5, FocalAlpha = [.. Enumerable.Range(0, classes).Select(label => 1.0 / (1 + (label % 5)))] }),
        ("poly", (options, _) => options with { PolyEpsilon = 1 }),
        ("generalised", (options, _) => options with { GeneralizedQ = 0.75 }),
    ];

    public static TheoryData<string, string, int> Cases
    {
        get
        {
            TheoryData<string, string, int> cases = [];
            foreach (Convention convention in Conventions.All)
            {
                foreach ((string name, _) in Variants)
                {
                    foreach (int classes in (int[])[2, 10, 63, 64, 71, 300])
                    {
                        cases.Add(convention.Name, name, classes);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_are_those_of_the_plain_formulas(string convention, string variant, int classes)
    {
        foreach (LossKind kind in (LossKind[])[LossKind.Sparse, LossKind.Categorical])
        {
            foreach (InputForm form in (InputForm[])[InputForm.Logit, InputForm.Probability, InputForm.LogProbability])
            {
                CrossEntropyOptions options = new() { Kind = kind, Form = form, Convention = Conventions.Find(convention), Reduction = Reduction.None, Axis = -1 };
                options = Variants.Single(some => some.Name == variant).Change(options, classes);
                if (PlainRules.Broken(options, classes).Count > 0)
                {
                    continue;
                }

                foreach (bool isSoft in kind == LossKind.Sparse ? (bool[])[false] : [false, true])
                {
                    Compare(options, classes, isSoft, isSingle: false);
                    if (!options.Convention.AlwaysDouble)
                    {
                        Compare(options, classes, isSoft, isSingle: true);
                    }
                }
            }
        }
    }

    private static void Compare(CrossEntropyOptions options, int classes, bool isSoft, bool isSingle)
    {
        Random random = new(classes);
        Shape shape = new(Rows, classes);
        double[] predictions = [.. Enumerable.Range(0, Rows).SelectMany(row => Row(random, row, classes, options.Form))];
        double[] targets = [.. Enumerable.Range(0, Rows).SelectMany(row => Targets(random, row, classes, isSoft))];
        if (isSingle)
        {
            predictions = [.. predictions.Select(value => (double)(float)value)];
            targets = [.. targets.Select(value => (double)(float)value)];
        }

        TensorView given = isSingle ? TensorView.Create<float>(predictions.Select(value => (float)value).ToArray(), shape) : TensorView.Create<double>(predictions, shape);
        TensorView asked = options.Kind == LossKind.Sparse
            ? TensorView.Create([.. Enumerable.Range(0, Rows).Select(row => Label(row, classes))])
            : TensorView.Create<double>(targets, shape);
        double[] losses = CrossEntropy.Measure(given, asked, options).Values!.Read(0, Rows, new double[Rows]).ToArray();
        PlainFormula formula = new(options, isSingle);
        for (int row = 0; row < Rows; row++)
        {
            PlainTerm expected = formula.Row(
                predictions.AsSpan(row * classes, classes).ToArray(), targets.AsSpan(row * classes, classes).ToArray(), hasSlopes: false);
            double tolerance = (isSingle ? SingleTolerance : DoubleTolerance) * expected.Scale;
            double loss = expected.Value.Value;
            bool isClose = double.IsFinite(loss) ? Math.Abs(loss - losses[row]) <= tolerance : loss.Equals(losses[row]);
            Assert.True(isClose, $"Row {row} of {options.Kind} {options.Form}, {(isSingle ? "single" : "double")}: {losses[row]:R} instead of {loss:R}");
        }
    }

    // Of each manner some rows: spread out, all alike, the target certain, the target hopeless, and one that is almost certain with zeros beside it.
    private static double[] Row(Random random, int row, int classes, InputForm form)
    {
        int label = Label(row, classes);
        double[] logits = [.. Enumerable.Range(0, classes).Select(_ => (random.NextDouble() * 12) - 6)];
        switch (row % 6)
        {
            case 1:
                Array.Fill(logits, 0.5);
                break;
            case 2:
                logits[label] = 25;
                break;
            case 3:
                logits[label] = -30;
                break;
            case 4:
                logits[(label + 1) % classes] = 40;
                break;
        }

        if (form == InputForm.Logit)
        {
            return logits;
        }

        double most = logits.Max();
        double sum = logits.Sum(logit => Math.Exp(logit - most));
        if (form == InputForm.LogProbability)
        {
            return [.. logits.Select(logit => logit - most - Math.Log(sum))];
        }

        double[] shares = [.. logits.Select(logit => Math.Exp(logit - most) / sum)];
        if (row % 6 == 5)
        {
            shares[(label + classes - 1) % classes] = 0;
        }

        return shares;
    }

    private static int Label(int row, int classes) => (row * 5) % classes;

    private static double[] Targets(Random random, int row, int classes, bool isSoft)
    {
        double[] targets = new double[classes];
        targets[Label(row, classes)] = 1;
        if (isSoft && row % 4 != 3)
        {
            targets = [.. targets.Select(target => target + random.NextDouble())];
            double sum = targets.Sum();
            targets = [.. targets.Select(target => target / sum)];
        }

        return targets;
    }
}
