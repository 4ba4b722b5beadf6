using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <content>The functions of every element of a span; an element's bits do not depend on where in the span it stands.</content>
public static partial class VectorMath
{
    private interface IFunction
    {
        static abstract TVector Of<TLanes, TVector>(TVector x)
            where TLanes : ILanes<TVector, double>
            where TVector : struct;
    }

    /// <summary>ln(1 + x) of every element, as <see cref="Log1P{T}(Vector512{T})"/> computes it.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="destination">Where the results go: at least as long as <paramref name="x"/>, and either the very same memory or apart from it.</param>
    /// <exception cref="ArgumentException">The destination is too short, or overlaps the arguments at another offset.</exception>
    public static void Log1P(ReadOnlySpan<double> x, Span<double> destination) => Map<Log1PFunction>(x, destination);

    /// <summary>
    /// ln(1 + x) of every element that is not negative, as exact as losses of a data type need it: of float64 as <see cref="Log1P(ReadOnlySpan{double}, Span{double})"/>
    /// computes it, of float32 2^-51 of it off.
    /// </summary>
    /// <typeparam name="T">float or double: the data type.</typeparam>
    internal static void Log1PFor<T>(ReadOnlySpan<double> x, Span<double> destination)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Map<Log1POfPositiveFunction>(x, destination);
        }
        else
        {
            Map<Log1PFunction>(x, destination);
        }
    }

    /// <summary>ln x of every element; see <see cref="Log1P(ReadOnlySpan{double}, Span{double})"/>.</summary>
    internal static void Log(ReadOnlySpan<double> x, Span<double> destination) => Map<LogFunction>(x, destination);

    /// <summary>e^x of every element; see <see cref="Log1P(ReadOnlySpan{double}, Span{double})"/>.</summary>
    internal static void Exp(ReadOnlySpan<double> x, Span<double> destination) => Map<ExpFunction>(x, destination);

    /// <summary>ln(1 + e^x) of every element; see <see cref="Log1P(ReadOnlySpan{double}, Span{double})"/>.</summary>
    internal static void Softplus(ReadOnlySpan<double> x, Span<double> destination) => Map<SoftplusFunction>(x, destination);

    /// <summary>1 / (1 + e^-x) of every element; see <see cref="Log1P(ReadOnlySpan{double}, Span{double})"/>.</summary>
    internal static void Sigmoid(ReadOnlySpan<double> x, Span<double> destination) => Map<SigmoidFunction>(x, destination);

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

        if (Vector512.IsHardwareAccelerated)
        {
            Map<PairLanes<Lanes512<double>, Vector512<double>, double>, Pair<Vector512<double>>, TFunction>(x, destination);
        }
        else
        {
            Map<PairLanes<Lanes256<double>, Vector256<double>, double>, Pair<Vector256<double>>, TFunction>(x, destination);
        }
    }

    private static void Map<TLanes, TVector, TFunction>(ReadOnlySpan<double> x, Span<double> destination)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
        where TFunction : struct, IFunction
    {
        int whole = x.Length - (x.Length % TLanes.Count);
        MapWhole<TLanes, TVector, TFunction>(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(destination), whole);
        if (whole < x.Length)
        {
            Span<double> last = stackalloc double[TLanes.Count];
            last.Clear();
            x[whole..].CopyTo(last);
            MapWhole<TLanes, TVector, TFunction>(ref last[0], ref last[0], last.Length);
            last[..(x.Length - whole)].CopyTo(destination[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MapWhole<TLanes, TVector, TFunction>(ref readonly double x, ref double destination, nint count)
        where TLanes : ILanes<TVector, double>
        where TVector : struct
        where TFunction : struct, IFunction
    {
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TLanes.Store(TFunction.Of<TLanes, TVector>(TLanes.Load(in x, i)), ref destination, i);
        }
    }

    private readonly struct Log1PFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of<TLanes, TVector>(TVector x)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => Log1P<TLanes, TVector, double>(x);
    }

    private readonly struct Log1POfPositiveFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of<TLanes, TVector>(TVector x)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => Log1POfPositive<TLanes, TVector>(x);
    }

    private readonly struct LogFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of<TLanes, TVector>(TVector x)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => Log<TLanes, TVector, double>(x);
    }

    private readonly struct ExpFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of<TLanes, TVector>(TVector x)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => Exp<TLanes, TVector, double>(x, TLanes.Of(0));
    }

    private readonly struct SoftplusFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of<TLanes, TVector>(TVector x)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => Softplus<TLanes, TVector, double>(x);
    }

    private readonly struct SigmoidFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of<TLanes, TVector>(TVector x)
            where TLanes : ILanes<TVector, double>
            where TVector : struct => Sigmoid<TLanes, TVector, double>(x);
    }
}
