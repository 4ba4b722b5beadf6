namespace LossKernels.Sources.Text;

/// <summary>What can be wrong with a record.</summary>
internal enum CsvFaultKind
{
    EmptyCell,
    NotANumber,
    NullByte,
    TextAfterQuote,
    CellCount,
    OpenQuote,
    TooLong,
    Rounded,
}
