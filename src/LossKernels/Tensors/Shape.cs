using System.Globalization;
using System.Numerics;

namespace LossKernels.Tensors;

/// <summary>
/// The lengths of a tensor's axes, outermost first. The last axis is contiguous (C order). A shape of no axes is a single value.
/// </summary>
public sealed class Shape : IEquatable<Shape>
{
    private readonly int[] _lengths;

    /// <summary>Makes a shape of the given axis lengths.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative, or there are more values than a long counts.</exception>
    public Shape(params ReadOnlySpan<int> lengths)
    {
        _lengths = lengths.ToArray();
        foreach (int length in _lengths)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(lengths));
        }

        if (!Fits(lengths))
        {
            throw new ArgumentOutOfRangeException(nameof(lengths), $"The shape {this} has more values than can be counted.");
        }

        Length = 1;
        foreach (int length in _lengths)
        {
            Length *= length;
        }
    }

    /// <summary>The number of axes.</summary>
    public int Rank => _lengths.Length;

    /// <summary>The number of values: the product of the axis lengths.</summary>
    public long Length { get; }

    /// <summary>The axis lengths, outermost first.</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>The length of one axis; a negative index counts from the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape has no such axis.</exception>
    public int this[Index axis] => _lengths[Checked(axis.GetOffset(Rank), Rank, nameof(axis))];

    /// <summary>Whether the product of some lengths that are not negative can be counted, even if some of them were left out: one that is zero hides the others.</summary>
    /// <typeparam name="TLength">int or long.</typeparam>
    /// <param name="lengths">The lengths.</param>
    public static bool Fits<TLength>(params ReadOnlySpan<TLength> lengths)
        where TLength : struct, IBinaryInteger<TLength>
    {
        Int128 product = 1;
        foreach (TLength length in lengths)
        {
            product *= Int128.CreateChecked(TLength.Max(length, TLength.One));
            if (product > long.MaxValue)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>This shape without one axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape has no such axis.</exception>
    public Shape Without(int axis) =>
        new([.. _lengths.AsSpan(0, Checked(axis, Rank, nameof(axis))), .. _lengths.AsSpan(axis + 1)]);

    /// <summary>This shape with one axis inserted before the given position, which is the number of axes for one after the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position, or the length is negative.</exception>
    public Shape With(int axis, int length) =>
        new([.. _lengths.AsSpan(0, Checked(axis, Rank + 1, nameof(axis))), length, .. _lengths.AsSpan(axis)]);

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && Lengths.SequenceEqual(other.Lengths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int length in _lengths)
        {
            hash.Add(length);
        }

        return hash.ToHashCode();
    }

    /// <summary>The axis lengths in parentheses, as NumPy prints them: (), (3,), (2, 3).</summary>
    public override string ToString() => _lengths.Length == 1
        ? string.Create(CultureInfo.InvariantCulture, $"({_lengths[0]},)")
        : $"({string.Join(", ", _lengths.Select(length => length.ToString(CultureInfo.InvariantCulture)))})";

    private int Checked(int axis, int count, string name) => (uint)axis < (uint)count
        ? axis
        : throw new ArgumentOutOfRangeException(name, $"The shape {this} has no such axis.");
}
