using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LossCmdlets.Errors;
using LossCmdlets.Input;
using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Output;

/// <summary>
/// Numbers of one or more axes that keep their shape in the pipeline, in variables, in jobs and in remoting.
/// It is one object, not a collection: PowerShell does not unroll it.
/// </summary>
public sealed class Tensor
{
    private readonly Shape _shape;

    /// <summary>
    /// Makes a tensor of numbers, rectangular or nested arrays of numbers, or numeric text. Single precision stays;
    /// everything else becomes double precision.
    /// </summary>
    /// <param name="values">The numbers.</param>
    public Tensor(object values)
    {
        InputArray input = Told(() => Read(values));
        _shape = input.Shape;
        Values = ToFlat(input);
        Class = input.Class;
    }

    /// <summary>Makes a tensor of the given shape of flat values, last axis first to vary.</summary>
    /// <param name="values">The flat values. Arrays of single or double precision are not copied.</param>
    /// <param name="shape">The axis lengths, outermost first.</param>
    public Tensor(Array values, int[] shape)
        : this(values, shape, null)
    {
    }

    /// <summary>Makes a tensor of the given shape of flat values whose last axis has names.</summary>
    /// <param name="values">The flat values. Arrays of single or double precision are not copied.</param>
    /// <param name="shape">The axis lengths, outermost first.</param>
    /// <param name="classLabels">The labels of the last axis in order, or null where they are unknown.</param>
    public Tensor(Array values, int[] shape, string[]? classLabels)
    {
        (_shape, Values) = Told(() => Fit(values, shape));
        Class = classLabels;
    }

    private Tensor(Array values, Shape shape, string[]? classLabels)
    {
        _shape = shape;
        Values = values;
        Class = classLabels;
    }

    private static (Shape Shape, Array Values) Fit(Array? values, int[]? lengths)
    {
        Shape shape = GivenShape.Of(Array.ConvertAll(lengths ?? throw LossErrors.NullValue("Shape"), length => (double)length));
        Array numbers = values switch
        {
            float[] or double[] => values,
            _ => ToFlat(Read(values)),
        };
        return shape.Length == numbers.Length ? (shape, numbers) : throw LossErrors.ShapeMismatch(
            $"A tensor of shape {shape} has {(shape.Length == 1 ? "one value" : $"{shape.Length} values")}, and {numbers.Length} {(numbers.Length == 1 ? "is" : "are")} given.", GivenShape.FitTheNumber);
    }

    /// <summary>The axis lengths, outermost first.</summary>
    public int[] Shape => _shape.Lengths.ToArray();

    /// <summary>The type of the numbers: Float32 or Float64.</summary>
    public DataType DataType => Values switch
    {
        float[] => DataType.Float32,
        _ => DataType.Float64,
    };

    /// <summary>The labels of the last axis in order, or null where they are unknown.</summary>
    public string[]? Class { get; }

    /// <summary>The name of the tensor in the file that it was read from, or null where it had none.</summary>
    public string? Key { get; private init; }

    /// <summary>All numbers, last axis first to vary: an array of single or double precision, not a copy.</summary>
    public Array Values { get; }

    /// <summary>The rows, which run along the last axis, in order: an array of arrays, copied.</summary>
    public Array Rows => Values is float[] singles ? CopyRows(singles) : CopyRows((double[])Values);

    /// <summary>
    /// The element at a position of the first axis: a number of a tensor of one axis, a row (an array) of one of two axes,
    /// a tensor of one of more. A negative index counts from the end.
    /// </summary>
    /// <param name="index">The zero-based index along the first axis.</param>
    public object this[int index] => _shape.Rank switch
    {
        1 => this[[index]],
        2 => Slice(index).Values,
        _ => Slice(index),
    };

    /// <summary>The number in a row and column of a tensor of two axes. Negative indexes count from the end.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="column">The zero-based column.</param>
    public object this[int row, int column] => this[[row, column]];

    /// <summary>The number at a position: one index for each axis. Negative indexes count from the end.</summary>
    /// <param name="indexes">The zero-based indexes.</param>
    public object this[params int[] indexes]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(indexes);
            if (indexes.Length != _shape.Rank)
            {
                throw new ArgumentException($"A tensor of shape {_shape} takes {_shape.Rank} indexes, not {indexes.Length}.", nameof(indexes));
            }

            int flat = 0;
            for (int axis = 0; axis < indexes.Length; axis++)
            {
                flat = (flat * _shape[axis]) + Position(axis, indexes[axis]);
            }

