namespace LossKernels;

/// <summary>The words for no and yes of which labels of one output are some.</summary>
internal static class AnswerWords
{
    private static readonly (string No, string Yes)[] Pairs =
        [("no", "yes"), ("false", "true"), ("n", "y"), ("f", "t"), ("negative", "positive"), ("neg", "pos"), ("off", "on")];

    private static readonly Func<string, string>[] Spellings =
        [word => word, word => word.ToUpperInvariant(), word => string.Concat(word[..1].ToUpperInvariant(), word.AsSpan(1))];

    /// <summary>The pair that has all of some labels, in capitals as they are; no and yes where there is none.</summary>
    public static string[] Of(IReadOnlyCollection<string> labels) => Pairs
        .SelectMany(pair => Spellings.Select(spell => new[] { spell(pair.No), spell(pair.Yes) }))
        .FirstOrDefault(words => labels.All(words.Contains)) ?? [Pairs[0].No, Pairs[0].Yes];
}
