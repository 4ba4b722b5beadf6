using LossKernels.Sources.Text;

namespace LossKernels.Tests.Sources.Text;

/// <summary>Random tables give what a plain reader gives, however they are cut and however many threads read them.</summary>
public class CsvRandomTests
{
    private const int Tables = 400;

    private static readonly int[] Parts = [1, 2, 3, 7, 16, 64, 300, 1 << 18];
    private static readonly int[] ThreadCounts = [1, 2, 3, 8];

    [Fact]
    public void Random_tables_give_what_a_plain_reader_gives()
    {
        Random random = new(1);
        long records = 0;
        long failures = 0;
        for (int number = 0; number < Tables; number++)
        {
            CsvDraw draw = new(random);
            List<string> expected = PlainCsv.Outcome(draw.Content, draw.Delimiter, draw.Columns, draw.SkipFirst);
            using TemporaryFile file = new(random.Next(3) == 0 ? TemporaryFile.Pack(draw.Content) : draw.Content);
            for (int time = 0; time < 4; time++)
            {
                int part = Parts[random.Next(Parts.Length)];
                int threads = ThreadCounts[(number + time) % ThreadCounts.Length];
                List<string> outcome = CsvOutcome.Of(file.Path, new CsvFormat { Delimiter = draw.Delimiter }, draw.Columns, draw.SkipFirst, threads, new CsvSizes(part, 1 << 20));
                Assert.True(expected.SequenceEqual(outcome), $"table {number}, parts of {part}, {threads} threads, {draw}\n{Difference(expected, outcome)}");
            }

            records += expected.Count;
            failures += expected.Count(line => line.Contains(" at ", StringComparison.Ordinal));
        }

        Assert.InRange(failures, records / 20, records / 2);
    }

    private static string Difference(List<string> expected, List<string> outcome)
    {
        int at = expected.Zip(outcome).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"expected {expected.ElementAtOrDefault(at)}\nread     {outcome.ElementAtOrDefault(at)}";
    }
}
