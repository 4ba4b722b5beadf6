namespace LossKernels.Tests.Conformance;

/// <summary>Runs a case of any loss or metric.</summary>
internal static class GoldenRun
{
    /// <summary>A case that gives what the framework gives, or is refused where that refuses it; one that is listed as an exception gives something else.</summary>
    public static void Check(GoldenCase golden, bool isException)
    {
        string? failure = Failure(golden);
        if (isException)
        {
            Assert.NotNull(failure);
        }
        else
        {
            Assert.Null(failure);
        }
    }

    // What the adapter has no words for, it does not support; any other failure is a mistake of its own.
    private static string? Failure(GoldenCase golden)
    {
        try
        {
            Outcome outcome = FrameworkCall.Knows(golden.Loss) ? FrameworkCall.Run(golden) : OtherLossCall.Run(golden);
            return golden.IsRefused ? $"{golden.Id}: not refused" : golden.Mismatch(outcome);
        }
        catch (LossException refusal)
        {
            return golden.IsRefused ? null : $"{golden.Id}: {refusal.Message}";
        }
        catch (NotSupportedException wordless)
        {
            return $"{golden.Id}: {wordless.Message}";
        }
    }
}
