namespace LossKernels.Tests.Reference;

/// <summary>
/// A number and its derivatives to the predictions of a row. Differentiation goes forward through the plain formulas, so that no derivative is
/// written out by hand where the library writes them out.
/// </summary>
internal readonly struct Dual(double value, double[]? slopes = null)
{
    public double Value { get; } = value;

    public double Slope(int index) => slopes is null ? 0 : slopes[index];

    public static Dual Input(double value, int index, int count)
    {
        double[] slopes = new double[count];
        slopes[index] = 1;
        return new Dual(value, slopes);
    }

    public static implicit operator Dual(double value) => new(value);

    public static Dual operator +(Dual a, Dual b) => Combine(a.Value + b.Value, a, 1, b, 1);

    public static Dual operator -(Dual a, Dual b) => Combine(a.Value - b.Value, a, 1, b, -1);

    public static Dual operator -(Dual a) => 0 - a;

    public static Dual operator *(Dual a, Dual b) => Combine(a.Value * b.Value, a, b.Value, b, a.Value);

    public static Dual operator /(Dual a, Dual b) => Combine(a.Value / b.Value, a, 1 / b.Value, b, -a.Value / b.Value / b.Value);

    public static Dual Exp(Dual a) => a.Map(Math.Exp(a.Value), Math.Exp(a.Value));

    public static Dual Log(Dual a) => a.Map(Math.Log(a.Value), 1 / a.Value);

    public static Dual Pow(Dual a, double power) => power == 0 ? 1 : a.Map(Math.Pow(a.Value, power), power * Math.Pow(a.Value, power - 1));

    /// <summary>ln(1 + a), exact for small a. Source: W. Kahan; HP-15C Advanced Functions Handbook, 1982, appendix.</summary>
    public static Dual LogOnePlus(Dual a)
    {
        double onePlus = 1 + a.Value;
        double log = onePlus == 1 ? a.Value : double.IsInfinity(onePlus) ? onePlus : Math.Log(onePlus) * (a.Value / (onePlus - 1));
        return a.Map(log, 1 / onePlus);
    }

    /// <summary>e^a - 1, exact for small a; the inverse of the same trick.</summary>
    public static Dual ExpMinusOne(Dual a)
    {
        double power = Math.Exp(a.Value);
        double difference = power - 1;
        double value = power == 1 ? a.Value : difference == -1 ? -1 : difference * (a.Value / Math.Log(power));
        return a.Map(value, power);
    }

    /// <summary>A function of this number, by its value and its derivative.</summary>
    public Dual Map(double value, double slope) => Combine(value, this, slope, default, 0);

    private static Dual Combine(double value, Dual a, double byA, Dual b, double byB)
    {
        double[]? ofA = a.Slopes;
        double[]? ofB = b.Slopes;
        if (ofA is null && ofB is null)
        {
            return value;
        }

        double[] slopes = new double[(ofA ?? ofB)!.Length];
        for (int i = 0; i < slopes.Length; i++)
        {
            slopes[i] = Times(ofA, i, byA) + Times(ofB, i, byB);
        }

        return new Dual(value, slopes);
    }

    private double[]? Slopes => slopes;

    // What does not depend on an input does not depend on it at infinity either.
    private static double Times(double[]? slopes, int index, double factor) => slopes is null || slopes[index] == 0 ? 0 : slopes[index] * factor;
}
