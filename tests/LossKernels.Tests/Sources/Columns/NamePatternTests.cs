using LossKernels.Sources.Columns;

namespace LossKernels.Tests.Sources.Columns;

public class NamePatternTests
{
    [Theory]
    [InlineData("p*", "P12", "12")]
    [InlineData("p*", "p", "")]
    [InlineData("*", "", "")]
    [InlineData("p?_*_x", "p1_ab_X", "1_ab")]
    [InlineData("a*b*c", "abcbc", "bcb")]
    [InlineData("[A-C-]x", "bX", "b")]
    [InlineData("[a-c-]x", "-x", "-")]
    [InlineData("p[0]", "p0", "0")]
    [InlineData("[", "[", null)]
    [InlineData("[]]", "]", "]")]
    [InlineData("`*?", "*a", "a")]
    public void A_name_that_matches_gives_what_the_wildcards_stand_for(string pattern, string name, string? part)
    {
        Assert.True(new NamePattern(pattern).Matches(name, out string matched));
        Assert.Equal(part is not null, new NamePattern(pattern).HasWildcard);
        Assert.Equal(part ?? "", matched);
    }

    [Theory]
    [InlineData("p*", "q1")]
    [InlineData("p?", "p")]
    [InlineData("p?", "p12")]
    [InlineData("p[0-9]", "pa")]
    [InlineData("a.*", "ab")]
    [InlineData("`**", "a1")]
    [InlineData("*a", "")]
    public void Another_name_does_not_match(string pattern, string name) => Assert.False(new NamePattern(pattern).Matches(name, out _));

    [Fact]
    public void Every_pattern_matches_what_its_definition_says()
    {
        string[] names = Words("ab", 6);
        foreach (string pattern in Words("ab*?", 5).Where(pattern => pattern.IndexOfAny(['*', '?']) >= 0))
        {
            Assert.All(names, name => Assert.True(Fits(pattern, name) == new NamePattern(pattern).Matches(name, out _), $"{pattern} and {name}"));
        }
    }

    private static bool Fits(string pattern, string name) => pattern switch
    {
        "" => name.Length == 0,
        ['*', ..] => Fits(pattern[1..], name) || (name.Length > 0 && Fits(pattern, name[1..])),
        _ => name.Length > 0 && (pattern[0] == '?' || pattern[0] == name[0]) && Fits(pattern[1..], name[1..]),
    };

    private static string[] Words(string alphabet, int longest)
    {
        List<string> words = [""];
        for (int i = 0; words[i].Length < longest; i++)
        {
            words.AddRange(alphabet.Select(letter => words[i] + letter));
        }

        return [.. words];
    }
}
