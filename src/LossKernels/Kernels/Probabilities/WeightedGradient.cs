using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;
using LossKernels.Tensors;

namespace LossKernels.Kernels.Probabilities;

/// <summary>
/// Derivatives of the sum of -f_j ln q_j of a row, q as <see cref="ClippedQuotient"/> has it: where q is p over the sum of the row, what the f that are not
/// clipped add up to over that sum, less f / p; else -f / p. All is in double.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct WeightedGradient<T> : IRowGradient<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static int Step => Vector512<double>.Count;

    /// <summary>The probabilities, or their logarithms.</summary>
    public required TensorBlock<T> Predictions { get; init; }

    /// <summary>Whether they are logarithms: -f is left of -f / p then, whatever p is.</summary>
    public bool AreLogarithms { get; init; }

    /// <summary>As many targets; none where each row has one, of one.</summary>
    public TensorBlock<T> Targets { get; init; }

    /// <summary>The class of the one target of rows that have no other; of a row with a negative one, zeros are written. Empty where nobody asks.</summary>
    public ReadOnlySpan<int> Labels { get; init; }

    /// <summary>Whether a row has no other target; empty where all rows have one.</summary>
    public ReadOnlySpan<bool> IsSingle { get; init; }

    /// <summary>What targets make of losses.</summary>
    public required TargetFactors Factors { get; init; }

    /// <summary>How a value is divided and clipped.</summary>
    public required ClippedQuotient Quotient { get; init; }

    /// <summary>What each row is divided by, if it is.</summary>
    public ReadOnlySpan<double> Divisors { get; init; }

    /// <summary>The part of that which is not the label's own.</summary>
    public ReadOnlySpan<double> Rests { get; init; }

    /// <summary>By what the derivatives of each row are multiplied.</summary>
    public required ReadOnlySpan<double> Scales { get; init; }

    /// <summary>Room for two rows, where their values do not lie side by side.</summary>
    public required Span<T> Buffer { get; init; }

    /// <summary>Whether the values of rows lie side by side.</summary>
    public bool HaveRows => Predictions.HasRows && (Targets.Values.IsEmpty || Targets.HasRows);

    /// <summary>Whether a row has one target, if any, so that the derivative to that keeps its digits where others add up to little.</summary>
    public bool IsAlone(int row) => IsSingle.IsEmpty || IsSingle[row];

    /// <summary>The same of some rows; empty where nobody asks.</summary>
    public ReadOnlySpan<bool> AreAlone(int first, int rows) => IsSingle.IsEmpty ? [] : IsSingle.Slice(first, rows);

    public void Write(int first, int rows, Span<T> gradient)
    {
        int classes = Predictions.Classes;
        bool hasTargets = !Targets.Values.IsEmpty;
        if (HaveRows)
        {
            WriteRows(first, rows, Predictions.Values[(first * classes)..], hasTargets ? Targets.Values[(first * classes)..] : [], gradient);
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<T> targets = hasTargets ? Targets.Row(first + r, Buffer[classes..]) : [];
            WriteRows(first + r, 1, Predictions.Row(first + r, Buffer), targets, gradient.Slice(r * classes, classes));
        }
    }

    /// <summary>Writes derivatives of rows whose values lie side by side.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="predictions">Their values, and any behind them.</param>
    /// <param name="targets">Their targets, likewise; empty where each has one, of one.</param>
    /// <param name="gradient">Where the derivatives go, and no more than these.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void WriteRows(int first, int rows, ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, Span<T> gradient)
    {
        bool hasTargets = !targets.IsEmpty;
        bool isDivided = Quotient.IsDivided;
        bool areLogarithms = AreLogarithms;
        TargetFactors factors = Factors;
        ClippedQuotient quotient = Quotient;
        nint classes = Predictions.Classes;
        nint rest = classes % Step;
        nint whole = classes - rest;

        // The last vector of a row goes on into the next one, which is written after it; where there is none it goes to where there is room.
        nint last = Math.Min(predictions.Length, gradient.Length) - Step - whole;
        Vector512<double> isOfRow = Vector512.LessThan(Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((double)rest));
        Lanes16<T> lastPredictions = default;
        Lanes16<T> lastTargets = default;
        Lanes16<T> lastGradient = default;
        ref T p = ref MemoryMarshal.GetReference(predictions);
        ref T t = ref MemoryMarshal.GetReference(targets);
        ref T result = ref MemoryMarshal.GetReference(gradient);
        nint start = 0;
        for (int r = 0; r < rows; r++, start += classes)
        {
            scoped ref T endOfP = ref Unsafe.Add(ref p, whole);
            scoped ref T endOfT = ref Unsafe.Add(ref t, whole);
            scoped ref T endOfResult = ref Unsafe.Add(ref result, whole);
            if (start > last)
            {
                MemoryMarshal.CreateReadOnlySpan(in endOfP, (int)rest).CopyTo(lastPredictions);
                endOfP = ref lastPredictions[0];
                endOfResult = ref lastGradient[0];
                if (hasTargets)
                {
                    MemoryMarshal.CreateReadOnlySpan(in endOfT, (int)rest).CopyTo(lastTargets);
                    endOfT = ref lastTargets[0];
                }
            }

            RowSlopes slopes = new(quotient, isDivided ? Divisors[first + r] : 1);
            int label = Labels.IsEmpty || (!IsSingle.IsEmpty && !IsSingle[first + r]) ? -1 : Labels[first + r];
            double own = label < 0 ? 0 : areLogarithms ? 1 : Widened.One(Unsafe.Add(ref p, label));
            double ofOwn = label < 0 ? 0 : factors.Of(hasTargets ? Widened.One(Unsafe.Add(ref t, label)) : 1, label);
            double total = 0;
            if (isDivided)
            {
                Vector512<double> sum = Vector512<double>.Zero;
                Vector512<double> errors = Vector512<double>.Zero;
                for (nint i = 0; i < whole; i += Step)
                {
                    Vector512<double> f = factors.Of(TargetsAt(ref t, i, hasTargets), i);
                    sum = RowSums.Sum<T>(sum, slopes.Counted(f, PredictionsAt(ref p, i, areLogarithms)), ref errors);
                }

                if (rest > 0)
                {
                    Vector512<double> f = factors.Of(TargetsAt(ref endOfT, 0, hasTargets), whole) & isOfRow;
                    sum = RowSums.Sum<T>(sum, slopes.Counted(f, PredictionsAt(ref endOfP, 0, areLogarithms)), ref errors);
                }

                sum += errors;
                total = Lanes.Sum(sum.GetLower() + sum.GetUpper());
                if (!hasTargets && label >= 0)
                {
                    total += slopes.Counted(ofOwn - factors.Of(0, label), own);
                }
            }

            double ofBase = slopes.Base(total);
            Vector512<double> bases = Vector512.Create(ofBase);
            Vector512<double> clipped = Vector512.Create(slopes.Clipped(ofBase));
            Vector512<double> scale = Vector512.Create(Scales[first + r]);
            for (nint i = 0; i < whole; i += Step)
            {
                Vector512<double> f = factors.Of(TargetsAt(ref t, i, hasTargets), i);
                Widened.Store(slopes.Of(PredictionsAt(ref p, i, areLogarithms), f, bases, clipped) * scale, ref result, i);
            }

            if (rest > 0)
            {
                Vector512<double> f = factors.Of(TargetsAt(ref endOfT, 0, hasTargets), whole);
                Widened.Store(slopes.Of(PredictionsAt(ref endOfP, 0, areLogarithms), f, bases, clipped) * scale, ref endOfResult, 0);
            }

            if (start > last)
            {
                lastGradient[..(int)rest].CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref result, whole), (int)rest));
            }

            if (label >= 0)
            {
                double others = isDivided ? Rests[first + r] : 0;
                Unsafe.Add(ref result, label) = Lanes.From<T>(slopes.Of(own, others, ofOwn, total) * Scales[first + r]);
            }
            else if (!hasTargets)
            {
                MemoryMarshal.CreateSpan(ref result, (int)classes).Clear();
            }

            p = ref Unsafe.Add(ref p, classes);
            t = ref Unsafe.Add(ref t, classes);
            result = ref Unsafe.Add(ref result, classes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> TargetsAt(ref T targets, nint index, bool hasTargets) =>
        hasTargets ? Widened.Eight(ref targets, index) : Vector512<double>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PredictionsAt(ref T predictions, nint index, bool areLogarithms) =>
        areLogarithms ? Vector512<double>.One : Widened.Eight(ref predictions, index);
}
