using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Pairs;

/// <summary>
/// The losses of as many means, variances and targets as stay in the first-level cache. Of float32 numbers with normal variances they are computed in
/// float32, with what every step is rounded by: where terms cancel, little may be left.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="most">The most targets that come at a time.</param>
/// <param name="epsilon">What a variance counts at least.</param>
/// <param name="constant">What is added to each loss.</param>
internal readonly struct GaussianPiece<T>(int most, double epsilon, double constant)
    where T : unmanaged
{
    private readonly T[] _means = new T[most + GaussianParts.Room];
    private readonly T[] _variances = new T[most + GaussianParts.Room];

    /// <summary>Computes the losses in float32.</summary>
    /// <param name="predictions">Rows of means and as many variances.</param>
    /// <param name="targets">Half as many targets.</param>
    /// <param name="outputs">The targets of a row.</param>
    /// <returns>Whether they are float32 numbers, and all losses finite and no variance negative for certain.</returns>
    public bool TryWrite(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, int outputs)
    {
        if (typeof(T) != typeof(float))
        {
            return false;
        }

        Span<float> losses = MemoryMarshal.Cast<T, float>(_variances.AsSpan(0, targets.Length));
        if (outputs == 1)
        {
            return WriteUsual<Paired>(MemoryMarshal.Cast<T, float>(predictions), MemoryMarshal.Cast<T, float>(targets), losses);
        }

        GaussianParts.Write(predictions, outputs, _means, _variances);
        return WriteUsual<Parted>(MemoryMarshal.Cast<T, float>(_means.AsSpan(0, targets.Length)), MemoryMarshal.Cast<T, float>(targets), losses);
    }

    /// <summary>The losses that <see cref="TryWrite"/> has computed.</summary>
    public ReadOnlySpan<T> Usual(int count) => _variances.AsSpan(0, count);

    /// <summary>Writes the losses as double has them.</summary>
    /// <param name="predictions">Rows of means and as many variances.</param>
    /// <param name="targets">Half as many targets.</param>
    /// <param name="outputs">The targets of a row.</param>
    /// <param name="losses">Where they go.</param>
    public void Write(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, int outputs, Span<double> losses)
    {
        GaussianParts.Write(predictions, outputs, _means, _variances);
        WriteExact(_means.AsSpan(0, targets.Length), _variances.AsSpan(0, targets.Length), targets, losses);
    }

    // Whether all are finite for certain.
    private bool WriteUsual<TPlace>(ReadOnlySpan<float> means, ReadOnlySpan<float> targets, Span<float> losses)
        where TPlace : IVariancePlace => Vector512.IsHardwareAccelerated
        ? WriteUsual<TPlace, PairLanes<Lanes512<float>, Vector512<float>, float>, Pair<Vector512<float>>>(means, targets, losses)
        : WriteUsual<TPlace, PairLanes<Lanes256<float>, Vector256<float>, float>, Pair<Vector256<float>>>(means, targets, losses);

    private bool WriteUsual<TPlace, TLanes, TVector>(ReadOnlySpan<float> means, ReadOnlySpan<float> targets, Span<float> losses)
        where TPlace : IVariancePlace
        where TLanes : ILanes<TVector, float>
        where TVector : struct =>
        PairWalk<TLanes, TVector, float>.Write(means, targets, new UsualForm<TPlace, TLanes, TVector>((float)epsilon, (float)constant), losses);

    private void WriteExact(ReadOnlySpan<T> means, ReadOnlySpan<T> variances, ReadOnlySpan<T> targets, Span<double> losses)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            WriteExact<Lanes512<double>, Vector512<double>>(means, variances, targets, losses);
        }
        else
        {
            WriteExact<Lanes256<double>, Vector256<double>>(means, variances, targets, losses);
        }
    }

    private void WriteExact<TLanes, TVector>(ReadOnlySpan<T> means, ReadOnlySpan<T> variances, ReadOnlySpan<T> targets, Span<double> losses)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        PairWalk<TLanes, TVector, double>.Write(means, targets, default(ErrorForm<TLanes, TVector>), losses);
        PairWalk<TLanes, TVector, double>.Write(variances, variances, new ExactForm<TLanes, TVector>(epsilon, constant), losses);
    }

    // Where the variances are.
    private interface IVariancePlace
    {
        static abstract bool IsBesideMean { get; }
    }

    private readonly struct Paired : IVariancePlace
    {
        public static bool IsBesideMean => true;
    }

    // Where the losses go.
    private readonly struct Parted : IVariancePlace
    {
        public static bool IsBesideMean => false;
    }

    private readonly struct ErrorForm<TLanes, TVector> : IPairForm<TVector>
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector prediction, TVector target, TVector inner) => TLanes.Subtract(prediction, target);
    }

    // Of variances and, as what is inner, errors.
    private readonly struct ExactForm<TLanes, TVector>(double epsilon, double constant) : IPairForm<TVector>
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        private readonly double _epsilon = epsilon;
        private readonly double _constant = constant;

        public static bool HasInner => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector prediction, TVector target, TVector inner)
        {
            // A NaN stays one.
            TVector variance = TLanes.Max(TLanes.Spread(in _epsilon, 0), prediction);
            TVector ofError = TLanes.Divide(TLanes.Multiply(inner, inner), variance);
            return TLanes.Fma(TLanes.Of(0.5), TLanes.Add(VectorMath.Log<TLanes, TVector, double>(variance), ofError), TLanes.Spread(in _constant, 0));
        }
    }

    // Of means, targets and, as what is inner, variances. Not finite where a variance is not normal.
    private readonly struct UsualForm<TPlace, TLanes, TVector>(float epsilon, float constant) : IPairForm<TVector>
        where TPlace : IVariancePlace
        where TLanes : ILanes<TVector, float>
        where TVector : struct
    {
        private readonly float _epsilon = epsilon;
        private readonly float _constant = constant;

        public static bool HasInner => !TPlace.IsBesideMean;

        public static bool TakesPairs => TPlace.IsBesideMean;

        public static bool IsDoubted => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector prediction, TVector target, TVector inner)
        {
            // By their bits negative numbers are the largest: these stay, as a NaN does.
            TVector variance = TLanes.MaxBits(TLanes.Spread(in _epsilon, 0), inner);
            TVector lessReciprocal = TLanes.Divide(TLanes.Of(-1), variance);

            // The error squared, less what it is rounded by, and its quotient likewise.
            (TVector error, TVector lack) = ErrorFree<TLanes, TVector, float>.Difference(prediction, target);
            TVector lessSquare = TLanes.Multiply(TLanes.Subtract(TLanes.Of(0), error), error);
            TVector squareLack = TLanes.Fma(TLanes.Add(lack, lack), error, TLanes.Fma(error, error, lessSquare));
            TVector quotient = TLanes.Multiply(lessSquare, lessReciprocal);
            TVector quotientLack = TLanes.Multiply(TLanes.Subtract(TLanes.Fma(quotient, variance, lessSquare), squareLack), lessReciprocal);
            (TVector high, TVector low) = VectorMath.LogInPieces<TLanes, TVector, float>(variance);
            TVector sum = TLanes.Add(TLanes.Add(high, quotient), TLanes.Add(low, quotientLack));
            return TLanes.Fma(TLanes.Of(0.5), sum, TLanes.Spread(in _constant, 0));
        }
    }
}
