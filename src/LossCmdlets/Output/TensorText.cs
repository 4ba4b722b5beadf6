using System.Collections;
using System.Globalization;
using System.Text;
using LossKernels.Tensors;

namespace LossCmdlets.Output;

/// <summary>
/// Prints tensors: the shape, then the numbers in columns aligned at the point, in the shortest form that gives them back.
/// Of a big tensor the first and last rows, columns and matrices are shown.
/// </summary>
public static class TensorText
{
    private const int MaximumRows = 20;
    private const int MaximumWidth = 78;
    private const string Gap = "  ";
    private const string Ellipsis = "...";

    /// <summary>Prints a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    public static string Format(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Format(tensor.Values, tensor.Shape, tensor.Class, tensor.Key);
    }

    /// <summary>Prints the properties of a tensor, as a deserialised one has them.</summary>
    /// <param name="values">The flat values, single or double precision, boxed or not.</param>
    /// <param name="shape">The axis lengths.</param>
    /// <param name="classLabels">The labels of the last axis, or null.</param>
    /// <param name="key">The name in the file, or null.</param>
    public static string Format(IList values, int[] shape, string[]? classLabels, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shape);
        Shape axes = new(shape);
        DataType type = values is float[] || (values.Count > 0 && values[0] is float) ? DataType.Float32 : DataType.Float64;
        StringBuilder text = new StringBuilder(nameof(Tensor)).Append(' ').Append(axes).Append(' ').Append(type);
        if (key is not null)
        {
            text.Append(' ').Append(key);
        }

        if (values.Count == axes.Length && values.Count > 0)
        {
            AppendMatrices(text, values, axes, classLabels);
        }

        return text.ToString();
    }

    private static void AppendMatrices(StringBuilder text, IList values, Shape shape, string[]? classLabels)
    {
        int columns = shape.Rank > 0 ? shape[^1] : 1;
        int rows = shape.Rank > 1 ? shape[^2] : 1;
        int matrices = values.Count / (rows * columns);

        // The rows are shared among the matrices; a matrix has at least its first and last row.
        int matricesShown = Math.Min(matrices, 6);
        int rowsShown = Math.Max(MaximumRows / matricesShown, 2);
        string[]? header = classLabels is not null && classLabels.Length == columns ? classLabels : null;
        foreach (int matrix in Shown(matrices, matricesShown))
        {
            if (shape.Rank > 2)
            {
                text.Append('\n').Append(matrix < 0 ? Ellipsis : Position(shape, matrix));
            }

            if (matrix >= 0)
            {
                AppendMatrix(text, new Matrix(values, matrix * rows * columns, rows, columns), rowsShown, header);
            }
        }
    }

    private static void AppendMatrix(StringBuilder text, Matrix matrix, int rowsShown, string[]? header)
    {
        int[] rows = Shown(matrix.Rows, rowsShown);
        List<string[]> columns = [];

        // Columns from the left and the right in turn, as long as they fit.
        int width = 0;
        int left = 0;
        int right = matrix.Columns;
        List<string[]> tail = [];
        while (left < right)
        {
            bool fromLeft = columns.Count <= tail.Count;
            string[] column = Column(matrix, rows, fromLeft ? left : right - 1, header);
            width += column[0].Length + Gap.Length;
            int room = left + 1 < right ? MaximumWidth - Ellipsis.Length : MaximumWidth + Gap.Length;
            if (width > room && columns.Count >= 2)
            {
                break;
            }

            (fromLeft ? columns : tail).Add(column);
            (left, right) = fromLeft ? (left + 1, right) : (left, right - 1);
        }

        if (left < right)
        {
            columns.Add([.. Enumerable.Repeat(Ellipsis, columns[0].Length)]);
        }

        tail.Reverse();
        columns.AddRange(tail);
        int firstRow = header is null ? 0 : 1;
        for (int line = 0; line < columns[0].Length; line++)
        {
            bool isOmitted = line >= firstRow && rows[line - firstRow] < 0;
            text.Append('\n').Append(isOmitted ? Ellipsis : string.Join(Gap, columns.Select(column => column[line])).TrimEnd());
        }
    }

    // A column's cells, padded to one width, under its label.
    private static string[] Column(Matrix matrix, int[] rows, int column, string[]? header)
    {
        string[] numbers = [.. rows.Select(row => row < 0 ? "" : Number(matrix[row, column]))];
        int whole = numbers.Max(PointPosition);
        string[] cells = [.. numbers.Select(number => new string(' ', whole - PointPosition(number)) + number)];
        string[] lines = header is null ? cells : [header[column], .. cells];
        int cellWidth = cells.Max(cell => cell.Length);
        int width = lines.Max(line => line.Length);
        return [.. lines.Select((line, i) =>
            header is not null && i == 0 ? line.PadLeft(width) : line.PadRight(cellWidth).PadLeft(width))];
    }

    private static int PointPosition(string number)
    {
        int point = number.AsSpan().IndexOfAny('.', 'E');
        return point < 0 ? number.Length : point;
    }

    private static string Number(object? value) =>
        value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "";

    // Indexes of which those in the middle, marked by -1, are left out where there are too many.
    private static int[] Shown(int count, int maximum)
    {
        if (count <= maximum)
        {
            return [.. Enumerable.Range(0, count)];
        }

        int last = maximum / 2;
        return [.. Enumerable.Range(0, maximum - last), -1, .. Enumerable.Range(count - last, last)];
    }

    // The place of a matrix among the leading axes, as in [1, 0].
    private static string Position(Shape shape, int matrix)
    {
        string[] indexes = new string[shape.Rank - 2];
        for (int axis = indexes.Length - 1; axis >= 0; axis--)
        {
            (matrix, int index) = Math.DivRem(matrix, shape[axis]);
            indexes[axis] = index.ToString(CultureInfo.InvariantCulture);
        }

        return $"[{string.Join(", ", indexes)}]";
    }

    private readonly record struct Matrix(IList Values, int Start, int Rows, int Columns)
    {
        public object? this[int row, int column] => Values[Start + (row * Columns) + column];
    }
}
