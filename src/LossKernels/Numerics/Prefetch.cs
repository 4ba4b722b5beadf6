using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace LossKernels.Numerics;

/// <summary>
/// Asks for memory before it is read. A core foresees a walk only up to the end of a page, and while it computes it looks too few values ahead to
/// find the next one itself: kernels that do much with a value would wait at every page.
/// </summary>
internal static class Prefetch
{
    private const int Bytes = 16384;

    /// <summary>As many values as are asked for before the first of them is read: they stay in the first-level cache until then.</summary>
    public static int Farthest<T>()
        where T : unmanaged => Bytes / Unsafe.SizeOf<T>();

    /// <summary>Asks for a value; where that is no memory of the program, nothing happens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Of<T>(ref readonly T place, nint index)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((T*)Unsafe.AsPointer(ref Unsafe.AsRef(in place)) + index);
        }
    }
}