            return Values is float[] singles ? (object)singles[flat] : ((double[])Values)[flat];
        }
    }

    /// <summary>Converts a tensor of two axes to a rectangular array of single precision.</summary>
    /// <param name="tensor">The tensor.</param>
    public static explicit operator float[,](Tensor tensor) => (float[,])Matrix(tensor, DataType.Float32);

    /// <summary>Converts a tensor of two axes to a rectangular array of double precision.</summary>
    /// <param name="tensor">The tensor.</param>
    public static explicit operator double[,](Tensor tensor) => (double[,])Matrix(tensor, DataType.Float64);

    /// <summary>The numbers as a rectangular .NET array with the tensor's axes, copied.</summary>
    public Array ToArray()
    {
        Array array = Array.CreateInstance(Values.GetType().GetElementType()!, _shape.Rank == 0 ? [1] : Shape);
        if (Values is float[] singles)
        {
            singles.CopyTo(Elements<float>(array));
        }
        else
        {
            ((double[])Values).CopyTo(Elements<double>(array));
        }

        return array;
    }

    /// <summary>The shape and type, as in: Tensor (3, 5) Float32; and the name in the file, where there is one.</summary>
    public override string ToString() => $"{nameof(Tensor)} {_shape} {DataType}{(Key is null ? "" : $" {Key}")}";

    /// <summary>A tensor over the given values, not copied.</summary>
    internal static Tensor Create(float[] values, Shape shape, string[]? classLabels = null) => new(Checked(values, shape), shape, classLabels);

    /// <summary>A tensor over the given values, not copied.</summary>
    internal static Tensor Create(double[] values, Shape shape, string[]? classLabels = null) => new(Checked(values, shape), shape, classLabels);

    /// <summary>The same tensor under a name, over the same values.</summary>
    internal Tensor WithKey(string? key) => new(Values, _shape, Class) { Key = key };

    /// <summary>The tensor as the kernels read it, not copied.</summary>
    internal TensorView ToView() => Values is float[] singles
        ? TensorView.Create<float>(singles, _shape)
        : TensorView.Create<double>((double[])Values, _shape);

    private static Span<T> Elements<T>(Array array) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static Array Checked(Array values, Shape shape) => shape.Length == values.Length
        ? values
        : throw new ArgumentException($"A tensor of shape {shape} has {shape.Length} values, not {values.Length}.", nameof(values));

    // Here failures reach users without a cmdlet, which would put them into their words and show what is to be done.
    private static TResult Told<TResult>(Func<TResult> make)
    {
        try
        {
            return make();
        }
        catch (LossException failure)
        {
            throw failure.WithMessage($"{failure.Message} {failure.Remedy}").InWords(ParameterSpelling.Of);
        }
    }

    private static InputArray Read(object? values) => new ValueReader(ValueShell.Current).ReadNumbers(values, nameof(Tensor));

    // The caller may go on with the array that was given, so a typed array is copied too.
    private static Array ToFlat(InputArray input) => input.Origin == ElementOrigin.Typed32 ? input.View.ToArray<float>() : input.View.ToArray<double>();

    private static Array Matrix(Tensor tensor, DataType type)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor._shape.Rank != 2)
        {
            throw new InvalidCastException($"A tensor of shape {tensor._shape} is not a matrix; ToArray() gives an array of its own rank.");
        }

        return tensor.DataType == type ? tensor.ToArray()
            : type == DataType.Float32 ? new Tensor(tensor.ToView().ToArray<float>(), tensor._shape, null).ToArray()
            : new Tensor(tensor.ToView().ToArray<double>(), tensor._shape, null).ToArray();
    }

    private T[][] CopyRows<T>(T[] values)
    {
        int length = _shape.Rank == 0 ? 1 : _shape[^1];
        return length == 0 ? [] : [.. values.Chunk(length)];
    }

    private Tensor Slice(int index)
    {
        if (_shape.Rank == 0)
        {
            throw new ArgumentException("A tensor of no axes has no index.", nameof(index));
        }

        Shape shape = _shape.Without(0);
        int length = (int)shape.Length;
        int start = Position(0, index) * length;
        return Values is float[] singles
            ? new Tensor(singles.AsSpan(start, length).ToArray(), shape, Class)
            : new Tensor(((double[])Values).AsSpan(start, length).ToArray(), shape, Class);
    }

    private int Position(int axis, int index)
    {
        int position = index < 0 ? index + _shape[axis] : index;
        return (uint)position < (uint)_shape[axis]
            ? position
            : throw new ArgumentOutOfRangeException(
                nameof(index), index, string.Create(CultureInfo.InvariantCulture, $"Axis {axis} has {_shape[axis]} elements."));
    }
}
