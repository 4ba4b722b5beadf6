using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Errors;
using LossCmdlets.Input;
using LossCmdlets.Input.Files;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Progress;
using LossKernels.Sources.Arrays;
using LossKernels.Sources.Text;
using LossKernels.Tensors;

namespace LossCmdlets.Commands;

/// <summary>Writes numbers to npy, npz, safetensors and CSV files.</summary>
[Cmdlet(VerbsData.Export, "Tensor", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ExportTensorCommand : LossCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private TensorExport? _tensors;
    private string _file = "";
    private bool _isPiped;
    private bool _isWanted;

    /// <summary>The file.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, HelpMessage = "The file.")]
    [NotEmpty]
    [SupportsWildcards]
    [OneValue(nameof(Path), "one file, which is the first argument, and the numbers the second", MayHaveCommas = true)]
    public string Path { get; set; } = "";

    /// <summary>The file, named as it is.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, HelpMessage = "The file, named as it is.")]
    [Alias("PSPath", "LP")]
    [NotEmpty]
    [OneValue(nameof(LiteralPath), "one file", MayHaveCommas = true)]
    public string LiteralPath { get; set; } = "";

    /// <summary>The numbers: piped numbers are one vector, piped arrays are rows; a dictionary holds tensors by name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, HelpMessage = "The numbers: piped numbers are one vector, piped arrays are rows; a dictionary holds tensors by name.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [NoFiles]
    public object? InputObject { get; set; }

    /// <summary>The name of the tensor in the file.</summary>
    [Parameter]
    [NotEmpty]
    [NoFiles]
    [OneValue(nameof(Key), MayHaveCommas = true)]
    public string? Key { get; set; }

    /// <summary>The type of the stored numbers.</summary>
    [Parameter]
    [OneName(nameof(DataType), typeof(StoredType))]
    public StoredType DataType { get; set; }

    /// <summary>The format of the file, where its name does not tell it.</summary>
    [Parameter]
    [OneName(nameof(Format), typeof(TensorFileFormat))]
    public TensorFileFormat Format { get; set; }

    /// <summary>What stands between two cells of a CSV file.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DelimiterCompleter))]
    [Delimiter]
    public char Delimiter { get; set; }

    /// <summary>Leaves out the first line of a CSV file, which names the columns.</summary>
    [Parameter]
    public SwitchParameter NoHeader { get; set; }

    /// <summary>Compresses an npz file.</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <summary>Replaces the file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(
        () =>
        {
            CheckPiped([nameof(InputObject)]);
            FilePaths paths = new(SessionState.Path);
            _file = ParameterSetName == PathSet ? paths.ResolveOutput(Path) : paths.ResolveLiteral(LiteralPath);
            if (!Force && File.Exists(_file))
            {
                throw LossErrors.FileExists(_file);
            }

            FormatOption.Check(IsAsked, _file, Format.Of(_file));
            _isWanted = ShouldProcess(_file, "Write the tensor");
            _isPiped = MyInvocation.ExpectingInput;
            _tensors = new TensorExport(Reader, Key);
        },
        null);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_isPiped)
        {
            Attempt(() => _tensors!.Add(InputObject), InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Attempt(
        () =>
        {
            IReadOnlyList<KeyValuePair<string, InputArray>> tensors = _isPiped ? _tensors!.Finish() : _tensors!.Read(InputObject);
            if (!_isWanted)
            {
                return;
            }

            DoBeside("Exporting tensors", (context, _) => Write(tensors, context));
            foreach ((string name, InputArray tensor) in tensors)
            {
                if (tensor.Class is not null && !Format.IsText(_file))
                {
                    WriteVerbose($"The labels of {name} ({string.Join(", ", tensor.Class)}) have no place in the file; Import-Tensor -Class gives them back.");
                }
            }
        },
        InputObject);

    /// <inheritdoc/>
    private protected override LossException Explain(LossException failure) => failure is { Id: nameof(LossErrors.NonNumericValue), Offender: string text }
        ? PromptErrors.OfStored(failure, TensorFile.IsNamed(text))
        : failure;

    private bool Write(IReadOnlyList<KeyValuePair<string, InputArray>> tensors, MeasureContext context)
    {
        if (Format.IsText(_file))
        {
            WriteText(tensors, context);
        }
        else
        {
            TensorFileWriter.Save(
                _file,
                [.. tensors.Select(named => KeyValuePair.Create(named.Key, Typed(named.Value).Counted(context.Progress)))],
                Force,
                Compress,
                Format.ToKernel(),
                context.Cancellation);
        }

        return true;
    }

    private void WriteText(IReadOnlyList<KeyValuePair<string, InputArray>> tensors, MeasureContext context)
    {
        if (tensors.Count > 1)
        {
            throw LossErrors.OptionNotSupported($"A CSV file holds one tensor, and there are {tensors.Count}.", "Write an .npz or .safetensors file.");
        }

        InputArray tensor = tensors[0].Value;
        CsvTensor.Save(
            _file, Typed(tensor).Counted(context.Progress), NoHeader ? null : CsvTensor.Header(tensor.Shape, tensor.Class), Given(Delimiter), Force, context.Cancellation);
    }

    // Single precision that came out of a job is in boxes, and so was gathered as double.
    private TensorView Typed(InputArray tensor) =>
        DataType.ToKernel() is ElementType type ? tensor.View.Retype(type)
        : tensor is { Origin: ElementOrigin.Typed32, View.ElementType: ElementType.Float64 } ? tensor.View.Retype(ElementType.Float32)
        : tensor.View;
}
