using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using LossCmdlets.Errors;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Progress;
using LossKernels.Sources.Arrays;
using LossKernels.Sources.Columns;
using LossKernels.Sources.Files;
using LossKernels.Sources.Text;
using LossKernels.Tensors;

namespace LossCmdlets.Input.Files;

/// <summary>Reads files into tensors in memory.</summary>
internal sealed class TensorImport
{
    private const int NumbersAtOnce = 1 << 20;

    // No whole number below this is rounded to a double; above, several come to the same.
    private const double FirstRounded = 1L << 53;

    /// <summary>What the files are.</summary>
    public TensorFileFormat Format { get; init; }

    /// <summary>The names of the tensors to read, in the order in which they come; null for all.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>The columns of text files; null for all.</summary>
    public IReadOnlyList<ColumnPattern>? Columns { get; init; }

    /// <summary>How text files are written.</summary>
    public CsvFormat Text { get; init; } = new();

    /// <summary>The precision of the tensors.</summary>
    public DataType DataType { get; init; }

    /// <summary>The labels of the last axis; null for those that the file tells.</summary>
    public string[]? Class { get; init; }

    /// <summary>Whether a parameter was typed: one that means nothing in a file is refused then.</summary>
    public Func<string, bool> IsAsked { get; init; } = _ => false;

    /// <summary>Does the reading of a tensor, which may take long.</summary>
    public Func<Func<MeasureContext, Tensor>, Tensor> Beside { get; init; } = read => read(default);

    /// <summary>The tensors of a file.</summary>
    /// <exception cref="LossException">The file cannot be read, or an option is not for it.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public IEnumerable<Tensor> Read(string path)
    {
        bool isText = Format.IsText(path);
        FormatOption.Check(IsAsked, path, isText ? TensorFileFormat.Csv : TensorFileFormat.Auto);
        return isText ? [Beside(context => ReadText(path, context))] : ReadTensors(path);
    }

    private Tensor ReadText(string path, MeasureContext context)
    {
        try
        {
            (TensorView tensor, IReadOnlyList<string>? classes) = CsvTensor.Read(path, Columns, Text, refusesRounded: DataType == DataType.Auto, context);
            return ToTensor(path, tensor, classes?.ToArray(), context.Cancellation);
        }
        catch (LossException failure) when (failure is { Id: nameof(LossErrors.NonNumericValue), Scope: FailureScope.Sample })
        {
            throw PromptErrors.OfTextColumn(failure, EncodingCall(path));
        }
        catch (LossException failure) when (failure.Id == nameof(LossErrors.UnsupportedFileFormat) && FindOther(path) is string other)
        {
            throw OfFormat(failure, other);
        }
    }

    // Import-Csv reads text that is not compressed, of columns that have names.
    private string EncodingCall(string path)
    {
        if (Text.HasHeader == false || CompressedName.IsOne(path))
        {
            return "ConvertTo-OneHot";
        }

        string column = Columns is [{ IsPosition: false, HasWildcard: false } named] ? QuotedText.Of(named.Text) : "<column>";
        string delimiter = Text.DelimiterOf(path) switch
        {
            ',' => "",
            '\t' => " -Delimiter \"`t\"",
            char mark => $" -Delimiter {QuotedText.Of($"{mark}")}",
        };
        return $"Import-Csv -LiteralPath {QuotedText.Of(path)}{delimiter} | ForEach-Object {column} | ConvertTo-OneHot";
    }

    private IEnumerable<Tensor> ReadTensors(string path)
    {
        IReadOnlyList<string> keys = Explained(path, () => TensorFile.ListKeys(path, Format.ToKernel()));
        foreach (string? key in Keys ?? (keys.Count > 0 ? keys : [null!]))
        {
            yield return Explained(path, () => Beside(context => ReadTensor(path, key, context)));
        }
    }

    private T Explained<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (LossException failure) when (failure.Id == nameof(LossErrors.UnsupportedFileFormat) && !TensorFile.IsNamed(path) && TensorFile.FindFormat(path) is null)
        {
            throw failure.WithRemedy("Say what the file is, with -Format Csv or -Format Safetensors; npy and npz files are known by their content.");
        }
        catch (LossException failure) when (failure.Id == nameof(LossErrors.MalformedFile) && Format != TensorFileFormat.Auto && FindOther(path) is string other)
        {
            throw OfFormat(failure, other);
        }
    }

    // What a file is by its content, else by its name, where it is read as something else.
    private string? FindOther(string path)
    {
        TensorFileFormat content = TensorFile.FindFormat(path).ToOutput();
        TensorFileFormat found = content == TensorFileFormat.Auto ? TensorFileFormat.Auto.Of(path) : content;
        return found == TensorFileFormat.Auto || found == Format.Of(path) ? null : $"{found}";
    }

    private static LossException OfFormat(LossException failure, string other) => failure.WithRemedy($"Read it as what it is, with -Format {other}.");

    private Tensor ReadTensor(string path, string? key, MeasureContext context)
    {
        using TensorFile file = TensorFile.Open(path, key, Format.ToKernel(), context.Cancellation);
        return ToTensor(path, file.Tensor.Counted(context.Progress), null, context.Cancellation).WithKey(key);
    }

    private Tensor ToTensor(string path, TensorView stored, string[]? classes, CancellationToken cancellation)
    {
        if (Class is not null && (stored.Shape.Rank == 0 || Class.Length != stored.Shape[^1]))
        {
            throw LossErrors.ParameterOutOfRange(
                "The number of labels in -Class", Class.Length, $"the length of the last axis of the shape {stored.Shape} in '{path}'", "Name one label for each place on the last axis, in their order.");
        }

        bool isSingle = DataType == DataType.Float32
            || (DataType == DataType.Auto && stored.ElementType is ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16);
        return isSingle
            ? Tensor.Create(ReadAll<float>(path, stored.Retype(ElementType.Float32), cancellation), stored.Shape, Class ?? classes)
            : Tensor.Create(ReadAll<double>(path, stored, cancellation), stored.Shape, Class ?? classes);
    }

    private T[] ReadAll<T>(string path, TensorView stored, CancellationToken cancellation)
        where T : unmanaged, INumber<T>
    {
        long most = Math.Min(Array.MaxLength, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Unsafe.SizeOf<T>());
        if (stored.Shape.Length > most)
        {
            throw LossErrors.UnsupportedFileFormat(
                path, $"it has {stored.Shape.Length} numbers, and an array in memory holds {most} at most", "Measure the file itself: Measure-CrossEntropy reads files of any size.");
        }

        bool mustBeExact = DataType == DataType.Auto && stored.ElementType is ElementType.Int64 or ElementType.UInt64;
        T[] values = new T[stored.Shape.Length];
        for (int start = 0; start < values.Length; start += NumbersAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<T> some = values.AsSpan(start, Math.Min(NumbersAtOnce, values.Length - start));
            stored.Read(start, some.Length, some).CopyTo(some);
            if (mustBeExact)
            {
                CheckExact<T>(path, some, start);
            }
        }

        return values;
    }

    private static void CheckExact<T>(string path, ReadOnlySpan<T> values, int start)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            double value = double.CreateTruncating(values[i]);
            if (Math.Abs(value) >= FirstRounded)
            {
                throw LossErrors.UnsupportedFileFormat(
                    path,
                    string.Create(CultureInfo.InvariantCulture, $"its whole number at position {start + i}, about {value:E3}, has more digits than a double"),
                    "Round them knowingly, with -DataType Float64.");
            }
        }
    }
}
