namespace LossKernels.Measures.Binding;

/// <summary>One decision about the kind for several measurements, such as the groups of a data set: the first that has to decide does.</summary>
internal sealed class SharedKind
{
    public KindDecision? Decision { get; set; }
}
