using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LossKernels.Kernels.Walks;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Softmax;

/// <summary>What <see cref="TileLanes{TLanes, TVector, T}"/> finds of rows: whole vectors, so a number for each row and some more.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct TileRows<T>
    where T : unmanaged
{
    /// <summary>The most rows that are taken together; a multiple of the lanes of any vector.</summary>
    public const int Together = Tiles<T>.MostTogether;

    private const int Parts = 9;

    // The parts do not lie a power of two apart, where a core would take a load of one for a load of another.
    private const int Stride = Together + 16;

    private readonly LineArray<T> _memory;
    private readonly int _kept;

    private TileRows(LineArray<T> memory, int kept)
    {
        _memory = memory;
        _kept = kept;
    }

    /// <summary>The logits of the rows' labels, from which terms are taken.</summary>
    public Span<T> Pivots => Part(0);

    /// <summary>ln(1 + tail).</summary>
    public Span<T> Logs => AllLogs[_kept..];

    /// <summary>The same, behind that of the rows before that are kept.</summary>
    public Span<T> AllLogs => Part(1);

    /// <summary>The tail, the sum of e^(x_j - x_k) over the classes j other than the label's k.</summary>
    public Span<T> Tails => Part(2);

    /// <summary>What that lacks.</summary>
    public Span<T> TailRests => Part(3);

    /// <summary>What the terms that are kept lack of e^(x_j - x_k), as a factor.</summary>
    public Span<T> Factors => Part(4);

    /// <summary>What that lacks.</summary>
    public Span<T> FactorRests => Part(5);

    /// <summary>The largest e^(x_j - x_k) of the other classes.</summary>
    public Span<T> Largest => Part(6);

    /// <summary>The sum of their squares.</summary>
    public Span<T> Squares => Part(7);

    /// <summary>How many logits are above the label's.</summary>
    public Span<T> Above => Part(8);

    /// <summary>Borrows memory.</summary>
    public static TileRows<T> Rent() => new(new LineArray<T>(Parts * Stride), 0);

    /// <summary>The same with logarithms of rows before that are kept.</summary>
    /// <param name="kept">How many they are.</param>
    public TileRows<T> Behind(int kept) => new(_memory, kept);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _memory.Dispose();

    /// <summary>Writes the tails of some rows.</summary>
    public void WriteTails(Span<double> tails) => WriteSums(Tails, TailRests, tails);

    /// <summary>Writes the factors of some rows.</summary>
    public void WriteFactors(Span<double> factors) => WriteSums(Factors, FactorRests, factors);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WriteSums(ReadOnlySpan<T> numbers, ReadOnlySpan<T> rests, Span<double> sums)
    {
        ref T number = ref MemoryMarshal.GetReference(numbers);
        ref T rest = ref MemoryMarshal.GetReference(rests);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        int i = 0;
        for (; i <= sums.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            (Widened.Eight(ref number, i) + Widened.Eight(ref rest, i)).StoreUnsafe(ref sum, (nuint)i);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] = Widened.One(numbers[i]) + Widened.One(rests[i]);
        }
    }

    private Span<T> Part(int number) => _memory.Values.Slice(number * Stride, Together);
}
