using LossCmdlets.Input;

namespace LossCmdlets.Tests.Input;

public sealed class PropertySelectionTests
{
    private static PropertySelection Select(string available, params string[] patterns) =>
        PropertySelection.Select(available.Split(' '), patterns);

    [Theory]
    [InlineData("id p0 p1 p2", "p0", "p0")]
    [InlineData("id p10 p9 p1", "p*", "p1,p9,p10")]
    [InlineData("id P10 P9 p1", "p*", "p1,P9,P10")]
    [InlineData("id p_10 p_2", "p*", "p_2,p_10")]
    [InlineData("id p_10 p_2", "p_*", "p_2,p_10")]
    [InlineData("p2 p10 p100", "p?", "p2")]
    [InlineData("p2 p10 p100", "p??", "p10")]
    [InlineData("p2 p10 predicted", "p[0-9]*", "p2,p10")]
    [InlineData("pb p2 pa pc", "p[a-b]", "pb,pa")]
    [InlineData("p10_prob p2_prob p2_rank", "p*_prob", "p2_prob,p10_prob")]
    [InlineData("id p_dog p_cat", "p_*", "p_dog,p_cat")]
    [InlineData("p007 p08 p6", "p*", "p6,p007,p08")]
    [InlineData("p99999999999999999999 p100000000000000000000 p1", "p*", "p1,p99999999999999999999,p100000000000000000000")]
    [InlineData("a.b a+b", "a.*", "a.b")]
    public void A_pattern_selects_names_in_order(string available, string pattern, string expected) =>
        Assert.Equal(expected, string.Join(',', Select(available, pattern).Names));

    [Fact]
    public void Names_keep_the_requested_order_and_the_spelling_of_the_record() =>
        Assert.Equal(["Dog", "Cat"], Select("Cat Dog", "dog", "CAT").Names);

    [Fact]
    public void A_name_with_a_wildcard_character_in_it_is_itself() => Assert.Equal(["p[0]"], Select("p[0] p0", "p[0]").Names);

    [Fact]
    public void A_backtick_takes_the_meaning_of_a_wildcard_away() => Assert.Equal(["a*1", "a*2"], Select("a*2 ab2 a*1", "a`**").Names);

    [Fact]
    public void A_wildcard_skips_what_is_named_already()
    {
        Assert.Equal(["p1", "p0", "p2"], Select("p0 p1 p2", "p1", "p*").Names);
        Assert.Equal(["a", "b"], PropertySelection.Select(["a", "b", "Target"], ["*"], taken: ["target"]).Names);
    }

    [Fact]
    public void Text_that_a_wildcard_matched_names_the_classes()
    {
        Assert.Equal(["dog", "cat"], Select("id p_dog p_cat", "p_*").Class!);
        Assert.Equal(["dog", "cat"], Select("id p_dog p_cat", "p*").Class!);
        Assert.Equal(["dog", "cat"], Select("id dog_p cat_p", "*_p").Class!);
        Assert.Null(Select("id p1 p2", "p*").Class);
    }

    [Fact]
    public void Names_given_one_by_one_name_the_classes_after_their_common_prefix()
    {
        Assert.Equal(["cat", "car"], Select("p_cat p_car", "p_cat", "p_car").Class!);
        Assert.Equal(["cat", "car"], Select("cat car", "cat", "car").Class!);
        Assert.Null(Select("p_0 p_1", "p_0", "p_1").Class);
        Assert.Null(Select("score", "score").Class);
    }

    [Fact]
    public void A_pattern_without_a_property_is_an_error()
    {
        string message = Read.Fails("PropertyNotFound", () => Select("id p0", "q*")).Message;
        Assert.Equal("The record has no property 'q*'; it has id, p0.", message);
        Read.Fails("PropertyNotFound", () => Select("id p0", "p1"));
    }

    [Fact]
    public void Numbers_and_words_have_no_common_order() => Assert.Equal(
        "'p*' matches p0, which is numbered, and predicted, which is not, so the order of the columns is open.",
        Read.Fails("OptionNotSupported", () => Select("p0 p1 predicted", "p*")).Message);

    [Fact]
    public void A_name_asked_for_twice_is_an_error() => Read.Fails("OptionNotSupported", () => Select("p0 p1", "p0", "P0"));
}
