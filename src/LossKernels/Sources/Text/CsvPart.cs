namespace LossKernels.Sources.Text;

/// <summary>Some bytes of a file: whole records, the last of which has a line end. Or one that has none and never will.</summary>
internal sealed class CsvPart
{
    /// <summary>The memory, of which the first bytes are in use.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>How many bytes are in use.</summary>
    public int Length { get; set; }

    /// <summary>Why this is no record; null where all is well.</summary>
    public CsvFaultKind? Fault { get; set; }

    /// <summary>Where the fault is.</summary>
    public int FaultAt { get; set; }

    /// <summary>Whether the last line end is not the file's own.</summary>
    public bool IsLineEndAdded { get; set; }

    /// <summary>How many bytes of the file were read when this was complete.</summary>
    public long FilePosition { get; set; }

    /// <summary>Makes room, and keeps what is in use.</summary>
    public void Reserve(int capacity)
    {
        if (Bytes.Length < capacity)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>(capacity);
            Bytes.AsSpan(0, Length).CopyTo(larger);
            Bytes = larger;
        }
    }
}
