using System.Globalization;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossCmdlets.Tests.Documentation;

/// <summary>The page of a convention and the README say what the table of conventions says, and what is computed.</summary>
public class ConventionPageTests
{
    public static TheoryData<string> Names => [.. Conventions.All.Select(convention => convention.Name)];

    [Fact]
    public void Every_convention_has_a_page_and_every_page_a_convention() => Assert.Equal(
        Conventions.All.Select(convention => convention.Name).Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(Repository.Root, "docs", "conventions"), "*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_states_the_facts_of_its_convention(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "conventions", $"{name}.md"));
        Assert.Equal($"# {name}", lines[0]);
        Assert.Equal(Facts(Conventions.Find(name)).Select(fact => $"| {fact.Key} | {fact.Value} |"), FirstTable(lines));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_readme_links_the_page(string name) =>
        Assert.Contains($"(docs/conventions/{name}.md)", File.ReadAllText(Path.Combine(Repository.Root, "README.md")), StringComparison.Ordinal);

    private static IEnumerable<string> FirstTable(string[] lines) =>
        lines.SkipWhile(line => !line.StartsWith('|')).Skip(2).TakeWhile(line => line.StartsWith('|'));

    private static Dictionary<string, string> Facts(Convention convention) => new()
    {
        ["Synonyms"] = convention.Synonyms.IsEmpty ? "none" : string.Join(", ", convention.Synonyms),
        ["Binary takes"] = Forms(convention.BinaryForms),
        ["Classes take"] = Forms(convention.CategoricalForms),
        ["Epsilon, binary"] = Epsilon(convention.Binary),
        ["Epsilon, categorical"] = Epsilon(convention.Categorical),
        ["Epsilon, sparse"] = Epsilon(convention.Sparse),
        ["Mean divides by"] = convention.Denominator.ToString(),
        ["Mean of sparse losses divides by"] = convention.SparseDenominator.ToString(),
        ["Class axis"] = Text(convention.DefaultAxis),
        ["Ignored label"] = convention.IgnoreClass is int label ? Text(label) : "none",
        ["Mean of nothing"] = convention.MeanOfNothing.ToString(),
        ["Class weights multiply the"] = convention.ClassWeighting.ToString(),
        ["Focal, binary"] = Focal(convention.BinaryFocal),
        ["Focal, classes"] = Focal(convention.CategoricalFocal),
        ["Outputs of a binary sample"] = convention.AveragesOutputs ? "averaged" : "kept",
        ["p is NaN"] = convention.RefusesNaN ? "error" : "NaN",
        ["p outside 0..1"] = convention.RefusesOutsideUnit ? "error" : convention.Binary is { HasEpsilon: true, Use: var use } && use.HasFlag(EpsilonUse.Clip) ? "clipped" : "taken as it is",
        ["Untyped numbers"] = convention.UntypedDataType.ToString(),
        ["z = 1, p = 0 in Float32"] = Cost(convention, 1, 0),
        ["z = 0, p = 1 in Float32"] = Cost(convention, 0, 1),
    };

    private static string Forms(InputForm forms)
    {
        string[] names = [.. new[] { (InputForm.Probability, "probabilities"), (InputForm.Logit, "logits"), (InputForm.LogProbability, "log-probabilities") }
            .Where(form => forms.HasFlag(form.Item1))
            .Select(form => form.Item2)];
        return names.Length == 0 ? "none" : string.Join(", ", names);
    }

    private static string Epsilon(ProbabilityFormula formula)
    {
        if (!formula.HasEpsilon)
        {
            return "none";
        }

        string single = formula.SingleEpsilon is double other ? $", in Float32 {Text((float)other)}" : "";
        return $"{Text(formula.Epsilon)}{single}, " + formula.Use switch
        {
            EpsilonUse.Clip => "clip",
            EpsilonUse.ClipBelow => "clip below",
            EpsilonUse.Inside => "inside",
            EpsilonUse.Clip | EpsilonUse.Inside => "clip and inside",
            _ => throw new InvalidOperationException($"There is no word for {formula.Use}."),
        };
    }

    private static string Focal(FocalDefaults focal) => $"gamma {Text(focal.Gamma)}" + (focal.Alpha is double alpha ? $", alpha {Text(alpha)}" : "");

    // What the page says is what is computed; Exact has Float64 only, in which it is infinite as well.
    private static string Cost(Convention convention, int target, float prediction)
    {
        if (!convention.BinaryForms.HasFlag(InputForm.Probability))
        {
            return "none";
        }

        CrossEntropyOptions options = new() { Convention = convention, DataType = convention.AlwaysDouble ? null : ElementType.Float32 };
        double loss = CrossEntropy.Measure(TensorView.Create([prediction]), TensorView.Create([target]), options).Loss!.Value;
        return double.IsFinite(loss) ? Text((float)loss) : "infinite";
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
