namespace LossKernels.Sources.Text;

/// <summary>What a cell is taken for.</summary>
internal enum CsvRole
{
    Number,
    Label,
    Key,
}
