namespace HelpBuilder;

/// <summary>A cmdlet as it was built.</summary>
internal sealed record Cmdlet(string Name, string DefaultSet, Parameter[] Parameters)
{
    /// <summary>The names of the parameter sets, the default first.</summary>
    public IEnumerable<string> Sets => Parameters.SelectMany(parameter => parameter.Bindings).Select(binding => binding.Set)
        .Where(set => set != Facts.EverySet).Distinct().DefaultIfEmpty(Facts.EverySet).OrderBy(set => set != DefaultSet);
}
