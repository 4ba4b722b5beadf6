using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Parameters;
using LossCmdlets.Completion;
using LossCmdlets.Input.Files;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Sources.Text;
using LossKernels.Tensors;

namespace LossCmdlets.Commands;

/// <summary>Reads tensors out of npy, npz, safetensors and CSV files.</summary>
[Cmdlet(VerbsData.Import, "Tensor", DefaultParameterSetName = PathSet)]
[OutputType(typeof(Tensor))]
public sealed class ImportTensorCommand : LossCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private TensorImport _import = new();

    /// <summary>Files; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "Files; wildcards are allowed.")]
    [NotEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files, named as they are.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Files, named as they are.")]
    [Alias("PSPath", "LP")]
    [NotEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The names of the tensors in the file; without it all are read.</summary>
    [Parameter]
    [NotEmpty]
    [ArgumentCompleter(typeof(TensorKeyCompleter))]
    public string[]? Key { get; set; }

    /// <summary>The columns of a CSV file: names, wildcards, or positions from zero.</summary>
    [Parameter]
    [NotEmpty]
    [ArgumentCompleter(typeof(ColumnNameCompleter))]
    [SupportsWildcards]
    public object[]? Column { get; set; }

    /// <summary>What stands between two cells of a CSV file.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DelimiterCompleter))]
    [Delimiter]
    public char Delimiter { get; set; }

    /// <summary>The first line of a CSV file is a row and does not name the columns.</summary>
    [Parameter]
    public SwitchParameter NoHeader { get; set; }

    /// <summary>The format of the file, where its name does not tell it.</summary>
    [Parameter]
    [OneName(nameof(Format), typeof(TensorFileFormat))]
    public TensorFileFormat Format { get; set; }

    /// <summary>The precision of the tensors.</summary>
    [Parameter]
    [OneName(nameof(DataType), typeof(DataType))]
    public DataType DataType { get; set; }

    /// <summary>The labels of the last axis in order.</summary>
    [Parameter]
    [NotEmpty]
    [NoFiles]
    public string[]? Class { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(
        () =>
        {
            CheckPiped([nameof(Path), nameof(LiteralPath)]);

            // Labels that name an axis are all different, as those that name classes are.
            _ = new LabelEncoding(Class ?? []);
            _import = new TensorImport
            {
                Format = Format,
                Keys = Key,
                Columns = Column is null ? null : ColumnOption.ReadAll(nameof(Column), Column, Reader),
                Text = new CsvFormat { Delimiter = Given(Delimiter), HasHeader = NoHeader ? false : null },
                DataType = DataType,
                Class = Class,
                IsAsked = IsAsked,
                Beside = read => DoBeside("Importing a tensor", (context, _) => read(context)),
            };
        },
        null);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        FilePaths paths = new(SessionState.Path);
        foreach (string path in ParameterSetName == PathSet ? Path : LiteralPath)
        {
            Attempt(() => Import(ParameterSetName == PathSet ? paths.Resolve : path => [paths.FindLiteral(path)], path), path);
        }
    }

    // A file that cannot be read does not keep the others from being read.
    private void Import(Func<string, IReadOnlyList<string>> resolve, string path)
    {
        IReadOnlyList<string> files = [];
        Try(() => files = resolve(path), path);
        foreach (string file in files)
        {
            Try(() => Write(_import.Read(file)), file);
        }
    }

    private void Try(Action read, string path)
    {
        try
        {
            read();
        }
        catch (LossException failure)
        {
            Report(failure, path);
        }
    }

    private void Write(IEnumerable<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
        {
            WriteObject(tensor);
        }
    }
}
