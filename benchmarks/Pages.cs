using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LossKernels.Benchmarks;

/// <summary>Maps a file into memory at an address of the program's choice, which .NET cannot.</summary>
internal static partial class Pages
{
    private const int ReadOnly = 1;
    private const int Shared = 1;
    private const int Fixed = 16;

    /// <summary>Whether the system has these calls.</summary>
    public static bool CanMap => !OperatingSystem.IsWindows();

    /// <summary>Maps the beginning of a file, which may be shorter, somewhere.</summary>
    public static nint Map(SafeFileHandle file, long bytes) => Map(0, bytes, Shared, file);

    /// <summary>Maps the beginning of a file over what is mapped at an address.</summary>
    public static void MapAt(nint address, SafeFileHandle file, long bytes) => Map(address, bytes, Shared | Fixed, file);

    /// <summary>Ends all mappings in a range.</summary>
    public static void Unmap(nint address, long bytes)
    {
        if (Unmap(address, (nuint)bytes) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private static nint Map(nint address, long bytes, int flags, SafeFileHandle file)
    {
        nint mapped = Map(address, (nuint)bytes, ReadOnly, flags, (int)file.DangerousGetHandle(), 0);
        return mapped != -1 ? mapped : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
