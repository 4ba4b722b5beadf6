using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tests.Reference;

namespace LossKernels.Benchmarks;

/// <summary>
/// How exact the elementary functions are: in float32 at every finite number there is, against the runtime's mathematics in double; in float64
/// over a sample against high precision. Beside the errors: whether they are monotone, and the same at both widths of vector.
/// </summary>
internal static class FunctionSweep
{
    private const int Finite = 0x7f800000;
    private const int PartLength = 1 << 18;

    // A part and the number before it, to which the first of the part is compared, in whole vectors.
    private const int Padded = PartLength + 16;

    private const int SampleLength = 1 << 15;

    /// <summary>Prints the table.</summary>
    public static void Run(TextWriter output) => Run(output, stride: 1);

    /// <summary>Prints the table for every <paramref name="stride"/>th part of the numbers, each part being neighbours.</summary>
    internal static void Run(TextWriter output, int stride)
    {
        output.WriteLine("Largest errors of the elementary functions in ulp, units in the last place of the exact result, and whether neighbours ever go the wrong way.");
        output.WriteLine($"float32: {(stride == 1 ? "every finite number" : $"one in {stride} of the finite numbers")}; float64: a sample with its neighbours, of which the second is only compared.");
        output.WriteLine("Widths: results that differ between vectors of 256 and 512 bits. Reference: how far that of float32 is itself off, over a sample.");
        output.WriteLine();
        output.WriteLine("| function | type | numbers | ulp | bound | at | bits | not monotone | by, ulp | widths | reference, ulp | at the ends |");
        output.WriteLine("|---|---|--:|--:|--:|--:|---|--:|--:|--:|--:|---|");
        Print<Exp>(output, stride);
        Print<Log>(output, stride);
        Print<Log1P>(output, stride);
        Print<Softplus>(output, stride);
        Print<Sigmoid>(output, stride);
    }

    private static void Print<TFunction>(TextWriter output, int stride)
        where TFunction : IFunction
    {
        Findings single = SweepSingle<TFunction>(stride);
        float at = (float)single.At;
        output.WriteLine(
            $"| {TFunction.Name} | float32 | {single.Count} | {single.Ulp:F3} | {Bound(single.Ulp, TFunction.Bound)} | {Text(at)} | 0x{BitConverter.SingleToUInt32Bits(at):x8} | {single.Reversed} | "
            + $"{single.Step} | {single.Differing} | {ReferenceError<TFunction>():0.0e+0} | {SpecialsSingle<TFunction>()} |");
        Findings sampled = SampleDouble<TFunction>();
        output.WriteLine(
            $"| {TFunction.Name} | float64 | {sampled.Count} | {sampled.Ulp:F3} | {Bound(sampled.Ulp, TFunction.Bound + 1)} | {Text(sampled.At)} | 0x{BitConverter.DoubleToUInt64Bits(sampled.At):x16} | {sampled.Reversed} | "
            + $"{sampled.Step} | {sampled.Differing} | | {SpecialsDouble<TFunction>()} |");
        output.Flush();
    }

    private static string Bound(double error, int bound) => error <= bound ? $"{bound}" : $"{bound}, broken";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static Findings SweepSingle<TFunction>(int stride)
        where TFunction : IFunction
    {
        int parts = (int)(((2L * Finite) + PartLength - 1) / PartLength);
        ConcurrentBag<Findings> found = [];
        Parallel.For(
            0,
            (parts + stride - 1) / stride,
            () => (Findings: new Findings(), Numbers: new float[Padded], Results: new float[Padded]),
            (step, _, memory) =>
            {
                long first = (long)step * stride * PartLength;
                SweepPart<TFunction>(first, (int)Math.Min(PartLength, (2L * Finite) - first), memory.Numbers, memory.Results, memory.Findings);
                return memory;
            },
            memory => found.Add(memory.Findings));
        return Findings.Merge(found);
    }

