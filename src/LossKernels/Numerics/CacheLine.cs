using System.Runtime.CompilerServices;

namespace LossKernels.Numerics;

/// <summary>What memory is read and written by at once, on every machine that the kernels are tuned for; as much as the widest vector holds.</summary>
internal static class CacheLine
{
    /// <summary>Its bytes.</summary>
    public const int Bytes = 64;

    /// <summary>How many numbers it holds.</summary>
    public static int Count<T>()
        where T : unmanaged => Bytes / Unsafe.SizeOf<T>();

    /// <summary>How many numbers there are from a place to the next line's beginning; none where one begins.</summary>
    public static unsafe int Until<T>(T* place)
        where T : unmanaged => (int)(-(nint)place & (Bytes - 1)) / sizeof(T);
}
