using LossKernels.Semantics;

namespace LossCmdlets.Output;

/// <summary>A convention: whose formulas a cross-entropy is measured by. Its properties are columns of the table from which it is measured.</summary>
public sealed class CrossEntropyConvention
{
    private static readonly InputForm[] EachForm = [InputForm.Probability, InputForm.Logit, InputForm.LogProbability];

    private readonly Convention _convention;

    /// <summary>Shows a row of the table.</summary>
    internal CrossEntropyConvention(Convention convention)
    {
        _convention = convention;
        Synonym = [.. convention.Synonyms];
        BinaryForm = Names(convention.BinaryForms);
        CategoricalForm = Names(convention.CategoricalForms);
        Formula = [.. new[] { LossKind.Binary, LossKind.Categorical, LossKind.Sparse }.SelectMany(Formulas)];
    }

    /// <summary>The name by which it is chosen.</summary>
    public string Name => _convention.Name;

    /// <summary>Other names that mean the same.</summary>
    public string[] Synonym { get; }

    /// <summary>What it stands for: a framework, its versions, its functions.</summary>
    public string Versions => _convention.Versions;

    /// <summary>What it is, in a sentence.</summary>
    public string Summary => _convention.Summary;

    /// <summary>What predictions may be for binary cross-entropy.</summary>
    public string[] BinaryForm { get; }

    /// <summary>What predictions may be for categorical and sparse categorical cross-entropy.</summary>
    public string[] CategoricalForm { get; }

    /// <summary>The formulas, for each kind by what the predictions are.</summary>
    public ConventionFormula[] Formula { get; }

    /// <summary>What the mean of binary and categorical losses divides by.</summary>
    public string Denominator => _convention.Denominator.ToString();

    /// <summary>What the mean of sparse losses divides by.</summary>
    public string SparseDenominator => _convention.SparseDenominator.ToString();

    /// <summary>What the mean of no losses is.</summary>
    public string MeanOfNothing => _convention.MeanOfNothing.ToString();

    /// <summary>Whether binary losses are averaged over the outputs of a sample before anything else.</summary>
    public bool AveragesOutputs => _convention.AveragesOutputs;

    /// <summary>The unit of binary losses: nats, or bits.</summary>
    public string BinaryUnit => _convention.MeasuresBinaryInBits ? "bits" : "nats";

    /// <summary>The label that is ignored where none is named.</summary>
    public int? IgnoreClass => _convention.IgnoreClass;

    /// <summary>The class axis where none is named; negative counts from the last.</summary>
    public int Axis => _convention.DefaultAxis;

    /// <summary>The precision for numbers that have no type of their own.</summary>
    public DataType DataType => _convention.UntypedDataType.ToOutput();

    /// <summary>Whether everything is computed in double precision whatever comes in.</summary>
    public bool AlwaysFloat64 => _convention.AlwaysDouble;

    /// <summary>Whether probabilities outside 0..1 are an error.</summary>
    public bool RefusesOutsideUnit => _convention.RefusesOutsideUnit;

    /// <summary>Whether a NaN among probabilities is an error.</summary>
    public bool RefusesNaN => _convention.RefusesNaN;

    /// <summary>What a class weight multiplies: the class's Term of the loss, or the loss of a Sample.</summary>
    public string ClassWeighting => _convention.ClassWeighting.ToString();

    /// <summary>Gamma of the focal losses where none is given.</summary>
    public double FocalGamma => _convention.CategoricalFocal.Gamma;

    /// <summary>Alpha of the focal loss of classes where none is given; null for none.</summary>
    public double? FocalAlpha => _convention.CategoricalFocal.Alpha;

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static string[] Names(InputForm forms) => [.. EachForm.Where(form => forms.HasFlag(form)).Select(form => form.ToString())];

    private IEnumerable<ConventionFormula> Formulas(LossKind kind)
    {
        foreach (InputForm form in EachForm)
        {
            if (_convention.Formula(kind, form) is string formula)
            {
                ProbabilityFormula? numbers = form == InputForm.Probability && _convention.Probabilities(kind) is { HasEpsilon: true } used ? used : null;
                yield return new ConventionFormula(
                    Name, kind.ToOutput(), form.ToString(), formula, numbers?.EpsilonFor(single: false), numbers?.EpsilonFor(single: true));
            }
        }
    }
}
