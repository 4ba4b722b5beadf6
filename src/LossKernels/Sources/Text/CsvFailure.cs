namespace LossKernels.Sources.Text;

/// <summary>Why a record could not be read.</summary>
/// <param name="Record">Its number from zero, the header not counted.</param>
/// <param name="Line">The line at fault, from one; a record may go over several.</param>
/// <param name="Error">What is wrong with it.</param>
/// <param name="EndsReading">Whether nothing behind it can be read.</param>
/// <param name="Key">Its key; null where none was asked for, and where it could not be told from the other cells.</param>
public readonly record struct CsvFailure(long Record, long Line, LossException Error, bool EndsReading, string? Key = null);
