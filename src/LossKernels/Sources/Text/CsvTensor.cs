using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using LossKernels.Numerics;
using LossKernels.Progress;
using LossKernels.Sources.Columns;
using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Text;

/// <summary>Tensors of one or two axes as text files of delimited cells: a line for each row, one column for a single axis.</summary>
public static class CsvTensor
{
    private const int BytesAtOnce = 1 << 16;
    private const int MostBytesOfNumber = 32;
    private const int MostAxes = 2;

    /// <summary>Reads columns of a file.</summary>
    /// <param name="path">The file, plain or compressed by gzip.</param>
    /// <param name="columns">The columns; null for all.</param>
    /// <param name="format">How the file is written; null to find that out.</param>
    /// <param name="refusesRounded">Whether a whole number that has more digits than a double is an error, else it is rounded.</param>
    /// <param name="context">What ends the reading, and what is told how far it has come.</param>
    /// <returns>The numbers as Float64, one axis for one column; and the names of the classes, where the names of the columns say them.</returns>
    /// <exception cref="LossException">
    /// What <see cref="CsvTable"/> throws; ColumnNotFound; UnsupportedFileFormat where there are more numbers than an array holds, or one would be rounded; and what is wrong with the first cell that is not a number: to leave out its row would move all
    /// that follow.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static (TensorView Tensor, IReadOnlyList<string>? Class) Read(
        string path, IReadOnlyList<ColumnPattern>? columns = null, CsvFormat? format = null, bool refusesRounded = false, MeasureContext context = default)
    {
        using CsvTable table = CsvTable.Open(path, format);
        int[] all = [.. Enumerable.Range(0, table.FirstLine.Count)];
        bool hasHeader = format?.HasHeader ?? (columns?.All(column => column.IsPosition) == false || table.LooksLikeHeader(all));
        ColumnNames names = hasHeader ? ColumnNames.OfFile(table.FirstLine, path) : ColumnNames.Counting(table.FirstLine, path);
        ColumnSelection selected = ColumnSelection.Select(names, columns ?? [.. all.Select(position => new ColumnPattern(position))]);
        ArrayBufferWriter<double> numbers = new();
        context.Progress?.ExpectBytes(table.Length);
        long position = 0;
        foreach (CsvBatch batch in table.Read(new CsvColumns(selected.Positions, []), hasHeader, cancellation: context.Cancellation))
        {
            if (batch.Failures.Count > 0)
            {
                throw table.FirstLine is [var only] ? LossErrors.OfOnlyColumn(batch.Failures[0].Error, only) : batch.Failures[0].Error;
            }

            if (refusesRounded && RoundedNumbers.FirstIn(batch) is LossException rounded)
            {
                throw rounded;
            }

            if (batch.Numbers.Length > Array.MaxLength - numbers.WrittenCount)
            {
                throw LossErrors.UnsupportedFileFormat(path, $"it has more numbers than an array in memory holds ({Array.MaxLength})", "Measure the file itself, or read fewer of its columns.");
            }

            numbers.Write(batch.Numbers);
            context.Progress?.AddRows(batch.Rows);
            context.Progress?.AddBytes(table.Position - position);
            position = table.Position;
        }

        int width = selected.Positions.Count;
        int rows = numbers.WrittenCount / width;
        return rows > 0
            ? (TensorView.Create(numbers.WrittenMemory, width == 1 ? new Shape(rows) : new Shape(rows, width)), selected.Class)
            : throw LossErrors.EmptyInput(path);
    }

    /// <summary>
    /// Names for the columns of a tensor, by which its first line is known for what it is: the labels of its classes, or c_0, c_1, c_2 and so on; a label
    /// that is a number has c_ before it.
    /// </summary>
    /// <param name="shape">The shape of the tensor.</param>
    /// <param name="classes">The labels; null where they are unknown.</param>
    public static IReadOnlyList<string> Header(Shape shape, IReadOnlyList<string>? classes)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int width = shape.Rank < MostAxes ? 1 : shape[1];
        return classes is null || classes.Count != width ? [.. Enumerable.Range(0, width).Select(column => $"c_{column}")]
            : classes.Any(label => NumberText.TryParse(label, out _)) ? [.. classes.Select(label => $"c_{label}")]
            : classes;
    }

    /// <summary>Writes a tensor. Every number is written in the shortest form that gives it back in its type.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="header">The names of the columns; null for a file without.</param>
    /// <param name="delimiter">What stands between cells; null for what <see cref="CsvFormat.Delimiter"/> says.</param>
    /// <param name="overwrite">Whether to replace a file that is there.</param>
    /// <param name="cancellation">Ends the writing, and leaves nothing.</param>
    /// <exception cref="LossException">FileExists, FileNotFound or NotFileSystemPath; OptionNotSupported where there are more axes than two; ParameterOutOfRange for a delimiter that is none.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static void Save(
        string path, TensorView tensor, IReadOnlyList<string>? header = null, char? delimiter = null, bool overwrite = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Shape.Rank > MostAxes)
        {
            throw LossErrors.OptionNotSupported(
                $"A text file has lines and columns, and a tensor of shape {tensor.Shape} has more axes.", "Write an .npy, .npz or .safetensors file.");
        }

        byte between = (byte)new CsvFormat { Delimiter = delimiter }.DelimiterOf(path);
        using NewFile file = new(path, overwrite, cancellation);
        using FileAppender output = new(file);
        if (header is not null)
        {
            output.Write(Encoding.UTF8.GetBytes(string.Join((char)between, header.Select(name => Quote(name, (char)between))) + "\n"));
        }

        int width = tensor.Shape.Rank == MostAxes ? tensor.Shape[1] : 1;
        switch (tensor.ElementType)
        {
            case ElementType.Float16:
                Write<Half>(tensor, width, between, output);
                break;
            case ElementType.Float32 or ElementType.BFloat16:
                Write<float>(tensor, width, between, output);
                break;
            case ElementType.Int64:
                Write<long>(tensor, width, between, output);
                break;
            case ElementType.UInt64:
                Write<ulong>(tensor, width, between, output);
                break;
            default:
                Write<double>(tensor, width, between, output);
                break;
        }

        file.Commit();
    }

    private static void Write<T>(TensorView tensor, int width, byte between, FileAppender output)
        where T : unmanaged, INumber<T>
    {
        long count = tensor.Shape.Length;
        T[] numbers = new T[(int)Math.Min(count, BytesAtOnce / MostBytesOfNumber)];
        byte[] text = new byte[BytesAtOnce];
        for (long start = 0; start < count; start += numbers.Length)
        {
            int length = 0;
            ReadOnlySpan<T> values = tensor.Read<T>(start, (int)Math.Min(numbers.Length, count - start), numbers);
            for (int i = 0; i < values.Length; i++)
            {
                values[i].TryFormat(text.AsSpan(length), out int written, default, CultureInfo.InvariantCulture);
                length += written;
                text[length++] = (start + i + 1) % width == 0 ? (byte)'\n' : between;
            }

            output.Write(text.AsSpan(0, length));
        }
    }

    // Spaces around a cell without quotes say nothing, and a cell without any character would be none.
    private static string Quote(string name, char between) =>
        name.Length == 0 || name != name.Trim() || name.AsSpan().ContainsAny(['"', '\r', '\n', between])
            ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : name;
}
