using System.Runtime.Intrinsics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Verdicts;

/// <summary>What the ranks and the Brier scores of predictions of classes come to, all of weight one.</summary>
internal sealed class RowQualitySums
{
    /// <summary>The greatest k of top-k accuracy.</summary>
    public const int MostRanks = 10;

    // One sum for each place among eight rows: so it is the same to the bit however many are taken at a time, which depends on the width of a vector.
    private readonly double[] _scores = new double[RowVerdicts.Step];

    /// <summary>How many rows have 0, 1, 2, ... classes above the target's.</summary>
    public long[] Ranks { get; } = new long[MostRanks];

    /// <summary>The winning probabilities, bin by bin of these, of hits and of misses.</summary>
    public RowPlaces Places { get; } = new();

    /// <summary>The sum of the Brier scores.</summary>
    public double BrierScore
    {
        get
        {
            Vector512<double> scores = Scores(0);
            return Lanes.Sum(scores.GetLower() + scores.GetUpper());
        }
    }

    /// <summary>The sums to which the scores of eight rows are added.</summary>
    /// <param name="row">The first of the rows.</param>
    public Vector512<double> Scores(int row)
    {
        // Nearly always.
        if (row % RowVerdicts.Step == 0)
        {
            return Vector512.Create<double>(_scores);
        }

        Span<double> turned = stackalloc double[RowVerdicts.Step];
        for (int lane = 0; lane < turned.Length; lane++)
        {
            turned[lane] = _scores[(row + lane) % RowVerdicts.Step];
        }

        return Vector512.Create<double>(turned);
    }

    /// <summary>Takes these sums back.</summary>
    /// <param name="scores">The sums.</param>
    /// <param name="row">The same row.</param>
    public void Take(Vector512<double> scores, int row)
    {
        if (row % RowVerdicts.Step == 0)
        {
            scores.CopyTo(_scores);
            return;
        }

        for (int lane = 0; lane < _scores.Length; lane++)
        {
            _scores[(row + lane) % RowVerdicts.Step] = scores.GetElement(lane);
        }
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Ranks.AsSpan().Clear();
        Places.Clear();
        _scores.AsSpan().Clear();
    }
}
