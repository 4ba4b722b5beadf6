using System.Management.Automation;
using System.Runtime.CompilerServices;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Tensors;

namespace LossCmdlets.Commands;

/// <summary>Turns labels into one-hot rows.</summary>
[Cmdlet(VerbsData.ConvertTo, "OneHot")]
[OutputType(typeof(Tensor), typeof(float[]), typeof(double[]))]
public sealed class ConvertToOneHotCommand : LossCommand
{
    private TargetCollector? _piped;
    private LabelEncoding? _classes;
    private long _count;

    /// <summary>The labels: whole numbers from 0, or text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The labels: whole numbers from 0, or text.")]
    [Alias("Label")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public object? InputObject { get; set; }

    /// <summary>The number of classes, 0 to one less.</summary>
    [Parameter]
    [Number(nameof(ClassCount), IsWhole = true)]
    [NoFiles]
    public int ClassCount { get; set; }

    /// <summary>The labels in the order of the columns.</summary>
    [Parameter]
    [NotEmpty]
    [NoFiles]
    public string[]? Class { get; set; }

    /// <summary>The value at the class.</summary>
    [Parameter]
    [Number(nameof(OnValue))]
    [NoFiles]
    public double OnValue { get; set; } = 1;

    /// <summary>The value elsewhere.</summary>
    [Parameter]
    [Number(nameof(OffValue))]
    [NoFiles]
    public double OffValue { get; set; }

    /// <summary>The axis of the result that the classes are on.</summary>
    [Parameter]
    [Number(nameof(Axis), IsWhole = true)]
    [NoFiles]
    public int Axis { get; set; } = -1;

    /// <summary>The precision of the result; Auto is Float32.</summary>
    [Parameter]
    [OneName(nameof(DataType), typeof(DataType))]
    public DataType DataType { get; set; }

    /// <summary>Writes the rows one by one, as arrays.</summary>
    [Parameter]
    public SwitchParameter AsRow { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(
        () =>
        {
            CheckPiped([nameof(InputObject)]);
            bool isCounted = IsBound(nameof(ClassCount));
            if (isCounted && Class is not null)
            {
                throw LossErrors.OptionNotSupported("-ClassCount and -Class both say what the classes are.", "Give one of the two.");
            }

            if (isCounted && ClassCount < 1)
            {
                throw LossErrors.ParameterOutOfRange(nameof(ClassCount), ClassCount, "1 or more", "Give how many classes there are, or leave -ClassCount out to have as many as the labels go to.");
            }

            if (AsRow && IsBound(nameof(Axis)))
            {
                throw LossErrors.OptionNotSupported("-Axis has no meaning with -AsRow, which writes rows of one axis.", "Leave out one of the two.");
            }

            CheckValues();
            _classes = isCounted ? LabelEncoding.Counting(ClassCount) : Class is not null ? new LabelEncoding(Class) : null;
            _piped = MyInvocation.ExpectingInput ? Reader.CollectTargets(nameof(InputObject)) : null;
        },
        null);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_piped is null)
        {
            return;
        }

        Attempt(
            () =>
            {
                if (AsRow && _classes is not null)
                {
                    WriteRows(Reader.ReadTargets(InputObject, nameof(InputObject)));
                }
                else
                {
                    _piped.Add(InputObject);
                }
            },
            InputObject);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(
        () =>
        {
            if (_piped is { ItemCount: 0 } && _count > 0)
            {
                return;
            }

            InputArray labels = _piped is not null ? _piped.Finish() : Reader.ReadTargets(InputObject, nameof(InputObject));
            _classes ??= labels.IsText ? LabelEncoding.FromLabels(labels.Labels) : LabelEncoding.FromLabels(labels.View.ToArray<double>());
            if (AsRow)
            {
                WriteRows(labels);
            }
            else
            {
                Shape shape = labels.Shape.Rank == 0 ? new Shape(1) : labels.Shape;
                bool isLast = Axis == -1 || Axis == shape.Rank;
                WriteTensor(Encode(labels, shape, Axis), isLast ? ClassNames(labels.IsText) : null, asRow: false);
            }
        },
        InputObject);

    // Labels are refused for losses in general, and here there are neither predictions nor kinds.
    private protected override LossException Explain(LossException failure) => failure.Id switch
    {
        nameof(LossErrors.LabelNotInteger) => failure.WithRemedy("Number the labels from 0 with whole numbers, or name the classes with -Class."),
        nameof(LossErrors.LabelOutOfRange) when Class is not null => LossErrors.OfClasses(failure.WithRemedy("Correct the label, or add it to -Class."), Class),
        nameof(LossErrors.LabelOutOfRange) when _classes is null && failure.Offender is > 0.0 => failure,
        nameof(LossErrors.LabelOutOfRange) => failure.WithRemedy(
            IsBound(nameof(ClassCount)) && failure.Offender is string ? "Name the classes with -Class in the place of -ClassCount, or leave it out: the labels then are the classes, in ordinal order."
            : IsBound(nameof(ClassCount)) ? "Number the labels from 0, give a greater -ClassCount, or name the classes with -Class."
            : "Number the labels from 0, or name the classes with -Class."),
        _ => failure,
    };

    // Rows are told apart by what stands in them, as it is stored there.
    private void CheckValues()
    {
        CheckNumber(nameof(OnValue), OnValue);
        CheckNumber(nameof(OffValue), OffValue);
        if (DataType == DataType.Float64 ? OnValue.Equals(OffValue) : Narrow(OnValue).Equals(Narrow(OffValue)))
        {
            throw LossErrors.ParameterOutOfRange(
                nameof(OnValue), OnValue, $"another number than -{nameof(OffValue)}: rows of one number say of no label which it is", $"Leave out one of the two: -{nameof(OnValue)} is 1 and -{nameof(OffValue)} 0 where it is not given.");
        }
    }

    private static void CheckNumber(string parameter, double value)
    {
        if (double.IsNaN(value))
        {
            throw LossErrors.ParameterOutOfRange(parameter, value, "a number", $"Give another number, or leave it out: -{nameof(OnValue)} is 1 and -{nameof(OffValue)} 0 where it is not given.");
        }
    }

    private static float Narrow(double value, [CallerArgumentExpression(nameof(value))] string parameter = "") =>
        double.IsFinite(value) && !float.IsFinite((float)value)
            ? throw LossErrors.ParameterOutOfRange(parameter, value, "a number that Float32 has", "Give a lesser number, or add -DataType Float64.")
            : (float)value;

    private string[]? ClassNames(bool isText) => Class is not null || isText ? [.. _classes!.Classes] : null;

    private void WriteRows(InputArray labels)
    {
        WriteTensor(Encode(labels, new Shape((int)labels.Shape.Length), axis: -1), null, asRow: true);
        _count += labels.Shape.Length;
    }

    private TensorView Encode(InputArray labels, Shape samples, int axis)
    {
        LabelEncoding classes = _classes!;
        long most = Math.Min(Array.MaxLength, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (4 * sizeof(double)));
        if (labels.Shape.Length * classes.Count > most)
        {
            throw LossErrors.ParameterOutOfRange("The number of classes", classes.Count, $"at most {most / labels.Shape.Length} for {labels.Shape.Length} {(labels.Shape.Length == 1 ? "label" : "labels")} in one tensor on this machine", "Encode fewer labels at once; with -ClassCount or -Class, -AsRow writes row by row what is piped.");
        }

        int[] numbers = new int[labels.Shape.Length];
        ReadOnlySpan<double> values = labels.IsText ? default : labels.View.ToArray<double>();
        for (int row = 0; row < numbers.Length; row++)
        {
            numbers[row] = labels.IsText ? classes.Find(labels.Labels[row], _count + row) : FindNumber(values[row], _count + row);
        }

        return DataType == DataType.Float64
            ? ClassAxis.Spread(OneHot.Encode(numbers, classes.Count, OnValue, OffValue), samples, classes.Count, axis)
            : ClassAxis.Spread(OneHot.Encode(numbers, classes.Count, Narrow(OnValue), Narrow(OffValue)), samples, classes.Count, axis);
    }

    private int FindNumber(double label, long row) => Class is null && label != Math.Floor(label)
        ? throw LossErrors.LabelNotInteger(label, row)
        : _classes!.Find(label, row);
}