    private static void SweepPart<TFunction>(long first, int count, float[] numbers, float[] results, Findings findings)
        where TFunction : IFunction
    {
        Array.Fill(numbers, 1);
        for (int i = 0; i <= count; i++)
        {
            numbers[i] = Nth(Math.Max(0, first + i - 1));
        }

        for (int i = 0; i <= count; i += Vector512<float>.Count)
        {
            Vector512<float> x = Vector512.LoadUnsafe(ref numbers[i]);
            Vector512<float> result = TFunction.Of(x);
            Vector512<float> halves = Vector512.Create(TFunction.Of(x.GetLower()), TFunction.Of(x.GetUpper()));
            result.StoreUnsafe(ref results[i]);
            findings.Differing += Differing(result.AsInt32(), halves.AsInt32());
        }

        for (int i = 1; i <= count; i++)
        {
            float got = results[i];
            findings.Add(SingleUlp(got, TFunction.InDouble(numbers[i])), numbers[i]);
            if (got < results[i - 1])
            {
                findings.AddReversed(Order(results[i - 1]) - Order(got));
            }
        }
    }

    private static Findings SampleDouble<TFunction>()
        where TFunction : IFunction
    {
        double[] numbers = [.. Sample(TFunction.Lowest, TFunction.Highest)];
        ConcurrentBag<Findings> found = [];
        Parallel.ForEach(
            Partitioner.Create(0, numbers.Length),
            () => new Findings(),
            (range, _, findings) =>
            {
                for (int i = range.Item1; i < range.Item2; i++)
                {
                    double x = numbers[i];
                    double next = Math.BitIncrement(x);
                    Vector512<double> pair = TFunction.Of(Vector512.Create(Vector256.Create(x), Vector256.Create(next)));
                    Vector256<double> half = TFunction.Of(Vector256.Create(x, x, next, next));
                    double got = pair[0];
                    findings.Add(HighPrecision.UlpError(got, TFunction.Exact(x), asFloat: false), x);
                    if (pair[4] < got)
                    {
                        findings.AddReversed(Order(got) - Order(pair[4]));
                    }

                    findings.Differing += Differing(half.AsInt64(), Vector256.Create(got, got, pair[4], pair[4]).AsInt64());
                }

                return findings;
            },
            found.Add);
        return Findings.Merge(found);
    }

    // Evenly over the range, over all magnitudes, near one and minus one, and on both sides of what the functions are put together at:
    // the multiples of half of ln 2, and the powers of two with their multiples by 2/3 and the square root of 1/2.
    private static IEnumerable<double> Sample(double lowest, double highest)
    {
        Random random = new(1);
        List<double> numbers = [];
        for (int i = 0; i < SampleLength / 4; i++)
        {
            double near = Math.ScaleB(random.NextDouble() - 0.5, -random.Next(52));
            numbers.Add(Math.Max(lowest, -1000) + (random.NextDouble() * (Math.Min(highest, 1000) - Math.Max(lowest, -1000))));
            numbers.Add(Math.ScaleB(1 + random.NextDouble(), random.Next(-1074, 1024)) * (random.Next(2) == 0 ? 1 : -1));
            numbers.Add(1 + near);
            numbers.Add((i % 4) switch { 0 => near - 1, 1 => near, 2 => -745 + (10 * near), _ => (random.NextDouble() - 0.5) * 4 });
        }

        for (int n = -2200; n <= 2100; n++)
        {
            double[] joints = [n * 0.34657359027997264, Math.ScaleB(1, n / 2), Math.ScaleB(2.0 / 3, n / 2), Math.ScaleB(0.7071067811865476, n / 2)];
            foreach (double joint in joints)
            {
                numbers.AddRange([Math.BitDecrement(joint), joint]);
            }
        }

        return numbers.Where(x => double.IsFinite(x) && x >= lowest && x <= highest);
    }

    private static double ReferenceError<TFunction>()
        where TFunction : IFunction
    {
        Random random = new(2);
        double worst = 0;
        for (int i = 0; i < 4000; i++)
        {
            float x = i % 2 == 0 ? Nth(random.NextInt64(2L * Finite)) : (float)Math.ScaleB(random.NextDouble() - 0.5, -random.Next(30)) - (i % 4 == 1 ? 1 : 0);
            x = Math.Clamp(x, (float)Math.Max(TFunction.Lowest, -1e6), (float)Math.Min(TFunction.Highest, 3e38));
            double reference = TFunction.InDouble(x);
            if (double.IsFinite(reference))
            {
                worst = Math.Max(worst, HighPrecision.UlpError(reference, TFunction.Exact(x), asFloat: true));
            }
        }

        return worst;
    }

    private static string SpecialsSingle<TFunction>()
        where TFunction : IFunction =>
        Wrong(TFunction.Specials.Where(pair => !TFunction.Of(Vector512.Create((float)pair.X)).ToScalar().Equals((float)pair.Result)
            || !TFunction.Of(Vector256.Create((float)pair.X)).ToScalar().Equals((float)pair.Result)));

