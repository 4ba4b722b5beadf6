using System.Globalization;
using LossCmdlets.Errors;
using LossKernels;

namespace LossCmdlets.Input;

/// <summary>
/// The axis lengths of nested lists, learned from the first path to a number and then demanded of every other,
/// and the place where the reading is, for messages.
/// </summary>
internal sealed class AxisLengths(string what)
{
    /// <summary>The most axes that a .NET array, and so a tensor's, can have.</summary>
    public const int MaximumRank = 32;

    private const int Open = -1;

    private readonly int[] _lengths = Filled();
    private readonly int[] _index = new int[MaximumRank];

    /// <summary>The number of axes, or -1 until the first number was met.</summary>
    public int Rank { get; private set; } = Open;

    /// <summary>The lengths of the axes, once <see cref="Rank"/> is known.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Rank);

    /// <summary>Lets an axis have another length from now on.</summary>
    public void Release(int axis) => _lengths[axis] = Open;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Rank = Open;
        _lengths.AsSpan().Fill(Open);
    }

    /// <summary>Notes which element of an axis is read.</summary>
    public void MoveTo(int axis, int index) => _index[axis] = index;

    /// <summary>Notes which element of a block of axes is read, by its flat index.</summary>
    public void MoveTo(int axis, ReadOnlySpan<int> lengths, int flat)
    {
        for (int i = lengths.Length - 1; i >= 0; i--)
        {
            (flat, _index[axis + i]) = Math.DivRem(flat, lengths[i]);
        }
    }

    /// <summary>Enters a list that makes an axis.</summary>
    /// <exception cref="LossException">A number belongs here, or the list is longer or shorter than those before it.</exception>
    public void Enter(int axis, int length, object list)
    {
        if (axis == Rank || axis == MaximumRank)
        {
            throw PromptErrors.NonNumericValue(what, Place(axis), list);
        }

        Demand(axis, length);
    }

    /// <summary>Enters a block that makes several axes down to its numbers; true where they are the first.</summary>
    /// <exception cref="LossException">The block's shape is not that of those before it.</exception>
    public bool EnterBlock(int axis, ReadOnlySpan<int> lengths, object block)
    {
        if (Rank >= 0 && axis + lengths.Length > Rank)
        {
            throw PromptErrors.NonNumericValue(what, Place(axis), block);
        }

        for (int i = 0; i < lengths.Length; i++)
        {
            _index[axis + i] = 0;
            Enter(axis + i, lengths[i], block);
        }

        return Reach(axis + lengths.Length);
    }

    /// <summary>Meets a number below the given count of axes; true where it is the first, so that all lengths are known now.</summary>
    /// <exception cref="LossException">A row belongs here.</exception>
    public bool Reach(int depth)
    {
        if (Rank == depth)
        {
            return false;
        }

        if (Rank >= 0)
        {
            throw Rank <= 2
                ? Ragged(depth, 1)
                : LossErrors.ShapeMismatch(
                    string.Create(CultureInfo.InvariantCulture, $"{what}: {Place(1)} has {depth - 1} {(depth == 2 ? "axis" : "axes")} where those before it have {Rank - 1}."),
                    "Nest all numbers equally deep, or give all of them as rows.");
        }

        Rank = depth;
        return true;
    }

    /// <summary>The place being read, given the number of axes down to it: position 4; row 3, column 2; [1, 0, 2]. A value that is no list has none.</summary>
    public string? Place(int depth) => depth switch
    {
        0 => null,
        1 => string.Create(CultureInfo.InvariantCulture, $"{(Rank > 1 ? "row" : "position")} {_index[0]}"),
        2 => string.Create(CultureInfo.InvariantCulture, $"row {_index[0]}, column {_index[1]}"),
        _ => Brackets(depth),
    };

    private void Demand(int axis, int length)
    {
        if (_lengths[axis] == Open)
        {
            _lengths[axis] = length;
        }
        else if (_lengths[axis] != length)
        {
            throw Ragged(axis, length);
        }
    }

    // The row is the innermost index above the axis; the indices above that, if any, are told as PowerShell would write them.
    private LossException Ragged(int axis, int length) => LossErrors.RaggedRow(
        axis > 1 ? what + Brackets(axis - 1) : what, axis > 0 ? _index[axis - 1] : 0, length, Math.Max(_lengths[axis], 0));

    private string Brackets(int depth) =>
        $"[{string.Join(", ", _index.Take(depth).Select(index => index.ToString(CultureInfo.InvariantCulture)))}]";

    private static int[] Filled()
    {
        int[] lengths = new int[MaximumRank + 1];
        lengths.AsSpan().Fill(Open);
        return lengths;
    }
}
