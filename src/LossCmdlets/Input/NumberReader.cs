using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>Reads nested values as numbers.</summary>
internal sealed class NumberReader(IValueShell shell, string what, NumberRules rules, Materialized materialized)
    : NestedReader(shell, what, materialized)
{
    private InputArray? _whole;

    /// <summary>The numbers read so far.</summary>
    public NumberBuffer Buffer { get; } = new(what);

    /// <summary>The labels of the last axis, where a tensor knew them.</summary>
    public string[]? Class { get; private set; }

    /// <summary>True where a text was met that is not a number, and the rules allow labels: the reading ended there.</summary>
    public bool TextMet => Stopped;

    /// <summary>What was read.</summary>
    /// <exception cref="LossException">There was nothing.</exception>
    public InputArray ToInputArray()
    {
        InputArray? input = _whole ?? (Buffer.Count > 0
            ? new InputArray(Buffer.ToView(new Shape(Axes.Lengths)), Buffer.Origin, Class)
            : null);
        return input is { Shape.Length: > 0 } ? input : throw LossErrors.EmptyInput(What);
    }

    protected override void ReadList(ReadOnlySpan<object?> elements, object list, int depth)
    {
        if (depth == 0 && list is object?[] values && TensorView.TryCreateBoxed(values) is { } numbers)
        {
            _whole = new InputArray(numbers, ElementOrigin.Untyped);
            return;
        }

        Axes.Enter(depth, elements.Length, list);
        int i = 0;
        while (i < elements.Length && !Stopped)
        {
            Axes.MoveTo(depth, i);
            if (elements[i] is double or int)
            {
                i += ReadRun(elements[i..], depth + 1);
            }
            else
            {
                Read(elements[i++], depth + 1);
            }
        }
    }

    protected override void ReadArray(Array array, int depth)
    {
        // The rows that matter most, without a view for each.
        if (depth > 0 && array is double[] doubles)
        {
            EnterBlock(depth, [doubles.Length], array);
            Buffer.Add(doubles);
        }
        else if (depth > 0 && array is float[] singles)
        {
            EnterBlock(depth, [singles.Length], array);
            Buffer.Add(singles);
        }
        else
        {
            base.ReadArray(array, depth);
        }
    }

    protected override void ReadBlock(TensorView view, ElementOrigin origin, string[]? classes, int depth, object block)
    {
        if (view.ElementType == ElementType.Boolean && !rules.AllowBoolean && view.Shape.Length > 0)
        {
            Axes.EnterBlock(depth, view.Shape.Lengths, block);
            throw LossErrors.NonNumericValue(What, Axes.Place(depth + view.Shape.Rank), view.Read<int>(0, 1, new int[1])[0] != 0);
        }

        if (depth == 0)
        {
            _whole = new InputArray(view, origin, classes);
            return;
        }

        EnterBlock(depth, view.Shape.Lengths, block);
        Buffer.Add(view, origin);
        Class ??= classes;
    }

    protected override void ReadScalar(object? value, int depth)
    {
        ScalarKind kind = Scalar.Read(value, out double number);
        switch (kind)
        {
            case ScalarKind.Number or ScalarKind.Single:
            case ScalarKind.Boolean when rules.AllowBoolean:
                Reach(depth);
                Buffer.Add(number, kind == ScalarKind.Single);
                break;
            case ScalarKind.Text when rules.AllowText:
                Stopped = true;
                break;
            default:
                throw Refuse(kind, value, depth);
        }
    }

    // Numbers of a PowerShell list are nearly always boxed doubles and integers: a loop that does nothing but unbox them.
    private int ReadRun(ReadOnlySpan<object?> elements, int depth)
    {
        Reach(depth);
        Span<double> room = Buffer.Room(elements.Length);
        int count = 0;
        while (count < elements.Length && count < room.Length)
        {
            object? element = elements[count];
            if (element is double number)
            {
                room[count++] = number;
            }
            else if (element is int integer)
            {
                room[count++] = integer;
            }
            else
            {
                break;
            }
        }

        Buffer.Advance(count);
        return count;
    }

    private void EnterBlock(int depth, ReadOnlySpan<int> lengths, object block)
    {
        if (Axes.EnterBlock(depth, lengths, block))
        {
            Reserve();
        }
    }

    private void Reach(int depth)
    {
        if (Axes.Reach(depth))
        {
            Reserve();
        }
    }

    private void Reserve()
    {
        long count = 1;
        foreach (int length in Axes.Lengths)
        {
            // A pipeline's first axis has no length yet.
            count = length < 0 ? 0 : count * Math.Max(length, 0);
            if (count > Array.MaxLength || count == 0)
            {
                break;
            }
        }

        Buffer.Reserve(count);
    }
}
