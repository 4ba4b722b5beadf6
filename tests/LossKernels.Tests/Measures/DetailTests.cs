using LossKernels.Measures;
using LossKernels.Tests.Reference;
using Xunit.Abstractions;
using static LossKernels.Tests.Measures.DetailAssert;

namespace LossKernels.Tests.Measures;

/// <summary>Accuracy, calibration, Brier score and the losses of the classes, of many drawn problems, against plain loops.</summary>
public class DetailTests(ITestOutputHelper output)
{
    private const int Seed = 20_260_802;
    private const int Draws = 125;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_draw_gives_what_plain_loops_give(int part)
    {
        List<string> failures = [];
        for (int number = part * Draws; number < (part + 1) * Draws; number++)
        {
            DetailDraw draw = new(new Random(Seed + number));
            try
            {
                LossDetail expected = PlainDetail.Measure(draw.Problem);
                Compare(expected, draw.Measure(draw.Options).Detail!, draw.Problem.IsSingle ? SingleTolerance : DoubleTolerance);
            }
            catch (Exception failure)
            {
                failures.Add($"Draw {number} of seed {Seed}: {failure.Message}\n{draw}");
            }
        }

        output.WriteLine($"{failures.Count} of {Draws} draws fail.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {Draws} draws fail, the first:\n{string.Join('\n', failures.Take(3))}");
    }
}
