using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Probabilities;

/// <summary>
/// Derivatives as <see cref="WeightedGradient{T}"/> has them, of rows of several targets that are neither smoothed nor weighted: in the data type, with what a
/// quotient lacks of t / p, so that what is left where it cancels has all digits too.
/// </summary>
/// <typeparam name="TLanes">The lanes.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct SoftGradient<TLanes, TVector, T> : IRowGradient<T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Rows of fewer classes are taken together, as many as have so many values.
    private const int Wide = 64;
    private const int Together = 512;
    private const int MostLanes = 16;
    private const int RowMemory = SoftSlopes<T>.Parts * GradientGroups.MostRows;

    private readonly WeightedGradient<T> _general;
    private readonly ReadOnlySpan<double> _masses;
    private readonly bool _haveOwnScales;
    private readonly SoftSlopes<T> _ofRows;
    private readonly SoftSlopes<T> _ofValues;

    /// <summary>Derivatives of rows.</summary>
    /// <param name="general">The same for any rows.</param>
    /// <param name="masses">What the targets of each row add up to.</param>
    /// <param name="memory">Room for as many numbers as <see cref="Memory"/> says.</param>
    public SoftGradient(WeightedGradient<T> general, ReadOnlySpan<double> masses, Span<T> memory)
    {
        _general = general;
        _masses = masses;
        _haveOwnScales = general.Scales.ContainsAnyExcept(general.Scales[0]);
        _ofRows = new(memory[..RowMemory]);
        _ofValues = new(memory[RowMemory..]);

        // What all rows have the same is written once.
        _ofRows.Fill(general.Quotient, general.Scales[0]);
        _ofValues.Fill(general.Quotient, general.Scales[0]);
    }

    /// <summary>How many numbers of memory it takes.</summary>
    public const int Memory = RowMemory + (SoftSlopes<T>.Parts * (Together + MostLanes));

    public void Write(int first, int rows, Span<T> gradient)
    {
        int classes = _general.Predictions.Classes;
        _ofRows.Write(
            _general.Quotient,
            _general.Quotient.IsDivided ? _general.Divisors.Slice(first, rows) : [],
            _masses.Slice(first, rows),
            _general.Scales.Slice(first, rows),
            _haveOwnScales);

        bool areAllTaken = !TensorPrimitives.IsNaNAny<T>(_ofRows.Bases[..rows]) && !_general.AreAlone(first, rows).Contains(true);
        int most = !_general.HaveRows || classes >= Wide ? 1 : Together / classes;
        for (int r = 0, count; r < rows; r += count)
        {
            count = Math.Min(most, rows - r);
            int values = count * classes;
            ReadOnlySpan<T> predictions = _general.HaveRows
                ? _general.Predictions.Values.Slice((first + r) * classes, values) : _general.Predictions.Row(first + r, _general.Buffer);
            ReadOnlySpan<T> targets = _general.HaveRows
                ? _general.Targets.Values.Slice((first + r) * classes, values) : _general.Targets.Row(first + r, _general.Buffer[classes..]);
            Span<T> derivatives = gradient.Slice(r * classes, values);
            if (classes < Wide)
            {
                bool areUsual = MapTogether(r, count, predictions, targets, derivatives);
                if (!(areUsual && areAllTaken))
                {
                    Replace(first, r, count, areUsual, predictions, targets, derivatives);
                }
            }
            else if (!(Map<OfRow>(_ofRows, r, predictions, targets, derivatives) && (areAllTaken || Takes(first, r))))
            {
                _general.WriteRows(first + r, 1, predictions, targets, derivatives);
            }
        }
    }

    private bool Takes(int first, int row) => !T.IsNaN(_ofRows.Bases[row]) && !_general.IsAlone(first + row);

    private bool MapTogether(int row, int rows, ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, Span<T> gradient)
    {
        _ofValues.Spread<TLanes, TVector>(_ofRows, row, rows, _general.Predictions.Classes, _haveOwnScales, _general.Quotient.IsBefore);
        if (gradient.Length >= TLanes.Count)
        {
            return Map<OfValues>(_ofValues, 0, predictions, targets, gradient);
        }

        Lanes16<T> lastPredictions = default;
        Lanes16<T> lastTargets = default;
        Lanes16<T> lastGradient = default;
        predictions.CopyTo(lastPredictions);
        targets.CopyTo(lastTargets);
        bool areUsual = Map<OfValues>(_ofValues, 0, lastPredictions, lastTargets, lastGradient);
        lastGradient[..gradient.Length].CopyTo(gradient);
        return areUsual;
    }

    // Those that are not to be taken in this way.
    private void Replace(int first, int row, int rows, bool areUsual, ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, Span<T> gradient)
    {
        int classes = _general.Predictions.Classes;
        for (int r = 0; r < rows; r++)
        {
            Range values = (r * classes)..((r + 1) * classes);
            if (!Takes(first, row + r) || !(areUsual || IsUsual(row + r, predictions[values], targets[values])))
            {
                _general.WriteRows(first + row + r, 1, predictions[values], targets[values], gradient[values]);
            }
        }
    }

    // Whether the values of a row are such as Map takes.
    private bool IsUsual(int row, ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets)
    {
        T floor = _ofRows.Floors[row];
        T ceiling = _ofRows.Ceilings[row];
        T most = T.CreateTruncating(SoftSlopes<T>.Most);
        bool isLost = _general.Quotient.IsBefore;
        for (int c = 0; c < predictions.Length; c++)
        {
            T inverse = T.Abs(T.One / predictions[c]);
            bool isOutside = predictions[c] < floor || predictions[c] > ceiling;
            if (targets[c] != T.Zero && (isOutside ? isLost : !(inverse <= most && inverse * T.Abs(targets[c]) <= most)))
            {
                return false;
            }
        }

        return true;
    }

    // At least as many values as there are lanes; the last vector goes back to values that were there before. What a row has one of stays in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private bool Map<TSlopes>(SoftSlopes<T> slopes, int first, ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, Span<T> gradient)
        where TSlopes : ISlopes
    {
        ref T p = ref MemoryMarshal.GetReference(predictions);
        ref T t = ref MemoryMarshal.GetReference(targets);
        ref T result = ref MemoryMarshal.GetReference(gradient);
        ref T bases = ref slopes.Bases[first];
        ref T baseRests = ref slopes.BaseRests[first];
        ref T scales = ref slopes.Scales[first];
        ref T scaleRests = ref slopes.ScaleRests[first];
        ref T floors = ref slopes.Floors[first];
        ref T ceilings = ref slopes.Ceilings[first];
        TVector ofBase = TLanes.Spread(in bases, 0);
        TVector baseRest = TLanes.Spread(in baseRests, 0);
        TVector scale = TLanes.Spread(in scales, 0);
        TVector scaleRest = TLanes.Spread(in scaleRests, 0);
        TVector floor = TLanes.Spread(in floors, 0);
        TVector ceiling = TLanes.Spread(in ceilings, 0);
        TVector isLost = TLanes.OfBits(_general.Quotient.IsBefore ? -1 : 0);
        TVector largest = TLanes.Of(0);
        nint last = gradient.Length - TLanes.Count;
        for (nint i = 0; i < gradient.Length; i += TLanes.Count)
        {
            i = Math.Min(i, last);
            if (TSlopes.AreOfValues)
            {
                ofBase = TLanes.Load(in bases, i);
                baseRest = TLanes.Load(in baseRests, i);
                scale = TLanes.Load(in scales, i);
                scaleRest = TLanes.Load(in scaleRests, i);
                floor = TLanes.Load(in floors, i);
                ceiling = TLanes.Load(in ceilings, i);
            }

            TVector values = Derivatives(
                TLanes.Load(in p, i), TLanes.Load(in t, i), ofBase, baseRest, scale, scaleRest, floor, ceiling, isLost, ref largest);
            TLanes.Store(values, ref result, i);
        }

        return RangeCheck<TLanes, TVector, T>.AreWithin(largest, SoftSlopes<T>.Most);
    }

    // The largest quotients are noted, and NaN where a target is lost to the row's total as its value is clipped after it is divided.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Derivatives(
        TVector p,
        TVector t,
        TVector ofBase,
        TVector baseRest,
        TVector scale,
        TVector scaleRest,
        TVector floor,
        TVector ceiling,
        TVector isLost,
        ref TVector largest)
    {
        TVector sign = TLanes.Of(-0d);
        TVector zero = TLanes.Of(0);
        TVector isOutside = TLanes.Or(TLanes.Greater(floor, p), TLanes.Greater(p, ceiling));
        TVector isNone = TLanes.Equal(t, zero);
        TVector inverse = TLanes.AndNot(TLanes.Divide(TLanes.Of(-1), p), isNone);
        TVector quotient = TLanes.Multiply(t, inverse);
        TVector quotientRest = TLanes.Multiply(TLanes.Fma(quotient, p, t), inverse);

        // A target over infinity lacks nothing, nor does none over NaN.
        quotientRest = TLanes.And(quotientRest, TLanes.Equal(quotientRest, quotientRest));
        TVector ofOutside = TLanes.AndNot(isLost, isNone);
        largest = TLanes.MaxBits(largest, TLanes.Select(isOutside, ofOutside, TLanes.AndNot(inverse, sign)));
        largest = TLanes.MaxBits(largest, TLanes.AndNot(TLanes.AndNot(quotient, sign), isOutside));
        (TVector sum, TVector error) = ErrorFree<TLanes, TVector, T>.Sum(ofBase, quotient);
        sum = TLanes.Add(sum, TLanes.Add(error, TLanes.Add(baseRest, quotientRest)));
        TVector derivative = TLanes.Fma(sum, scale, TLanes.Multiply(sum, scaleRest));
        TVector ofClipped = TLanes.And(TLanes.Fma(ofBase, scale, TLanes.Multiply(ofBase, scaleRest)), isLost);
        return TLanes.Select(isOutside, ofClipped, derivative);
    }

    // Whether each value has slopes of its own, or all have those of their row.
    private interface ISlopes
    {
        static virtual bool AreOfValues => false;
    }

    private readonly struct OfRow : ISlopes;

    private readonly struct OfValues : ISlopes
    {
        public static bool AreOfValues => true;
    }
}
