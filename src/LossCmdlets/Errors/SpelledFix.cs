using System.Text.RegularExpressions;
using LossKernels.Diagnostics;

namespace LossCmdlets.Errors;

/// <summary>What a fix changes, as parameters and expressions of a call of Measure-CrossEntropy.</summary>
internal sealed partial class SpelledFix(Fix fix)
{
    /// <summary>The cmdlet.</summary>
    public const string Cmdlet = "Measure-CrossEntropy";

    /// <summary>What to give as targets: an expression in which $target and $prediction are what is given now.</summary>
    public string Target => Expression(fix.Target);

    /// <summary>What to give as predictions, likewise.</summary>
    public string Prediction => Expression(fix.Prediction);

    /// <summary>Whether targets or predictions become something else than what is given now.</summary>
    public bool ChangesData => (fix.Target, fix.Prediction) != (Fix.AsTarget, Fix.AsPrediction);

    /// <summary>The parameters to give, with their values. What is so without a parameter has none.</summary>
    public IEnumerable<string> Parameters => fix.Options.Select(option => ParameterSpelling.Of($"`{option}`")).Where(parameter => parameter.Length > 0);

    /// <summary>The parameters that say something of what is changed, by name: what the call has of them goes.</summary>
    public IEnumerable<string> Replaced => fix.Options.SelectMany(option => Name.Matches(ParameterSpelling.Of($"`{option.Split(" = ")[0]}`"))).Select(name => name.Groups[1].Value);

    /// <summary>The call, with variables in the place of targets and predictions.</summary>
    public static string Call(Fix fix)
    {
        SpelledFix spelled = new(fix);
        return string.Join(' ', [Cmdlet, spelled.Target, spelled.Prediction, .. spelled.Parameters]);
    }

    private static string Expression(string term) => term is Fix.AsTarget or Fix.AsPrediction ? $"${term}" : $"({ParameterSpelling.Of($"`{term}`")})";

    [GeneratedRegex(@"-(\w+)")]
    private static partial Regex Name { get; }
}
