using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Pairs;

/// <summary>
/// Walks predictions and targets side by side. Where a loss does not say that float32 is exact enough, each is widened to double before anything
/// is computed of it, which is exact, so that the difference of single-precision numbers is too, and the same on every machine.
/// </summary>
internal static class PairKernel
{
    /// <summary>The largest number of pairs that are taken at a time.</summary>
    public const int Most = 32;

    /// <summary>The pairs of a piece: what is written of them stays in the first-level cache.</summary>
    public const int Piece = 1024;

    /// <summary>Whether pairs are computed in float32, where they are usual.</summary>
    public static bool IsUsual<T, TLoss>()
        where TLoss : struct, IPairLoss => typeof(T) == typeof(float) && TLoss.HasUsual;

    /// <summary>Whether those that are computed in float32 are of the form that the loss is made for, for certain.</summary>
    public static bool Vouches<T, TLoss>()
        where TLoss : struct, IPairLoss => IsUsual<T, TLoss>() && TLoss.UsualAreOfForm;

    /// <summary>Writes the loss of every pair.</summary>
    public static void Losses<T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where T : unmanaged
        where TLoss : struct, IPairLoss
    {
        if (IsUsual<T, TLoss>())
        {
            LossesInPieces(MemoryMarshal.Cast<T, float>(predictions), MemoryMarshal.Cast<T, float>(targets), loss, losses);
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            ExactLosses<Lanes512<double>, Vector512<double>, T, TLoss>(predictions, targets, loss, losses);
        }
        else if (TLoss.TakesTwo)
        {
            ExactLosses<PairLanes<Lanes256<double>, Vector256<double>, double>, Pair<Vector256<double>>, T, TLoss>(predictions, targets, loss, losses);
        }
        else
        {
            ExactLosses<Lanes256<double>, Vector256<double>, T, TLoss>(predictions, targets, loss, losses);
        }
    }

    /// <summary>Writes the loss of every pair as float32 has it; one that is not usual is not finite.</summary>
    /// <returns>Whether all are finite for certain; if not, they may still be.</returns>
    public static bool UsualLosses<TLoss>(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, TLoss loss, Span<float> losses)
        where TLoss : struct, IPairLoss => Vector512.IsHardwareAccelerated
        ? UsualLosses<PairLanes<Lanes512<float>, Vector512<float>, float>, Pair<Vector512<float>>, TLoss>(predictions, targets, loss, losses)
        : TLoss.TakesTwoUsual
            ? UsualLosses<PairLanes<Lanes256<float>, Vector256<float>, float>, Pair<Vector256<float>>, TLoss>(predictions, targets, loss, losses)
            : UsualLosses<Lanes256<float>, Vector256<float>, TLoss>(predictions, targets, loss, losses);

    private static void ExactLosses<TLanes, TVector, T, TLoss>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, TLoss loss, Span<double> losses)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
        where T : unmanaged
        where TLoss : struct, IPairLoss =>
        PairWalk<TLanes, TVector, double>.Write(predictions, targets, new ExactForm<TLanes, TVector, TLoss>(loss), losses);

    private static bool UsualLosses<TLanes, TVector, TLoss>(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, TLoss loss, Span<float> losses)
        where TLanes : ILanes<TVector, float>
        where TVector : struct
        where TLoss : struct, IPairLoss
    {
        if (TLoss.HasInner)
        {
            PairWalk<TLanes, TVector, float>.Write(predictions, targets, new InnerForm<TLanes, TVector, TLoss>(loss), losses);
        }

        return PairWalk<TLanes, TVector, float>.Write(predictions, targets, new UsualForm<TLanes, TVector, TLoss>(loss), losses);
    }

    private static void LossesInPieces<TLoss>(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, TLoss loss, Span<double> losses)
        where TLoss : struct, IPairLoss
    {
        Span<float> memory = stackalloc float[Math.Min(Piece, losses.Length)];
        for (int i = 0; i < losses.Length; i += Piece)
        {
            Span<float> usual = memory[..Math.Min(Piece, losses.Length - i)];
            ReadOnlySpan<float> some = predictions.Slice(i, usual.Length);
            ReadOnlySpan<float> someTargets = targets.Slice(i, usual.Length);
            bool areFinite = UsualLosses(some, someTargets, loss, usual);
            Widened.All<float>(usual, losses.Slice(i, usual.Length));
            if (!areFinite)
            {
                AmendInfinite(some, someTargets, loss, losses.Slice(i, usual.Length));
            }
        }
    }

    // What float32 has no number for double may have one for; and it knows what becomes of infinities and of what has no logarithm.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AmendInfinite<TLoss>(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, TLoss loss, Span<double> losses)
        where TLoss : struct, IPairLoss
    {
        for (int i = 0; i < losses.Length; i++)
        {
            if (!double.IsFinite(losses[i]))
            {
                losses[i] = loss.Loss<Lanes256<double>, Vector256<double>>(Single(predictions[i]), Single(targets[i])).ToScalar();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Single<T>(T value)
        where T : unmanaged => Vector256.Create(Widened.One(value));

    // The losses themselves, in double.
    private readonly struct ExactForm<TLanes, TVector, TLoss>(TLoss loss) : IPairForm<TVector>
        where TLanes : ILanes<TVector, double>
        where TVector : struct
        where TLoss : struct, IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector prediction, TVector target, TVector inner) => loss.Loss<TLanes, TVector>(prediction, target);
    }

    // What the losses of usual pairs are a function of.
    private readonly struct InnerForm<TLanes, TVector, TLoss>(TLoss loss) : IPairForm<TVector>
        where TLanes : ILanes<TVector, float>
        where TVector : struct
        where TLoss : struct, IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector prediction, TVector target, TVector inner) => loss.Inner<TLanes, TVector>(prediction, target);
    }

    // The losses of usual pairs, in float32.
    private readonly struct UsualForm<TLanes, TVector, TLoss>(TLoss loss) : IPairForm<TVector>
        where TLanes : ILanes<TVector, float>
        where TVector : struct
        where TLoss : struct, IPairLoss
    {
        public static bool HasInner => TLoss.HasInner;

        public static bool IsDoubted => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector prediction, TVector target, TVector inner) => loss.Usual<TLanes, TVector>(prediction, target, inner);
    }
}
