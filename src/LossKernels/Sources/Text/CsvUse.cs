namespace LossKernels.Sources.Text;

/// <summary>What is read from a column.</summary>
/// <param name="Role">What it is taken for.</param>
/// <param name="Slot">Its place among those of its role in the record.</param>
internal readonly record struct CsvUse(CsvRole Role, int Slot);
