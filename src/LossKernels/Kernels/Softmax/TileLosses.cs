using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>Where the losses of rows that are walked in tiles go: to places of their own, with their tails, or into a sum.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal ref struct TileLosses<T>
    where T : unmanaged
{
    private readonly Span<double> _tails;
    private readonly Span<double> _logs;
    private readonly Span<T> _stretch;
    private SpreadSums<T> _sums;
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
    /// <param name="stretch">Room for those of a stretch.</param>
    public TileLosses(Span<T> stretch) => _stretch = stretch;

    /// <summary>How many it takes next, at most.</summary>
    public readonly int Room => _stretch.IsEmpty ? int.MaxValue : _stretch.Length - _kept;

    /// <summary>Takes those of some rows.</summary>
    public void Take(TileRows<T> found, int row, int rows)
    {
        if (_stretch.IsEmpty)
        {
            found.WriteTails(_tails.Slice(row, rows));
            if (!_logs.IsEmpty)
            {
                Widened.All<T>(found.Logs[..rows], _logs[row..]);
            }

            return;
        }

        if (rows == _stretch.Length)
        {
            _sums.Add<T>(found.Logs[..rows]);
            return;
        }

        found.Logs[..rows].CopyTo(_stretch[_kept..]);
        _kept += rows;
        if (_kept == _stretch.Length)
        {
            AddKept();
        }
    }

    /// <summary>What all come to, where they are added up.</summary>
    public SumAndSpread Total()
    {
        AddKept();
        return _sums.Total;
    }

    private void AddKept()
    {
        if (_kept > 0)
        {
            _sums.Add<T>(_stretch[.._kept]);
            _kept = 0;
        }
    }
}
