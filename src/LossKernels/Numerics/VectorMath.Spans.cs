using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <content>The functions of every element of a span; an element's bits do not depend on where in the span it stands.</content>
public static partial class VectorMath
{
    private interface IFunction
    {
        static abstract Vector512<double> Of(Vector512<double> x);
    }

    /// <summary>ln(1 + x) of every element, as <see cref="Log1P{T}(Vector512{T})"/> computes it.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="destination">Where the results go: at least as long as <paramref name="x"/>, and either the very same memory or apart from it.</param>
    /// <exception cref="ArgumentException">The destination is too short, or overlaps the arguments at another offset.</exception>
    public static void Log1P(ReadOnlySpan<double> x, Span<double> destination) => Map<Log1PFunction>(x, destination);

    /// <summary>ln x of every element; see <see cref="Log1P(ReadOnlySpan{double}, Span{double})"/>.</summary>
    internal static void Log(ReadOnlySpan<double> x, Span<double> destination) => Map<LogFunction>(x, destination);

    /// <summary>e^x of every element; see <see cref="Log1P(ReadOnlySpan{double}, Span{double})"/>.</summary>
    internal static void Exp(ReadOnlySpan<double> x, Span<double> destination) => Map<ExpFunction>(x, destination);

    /// <summary>ln(1 + e^x) of every element; see <see cref="Log1P(ReadOnlySpan{double}, Span{double})"/>.</summary>
    internal static void Softplus(ReadOnlySpan<double> x, Span<double> destination) => Map<SoftplusFunction>(x, destination);

    /// <summary>1 / (1 + e^-x) of every element; see <see cref="Log1P(ReadOnlySpan{double}, Span{double})"/>.</summary>
    internal static void Sigmoid(ReadOnlySpan<double> x, Span<double> destination) => Map<SigmoidFunction>(x, destination);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Map<TFunction>(ReadOnlySpan<double> x, Span<double> destination)
        where TFunction : struct, IFunction
    {
        if (destination.Length < x.Length)
        {
            throw new ArgumentException($"{x.Length} results do not fit into {destination.Length} elements.", nameof(destination));
        }

        if (x.Overlaps(destination, out int offset) && offset != 0)
        {
            throw new ArgumentException("The results may replace their arguments, but not overlap them at another offset.", nameof(destination));
        }

        ref double source = ref MemoryMarshal.GetReference(x);
        ref double target = ref MemoryMarshal.GetReference(destination);
        int whole = x.Length - (x.Length % Vector512<double>.Count);
        for (int i = 0; i < whole; i += Vector512<double>.Count)
        {
            TFunction.Of(Vector512.LoadUnsafe(ref source, (nuint)i)).StoreUnsafe(ref target, (nuint)i);
        }

        if (whole < x.Length)
        {
            MapRemainder<TFunction>(x[whole..], destination[whole..]);
        }
    }

    private static void MapRemainder<TFunction>(ReadOnlySpan<double> x, Span<double> destination)
        where TFunction : struct, IFunction
    {
        Span<double> lanes = stackalloc double[Vector512<double>.Count];
        lanes.Clear();
        x.CopyTo(lanes);
        TFunction.Of(Vector512.Create<double>(lanes)).CopyTo(lanes);
        lanes[..x.Length].CopyTo(destination);
    }

    private readonly struct Log1PFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => Log1P(x);
    }

    private readonly struct LogFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => Log(x);
    }

    private readonly struct ExpFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => Exp(x);
    }

    private readonly struct SoftplusFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => Softplus(x);
    }

    private readonly struct SigmoidFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Of(Vector512<double> x) => Sigmoid(x);
    }
}
