using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Commands;

/// <summary>Turns one-hot rows, or rows of scores, back into labels.</summary>
[Cmdlet(VerbsData.ConvertFrom, "OneHot")]
[OutputType(typeof(int), typeof(string), typeof(int[]), typeof(string[]), typeof(Tensor))]
public sealed class ConvertFromOneHotCommand : NumberInputCommand
{
    /// <summary>The rows: a tensor, a matrix, or arrays.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The rows: a tensor, a matrix, or arrays.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public override object? InputObject { get; set; }

    /// <summary>The labels in the order of the columns; a tensor from ConvertTo-OneHot knows them.</summary>
    [Parameter]
    [NotEmpty]
    [NoFiles]
    public string[]? Class { get; set; }

    /// <summary>Gives of each row all labels whose value is at least this (multi-label).</summary>
    [Parameter]
    [Number(nameof(Threshold))]
    [NoFiles]
    public double Threshold { get; set; }

    /// <summary>The axis that the classes are on.</summary>
    [Parameter]
    [Number(nameof(Axis), IsWhole = true)]
    [NoFiles]
    public int Axis { get; set; } = -1;

    /// <inheritdoc/>
    private protected override void Turn(InputArray input)
    {
        if (IsBound(nameof(Threshold)) && !double.IsFinite(Threshold))
        {
            throw LossErrors.ParameterOutOfRange(nameof(Threshold), Threshold, "a finite number", $"Give the least value that says yes, as in -{nameof(Threshold)} 0.5.");
        }

        TensorView rows = input.Shape.Rank == 0 ? input.View.Reshape(new Shape(1)) : input.View;
        (double[] values, Shape samples, int columns) = ClassAxis.Collect<double>(rows, Axis);
        bool isLast = Axis == -1 || Axis == samples.Rank;
        string[]? classes = Class is not null ? [.. new LabelEncoding(Class).Classes] : isLast ? input.Class : null;
        if (classes is not null && classes.Length != columns)
        {
            throw LossErrors.OfClasses(
                LossErrors.ParameterOutOfRange("The number of labels in -Class", classes.Length, $"{columns}, one for each column", "Name one label for each column, in their order."),
                classes);
        }

        if (IsBound(nameof(Threshold)))
        {
            WarnOfThreshold(values);
            WriteSets(values, columns, classes);
            return;
        }

        // One-hot rows of a single class are ones.
        if (columns == 1 && values.Any(value => value != 1))
        {
            WriteWarning("Each row has one value, which is its greatest: every label is that of the first class. Give rows with a value for each class; whether a value says yes is asked with -Threshold.");
        }

        int[] labels = OneHot.Decode<double>(values, columns);
        WarnOfTies(values, labels, columns);
        if (classes is not null)
        {
            WriteObject(Nest(Array.ConvertAll(labels, label => classes[label]), samples.Lengths), enumerateCollection: true);
        }
        else if (samples.Rank > 1)
        {
            WriteObject(OutputValue.ToTensor(TensorView.Create<int>(labels, samples).As(ElementType.Float64)));
        }
        else
        {
            WriteObject(labels, enumerateCollection: true);
        }
    }

    // Text of several axes as arrays within arrays: a tensor holds numbers only.
    private static Array Nest(string[] labels, ReadOnlySpan<int> lengths)
    {
        if (lengths.Length <= 1)
        {
            return labels;
        }

        Array[] rows = new Array[lengths[0]];
        int length = labels.Length / rows.Length;
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = Nest(labels[(row * length)..((row + 1) * length)], lengths[1..]);
        }

        return rows;
    }

    private void WriteSets(double[] values, int columns, string[]? classes)
    {
        for (int start = 0; start < values.Length; start += columns)
        {
            int[] above = [.. Enumerable.Range(0, columns).Where(column => values[start + column] >= Threshold)];
            WriteObject(classes is null ? above : Array.ConvertAll(above, column => classes[column]));
        }
    }

    // Of logits any threshold may be one; of what lies within 0 to 1, as one-hot rows and probabilities do, it has to lie there too.
    private void WarnOfThreshold(double[] values)
    {
        if (Threshold is <= 0 or > 1 && Array.TrueForAll(values, value => value is >= 0 and <= 1))
        {
            WriteWarning($"ThresholdOutsideUnit: All values lie within 0 to 1, as probabilities do, and {(Threshold > 1 ? "none reaches" : "all reach")} the threshold. Give a -{nameof(Threshold)} above 0 and up to 1, most often 0.5; of logits it is most often 0.");
        }
    }

    private void WarnOfTies(double[] values, int[] labels, int columns)
    {
        for (int row = 0; row < labels.Length && columns > 1; row++)
        {
            ReadOnlySpan<double> numbers = values.AsSpan(row * columns, columns);
            if (numbers[(labels[row] + 1)..].Contains(numbers[labels[row]]))
            {
                WriteWarning($"Row {row} has no single largest value; the first was taken. Use -Threshold where a row can have several labels or none.");
                return;
            }
        }
    }
}
