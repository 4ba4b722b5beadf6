using System.Buffers;
using System.Numerics;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Details.Outputs;

/// <summary>Adds up how good binary outputs are, piece by piece.</summary>
internal readonly ref struct OutputTally<TLanes, TVector, T>
    where TLanes : IHalvedLanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OutputSums _sums;
    private readonly T[] _memory;
    private readonly OutputBins<TLanes, TVector, T> _bins;
    private readonly OutputColumns<TLanes, TVector, T>? _columns;

    /// <summary>Borrows the memory.</summary>
    /// <param name="longest">As many outputs as a piece can have.</param>
    /// <param name="sums">Where the sums go.</param>
    public OutputTally(int longest, OutputSums sums)
    {
        int size = OutputPiece<T>.SizeFor(longest);
        _sums = sums;
        _memory = ArrayPool<T>.Shared.Rent(size);
        _bins = new OutputBins<TLanes, TVector, T>(sums);
        _columns = sums.Outputs > 1 ? new OutputColumns<TLanes, TVector, T>(sums) : null;
        Piece = new OutputPiece<T>(_memory.AsSpan(0, size));
    }

    /// <summary>Where a piece is written.</summary>
    public OutputPiece<T> Piece { get; }

    /// <summary>Adds what stands in the piece.</summary>
    /// <param name="outputs">How many they are; of samples of several, those of whole samples.</param>
    /// <param name="isSoft">Whether there may be other targets than 0 and 1.</param>
    public void Add(int outputs, bool isSoft)
    {
        int count = OutputPiece<T>.Whole(outputs);
        if (_columns is null)
        {
            OutputVerdicts<TLanes, TVector, T>.AddSides(Piece, count, isSoft, _sums);
        }
        else
        {
            OutputVerdicts<TLanes, TVector, T>.Add(Piece, count, isSoft, _sums);
            _columns.Add(Piece, count, isSoft);
        }

        _bins.Add(Piece, outputs, count);
    }

    /// <summary>Completes the sums, and gives the memory back.</summary>
    public void Complete()
    {
        _bins.Complete();
        _bins.Release();
        _columns?.Complete();
        ArrayPool<T>.Shared.Return(_memory);
    }
}
