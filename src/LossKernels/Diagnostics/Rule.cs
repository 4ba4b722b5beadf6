using System.Globalization;

namespace LossKernels.Diagnostics;

/// <summary>
/// Something that legal input may have that makes the number mean something else than intended. A rule is a class, of which the name is the id of
/// what it finds, or a row of a table; <see cref="RuleCatalogue"/> lists all of them.
/// </summary>
public abstract class Rule
{
    /// <summary>The id of what it finds; part of the API.</summary>
    public virtual string Id => GetType().Name;

    /// <summary>How much it bears on the number, at most.</summary>
    public abstract Severity Severity { get; }

    /// <summary>When it fires, with its thresholds and their reasons.</summary>
    public abstract string Condition { get; }

    /// <summary>Why it matters, in a sentence.</summary>
    public abstract string Reason { get; }

    /// <summary>Whether it judges by what every measurement sees anyway, so that every measurement runs it.</summary>
    public virtual bool IsFree => false;

    /// <summary>What it has to say of a measurement, or null.</summary>
    internal virtual Diagnostic? Check(Evidence evidence) => null;

    /// <summary>What it has to say of input that makes no measurement, or null.</summary>
    internal virtual Diagnostic? Explain(Failure failure) => null;

    /// <summary>What was found.</summary>
    /// <param name="seen">What was seen, with numbers and places, as a sentence.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="count">How often it was seen.</param>
    /// <param name="row">The first sample in which it was seen.</param>
    /// <param name="fix">What to change in the call, or null.</param>
    /// <param name="severity">Null for that of the rule.</param>
    internal Diagnostic Found(FormattableString seen, string remedy, long count, long row, Fix? fix = null, Severity? severity = null) =>
        new(Id, seen.ToString(CultureInfo.InvariantCulture), remedy, count, row) { Severity = severity ?? Severity, Reason = Reason, Fix = fix, Rows = [row] };

    /// <summary>What was found in some samples.</summary>
    /// <param name="seen">What was seen, with numbers and places, as a sentence.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="where">How often it was seen, and where first.</param>
    /// <param name="fix">What to change in the call, or null.</param>
    /// <param name="severity">Null for that of the rule.</param>
    internal Diagnostic Found(FormattableString seen, string remedy, in Sighting where, Fix? fix = null, Severity? severity = null) =>
        Found(seen, remedy, where.Count, where.Row, fix, severity) with { Rows = where.Rows };

    /// <summary>How many, with the verb that goes with it.</summary>
    internal static string Count(long count, string one, string many) =>
        count == 1 ? $"One {one}" : string.Create(CultureInfo.InvariantCulture, $"{count} {many}");

    /// <summary>How many of the first that were looked at, or of all where these are no more, with the verb that goes with it.</summary>
    /// <param name="count">How many.</param>
    /// <param name="all">How many there are.</param>
    /// <param name="noun">One of them, and several.</param>
    /// <param name="verb">What one does, and several do.</param>
    internal static string CountFirst(long count, long all, (string One, string Many) noun, (string One, string Many) verb) =>
        all > Evidence.MostFirst ? Count(count, $"of the first {noun.Many} {verb.One}", $"of the first {noun.Many} {verb.Many}")
            : Count(count, $"{noun.One} {verb.One}", $"{noun.Many} {verb.Many}");

    /// <summary>What is to blame for the first of some losses, as the end of a sentence.</summary>
    internal static string Blamed(in OddLosses odd) => odd.Culprit switch
    {
        null => "",
        "prediction" => $", where a prediction is {Show(odd.Value)}{Beyond(odd)}",
        _ => $", whose {odd.Culprit} is {Show(odd.Value)}{Beyond(odd)}",
    };

    /// <summary>What to do about a number that the data type has not.</summary>
    internal const string WidenType = "Add `DataType = ElementType.Float64`, or scale targets and predictions.";

    private static string Beyond(in OddLosses odd) => odd.IsBeyondType ? ", which Float32 has no number for" : "";

    /// <summary>A number as messages show it.</summary>
    internal static string Show(double value) => LossErrors.Show(value);

    /// <summary>Class numbers as the list of labels that they are.</summary>
    internal static string Labels(params IEnumerable<double> classes) => $"[{string.Join(',', classes.Select(label => $"\"{Show(label)}\""))}]";

    /// <summary>A measured quantity as messages show it: four digits.</summary>
    internal static string Round(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
