namespace LossKernels.Kernels.Softmax;

/// <summary>What <see cref="TileLanes{TLanes, TVector, T}"/> writes beside the logarithms.</summary>
internal interface ITileForm
{
    /// <summary>Whether tails are written.</summary>
    static virtual bool KeepsTails => false;

    /// <summary>Whether what tells how good the predictions are is written.</summary>
    static virtual bool Judges => false;

    /// <summary>Whether terms are written, and the factors that they lack.</summary>
    static virtual bool KeepsTerms => false;
}

internal readonly struct LogsAlone : ITileForm;

internal readonly struct TailsToo : ITileForm
{
    public static bool KeepsTails => true;
}

internal readonly struct TailsAndVerdicts : ITileForm
{
    public static bool KeepsTails => true;

    public static bool Judges => true;
}

internal readonly struct TailsAndTerms : ITileForm
{
    public static bool KeepsTails => true;

    public static bool KeepsTerms => true;
}
