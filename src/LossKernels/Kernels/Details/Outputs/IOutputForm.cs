namespace LossKernels.Kernels.Details.Outputs;

/// <summary>What a loop writes of outputs.</summary>
internal interface IOutputForm
{
    /// <summary>Whether verdicts and targets are written beside the losses.</summary>
    static virtual bool Judges => false;
}

internal readonly struct LossesAlone : IOutputForm;

internal readonly struct JudgedLosses : IOutputForm
{
    public static bool Judges => true;
}
