namespace LossKernels.Sources.Text;

/// <summary>The columns that are read, by position from zero. One column can be read in several ways.</summary>
/// <param name="Numbers">Those of which every cell must be a number.</param>
/// <param name="Labels">Those of which a cell is a number or a text.</param>
/// <param name="Key">The one by whose text records are grouped; null for none.</param>
public sealed record CsvColumns(IReadOnlyList<int> Numbers, IReadOnlyList<int> Labels, int? Key = null);
