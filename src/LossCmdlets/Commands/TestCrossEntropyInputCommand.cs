using System.Management.Automation;
using LossCmdlets.Commands.Bases;
using LossCmdlets.Commands.Calls;
using LossCmdlets.Completion;
using LossCmdlets.Input;
using LossCmdlets.Output;
using LossKernels;
using LossKernels.Diagnostics;
using LossKernels.Diagnostics.Rules;
using Diagnostic = LossCmdlets.Output.Diagnostic;
using Severity = LossCmdlets.Output.Severity;

namespace LossCmdlets.Commands;

/// <summary>Says what in the input can make the cross-entropy mean something else than intended.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CrossEntropyInput", DefaultParameterSetName = ArraySet)]
[OutputType(typeof(Diagnostic))]
[OutputType(typeof(bool))]
public sealed class TestCrossEntropyInputCommand : CrossEntropyInputCommand
{
    private readonly List<Diagnostic> _found = [];
    private readonly Dictionary<string, Sample> _skipped = [];
    private Func<string, bool> _isAsked = _ => true;
    private bool _hasFailed;

    /// <summary>The rules that are asked; all without it.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [SupportsWildcards]
    public string[]? Rule { get; set; }

    /// <summary>The rules that are not asked.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [SupportsWildcards]
    public string[]? ExcludeRule { get; set; }

    /// <summary>Says $true or $false alone: whether nothing was found above Information.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(
        () =>
        {
            HashSet<string> asked = new(RuleNames(nameof(Rule), Rule) ?? RuleCatalogue.All.Select(rule => rule.Id));
            asked.ExceptWith(RuleNames(nameof(ExcludeRule), ExcludeRule) ?? []);
            HashSet<string> rules = new(RuleCatalogue.All.Select(rule => rule.Id));

            // What is no rule is an error that there is in place of a number.
            _isAsked = id => asked.Contains(id) || !rules.Contains(id);
            BeginInput(ReadOptions() with { Examined = true }, ReadClassLabels());
        },
        null);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Attempt(
            () =>
            {
                foreach (Measured measured in CompleteInput())
                {
                    Add(measured.Loss.Diagnostics, measured.Group);
                }
            },
            Target);

        // Labels that are of no class are what these rules are about.
        if (_found.Exists(found => found.Id is nameof(LabelsFromOne) or nameof(LabelBeyondClasses)))
        {
            _skipped.Remove(nameof(LossErrors.LabelOutOfRange));
        }

        foreach (Sample skipped in _skipped.Values)
        {
            Add([skipped.First with { Count = skipped.Count }], null);
        }

        if (_found.Count == 0)
        {
            WriteVerbose("No rule that was asked found anything.");
        }

        if (Quiet)
        {
            WriteObject(!_found.Exists(found => found.Severity > Severity.Information));
        }
        else
        {
            WriteObject(_found.OrderByDescending(found => found.Severity), enumerateCollection: true);
        }
    }

    /// <summary>All, as they are counted.</summary>
    private protected override int ToldUnread => int.MaxValue;

    /// <inheritdoc/>
    private protected override void Report(LossException failure, object? target)
    {
        if (failure.Scope == FailureScope.Call)
        {
            base.Report(failure, target);
        }
        else if (_skipped.TryGetValue(failure.Id, out Sample? sample))
        {
            sample.Count++;
        }
        else
        {
            _skipped.Add(failure.Id, new Sample(LossKernels.Diagnostics.Diagnostic.Of(failure)));
        }
    }

    // What is wrong with the values is found, and ends the measurement; what is wrong with the call is an error.
    private protected override void Attempt(Action work, object? target)
    {
        if (_hasFailed)
        {
            return;
        }

        base.Attempt(
            () =>
            {
                try
                {
                    work();
                }
                catch (LossException failure) when (failure is ExplainedException || failure.Scope != FailureScope.Call)
                {
                    _hasFailed = true;
                    Add(failure is ExplainedException explained ? explained.Findings : [LossKernels.Diagnostics.Diagnostic.Of(Explain(failure))], null);
                }
            },
            target);
    }

    private void Add(IEnumerable<LossKernels.Diagnostics.Diagnostic> found, object? group) => _found.AddRange(
        found.Where(found => _isAsked(found.Id)).Select(found => Diagnostic.Of(found, fix => FixedCall.Of(fix, MyInvocation), group)));

    private IEnumerable<string>? RuleNames(string parameter, string[]? patterns) => (patterns ?? (IsBound(parameter) ? [string.Empty] : null))?.SelectMany(pattern =>
    {
        string[] names = Wildcards.Of(pattern) is WildcardPattern wildcard ? [.. RuleCatalogue.All.Select(rule => rule.Id).Where(wildcard.IsMatch)] : [];
        return names.Length > 0
            ? names
            : throw LossErrors.ParameterOutOfRange(parameter, pattern, $"the id of a rule, such as {nameof(LabelsFromOne)}", $"{(RuleCatalogue.Nearest(pattern) is string near ? $"Choose {near}, or another: complete" : "Complete")} the id with Tab, or give a part of it with wildcards, as *Weight; Get-Help Test-CrossEntropyInput lists the rules.");
    });

    // Of samples that could not be read the first stands for all that failed alike.
    private sealed class Sample(LossKernels.Diagnostics.Diagnostic first)
    {
        public LossKernels.Diagnostics.Diagnostic First => first;

        public long Count { get; set; } = 1;
    }
}
