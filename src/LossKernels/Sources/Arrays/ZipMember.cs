namespace LossKernels.Sources.Arrays;

/// <summary>A member of a zip file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RawName">The bytes of the name.</param>
/// <param name="Flags">The general flags.</param>
/// <param name="Method">How it is compressed.</param>
/// <param name="Crc">The check sum of its bytes.</param>
/// <param name="CompressedLength">Its bytes in the file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="HeaderStart">The offset of its local header.</param>
internal sealed record ZipMember(string Name, byte[] RawName, ushort Flags, ushort Method, uint Crc, long CompressedLength, long Length, long HeaderStart);
