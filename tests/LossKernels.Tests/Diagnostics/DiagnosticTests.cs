using LossKernels.Diagnostics;

namespace LossKernels.Tests.Diagnostics;

/// <summary>What is found is a value: two measurements of the same data find the same.</summary>
public sealed class DiagnosticTests
{
    private static Diagnostic Seen => new("Rule", "Seen.", "Do.", 2, 1) { Fix = Fix.With("Kind = LossKind.Sparse", "Axis = 1"), Rows = [1, 4] };

    [Fact]
    public void Equal_members_make_equal_diagnostics()
    {
        Assert.Equal(Seen, Seen);
        Assert.Equal(Seen.GetHashCode(), Seen.GetHashCode());
    }

    [Fact]
    public void Diagnostics_that_differ_in_any_member_are_not_equal()
    {
        Diagnostic[] others =
        [
            Seen with { Id = "Other" }, Seen with { Message = "Other." }, Seen with { Remedy = "Other." }, Seen with { Count = 3 }, Seen with { FirstRow = 0 },
            Seen with { Severity = Severity.Error }, Seen with { Reason = "Other." }, Seen with { Rows = [1, 5] }, Seen with { Fix = null },
            Seen with { Fix = Fix.With("Kind = LossKind.Binary", "Axis = 1") }, Seen with { Fix = Fix.With("Kind = LossKind.Sparse") },
            Seen with { Fix = Seen.Fix! with { Target = Fix.AsPrediction } }, Seen with { Fix = Seen.Fix! with { Prediction = Fix.AsTarget } },
        ];
        Assert.All(others, other => Assert.NotEqual(Seen, other));
        Assert.Equal(
            typeof(Diagnostic).GetProperties().Select(property => property.Name).Order(),
            ["Count", "FirstRow", "Fix", "Id", "Message", "Reason", "Remedy", "Rows", "Severity"]);
    }
}
