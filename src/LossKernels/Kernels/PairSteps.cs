using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>The losses of as many pairs as are taken at a time, in double: those of eight, or of twice eight.</summary>
/// <typeparam name="TEight">Eight doubles.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal interface IPairStep<TEight, T>
    where TEight : struct
    where T : unmanaged
{
    /// <summary>How many pairs.</summary>
    static abstract int Count<TLoss>()
        where TLoss : struct, IPairLoss;

    /// <summary>The losses of the pairs from an index on; of eight pairs, the lower half is all.</summary>
    static abstract Pair<TEight> Losses<TLoss>(ref T prediction, ref T target, nint index, TLoss loss)
        where TLoss : struct, IPairLoss;

    /// <summary>Four lanes and the other four.</summary>
    static abstract Pair<Vector256<double>> Halves(TEight values);
}

/// <summary>In vectors of 512 bits.</summary>
internal readonly struct PairStep512<T> : IPairStep<Vector512<double>, T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count<TLoss>()
        where TLoss : struct, IPairLoss => typeof(T) == typeof(float) && TLoss.Usually == UsualForm.Single ? Vector512<float>.Count : Vector512<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector512<double>> Losses<TLoss>(ref T prediction, ref T target, nint index, TLoss loss)
        where TLoss : struct, IPairLoss
    {
        Pair<Vector512<double>> losses;
        if (typeof(T) == typeof(float) && TLoss.Usually == UsualForm.Single)
        {
            Vector512<float> singles = loss.Usual<Lanes512<T>, Vector512<T>, T>(
                Vector512.LoadUnsafe(ref prediction, (nuint)index), Vector512.LoadUnsafe(ref target, (nuint)index)).As<T, float>();
            losses.Lower = Vector512.WidenLower(singles);
            losses.Upper = Vector512.WidenUpper(singles);
        }
        else
        {
            Vector512<double> predictions = Widened.Eight(ref prediction, index);
            Vector512<double> targets = Widened.Eight(ref target, index);
            losses.Lower = typeof(T) == typeof(float) && TLoss.Usually == UsualForm.Double
                ? loss.Usual<Lanes512<double>, Vector512<double>, double>(predictions, targets)
                : loss.Loss<Lanes512<double>, Vector512<double>>(predictions, targets);
            losses.Upper = default;
        }

        return losses;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<double>> Halves(Vector512<double> values)
    {
        Pair<Vector256<double>> halves;
        halves.Lower = values.GetLower();
        halves.Upper = values.GetUpper();
        return halves;
    }
}

/// <summary>In vectors of 256 bits.</summary>
internal readonly struct PairStep256<T> : IPairStep<Pair<Vector256<double>>, T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count<TLoss>()
        where TLoss : struct, IPairLoss => 2 * Vector256<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Pair<Vector256<double>>> Losses<TLoss>(ref T prediction, ref T target, nint index, TLoss loss)
        where TLoss : struct, IPairLoss
    {
        Pair<Pair<Vector256<double>>> losses = default;
        if (typeof(T) == typeof(float) && TLoss.Usually == UsualForm.Single)
        {
            Vector256<float> singles = loss.Usual<Lanes256<T>, Vector256<T>, T>(
                Vector256.LoadUnsafe(ref prediction, (nuint)index), Vector256.LoadUnsafe(ref target, (nuint)index)).As<T, float>();
            losses.Lower.Lower = Vector256.WidenLower(singles);
            losses.Lower.Upper = Vector256.WidenUpper(singles);
        }
        else
        {
            nint upper = index + Vector256<double>.Count;
            Pair<Vector256<double>> predictions;
            Pair<Vector256<double>> targets;
            predictions.Lower = Widened.Four(ref prediction, index);
            predictions.Upper = Widened.Four(ref prediction, upper);
            targets.Lower = Widened.Four(ref target, index);
            targets.Upper = Widened.Four(ref target, upper);
            losses.Lower = typeof(T) == typeof(float) && TLoss.Usually == UsualForm.Double
                ? loss.Usual<PairLanes<Lanes256<double>, Vector256<double>, double>, Pair<Vector256<double>>, double>(predictions, targets)
                : loss.Loss<PairLanes<Lanes256<double>, Vector256<double>, double>, Pair<Vector256<double>>>(predictions, targets);
        }

        return losses;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<double>> Halves(Pair<Vector256<double>> values) => values;
}
