using System.Collections.Immutable;
using System.Reflection;

namespace LossKernels.Tests;

/// <summary>
/// No layer knows one above it: a folder of the sources is a layer, and so are folders in it that are named here. What lies in Measures beside its
/// folders are the ways in and what they take and give: options bind themselves to plans, which hold them, so that it is above and below.
/// </summary>
public class LayerTests
{
    // From the bottom to the top.
    private static readonly ImmutableDictionary<string, string[]> Order = new Dictionary<string, string[]>
    {
        ["LossKernels"] =
        [
            "NumberParsing", "Numerics", "Progress", "Errors", "Tensors", "Kernels",
            "Semantics", "Semantics/Inputs", "Semantics/Terms", "Semantics/Parts", "Semantics/Formulas",
            "Sources", "Diagnostics", "Measures", "Losses",
        ],
        ["LossKernels/Kernels"] =
        [
            "Walks", "Targets", "Pairs", "Options", "Details", "Details/Outputs", "Details/Verdicts", "Details/Quality",
            "Binary", "Logarithms", "Softmax", "Probabilities",
        ],
        ["LossKernels/Sources"] = ["Files", "Columns", "Arrays", "Text"],
        ["LossKernels/Measures"] = ["Checks", "Binding", "Details", "Sums", "Blocks"],
        ["LossCmdlets"] = ["Loading", "Errors", "Output", "Input", "Losses", "Completion", "Commands/Parameters", "Commands/Calls", "Commands/Bases", "Commands"],
    }.ToImmutableDictionary();

    // What cannot be otherwise, and why.
    private static readonly ImmutableDictionary<(string File, string Layer), string> Exceptions = new Dictionary<(string, string), string>
    {
        [("LossCmdlets/Output/Tensor.cs", "Input")] = "A tensor is made of whatever users type, which the readers of input read; and they read tensors.",
    }.ToImmutableDictionary();

    private static string Sources => Path.Combine(
        typeof(LayerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!, "src");

    public static TheoryData<string> Projects => [.. Order.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_refers_to_its_layer_and_to_those_below(string project)
    {
        SourceFile[] files = ReadAll(project);
        Assert.All(Order[project], layer => Assert.Contains(files, file => file.Layer == layer));
        string[] upward =
        [
            .. from file in files
               from reference in file.References(files)
               where Array.IndexOf(Order[project], reference.Layer) > Array.IndexOf(Order[project], file.Layer)
               where !Exceptions.ContainsKey((file.Path, reference.Layer))
               select $"{file.Path} is of {file.Layer} and refers to {reference.Layer} above it: {reference.Text}",
        ];
        Assert.True(upward.Length == 0, string.Join(Environment.NewLine, upward));
    }

    [Fact]
    public void Every_exception_is_needed() => Assert.All(Exceptions.Keys, exception =>
    {
        SourceFile[] files = ReadAll(exception.File[..exception.File.IndexOf('/', StringComparison.Ordinal)]);
        Assert.Contains(files.Single(file => file.Path == exception.File).References(files), reference => reference.Layer == exception.Layer);
    });

    private static SourceFile[] ReadAll(string project)
    {
        string root = Path.Combine(Sources, project);
        return [.. from path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                   let name = Path.GetRelativePath(root, path).Replace('\\', '/')
                   where name.Contains('/', StringComparison.Ordinal) || !project.Contains('/', StringComparison.Ordinal)
                   where !name.StartsWith("obj/", StringComparison.Ordinal) && !name.StartsWith("bin/", StringComparison.Ordinal)
                   select new SourceFile($"{project}/{name}", LayerOf(project, name), File.ReadAllText(path))];
    }

    // The longest of the names that fit: a folder in another may be a layer of its own.
    private static string LayerOf(string project, string file) => Order[project]
        .Where(layer => file.StartsWith(layer + "/", StringComparison.Ordinal))
        .MaxBy(layer => layer.Length)
        ?? throw new InvalidOperationException($"src/{project}/{file} is in no layer that has a place in the order.");
}
