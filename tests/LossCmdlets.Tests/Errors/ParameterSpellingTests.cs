using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LossCmdlets.Errors;
using LossCmdlets.Tests.Documentation;
using LossKernels.Losses;
using LossKernels.Tests;

namespace LossCmdlets.Tests.Errors;

/// <summary>What the library's texts name is spelled as parameters and cmdlets that there are.</summary>
public partial class ParameterSpellingTests
{
    private static readonly string[] Commands =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "LossCmdlets", "Commands"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];

    private static readonly ImmutableHashSet<string> Known =
    [
        .. Commands.SelectMany(text => CmdletLine.Matches(text)).Select(cmdlet => $"{cmdlet.Groups[1].Value}-{cmdlet.Groups[2].Value}"),
        .. Commands.SelectMany(text => ParameterLines.Matches(text)).Select(parameter => $"-{parameter.Groups[1].Value}"),
        "Import-Csv",
        .. LossFunctions.ParameterNames.Select(name => $"-{name}"),
    ];

    [Fact]
    public void What_the_library_names_is_there()
    {
        Assert.Contains("-FromLogits", Known);
        Assert.Contains("Measure-CrossEntropy", Known);
        Assert.NotEmpty(LibraryTexts.Terms);
        Assert.Empty(LibraryTexts.Terms
            .Select(term => (term.Place, term.Term, Spelled: ParameterSpelling.Of($"`{term.Term}`")))
            .Where(term => !ParameterSpelling.Sentences.Any(sentence => sentence.Sentence.Contains($"`{term.Term}`", StringComparison.Ordinal)))
            .Where(term => term.Spelled.Contains('`', StringComparison.Ordinal) || !Name.Matches(term.Spelled).All(name => Known.Contains(name.Value)))
            .Select(term => $"{term.Place}: {term.Term} is spelled {term.Spelled}"));
    }

    [Fact]
    public void What_is_said_otherwise_is_said()
    {
        Assert.NotEmpty(ParameterSpelling.Sentences);
        Assert.All(ParameterSpelling.Sentences, sentence => Assert.Contains(LibraryTexts.All, text => text.Text.Contains(sentence.Sentence, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Leave out `Epsilon`.", "Leave out -Epsilon.")]
    [InlineData("`Axis = -1`", "-Axis -1")]
    [InlineData("`Kind = LossKind.Sparse`", "-Kind Sparse")]
    [InlineData("`Convention = Conventions.Exact`", "-Convention Exact")]
    [InlineData("`ClassLabels.Class`", "-Class")]
    [InlineData("`Class = [\"no\", \"yes\"]`", "-Class no, yes")]
    [InlineData("`Class = [\"New York\", \"-1\", \"3%\"]`", "-Class \"New York\", -1, \"3%\"")]
    [InlineData("`Delimiter = ';'`", "-Delimiter ';'")]
    [InlineData("`Delimiter = '\\t'`", "-Delimiter \"`t\"")]
    [InlineData("`Form = InputForm.Logit` in place of `Form = InputForm.LogProbability`", "-FromLogits in place of -FromLogProbability")]
    [InlineData("(`OneHot.Encode(target, classes: 3)`)", "(ConvertTo-OneHot $target -ClassCount 3)")]
    [InlineData("`ClassLabels.Class = [.. Enumerable.Range(1, 3).Select(label => label.ToString())]`", "-Class (1..3)")]
    [InlineData("`Activation.Softmax(log: true)`", "ConvertTo-Probability -Log")]
    [InlineData("Target is `null`.", "Target is $null.")]
    public void A_term_is_spelled_for_the_prompt(string text, string spelled) => Assert.Equal(spelled, ParameterSpelling.Of(text));

    [Theory]
    [InlineData("There is no property 'a`b'; name it with `Class`.", "There is no property 'a`b'; name it with -Class.")]
    [InlineData("There is no column '`Axis`'.", "There is no column '`Axis`'.")]
    [InlineData("There is no column 'the `weight` of it'.", "There is no column 'the `weight` of it'.")]
    [InlineData("There is no column 'f(`x(1)`)'.", "There is no column 'f(`x(1)`)'.")]
    [InlineData("There is no column 'the `Class` of it'; it has '`null`', b. Name it with `Class`.", "There is no column 'the `Class` of it'; it has '`null`', b. Name it with -Class.")]
    [InlineData("Keras' `Axis` is that of 'it's `Axis`' (`Axis`), and ('`Axis`').", "Keras' -Axis is that of 'it's `Axis`' (-Axis), and ('`Axis`').")]
    [InlineData("If semicolons stand between its cells, add `CsvFormat.Delimiter = ';'`; if tabs, `CsvFormat.Delimiter = '\\t'`.", "If semicolons stand between its cells, add -Delimiter ';'; if tabs, -Delimiter \"`t\".")]
    [InlineData("Use `", "Use `")]
    public void What_users_write_in_backquotes_stays(string text, string spelled) => Assert.Equal(spelled, ParameterSpelling.Of(text));

    [GeneratedRegex("""\[Cmdlet\(Verbs\w+\.(\w+), "(\w+)\b""")]
    private static partial Regex CmdletLine { get; }

    [GeneratedRegex("""\[Parameter\b.*\n(?:\s+\[.*\n)*\s+public (?:override |virtual |new )*[^\n(]*? (\w+)\s*(?:\{|\n)""")]
    private static partial Regex ParameterLines { get; }

    [GeneratedRegex("""(?<!\w)-[A-Z]\w*|\b[A-Z][A-Za-z]+-[A-Z]\w+""")]
    private static partial Regex Name { get; }
}