    private static string SpecialsDouble<TFunction>()
        where TFunction : IFunction =>
        Wrong(TFunction.Specials.Where(pair => !TFunction.Of(Vector512.Create(pair.X)).ToScalar().Equals(pair.Result)
            || !TFunction.Of(Vector256.Create(pair.X)).ToScalar().Equals(pair.Result)));

    private static string Wrong(IEnumerable<(double X, double Result)> pairs)
    {
        string wrong = string.Join(", ", pairs.Select(pair => Text(pair.X)));
        return wrong.Length == 0 ? "right" : $"wrong at {wrong}";
    }

    // All finite numbers in their order, minus zero before zero.
    private static float Nth(long n) => n < Finite ? -BitConverter.Int32BitsToSingle((int)(Finite - 1 - n)) : BitConverter.Int32BitsToSingle((int)(n - Finite));

    private static long Order(float value) => Order(BitConverter.SingleToInt32Bits(value), int.MinValue);

    private static long Order(double value) => Order(BitConverter.DoubleToInt64Bits(value), long.MinValue);

    private static long Order(long bits, long zeroBelow) => bits < 0 ? zeroBelow - bits : bits;

    private static int Differing(Vector512<int> a, Vector512<int> b) => Vector512<int>.Count - Equal(Vector512.Equals(a, b).ExtractMostSignificantBits());

    private static int Differing(Vector256<long> a, Vector256<long> b) => Vector256<long>.Count - Equal(Vector256.Equals(a, b).ExtractMostSignificantBits());

    private static int Equal(ulong lanes) => System.Numerics.BitOperations.PopCount(lanes);

    private static double SingleUlp(float got, double reference)
    {
        if (!float.IsFinite(got))
        {
            return got.Equals((float)reference) ? 0 : double.PositiveInfinity;
        }

        // Of a reference too small to be normal, the smallest subnormal number; and 2^-exponent from the bits, which is what it costs least.
        const long SmallestNormal = 1023 - 126;
        long exponent = Math.Max((BitConverter.DoubleToInt64Bits(reference) >> 52) & 0x7ff, SmallestNormal);
        return Math.Abs(got - reference) * BitConverter.Int64BitsToDouble((2 * 1023 + 23 - exponent) << 52);
    }

    private interface IFunction
    {
        static abstract string Name { get; }

        // The largest error that is documented for float32; float64 may have one more.
        static abstract int Bound { get; }

        // Where the reference has a value that a double can hold.
        static abstract double Lowest { get; }

        static abstract double Highest { get; }

        static abstract (double X, double Result)[] Specials { get; }

        static abstract Vector512<T> Of<T>(Vector512<T> x)
            where T : unmanaged;

        static abstract Vector256<T> Of<T>(Vector256<T> x)
            where T : unmanaged;

        static abstract double InDouble(double x);

        static abstract BigReal Exact(double x);
    }

    private readonly struct Exp : IFunction
    {
        public static string Name => "exp";

        public static int Bound => 1;

        public static double Lowest => -760;

        public static double Highest => 720;

        public static (double X, double Result)[] Specials =>
            [(0d, 1), (-0d, 1), (double.NegativeInfinity, 0), (double.PositiveInfinity, double.PositiveInfinity), (double.NaN, double.NaN)];

        public static Vector512<T> Of<T>(Vector512<T> x)
            where T : unmanaged => VectorMath.Exp(x);

        public static Vector256<T> Of<T>(Vector256<T> x)
            where T : unmanaged => VectorMath.Exp(x);

        public static double InDouble(double x) => Math.Exp(x);

        public static BigReal Exact(double x) => HighPrecision.Exp(x);
    }

    private readonly struct Log : IFunction
    {
        public static string Name => "log";

        public static int Bound => 1;

        public static double Lowest => double.Epsilon;

        public static double Highest => double.MaxValue;

        public static (double X, double Result)[] Specials =>
        [
            (1, 0d), (0d, double.NegativeInfinity), (-0d, double.NegativeInfinity), (-1, double.NaN), (double.NegativeInfinity, double.NaN),
            (double.PositiveInfinity, double.PositiveInfinity), (double.NaN, double.NaN),
        ];

        public static Vector512<T> Of<T>(Vector512<T> x)
            where T : unmanaged => VectorMath.Log(x);

        public static Vector256<T> Of<T>(Vector256<T> x)
            where T : unmanaged => VectorMath.Log(x);

        public static double InDouble(double x) => Math.Log(x);

        public static BigReal Exact(double x) => HighPrecision.Log(x);
    }

