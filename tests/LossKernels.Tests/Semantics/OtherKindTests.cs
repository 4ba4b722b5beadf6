using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Tensors;

namespace LossKernels.Tests.Semantics;

/// <summary>A failure that another kind would not be says which, as an option or by the names of losses; who has both names and words gives the names first.</summary>
public class OtherKindTests
{
    [Fact]
    public void Kinds_are_options_where_losses_have_no_names() => Assert.Equal(
        "Use `Reduction = Reduction.None`. Outputs that are independent are `Kind = LossKind.Binary`.", Failure().Remedy);

    [Fact]
    public void Names_are_put_into_words_with_the_rest() => Assert.Equal(
        "Use -Reduction None. Outputs that are independent are for TheBinary.", Failure().Named(kind => $"The{kind}").InWords(Spell).Remedy);

    // In words already, it names nothing any more: the other order would leave the option.
    [Fact]
    public void Words_are_final()
    {
        LossException spelled = Failure().InWords(Spell);
        Assert.IsNotType<OtherKindException>(spelled, exactMatch: false);
        Assert.Equal("Use -Reduction None. Outputs that are independent are -Kind Binary.", spelled.Remedy);
    }

    [Fact]
    public void A_kind_without_a_loss_is_not_named() => Assert.Equal("Use `Reduction = Reduction.None`.", Failure().Named(_ => null).Remedy);

    private static string Spell(string text) => text
        .Replace("`Reduction = Reduction.None`", "-Reduction None", StringComparison.Ordinal)
        .Replace("`Kind = LossKind.Binary`", "-Kind Binary", StringComparison.Ordinal);

    // A loss for each element is asked of rows.
    private static OtherKindException Failure() => Assert.ThrowsAny<OtherKindException>(() => CrossEntropy.Measure(
        TensorView.Create([0.5, 0.5], 1, 2),
        TensorView.Create([1.0, 0.0], 1, 2),
        new CrossEntropyOptions { Kind = LossKind.Categorical, Reduction = Reduction.PerElement }));
}
