using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Binary;

/// <summary>The loop of <see cref="SigmoidKernel.Differentiate"/> at one vector width.</summary>
internal static class SigmoidGradient<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>See <see cref="SigmoidKernel.Differentiate"/>.</summary>
    public static void Write(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, double scale, Span<T> gradient)
    {
        int whole = logits.Length - (logits.Length % TLanes.Count);
        WriteWhole(
            in MemoryMarshal.GetReference(logits), in MemoryMarshal.GetReference(targets), whole, scale, ref MemoryMarshal.GetReference(gradient));
        if (whole < logits.Length)
        {
            Lanes16<T> last = default;
            Lanes16<T> lastTargets = default;
            logits[whole..].CopyTo(last);
            targets[whole..].CopyTo(lastTargets);
            WriteWhole(in last[0], in lastTargets[0], TLanes.Count, scale, ref last[0]);
            last[..(logits.Length - whole)].CopyTo(gradient[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteWhole(ref readonly T logits, ref readonly T targets, nint count, double scale, ref T gradient)
    {
        TVector zero = TLanes.Of(0);
        TVector one = TLanes.Of(1);
        TVector scales = TLanes.Of(scale);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            // sigmoid(x) - z is 1 - z - sigmoid(-x), and of the two that are compared the smaller ones have all their digits.
            TVector x = TLanes.Load(in logits, i);
            TVector z = TLanes.Load(in targets, i);
            TVector isUp = TLanes.Greater(x, zero);
            TVector sigmoid = VectorMath.Sigmoid<TLanes, TVector, T>(TLanes.Select(isUp, TLanes.Subtract(zero, x), x));
            TVector derivative = TLanes.Select(isUp, TLanes.Subtract(TLanes.Subtract(one, z), sigmoid), TLanes.Subtract(sigmoid, z));
            TLanes.Store(TLanes.Multiply(derivative, scales), ref gradient, i);
        }
    }
}
