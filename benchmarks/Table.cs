using System.Globalization;

namespace LossKernels.Benchmarks;

/// <summary>Prints rows as a Markdown table, each as soon as it is known.</summary>
internal sealed class Table
{
    private readonly List<(string Title, int Width, Func<Row, string> Cell)> _columns;

    /// <summary>Prints the head.</summary>
    /// <param name="peers">The frameworks that have a column.</param>
    /// <param name="avx2">The same rows measured without AVX-512; null where there is nothing to compare.</param>
    public Table(IEnumerable<string> peers, IReadOnlyList<Row>? avx2)
    {
        _columns =
        [
            ("path", -LossPath.LongestName, row => row.Path),
            ("C", 6, row => row.Classes.ToString(CultureInfo.InvariantCulture)),
            ("library", 7, row => Speed(row.Kernel)),
            ("read", 5, row => Speed(row.Read)),
            ("roofline", 8, row => Speed(row.Roofline)),
            ("composition", 11, row => Speed(row.Composition)),
            ("of read", 7, row => Share(row.OfRead)),
            ("of roofline", 11, row => Share(row.OfRoofline)),
            ("x composition", 13, row => Times(row.TimesComposition)),
        ];
        if (avx2 is not null)
        {
            Row? Other(Row row) => avx2.FirstOrDefault(other => other.Path == row.Path && other.Classes == row.Classes);
            _columns.Add(("AVX2 of read", 12, row => Share(Other(row)?.OfRead)));
            _columns.Add(("AVX2 of AVX-512", 15, row => Share(Other(row)?.Kernel / row.Kernel)));
        }

        foreach (string peer in peers)
        {
            string title = $"x {peer}";
            _columns.Add((title, title.Length, row => Times(row.TimesPeer.TryGetValue(peer, out double times) ? times : null)));
        }

        Print(_columns.Select(column => Pad(column.Title, column.Width)));
        Print(_columns.Select(column => column.Width < 0 ? new string('-', -column.Width) : new string('-', column.Width - 1) + ":"));
    }

    /// <summary>Prints a row.</summary>
    public void Add(Row row) => Print(_columns.Select(column => Pad(column.Cell(row), column.Width)));

    private static void Print(IEnumerable<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");

    private static string Pad(string text, int width) => width < 0 ? text.PadRight(-width) : text.PadLeft(width);

    private static string Speed(double? number) => Format(number, "F1");

    private static string Share(double? number) => Format(number, "F2");

    private static string Times(double? number) => Format(number, number < 10 ? "F1" : "F0");

    private static string Format(double? number, string format) => number?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
