using LossKernels.Losses;
using LossKernels.Measures;
using LossKernels.Semantics;
using LossKernels.Sources.Arrays;
using LossKernels.Sources.Columns;
using LossKernels.Tensors;

namespace LossKernels.Tests.Measures;

/// <summary>What has no meaning in a call is told in words, not by whatever it runs into.</summary>
public sealed class BadArgumentTests
{
    private static readonly TensorView Prediction = TensorView.Create([0.5, 0.25]);
    private static readonly TensorView Target = TensorView.Create([1.0, 0]);

    // Numbers that are no names of the enumeration, of which C# makes values without a word.
    public static TheoryData<string, CrossEntropyOptions> Unnamed => new()
    {
        { "Kind is 99; it must be one of Auto,", new() { Kind = (LossKind)99 } },
        { "Form is 99; it must be one of Probability, Logit, LogProbability.", new() { Form = (InputForm)99 } },
        { "Form is None; it must be one of Probability, Logit, LogProbability.", new() { Form = InputForm.None } },
        { "Form is Probability, Logit; it must be one of", new() { Form = InputForm.Probability | InputForm.Logit } },
        { "Reduction is 99; it must be one of Mean,", new() { Reduction = (Reduction)99 } },
        { "Denominator is 99; it must be one of Convention,", new() { Denominator = (Denominator)99 } },
        { "WhenAllIgnored is -1; it must be one of Convention,", new() { WhenAllIgnored = (WhenAllIgnored)(-1) } },
    };

    [Theory]
    [MemberData(nameof(Unnamed))]
    public void A_value_without_a_name_is_none_of_those_that_there_are(string message, CrossEntropyOptions options)
    {
        LossException failure = Assert.Throws<LossException>(() => CrossEntropy.Measure(Prediction, Target, options));
        Assert.Equal("ParameterOutOfRange", failure.Id);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Remedy);
    }

    [Fact]
    public void Other_losses_say_so_too() => Assert.Equal(
        "ParameterOutOfRange",
        Assert.Throws<LossException>(() => Loss.Measure(Prediction, Target, LossFunctions.Find("mse").CreateOptions() with { Reduction = (Reduction)99 })).Id);

    [Fact]
    public void A_format_without_a_name_is_none_of_those_that_there_are()
    {
        string path = Path.GetTempFileName();
        Assert.Equal("ParameterOutOfRange", Assert.Throws<LossException>(() => TensorFile.Open(path, null, (TensorFormat)99)).Id);
        File.Delete(path);
    }

    [Fact]
    public void Nothing_is_named_where_something_is_due()
    {
        Assert.Throws<ArgumentNullException>(() => new CrossEntropyOptions { Convention = null! });
        Assert.Throws<ArgumentNullException>("shape", () => Prediction.Reshape(null!));
        Assert.Throws<ArgumentNullException>("files", () => TensorFile.Join([null!]));
        Assert.Throws<ArgumentNullException>("target", () => Loss.MeasureTable("x.csv", null!, new ColumnPattern("p"), new CrossEntropyOptions()));
        Assert.Throws<ArgumentNullException>("prediction", () => Loss.MeasureTable("x.csv", new ColumnPattern("t"), null!, new CrossEntropyOptions()));
    }

    [Fact]
    public void What_is_out_of_range_says_of_which_argument()
    {
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => OneHot.Encode<double>([0], -1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => OneHot.Decode<double>([0, 1], 0));
        Assert.Throws<ArgumentOutOfRangeException>("blocksAtOnce", () => new LossMeter(new CrossEntropyOptions(), (LossException _) => { }, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Prediction.Read(long.MaxValue, 1, new double[1]).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => Prediction.Read(-1, 1, new double[1]).Length);
    }

    [Fact]
    public void One_hot_rows_that_no_array_holds_say_how_many_there_are() => Assert.Equal(
        "One-hot rows of 2 labels and 2147483647 classes are 4294967294 numbers, and 2147483591 are the most.",
        Assert.Throws<LossException>(() => OneHot.Encode<double>([0, 0], int.MaxValue, 1, 0)).Message);
}
