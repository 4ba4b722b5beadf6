namespace LossKernels.Semantics;

/// <summary>What predictions of a form are called.</summary>
public static class InputForms
{
    /// <summary>The predictions, in the middle of a sentence.</summary>
    public static string Words(this InputForm form) => form switch
    {
        InputForm.Logit => "logits",
        InputForm.LogProbability => "log-probabilities",
        _ => "probabilities",
    };
}
