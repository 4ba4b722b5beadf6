using LossCmdlets.Errors;
using LossKernels.Diagnostics;

namespace LossCmdlets.Tests.Documentation;

/// <summary>The help says of the rules what the catalogue says.</summary>
public class RulePageTests
{
    [Fact]
    public void The_page_lists_every_rule_with_its_thresholds()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "src", "LossCmdlets", "Help", "Test-CrossEntropyInput.md"));
        Assert.Equal(
            RuleCatalogue.All.Select(rule => $"- `{rule.Id}` ({rule.Severity}). {ParameterSpelling.Of(rule.Condition)} {ParameterSpelling.Of(rule.Reason)}"),
            lines.Where(line => line.StartsWith("- `", StringComparison.Ordinal)));
    }
}
