namespace LossKernels.Tests.Conformance;

/// <summary>What else the Keras of each generation, TensorFlow and TensorFlow.NET publish in their tests and on their pages, for all losses and metrics; tf.losses of TensorFlow 1 as TensorFlow.js, which has the same.</summary>
public class KerasTests
{
    private const int Count = 613;

    // What the library does not do as the framework does, and why.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["keras3-more-071"] = "labels of two rows for two predictions in one row, which Keras broadcasts to four",
        ["keras3-more-075"] = "the predictions are class numbers, sorted by their scores",
        ["tf2-more-224"] = "a number for a row of classes is a row of one here",
        ["tf1-more-043"] = "a column is as good as a list here, as it is in Keras",
        ["tf1-more-050"] = "a column is as good as a list here, as it is in Keras",
    };

    public static TheoryData<string> Ids => [.. GoldenFile.Keras.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Gives_what_the_framework_gives(string id) => GoldenRun.Check(GoldenFile.Keras[id], Exceptions.ContainsKey(id));

    [Fact]
    public void Every_case_is_there()
    {
        Assert.Equal(Count, GoldenFile.Keras.Cases.Count);
        Assert.All(Exceptions.Keys, id => Assert.NotNull(GoldenFile.Keras[id]));
        Assert.Empty(GoldenFile.Keras.Ids.Intersect([.. GoldenFile.CrossEntropy.Ids, .. GoldenFile.OtherLosses.Ids, .. GoldenFile.OtherFrameworks.Ids]));
    }
}
