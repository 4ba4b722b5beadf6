using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>
/// Numbers that are collected one after the other: single precision as long as every part is typed so, else double.
/// </summary>
internal sealed class NumberBuffer(string what)
{
    private float[] _singles = [];
    private double[] _doubles = [];
    private int _reserve;
    private bool _isDouble;

    /// <summary>How many numbers there are.</summary>
    public int Count { get; private set; }

    /// <summary>The floating-point type of the numbers: no part of them loses digits by it.</summary>
    public ElementOrigin Origin { get; private set; }

    /// <summary>A state to go back to, if what follows turns out to be wrong.</summary>
    public (int Count, ElementOrigin Origin) Mark() => (Count, Origin);

    /// <summary>Drops what was added since the mark.</summary>
    public void Restore((int Count, ElementOrigin Origin) mark) => (Count, Origin) = mark;

    /// <summary>Makes room at once for as many numbers as there will be.</summary>
    /// <exception cref="LossException">No array can hold as many.</exception>
    public void Reserve(long count)
    {
        if (count > Array.MaxLength)
        {
            throw LossErrors.OptionNotSupported(
                $"{what}: there are {count} values, and an array in memory holds at most {Array.MaxLength}.", "Give the values in parts, or as a file.");
        }

        _reserve = (int)count;
    }

    /// <summary>Room for untyped numbers at the end; <see cref="Advance"/> says how many were written.</summary>
    public Span<double> Room(int count)
    {
        GrowDoubles(count);
        return _doubles.AsSpan(Count, count);
    }

    /// <summary>Counts the numbers written into <see cref="Room"/>.</summary>
    public void Advance(int count)
    {
        Count += count;
        Meet(ElementOrigin.Untyped);
    }

    /// <summary>Adds one number.</summary>
    public void Add(double number, bool single)
    {
        GrowDoubles(1);
        _doubles[Count++] = number;
        Meet(single ? ElementOrigin.Typed32 : ElementOrigin.Untyped);
    }

    /// <summary>Adds typed numbers of double precision.</summary>
    public void Add(ReadOnlySpan<double> numbers)
    {
        GrowDoubles(numbers.Length);
        numbers.CopyTo(_doubles.AsSpan(Count));
        Count += numbers.Length;
        Meet(ElementOrigin.Typed64);
    }

    /// <summary>Adds typed numbers of single precision.</summary>
    public void Add(ReadOnlySpan<float> numbers)
    {
        if (_isDouble)
        {
            GrowDoubles(numbers.Length);
            Widen(numbers, _doubles.AsSpan(Count));
        }
        else
        {
            if (_singles.Length - Count < numbers.Length)
            {
                Array.Resize(ref _singles, Capacity(numbers.Length));
            }

            numbers.CopyTo(_singles.AsSpan(Count));
        }

        Count += numbers.Length;
        Meet(ElementOrigin.Typed32);
    }

    /// <summary>Adds numbers of any stored type.</summary>
    public void Add(TensorView view, ElementOrigin origin)
    {
        int count = checked((int)view.Shape.Length);
        switch (view.ElementType)
        {
            case ElementType.Float32:
            case ElementType.Float16:
                Add(view.Read<float>(0, count, view.ElementType == ElementType.Float32 ? [] : new float[count]));
                break;
            case ElementType.Float64 when origin == ElementOrigin.Typed64:
                Add(view.Read<double>(0, count, []));
                break;
            default:
                Span<double> room = Room(count);
                ReadOnlySpan<double> read = view.Read(0, count, room);
                if (!room.Overlaps(read))
                {
                    read.CopyTo(room);
                }

                Count += count;
                Meet(origin);
                break;
        }
    }

    /// <summary>The numbers as a tensor, without a copy.</summary>
    public TensorView ToView(Shape shape) => _isDouble
        ? TensorView.Create<double>(_doubles.AsMemory(0, Count), shape)
        : TensorView.Create<float>(_singles.AsMemory(0, Count), shape);

    private void Meet(ElementOrigin origin) => Origin = origin > Origin ? origin : Origin;

    private void GrowDoubles(int count)
    {
        if (!_isDouble)
        {
            _doubles = new double[Capacity(count)];
            Widen(_singles.AsSpan(0, Count), _doubles);
            _singles = [];
            _isDouble = true;
        }
        else if (_doubles.Length - Count < count)
        {
            Array.Resize(ref _doubles, Capacity(count));
        }
    }

    private int Capacity(int count)
    {
        long needed = (long)Count + count;
        if (needed <= _reserve)
        {
            return _reserve;
        }

        Reserve(needed);
        return (int)Math.Min(Math.Max(needed, Math.Max(2L * Count, 16)), Array.MaxLength);
    }

    private static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = from[i];
        }
    }
}
