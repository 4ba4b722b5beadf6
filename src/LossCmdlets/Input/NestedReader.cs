using System.Collections;
using System.Runtime.InteropServices;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Input;

/// <summary>
/// Walks through a value, however it is nested: lists of lists of single values, with typed arrays and tensors at any level.
/// What is done with the values is the derived reader's.
/// </summary>
internal abstract class NestedReader(IValueShell shell, string what, Materialized materialized)
{
    /// <summary>The axis lengths as far as they are known.</summary>
    public AxisLengths Axes { get; } = new(what);

    /// <summary>What is read, for messages.</summary>
    protected string What => what;

    /// <summary>True where the rest need not be read.</summary>
    protected bool Stopped { get; set; }

    /// <summary>Reads a value below the given number of axes.</summary>
    public void Read(object? node, int depth)
    {
        switch (node)
        {
            case string or int or double or float or bool:
                // Exact types first: asking whether a boxed number is an array costs more than reading it.
                ReadScalar(node, depth);
                break;
            case object[] list:
                // Arrays of arrays (double[][]) are lists of rows as well, and arrays of text lists of single values.
                ReadList(list, list, depth);
                break;
            case Array array:
                ReadArray(array, depth);
                break;
            case Tensor tensor:
                ReadBlock(tensor.ToView(), NumericArray.Origin(tensor.Values), tensor.Class, depth, tensor);
                break;
            case not null when Type.GetTypeCode(node.GetType()) == TypeCode.Object:
                ReadObject(node, depth);
                break;
            default:
                ReadScalar(node, depth);
                break;
        }
    }

    /// <summary>Reads the elements of a list, each of which may be a list itself.</summary>
    protected abstract void ReadList(ReadOnlySpan<object?> elements, object list, int depth);

    /// <summary>Takes in a typed array of one axis or more.</summary>
    protected virtual void ReadArray(Array array, int depth)
    {
        if (NumericArray.TryView(array) is { } view)
        {
            ReadBlock(view, NumericArray.Origin(array), null, depth, array);
        }
        else
        {
            ReadElements(array, depth);
        }
    }

    /// <summary>Takes in numbers of a known shape.</summary>
    protected abstract void ReadBlock(TensorView view, ElementOrigin origin, string[]? classes, int depth, object block);

    /// <summary>Takes in a single value, or refuses it.</summary>
    protected abstract void ReadScalar(object? value, int depth);

    /// <summary>The error for a value that cannot stand where it does.</summary>
    protected LossException Refuse(ScalarKind kind, object? value, int depth) =>
        Scalar.Error(kind, value, what, Axes.Place(depth));

    // Arrays of objects, text, dates and the like with several axes: element by element, since any of them may be at fault.
    private void ReadElements(Array array, int depth)
    {
        int[] lengths = NumericArray.Lengths(array);
        Axes.EnterBlock(depth, lengths, array);
        object?[] elements = NumericArray.Objects(array);
        for (int i = 0; i < elements.Length && !Stopped; i++)
        {
            Axes.MoveTo(depth, lengths, i);
            Read(elements[i], depth + lengths.Length);
        }
    }

    private void ReadObject(object node, int depth)
    {
        if (shell.TryReadDeserializedTensor(node, out TensorParts parts))
        {
            InputArray tensor = DeserializedTensor.Read(parts, shell, what);
            ReadBlock(tensor.View, tensor.Origin, tensor.Class, depth, node);
            return;
        }

        object inner = shell.Unwrap(node);
        if (!ReferenceEquals(inner, node))
        {
            Read(inner, depth);
        }
        else if (node is IEnumerable sequence and not (IDictionary or IDictionary<string, object?>))
        {
            ReadSequence(sequence, depth);
        }
        else
        {
            ReadScalar(node, depth);
        }
    }

    private void ReadSequence(IEnumerable sequence, int depth)
    {
        if (sequence is List<object?> list)
        {
            ReadList(CollectionsMarshal.AsSpan(list), list, depth);
        }
        else if (materialized.ToArray(sequence) is object?[] elements)
        {
            ReadList(elements, sequence, depth);
        }
        else
        {
            ReadArray(materialized.ToArray(sequence), depth);
        }
    }
}