    private readonly struct Log1P : IFunction
    {
        public static string Name => "log1p";

        public static int Bound => 1;

        public static double Lowest => Math.BitIncrement(-1f);

        public static double Highest => double.MaxValue;

        public static (double X, double Result)[] Specials =>
        [
            (0d, 0d), (-0d, -0d), (-1, double.NegativeInfinity), (-2, double.NaN), (double.NegativeInfinity, double.NaN),
            (double.PositiveInfinity, double.PositiveInfinity), (double.NaN, double.NaN),
        ];

        public static Vector512<T> Of<T>(Vector512<T> x)
            where T : unmanaged => VectorMath.Log1P(x);

        public static Vector256<T> Of<T>(Vector256<T> x)
            where T : unmanaged => VectorMath.Log1P(x);

        // W. Kahan's: the rounding error of 1 + x cancels in the quotient. That of the runtime is the logarithm of 1 + x.
        public static double InDouble(double x)
        {
            double sum = 1 + x;
            return sum == 1 ? x : sum <= 0 ? Math.Log(sum) : Math.Log(sum) * (x / (sum - 1));
        }

        public static BigReal Exact(double x) => HighPrecision.Log1P(x);
    }

    private readonly struct Softplus : IFunction
    {
        public static string Name => "softplus";

        public static int Bound => 2;

        public static double Lowest => -760;

        public static double Highest => 1e8;

        public static (double X, double Result)[] Specials =>
            [(double.NegativeInfinity, 0), (double.PositiveInfinity, double.PositiveInfinity), (double.NaN, double.NaN)];

        public static Vector512<T> Of<T>(Vector512<T> x)
            where T : unmanaged => VectorMath.Softplus(x);

        public static Vector256<T> Of<T>(Vector256<T> x)
            where T : unmanaged => VectorMath.Softplus(x);

        public static double InDouble(double x) => Math.Max(x, 0) + Log1P.InDouble(Math.Exp(-Math.Abs(x)));

        public static BigReal Exact(double x) => HighPrecision.Softplus(x);
    }

    private readonly struct Sigmoid : IFunction
    {
        public static string Name => "sigmoid";

        public static int Bound => 3;

        public static double Lowest => -760;

        public static double Highest => 1e8;

        public static (double X, double Result)[] Specials =>
            [(0d, 0.5), (-0d, 0.5), (double.NegativeInfinity, 0), (double.PositiveInfinity, 1), (double.NaN, double.NaN)];

        public static Vector512<T> Of<T>(Vector512<T> x)
            where T : unmanaged => VectorMath.Sigmoid(x);

        public static Vector256<T> Of<T>(Vector256<T> x)
            where T : unmanaged => VectorMath.Sigmoid(x);

        public static double InDouble(double x)
        {
            double t = Math.Exp(-Math.Abs(x));
            return (x < 0 ? t : 1) / (1 + t);
        }

        public static BigReal Exact(double x) => HighPrecision.Sigmoid(x);
    }

    // What one thread has seen.
    private sealed class Findings
    {
        public long Count { get; private set; }

        public double Ulp { get; private set; } = -1;

        public double At { get; private set; }

        public long Reversed { get; private set; }

        public long Step { get; private set; }

        public long Differing { get; set; }

        // The parts come in any order: of equal errors the one at the lowest number counts, so that every run says the same.
        public static Findings Merge(IEnumerable<Findings> parts)
        {
            Findings all = new();
            foreach (Findings part in parts)
            {
                long count = all.Count + part.Count;
                all.Add(part.Ulp, part.At);
                all.Count = count;
                all.Reversed += part.Reversed;
                all.Step = Math.Max(all.Step, part.Step);
                all.Differing += part.Differing;
            }

            return all;
        }

        public void Add(double ulp, double at)
        {
            Count++;
            if (ulp > Ulp || (ulp == Ulp && at < At))
            {
                (Ulp, At) = (ulp, at);
            }
        }

        public void AddReversed(long step)
        {
            Reversed++;
            Step = Math.Max(Step, step);
        }
    }
}
