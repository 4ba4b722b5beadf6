namespace LossKernels.Tests.Conformance;

/// <summary>The frameworks' numbers, and that they tell the frameworks apart.</summary>
public class ConformanceTests
{
    private const int Count = 365;

    // What the library does not do as the framework does, and why.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["live-257"] = "scikit-learn takes 1 - p in half precision, and half precision's epsilon; half precision is widened exactly here",
    };

    public static TheoryData<string> Ids => [.. GoldenFile.CrossEntropy.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Gives_what_the_framework_gives(string id) => GoldenRun.Check(GoldenFile.CrossEntropy[id], Exceptions.ContainsKey(id));

    [Fact]
    public void Every_case_is_there()
    {
        Assert.Equal(Count, GoldenFile.CrossEntropy.Cases.Count);
        Assert.All(Exceptions.Keys, id => Assert.NotNull(GoldenFile.CrossEntropy[id]));
    }

    // Not keras1 beside keras3: they write the same binary formula in two ways, and differ by roundings in single precision that neither has here.
    [Theory]
    [InlineData("keras3-083", "tf2", "torch", "tfjs")]
    [InlineData("keras3-085", "tf2", "torch", "tfjs")]
    [InlineData("keras3-174", "tf2", "torch", "tfjs")]
    [InlineData("tf2-042", "keras3", "keras1", "torch", "tfjs")]
    [InlineData("tf2-044", "keras3", "keras1", "torch", "tfjs")]
    [InlineData("tf2-142", "keras3", "keras1", "torch", "tfjs")]
    [InlineData("tf2-144", "keras3", "keras1", "torch", "tfjs")]
    [InlineData("tf2-154", "keras3")]
    [InlineData("keras1-001", "tf2")]
    [InlineData("keras1-002", "tf2")]
    public void No_other_family_gives_it(string id, params string[] others)
    {
        foreach (string other in others)
        {
            GoldenCase golden = GoldenFile.CrossEntropy[id] with { Framework = other };
            Assert.StartsWith($"{id}: value", golden.Mismatch(FrameworkCall.Run(golden)), StringComparison.Ordinal);
        }
    }
}
