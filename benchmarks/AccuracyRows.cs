using System.Numerics;

namespace LossKernels.Benchmarks;

/// <summary>Rows of a fixed seed. Long rows take their values from a few, so that the reference has few exponentials to compute.</summary>
internal sealed class AccuracyRows<T>(int classes, int seed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int DistinctValues = 64;

    private readonly Random _random = new(seed);

    // Just below half the last place of one, as a power of e: what a sum of one loses whole.
    private readonly double _lost = typeof(T) == typeof(float) ? -16.65 : -36.75;

    private int Count => classes switch
    {
        <= 2 => 1000,
        <= 10 => 500,
        <= 1000 => 100,
        <= 32000 => 20,
        _ => 8,
    };

    /// <summary>Losses of all magnitudes, and rows whose sums lose digits.</summary>
    public AccuracyRow<T>[] Logits() => [.. Enumerable.Range(0, Count).Select(_ => RandomLogits()), .. HardLogits()];

    /// <summary>The same logits under targets of every kind, and two near ties that cancel.</summary>
    public AccuracyRow<T>[] SoftLogits()
    {
        List<AccuracyRow<T>> rows = [];
        for (int i = 0; i < Count; i++)
        {
            AccuracyRow<T> row = RandomLogits();
            rows.Add(i % 2 == 0 ? row.Smoothed() : row with { Targets = RandomDistribution(row.Label) });
        }

        foreach (AccuracyRow<T> row in HardLogits().Where(row => !row.IsMasked))
        {
            rows.Add((row with { Kind = $"{row.Kind}, smoothed" }).Smoothed());
            rows.Add(row with { Kind = $"{row.Kind}, random target", Targets = RandomDistribution(row.Label) });
        }

        foreach (int gap in (int[])[1, 30, 80, 1000])
        {
            T[] logits = new T[classes];
            Array.Fill(logits, Number(-20));
            logits[0] = Number(0.1);
            logits[^1] = Number(gap);
            T[] targets = new T[classes];
            targets[0] = Number(0.5000001);
            targets[^1] = Number(0.4999999);
            rows.Add(new AccuracyRow<T>($"two targets, gap {gap}", logits, 0) { Targets = targets });
        }

        return [.. rows];
    }

    /// <summary>Single logits with their targets.</summary>
    public AccuracyRow<T>[] BinaryLogits(bool soft)
    {
        List<AccuracyRow<T>> rows = [];
        for (int i = 0; i < 2000; i++)
        {
            double loss = Magnitude(1e-30, 1e4);
            double logit = loss < 1 ? -Math.Log(Math.Exp(loss) - 1 is > 0 and double e ? e : loss) : -loss;
            bool isYes = _random.Next(2) == 1;
            T target = soft ? Number(i % 3 == 0 ? Magnitude(1e-30, 1) : _random.NextDouble()) : isYes ? T.One : T.Zero;
            rows.Add(Element(string.Empty, Number(isYes ? logit : -logit), target));
        }

        foreach (double logit in (double[])[0, 1e-45, -1e-45, 1e-30, 1, -1, 69, -69, 87.5, -87.5, 95, 1e8])
        {
            foreach (double target in soft ? (double[])[1e-30, 1e-7, 0.1, 0.5, 0.9999999] : [0, 1])
            {
                rows.Add(Element($"x = {logit:R}, z = {target:R}", Number(logit), Number(target)));
            }
        }

        return [.. rows];
    }

    /// <summary>Single probabilities with their targets.</summary>
    public AccuracyRow<T>[] BinaryProbabilities(bool soft)
    {
        List<AccuracyRow<T>> rows = [];
        for (int i = 0; i < 2000; i++)
        {
            double p = i % 2 == 0 ? _random.NextDouble() : Magnitude(1e-30, 1);
            T value = i % 4 < 2 ? Number(p) : T.One - Number(p);
            rows.Add(Element(string.Empty, value, soft ? Number(_random.NextDouble()) : Number(_random.Next(2))));
        }

        T epsilon = Number(1e-7);
        (string Kind, T Value)[] values =
        [
            ("0", T.Zero), ("1", T.One), ("smallest", T.Epsilon), ("below 1", T.BitDecrement(T.One)), ("half", Number(0.5)),
            ("epsilon", epsilon), ("above epsilon", T.BitIncrement(epsilon)), ("1 - epsilon", T.One - epsilon),
            ("below 1 - epsilon", T.BitDecrement(T.One - epsilon)), ("2 epsilon", epsilon + epsilon), ("1 - 2 epsilon", T.One - epsilon - epsilon),
        ];
        foreach ((string kind, T value) in values)
        {
            foreach (double target in soft ? (double[])[1e-30, 0.1, 0.5, 0.9999999] : [0, 1])
            {
                rows.Add(Element($"p = {kind}, z = {target:R}", value, Number(target)));
            }
        }

        return [.. rows];
    }

    /// <summary>Rows of probabilities, some of which do not sum to one, and those that meet the clip or lose digits.</summary>
    public AccuracyRow<T>[] Probabilities()
    {
        List<AccuracyRow<T>> rows = [];
        for (int i = 0; i < Count; i++)
        {
            double rest = i % 2 == 0 ? Magnitude(1e-16, 1) : 1 - Magnitude(1e-9, 1);
            double scale = i % 5 == 0 ? Magnitude(0.1, 1) : 1;
            double[] shares = [.. Enumerable.Range(0, Math.Min(DistinctValues, classes - 1)).Select(_ => 1 - _random.NextDouble())];
            double unit = rest / shares.Average() / (classes - 1);
            rows.Add(Spread(string.Empty, Number(scale * (1 - rest)), () => Number(Math.Min(scale * unit * shares[_random.Next(shares.Length)], 1))));
        }

        T epsilon = Number(1e-7);
        rows.Add(Spread("ties", Number(1.0 / classes), () => Number(1.0 / classes)));
        rows.Add(Spread("identity", T.One, () => T.Zero));
        rows.Add(Spread("nothing right", T.Zero, () => Number(1.0 / classes)));
        rows.Add(Spread("smallest", T.Epsilon, () => Number(1.0 / classes)));
        rows.Add(Spread("others smallest", T.BitDecrement(T.One), () => T.Epsilon));
        rows.Add(Spread("epsilon", epsilon, () => Number(1.0 / classes)));
        rows.Add(Spread("1 - epsilon", T.One - epsilon, () => Number(1e-7 / classes)));
        rows.Add(Spread("large, then tiny", Number(Math.Exp(_lost)), () => Number(Math.Exp(_lost)), leading: 1, Number(0.75)));
        rows.Add(Spread("large, then tiny", Number(0.25), () => Number(Math.Exp(_lost)), leading: 1, Number(0.75)));
        return [.. rows];
    }

    private static T Number(double value) => T.CreateTruncating(value);

    private static AccuracyRow<T> Element(string kind, T value, T target) => new(kind, [value], 0) { Targets = [target] };

    private AccuracyRow<T> RandomLogits()
    {
        double loss = Magnitude(1e-30, 1e4);
        double below = loss < 1 ? Math.Log(classes - 1) - Math.Log(loss) : -loss;
        double pivot = (_random.NextDouble() * 40) - 20;
        double width = _random.Next(2) == 0 ? 2 : 30;
        T[] values = [.. Enumerable.Range(0, Math.Min(DistinctValues, classes - 1)).Select(i => Number(pivot - below - (i == 0 ? 0 : width * _random.NextDouble())))];
        return Spread(string.Empty, Number(pivot), () => values[_random.Next(values.Length)]);
    }

    private IEnumerable<AccuracyRow<T>> HardLogits()
    {
        yield return Spread("ties", Number(3.3), () => Number(3.3));
        yield return Spread("masked", Number(1.1), () => _random.Next(2) == 0 ? T.NegativeInfinity : Number(-2.2));
        yield return Spread("all masked but one", Number(1.1), () => T.NegativeInfinity, leading: 1, Number(-40.4));
        yield return Spread("subnormal terms", T.Zero, () => Number(typeof(T) == typeof(float) ? -95.5 : -720.5), leading: 1, Number(-60.6));
        yield return Spread("overflow", Number(-500.5), () => Number(499.9));
        foreach (int gap in (int[])[0, 30])
        {
            foreach (int leading in (int[])[1, 16, 64])
            {
                foreach (int period in (int[])[int.MaxValue, 512, 1024])
                {
                    if (leading < classes - 1 && (period < classes || period == int.MaxValue))
                    {
                        string every = period == int.MaxValue ? "once" : $"every {period}";
                        yield return Spread($"{leading} large, then tiny, {every}, {gap} below", T.Zero, () => Number(_lost - gap), leading, Number(-gap), period);
                    }
                }
            }
        }
    }

    // A row whose target lies at a random place of its second half, with larger values first, once or again and again.
    private AccuracyRow<T> Spread(string kind, T target, Func<T> other, int leading = 0, T large = default, int period = int.MaxValue)
    {
        T[] values = new T[classes];
        for (int j = 0; j < classes; j++)
        {
            values[j] = j % period < leading ? large : other();
        }

        int label = _random.Next(classes / 2, classes);
        values[label] = target;
        return new AccuracyRow<T>(kind, values, label);
    }

    private T[] RandomDistribution(int label)
    {
        double[] few = [.. Enumerable.Range(0, DistinctValues).Select(_ => _random.NextDouble())];
        double[] shares = [.. Enumerable.Range(0, classes).Select(j => few[_random.Next(few.Length)] * (j == label ? classes : 1))];
        double sum = shares.Sum();
        return [.. shares.Select(share => Number(share / sum))];
    }

    private double Magnitude(double smallest, double largest) => smallest * Math.Pow(largest / smallest, _random.NextDouble());
}
