using System.Numerics;
using System.Numerics.Tensors;
using LossKernels.Numerics;

namespace LossKernels.Kernels.Walks;

/// <summary>By what derivatives are multiplied, rounded to the data type, some of what they are of at a time.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct RowScales<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly ReadOnlySpan<double> _scales;
    private readonly Span<T> _memory;
    private readonly int _repeat;

    /// <summary>Takes scales.</summary>
    /// <param name="scales">One for each row or element, or one for all.</param>
    /// <param name="memory">Room for those of as many rows, or elements, as are taken at a time.</param>
    /// <param name="repeat">How many there are for each scale, where it is not one for all.</param>
    public RowScales(ReadOnlySpan<double> scales, Span<T> memory, int repeat = 1)
    {
        _scales = scales;
        _memory = memory;
        _repeat = repeat;
        memory.Fill(T.CreateTruncating(scales[0]));
    }

    /// <summary>Whether the data type has a number for each of them: of one that is infinite, no derivative would be less.</summary>
    public static bool AreNumbers(ReadOnlySpan<double> scales)
    {
        double most = typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;
        return SpanBounds.AreWithin(scales, -most, most);
    }

    /// <summary>Those of some rows or elements, and behind them any numbers.</summary>
    public ReadOnlySpan<T> Of(int first, int count)
    {
        if (_scales.Length == 1)
        {
            return _memory;
        }

        if (_repeat == 1)
        {
            TensorPrimitives.ConvertTruncating(_scales.Slice(first, count), _memory);
            return _memory;
        }

        for (int place = 0; place < count;)
        {
            (int scale, int before) = Math.DivRem(first + place, _repeat);
            int same = Math.Min(_repeat - before, count - place);
            _memory.Slice(place, same).Fill(T.CreateTruncating(_scales[scale]));
            place += same;
        }

        return _memory;
    }
}
