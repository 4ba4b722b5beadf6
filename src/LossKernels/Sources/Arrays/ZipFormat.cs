namespace LossKernels.Sources.Arrays;

/// <summary>The numbers of the zip format.</summary>
internal static class ZipFormat
{
    public const uint LocalSignature = 0x04034b50;
    public const uint CentralSignature = 0x02014b50;
    public const uint EndSignature = 0x06054b50;
    public const uint WideEndSignature = 0x06064b50;
    public const uint WideLocatorSignature = 0x07064b50;

    public const int LocalLength = 30;
    public const int CentralLength = 46;
    public const int EndLength = 22;
    public const int WideEndLength = 56;
    public const int WideLocatorLength = 20;

    public const ushort Stored = 0;
    public const ushort Deflated = 8;

    public const ushort EncryptedFlag = 1;
    public const ushort Utf8Flag = 1 << 11;

    /// <summary>The identifier of the extra field that has the numbers of 64 bits.</summary>
    public const ushort WideExtra = 1;

    /// <summary>What stands in a field of 32 bits where the number is in the extra field.</summary>
    public const uint InExtra = uint.MaxValue;

    /// <summary>What stands in a field of 16 bits where the number is in the wide end record.</summary>
    public const ushort InWideEnd = ushort.MaxValue;
}
