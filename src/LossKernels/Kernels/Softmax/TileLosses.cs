using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>Where the losses of rows that are walked in tiles go: to places of their own, with their tails, or into a sum.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal ref struct TileLosses<T>
    where T : unmanaged
{
    // Numbers of a stretch are added up together.
    private const int Stretch = SpreadSums<T>.Stretch;

    private readonly Span<double> _tails;
    private readonly Span<double> _logs;
    private SpreadSums<T> _sums;
    private int _left;
    private int _kept;

    /// <summary>Losses that are written.</summary>
    /// <param name="tails">Where tails go.</param>
    /// <param name="logs">Where ln(1 + tail) goes; empty where nobody asks.</param>
    public TileLosses(Span<double> tails, Span<double> logs)
    {
        _tails = tails;
        _logs = logs;
    }

    /// <summary>Losses that are added up.</summary>
    /// <param name="rows">Of how many rows.</param>
    public TileLosses(int rows) => _left = rows;

    /// <summary>How many it takes next, at most.</summary>
    public readonly int Room => Stretch - _kept;

    /// <summary>Of how many rows it has left the logarithms where they are, until they make a stretch.</summary>
    public readonly int Kept => _kept;

    /// <summary>What all come to, once they are taken, where they are added up.</summary>
    public readonly SumAndSpread Total => _sums.Total;

    /// <summary>Takes those of some rows.</summary>
    public void Take(TileRows<T> found, int row, int rows)
    {
        if (_left == 0)
        {
            found.WriteTails(_tails.Slice(row, rows));
            if (!_logs.IsEmpty)
            {
                Widened.All<T>(found.Logs[..rows], _logs[row..]);
            }

            return;
        }

        _kept += rows;
        _left -= rows;
        if (_kept == Stretch || _left == 0)
        {
            _sums.Add<T>(found.AllLogs[.._kept]);
            _kept = 0;
        }
    }
}
