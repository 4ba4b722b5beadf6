using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LossKernels.Numerics;

/// <summary>
/// Writes numbers that are made group by group past the caches: a line that is written as a whole is then not read before, and drives out none that
/// is still needed. A group goes out line by line while the next one is made, so that the memory is never waited for.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct LineStream<T>
    where T : unmanaged
{
    private readonly T* _begin;
    private readonly bool _isStreamed;

    // Where groups are made, borrowed, and what keeps it where it is.
    private readonly T[] _memory;
    private PinnedGCHandle<T[]> _pin;

    // Where the next group belongs and where it is made, as far behind the beginning of a line, and where the one after it will be.
    private T* _place;
    private T* _room;
    private T* _otherRoom;

    // Whole lines that are to go out, and the next of them.
    private T* _first;
    private T* _end;
    private T* _target;
    private T* _source;

    /// <summary>A stream, until <see cref="Complete"/>.</summary>
    /// <param name="destination">Where numbers go, which nothing may move meanwhile.</param>
    /// <param name="group">The most numbers of a group.</param>
    /// <param name="isStreamed">Whether they do not go through the caches.</param>
    public LineStream(T* destination, int group, bool isStreamed)
    {
        _begin = destination;
        _place = destination;
        _isStreamed = isStreamed;
        _memory = [];
        _room = destination;
        if (isStreamed)
        {
            _memory = ArrayPool<T>.Shared.Rent((2 * Padded(group)) + Line);
            _pin = new PinnedGCHandle<T[]>(_memory);
            T* memory = _pin.GetAddressOfArrayData();
            T* aligned = memory + CacheLine.Until(memory);
            _room = aligned + Offset(destination);
            _otherRoom = aligned + Padded(group);
        }
    }

    private static int Line => CacheLine.Count<T>();

    /// <summary>Where the next group is to be made.</summary>
    public readonly Span<T> Room(int length) => new(_room, length);

    /// <summary>Sends a line of the group before on its way, if any is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        T* target = _target;
        if (target < _end)
        {
            T* source = _source;
            CopyLine(source, target);
            _target = target + Line;
            _source = source + Line;
        }
    }

    /// <summary>Sends lines of the group before on their way, until those are that so many numbers make.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(nint made)
    {
        T* target = _target;
        T* source = _source;
        T* end = made < _end - _first ? _first + made : _end;
        for (; target < end; target += Line, source += Line)
        {
            CopyLine(source, target);
        }

        _target = target;
        _source = source;
    }

    /// <summary>Takes the group that was made.</summary>
    public void Take(int length)
    {
        _place += length;
        if (!_isStreamed)
        {
            _room += length;
            return;
        }

        Advance(nint.MaxValue);
        T* half = _room - Offset(_place - length);
        T* made = _room + length;
        int rest = Offset(_place);
        _end = _place - rest;
        _first = _end - (made - rest - half);
        _target = _first;
        _source = half;
        new Span<T>(made - rest, rest).CopyTo(new Span<T>(_otherRoom, rest));
        _room = _otherRoom + rest;
        _otherRoom = half;
        if (_target < _begin && _target < _end)
        {
            // The line begins with what is none of this stream's.
            int before = Offset(_begin);
            new Span<T>(_source + before, Line - before).CopyTo(new Span<T>(_begin, Line - before));
            _target += Line;
            _source += Line;
        }
    }

    /// <summary>Writes what is left, waits until all can be seen, and gives the memory back.</summary>
    public void Complete()
    {
        if (!_isStreamed)
        {
            return;
        }

        Advance(nint.MaxValue);
        int rest = (int)Math.Min(Offset(_place), _place - _begin);
        new Span<T>(_room - rest, rest).CopyTo(new Span<T>(_place - rest, rest));
        Interlocked.MemoryBarrier();
        _pin.Dispose();
        ArrayPool<T>.Shared.Return(_memory);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyLine(T* source, T* target)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512.LoadAligned(source).StoreAlignedNonTemporal(target);
        }
        else
        {
            Vector256.LoadAligned(source).StoreAlignedNonTemporal(target);
            Vector256.LoadAligned(source + (Line / 2)).StoreAlignedNonTemporal(target + (Line / 2));
        }
    }

    private static int Offset(T* place) => (int)((nint)place & (CacheLine.Bytes - 1)) / sizeof(T);

    private static int Padded(int group) => Lanes.Whole(group + Line, Line);
}
