namespace LossKernels.Kernels.Softmax;

/// <summary>What <see cref="FewClassLanes{TLanes, TVector, T}"/> writes beside the logarithms.</summary>
internal interface IFewClassForm
{
    /// <summary>Whether tails are written.</summary>
    static virtual bool KeepsTails => false;

    /// <summary>Whether what tells how good the predictions are is written.</summary>
    static virtual bool Judges => false;

    /// <summary>Whether terms take the place of logits, and what makes derivatives of them is written.</summary>
    static virtual bool Derives => false;
}

internal readonly struct LogsAlone : IFewClassForm;

internal readonly struct TailsToo : IFewClassForm
{
    public static bool KeepsTails => true;
}

internal readonly struct TailsAndVerdicts : IFewClassForm
{
    public static bool KeepsTails => true;

    public static bool Judges => true;
}

internal readonly struct TermsToo : IFewClassForm
{
    public static bool Derives => true;
}
