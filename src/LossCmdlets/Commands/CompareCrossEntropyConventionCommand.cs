using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Diagnostics.Rules;
using LossKernels.Measures;
using LossResult = LossKernels.Measures.LossResult;
using Reduction = LossCmdlets.Output.Reduction;

namespace LossCmdlets.Commands;

/// <summary>Measures the same data under every convention, and says why the numbers differ.</summary>
[Cmdlet(VerbsData.Compare, "CrossEntropyConvention", DefaultParameterSetName = ArraySet)]
[OutputType(typeof(CrossEntropyComparison))]
public sealed class CompareCrossEntropyConventionCommand : CrossEntropyInputCommand
{
    private readonly List<object?> _piped = [];
    private CrossEntropyOptions _options = new();
    private ClassLabels _labels = new();
    private ReferenceNumber? _reference;
    private ArrayMeasurement? _arrays;
    private LossException? _refusal;
    private bool _hasTold;
    private bool _isRepeated;

    /// <summary>A number that was got elsewhere.</summary>
    [Parameter]
    [NotEmpty]
    [OneValue(nameof(Reference), NumberAttribute.OneNumber)]
    [NoFiles]
    public string? Reference { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [OneNumberReduction]
    [ValidateRange(Reduction.Mean, Reduction.Sum)]
    public override Reduction Reduction { get => base.Reduction; set => base.Reduction = value; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(
        () =>
        {
            if (Several is string several)
            {
                throw LossErrors.OptionNotSupported(
                    $"Conventions are compared by one number, and with -{several} there are several.",
                    $"Leave out -{several}, or compare one after the other.");
            }

            _options = ReadOptions();
            _labels = ReadClassLabels();
            _reference = Reference is null ? null : ReferenceNumber.Parse(Reference);

            // Arrays are read once; what else comes in is read anew for each measurement.
            _arrays = ParameterSetName == ArraySet ? (ArrayMeasurement)CreateInput(_options, _labels) : null;
            CheckPiped();
        },
        null);

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(
        () =>
        {
            if (_arrays is not null)
            {
                _arrays.Add(Incoming);
            }
            else
            {
                _piped.Add(Incoming);
            }
        },
        Incoming);

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(
        () =>
        {
            CrossEntropyComparison[] comparisons =
            [
                .. ConventionComparison.Compare(_options, IsBound(nameof(FromLogits)) || FromLogProbability, Measure).Select(loss => new CrossEntropyComparison(loss, _reference)),
            ];

            // The convention that was asked for is the first, and what it says of the input is said once; the results of the others have what they say.
            DiagnosticWarnings warnings = new(this);
            if (comparisons[0].Refusal is LossException refusal)
            {
                warnings.Write(refusal.Id == nameof(LossErrors.NotANumber) ? nameof(LossNotANumber) : nameof(PredictionOutsideUnit), refusal);
            }

            if (Array.Find(comparisons, compared => compared.Form == comparisons[0].Form && compared.Result is not null) is { Result: { } first })
            {
                warnings.Write(first);
            }

            foreach (CrossEntropyComparison compared in comparisons)
            {
                PSObject written = new(compared);
                if (_reference is not null)
                {
                    written.TypeNames.Insert(0, $"{typeof(CrossEntropyComparison).FullName}#Referenced");
                }

                WriteObject(written);
            }
        },
        Target);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _arrays?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A convention that refuses one sample refuses the data. What cannot be read at all is told once.</summary>
    private protected override void Report(LossException failure, object? target)
    {
        if (CrossEntropyComparison.IsRefusal(failure))
        {
            _refusal ??= failure;
        }
        else if (!_isRepeated)
        {
            _hasTold = true;
            base.Report(failure, target);
        }
    }

    private LossResult Measure(CrossEntropyOptions options)
    {
        if (_arrays is not null)
        {
            return _arrays.Measure(options).Loss;
        }

        _refusal = null;
        Measured measured = MeasureAnew(options);
        return _refusal is null ? measured.Loss : throw _refusal;
    }

    private Measured MeasureAnew(CrossEntropyOptions options)
    {
        try
        {
            using InputMeasurement input = CreateInput(options, _labels);
            foreach (object? piped in _piped)
            {
                input.Add(piped);
            }

            return input.Complete().Single();
        }
        finally
        {
            _isRepeated = _hasTold;
        }
    }
}
