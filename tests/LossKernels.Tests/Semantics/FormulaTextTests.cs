using LossKernels.Semantics;

namespace LossKernels.Tests.Semantics;

/// <summary>The formulas that are written from the table are those that the frameworks' sources have.</summary>
public class FormulaTextTests
{
    [Theory]
    [InlineData("TensorFlow", "q = clip(p, e, 1 - e); -(z ln(q + e) + (1 - z) ln(1 - q + e))")]
    [InlineData("Keras3", "q = clip(p, e, 1 - e); -(z ln q + (1 - z) ln(1 - q))")]
    [InlineData("Keras1", "q = clip(p, e, 1 - e); -(z ln q + (1 - z) ln(1 - q))")]
    [InlineData("PyTorch", "-(z max(ln p, -100) + (1 - z) max(ln(1 - p), -100))")]
    [InlineData("ScikitLearn", "q = clip(p, e, 1 - e); -(z ln q + (1 - z) ln(1 - q))")]
    [InlineData("TensorFlowJs", "-(z ln(p + e) + (1 - z) ln(1 - p + e))")]
    [InlineData("MLNet", "-log2 p where z > 0, else -log2(1 - p)")]
    [InlineData("Exact", "-(z ln p + (1 - z) ln(1 - p)), 0 ln 0 = 0")]
    [InlineData("Onnx", null)]
    [InlineData("Optax", null)]
    public void Binary_from_probabilities(string convention, string? formula) =>
        Assert.Equal(formula, Conventions.Find(convention).Formula(LossKind.Binary, InputForm.Probability));

    [Theory]
    [InlineData("TensorFlow", "q = clip(p / sum of p, e, 1 - e); -sum of t ln q", "q = clip(p, e, 1 - e); -ln(q[y] / sum of q)")]
    [InlineData("Keras3", "q = clip(p / sum of p, e, 1 - e); -sum of t ln q", "q = clip(p / sum of p, e, 1 - e); -ln q[y]")]
    [InlineData("Keras1", "q = clip(p / sum of p, e, 1 - e); -sum of t ln q", "q = clip(p, e, 1 - e); -ln(q[y] / sum of q)")]
    [InlineData("PyTorch", null, null)]
    [InlineData("ScikitLearn", "q = clip(p, e, 1 - e); -sum of t ln q", "q = clip(p, e, 1 - e); -ln q[y]")]
    [InlineData("TensorFlowJs", "q = clip(p / sum of p, e, 1 - e); -sum of t ln q", "q = clip(p, e, 1 - e); -ln(q[y] / sum of q)")]
    [InlineData("MLNet", "q = clip(p, e, 1); -sum of t ln q", "q = clip(p, e, 1); -ln q[y]")]
    [InlineData("Exact", "-sum of t ln p, 0 ln 0 = 0", "-ln p[y]")]
    public void Classes_from_probabilities(string convention, string? categorical, string? sparse)
    {
        Assert.Equal(categorical, Conventions.Find(convention).Formula(LossKind.Categorical, InputForm.Probability));
        Assert.Equal(sparse, Conventions.Find(convention).Formula(LossKind.Sparse, InputForm.Probability));
    }

    [Fact]
    public void A_formula_is_there_for_each_form_that_a_convention_takes_and_no_other()
    {
        foreach (Convention convention in Conventions.All)
        {
            foreach (LossKind kind in new[] { LossKind.Binary, LossKind.Categorical, LossKind.Sparse })
            {
                foreach (InputForm form in new[] { InputForm.Probability, InputForm.Logit, InputForm.LogProbability })
                {
                    Assert.Equal(convention.Forms(kind).HasFlag(form), convention.Formula(kind, form) is not null);
                }
            }
        }
    }
}
