namespace LossKernels.Sources.Text;

/// <summary>How much of a file is read and parsed at a time.</summary>
/// <param name="Part">The bytes of a part, while records are shorter.</param>
/// <param name="Record">The bytes that no record reaches.</param>
internal readonly record struct CsvSizes(int Part, int Record)
{
    /// <summary>Parts that stay in a core's cache, and records of a million numbers.</summary>
    public static CsvSizes Default { get; } = new(1 << 17, 1 << 26);
}
