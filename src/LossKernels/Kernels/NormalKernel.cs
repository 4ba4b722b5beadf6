using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>(ln v + (m - t)^2 / v) / 2 of means m, variances v and targets t, averaged over rows of as many means and then variances as there are targets.</summary>
/// <param name="epsilon">What a variance counts at least.</param>
/// <param name="constant">What is added to each.</param>
internal sealed class NormalKernel(double epsilon, double constant)
{
    /// <summary>Writes the average of each row.</summary>
    /// <param name="predictions">The rows, side by side.</param>
    /// <param name="targets">Half as many targets.</param>
    /// <param name="averages">Where they go.</param>
    public void Averages<T>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, Span<double> averages)
        where T : unmanaged
    {
        int outputs = targets.Length / averages.Length;
        int rowsTogether = Math.Clamp(PairKernel.Piece / outputs, 1, averages.Length);
        T[] memory = new T[2 * rowsTogether * outputs];
        double[] losses = new double[rowsTogether * outputs];
        for (int row = 0, rows; row < averages.Length; row += rows)
        {
            rows = Math.Min(rowsTogether, averages.Length - row);
            int count = rows * outputs;
            Span<T> means = memory.AsSpan(0, count);
            Span<T> variances = memory.AsSpan(count, count);
            NormalParts.Write(predictions.Slice(2 * row * outputs, 2 * count), outputs, means, variances);
            ReadOnlySpan<T> some = targets.Slice(row * outputs, count);
            Span<double> someLosses = outputs == 1 ? averages.Slice(row, count) : losses.AsSpan(0, count);
            if (typeof(T) != typeof(float) || !Losses<T, UsualVariance>(means, variances, some, someLosses))
            {
                Losses<T, AnyVariance>(means, variances, some, someLosses);
            }

            if (outputs > 1)
            {
                RowSums.Averages<double>(someLosses, rows, averages[row..]);
            }
        }
    }

    /// <summary>Writes the derivatives of the average of one row to its means and then its variances; one that counts more than it is keeps its own.</summary>
    /// <param name="prediction">The row.</param>
    /// <param name="target">Half as many targets.</param>
    /// <param name="slopes">Where they go.</param>
    public void Slopes(ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Span<double> slopes)
    {
        int outputs = target.Length;
        for (int i = 0; i < outputs; i++)
        {
            double variance = Counted<Lanes256<double>, Vector256<double>>(in epsilon, Vector256.Create(prediction[outputs + i])).ToScalar();
            double error = prediction[i] - target[i];
            slopes[i] = error / variance / outputs;
            slopes[outputs + i] = 0.5 * (1 - (error * error / variance)) / variance / outputs;
        }
    }

    // A NaN stays one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Counted<TLanes, TVector>(ref readonly double least, TVector variance)
        where TLanes : ILanes<TVector, double>
        where TVector : struct => TLanes.Max(TLanes.Spread(in least, 0), variance);

    // Whether all are finite for certain.
    private bool Losses<T, TVariance>(ReadOnlySpan<T> means, ReadOnlySpan<T> variances, ReadOnlySpan<T> targets, Span<double> losses)
        where T : unmanaged
        where TVariance : IVariance => Vector512.IsHardwareAccelerated
        ? Losses<T, TVariance, Lanes512<double>, Vector512<double>>(means, variances, targets, losses)
        : Losses<T, TVariance, Lanes256<double>, Vector256<double>>(means, variances, targets, losses);

    private bool Losses<T, TVariance, TLanes, TVector>(ReadOnlySpan<T> means, ReadOnlySpan<T> variances, ReadOnlySpan<T> targets, Span<double> losses)
        where T : unmanaged
        where TVariance : IVariance
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        PairWalk<TLanes, TVector, double>.Write(means, targets, default(ErrorForm<TLanes, TVector>), losses);
        return PairWalk<TLanes, TVector, double>.Write(variances, variances, new NormalForm<TLanes, TVector, TVariance>(epsilon, constant), losses);
    }

    // The logarithms of variances.
    private interface IVariance
    {
        static abstract TVector Log<TLanes, TVector>(TVector variance)
            where TLanes : ILanes<TVector, double>
            where TVector : struct;
    }

    private readonly struct AnyVariance : IVariance
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Log<TLanes, TVector>(TVector variance)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => VectorMath.Log<TLanes, TVector, double>(variance);
    }

    // Positive and finite, of float32.
    private readonly struct UsualVariance : IVariance
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Log<TLanes, TVector>(TVector variance)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => VectorMath.LogOfSingle<TLanes, TVector>(variance);
    }

    private readonly struct ErrorForm<TLanes, TVector> : IPairForm<TVector>
        where TLanes : ILanes<TVector, double>
        where TVector : struct
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector prediction, TVector target, TVector inner) => TLanes.Subtract(prediction, target);
    }

    // Of variances and, as what is inner, errors.
    private readonly struct NormalForm<TLanes, TVector, TVariance>(double epsilon, double constant) : IPairForm<TVector>
        where TLanes : ILanes<TVector, double>
        where TVector : struct
        where TVariance : IVariance
    {
        private readonly double _epsilon = epsilon;
        private readonly double _constant = constant;

        public static bool HasInner => true;

        public static bool IsDoubted => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector prediction, TVector target, TVector inner)
        {
            TVector variance = Counted<TLanes, TVector>(in _epsilon, prediction);
            TVector ofError = TLanes.Divide(TLanes.Multiply(inner, inner), variance);
            return TLanes.Fma(TLanes.Of(0.5), TLanes.Add(TVariance.Log<TLanes, TVector>(variance), ofError), TLanes.Spread(in _constant, 0));
        }
    }
}
