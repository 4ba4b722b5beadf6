using LossKernels.Sources.Columns;

namespace LossKernels.Tests.Sources.Columns;

public sealed class ColumnSelectionTests
{
    private const string Beyond = "Columns are counted from 0: give positions up to 2, or names.";

    private static ColumnSelection Select(string available, params string[] patterns) =>
        ColumnSelection.Select(ColumnNames.OfRecord(available.Split(' ')), [.. patterns.Select(text => new ColumnPattern(text))]);

    private static ColumnSelection SelectColumns(string available, params ColumnPattern[] patterns) =>
        ColumnSelection.Select(ColumnNames.OfFile(available.Split(' '), "a.csv"), patterns);

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
        Assert.Equal(["a", "b"], ColumnSelection.Select(ColumnNames.OfRecord(["a", "b", "Target"]), ["*"], taken: [2]).Names);
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
        string message = Fails("PropertyNotFound", () => Select("id p0", "q*")).Message;
        Assert.Equal("The record has no property 'q*'; it has id, p0.", message);
        Fails("PropertyNotFound", () => Select("id p0", "p1"));
    }

    [Fact]
    public void Numbers_and_words_have_no_common_order() => Assert.Equal(
        "'p*' matches p0, which is numbered, and predicted, which is not, so the order of the columns is open.",
        Fails("OptionNotSupported", () => Select("p0 p1 predicted", "p*")).Message);

    // Nothing says which of them is the first, and neither is a label of its own.
    [Theory]
    [InlineData("p0 p1 P0", "p0 and P0")]
    [InlineData("y p01 p2 p1", "p01 and p1")]
    [InlineData("p0 p00 p1", "p0 and p00")]
    [InlineData("p1 p3 p003 p2", "p3 and p003")]
    public void A_number_that_two_properties_have_orders_none(string available, string twins)
    {
        LossException failure = Fails("OptionNotSupported", () => Select(available, "p*"));
        Assert.Equal($"'p*' matches {twins}, two properties with one number, so the order of the properties is open.", failure.Message);
        Assert.Equal("Use a wildcard that matches one of the two, or name the properties in order.", failure.Remedy);
        Assert.Contains("columns with one number", Fails("OptionNotSupported", () => SelectColumns(available, "p*")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_asked_for_twice_is_an_error() => Fails("OptionNotSupported", () => Select("p0 p1", "p0", "P0"));

    [Fact]
    public void A_name_that_two_columns_have_is_none()
    {
        Assert.Equal(
            "The file 'a.csv' has a column 'p' at position 1, and another one at position 3.",
            Fails("OptionNotSupported", () => SelectColumns("y p P p", "p")).Message);
        Assert.Equal([2], SelectColumns("y p P p", "P").Positions);

        // Nor of a wildcard's columns, unless one of the two is taken.
        Assert.Equal(
            "The file 'a.csv' has a column 'p0' at position 1, and another one at position 3.",
            Fails("OptionNotSupported", () => SelectColumns("y p0 p1 p0", "p*")).Message);
        Assert.Equal([1, 2], SelectColumns("y p0 p1 p0", 1, "p1").Positions);
    }

    [Fact]
    public void Columns_of_a_file_have_positions_too()
    {
        Assert.Equal([2, 0], SelectColumns("a b c", 2, 0).Positions);
        Assert.Equal([1, 2], SelectColumns("a b c", "1..2").Positions);
        Assert.Equal([1, 0], SelectColumns("1 0", "0", 0).Positions);
        Assert.Equal(["a", "a"], SelectColumns("a b a", 0, 2).Names);
    }

    [Fact]
    public void Without_names_positions_say_nothing_of_the_classes()
    {
        ColumnSelection selection = ColumnSelection.Select(ColumnNames.Counting(4, "a.csv"), ["1..3"]);
        Assert.Equal([1, 2, 3], selection.Positions);
        Assert.Null(selection.Class);
        Assert.Null(selection.Numbers);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_position_beyond_the_columns_is_an_error(int position)
    {
        LossException failure = Fails("ColumnNotFound", () => SelectColumns("a b c", position));
        Assert.Equal($"The file 'a.csv' has no column at position {position}; it has a, b, c.", failure.Message);
        Assert.Equal(Beyond, failure.Remedy);
    }

    // A number is no name that anybody gives a column, but where all have names the others tell so.
    [Theory]
    [InlineData("1 0.9", "The first line has numbers, and no names: give positions, counted from 0.")]
    [InlineData("1 p", "Name a column that the file has, or give its position, counted from zero; wildcards are allowed in names.")]
    public void A_first_line_of_numbers_is_told(string available, string remedy) => Assert.Equal(remedy, Fails("ColumnNotFound", () => SelectColumns(available, "y")).Remedy);

    [Theory]
    [InlineData("label p0 p1", "lable", "Choose 'label', or another column that the file has, by its name or its position, counted from zero; wildcards are allowed in names.")]
    [InlineData("label p0 p1", "lable*", "Name a column that the file has, or give its position, counted from zero; wildcards are allowed in names.")]
    [InlineData("label p0 p1", "target", "Name a column that the file has, or give its position, counted from zero; wildcards are allowed in names.")]
    [InlineData("label p0 p1", "p_1", "Choose 'p1', or another column that the file has, by its name or its position, counted from zero; wildcards are allowed in names.")]
    [InlineData("label p0 p1", "p10", "Name a column that the file has, or give its position, counted from zero; wildcards are allowed in names.")] // one more of them, and none misspelt
    [InlineData("label cls_1 cls_2", "cls_0", "Name a column that the file has, or give its position, counted from zero; wildcards are allowed in names.")]
    [InlineData("label prob1 prob2", "prb2", "Choose 'prob2', or another column that the file has, by its name or its position, counted from zero; wildcards are allowed in names.")]
    [InlineData("label score", "score1", "Choose 'score', or another column that the file has, by its name or its position, counted from zero; wildcards are allowed in names.")]
    public void A_column_that_is_near_is_named(string available, string target, string remedy) =>
        Assert.Equal(remedy, Fails("ColumnNotFound", () => SelectColumns(available, target)).Remedy);

    [Theory]
    [InlineData("1..3", Beyond)]
    [InlineData("-1", Beyond)]
    [InlineData("2..1", "A range is one of positions, counted from zero, as 2..4; names are chosen by wildcards, as p*.")]
    [InlineData("9..99999999999", "A range is one of positions, counted from zero, as 2..4; names are chosen by wildcards, as p*.")]
    public void A_range_beyond_the_columns_is_an_error(string range, string remedy) =>
        Assert.Equal(remedy, Fails("ColumnNotFound", () => SelectColumns("a b c", range)).Remedy);

    [Fact]
    public void One_column_is_not_several()
    {
        Assert.Equal(1, ColumnSelection.SelectOne(ColumnNames.OfRecord(["a", "w"]), "w*", "weight"));
        Assert.Equal(
            "'w*' matches 2 properties, and a sample has one weight.",
            Fails("OptionNotSupported", () => ColumnSelection.SelectOne(ColumnNames.OfRecord(["w1", "w2"]), "w*", "weight")).Message);
    }

    private static LossException Fails(string id, Action action)
    {
        LossException failure = Assert.Throws<LossException>(action);
        Assert.Equal(id, failure.Id);
        return failure;
    }

    [Fact]
    public void Names_of_what_is_no_table_are_shown_in_part()
    {
        ColumnNames names = ColumnNames.OfFile([new string('x', 10_000_000), "y"], "a.csv");
        LossException failure = Assert.Throws<LossException>(() => ColumnSelection.Select(names, ["z"]));
        Assert.Equal($"The file 'a.csv' has no column 'z'; it has {new string('x', 40)}..., y.", failure.Message);
    }
}
