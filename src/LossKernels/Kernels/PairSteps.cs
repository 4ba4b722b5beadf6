using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels;

/// <summary>The losses of as many pairs as are taken at a time, in double.</summary>
/// <typeparam name="TVector">Eight doubles, or four.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal interface IPairStep<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Whether a vector has four doubles, so that two make eight; else it has eight itself.</summary>
    static abstract bool AreHalves { get; }

    /// <summary>How many pairs: eight, or twice eight.</summary>
    static abstract int Count<TLoss>()
        where TLoss : struct, IPairLoss;

    /// <summary>The losses of the pairs from an index on; of eight that one vector has, the upper is nothing.</summary>
    static abstract Pair<TVector> Losses<TLoss>(ref T prediction, ref T target, nint index, TLoss loss)
        where TLoss : struct, IPairLoss;

    /// <summary>Four lanes and the other four, of a vector that has eight, or of two.</summary>
    static abstract Pair<Vector256<double>> Halves(TVector first, TVector second);
}

/// <summary>In vectors of 512 bits.</summary>
internal readonly struct PairStep512<T> : IPairStep<Vector512<double>, T>
    where T : unmanaged
{
    public static bool AreHalves
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

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
    public static Pair<Vector256<double>> Halves(Vector512<double> first, Vector512<double> second)
    {
        Pair<Vector256<double>> halves;
        halves.Lower = first.GetLower();
        halves.Upper = first.GetUpper();
        return halves;
    }
}

/// <summary>In vectors of 256 bits.</summary>
internal readonly struct PairStep256<T> : IPairStep<Vector256<double>, T>
    where T : unmanaged
{
    public static bool AreHalves
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count<TLoss>()
        where TLoss : struct, IPairLoss => 2 * Vector256<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<double>> Losses<TLoss>(ref T prediction, ref T target, nint index, TLoss loss)
        where TLoss : struct, IPairLoss
    {
        Pair<Vector256<double>> losses;
        if (typeof(T) == typeof(float) && TLoss.Usually == UsualForm.Single)
        {
            Vector256<float> singles = loss.Usual<Lanes256<T>, Vector256<T>, T>(
                Vector256.LoadUnsafe(ref prediction, (nuint)index), Vector256.LoadUnsafe(ref target, (nuint)index)).As<T, float>();
            losses.Lower = Vector256.WidenLower(singles);
            losses.Upper = Vector256.WidenUpper(singles);
        }
        else
        {
            losses.Lower = Four(ref prediction, ref target, index, loss);
            losses.Upper = Four(ref prediction, ref target, index + Vector256<double>.Count, loss);
        }

        return losses;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<Vector256<double>> Halves(Vector256<double> first, Vector256<double> second)
    {
        Pair<Vector256<double>> halves;
        halves.Lower = first;
        halves.Upper = second;
        return halves;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Four<TLoss>(ref T prediction, ref T target, nint index, TLoss loss)
        where TLoss : struct, IPairLoss
    {
        Vector256<double> predictions = Widened.Four(ref prediction, index);
        Vector256<double> targets = Widened.Four(ref target, index);
        return typeof(T) == typeof(float) && TLoss.Usually == UsualForm.Double
            ? loss.Usual<Lanes256<double>, Vector256<double>, double>(predictions, targets)
            : loss.Loss<Lanes256<double>, Vector256<double>>(predictions, targets);
    }
}
