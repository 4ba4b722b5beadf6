namespace LossKernels;

/// <summary>Finds the name that was meant by one that is misspelt.</summary>
internal static class Spelling
{
    // As many letters of a name may be wrong as this goes into its length.
    private const int LettersForEachMistake = 3;

    /// <summary>The name that takes the fewest letters to put right; null where none is near. Case does not count.</summary>
    public static string? Nearest(string name, IEnumerable<string> names)
    {
        (string? Name, int Mistakes) nearest = (null, (name.Length / LettersForEachMistake) + 1);
        foreach (string candidate in names)
        {
            int mistakes = Mistakes(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (mistakes < nearest.Mistakes)
            {
                nearest = (candidate, mistakes);
            }
        }

        return nearest.Name;
    }

    /// <summary>What to do about a name that is none: choose the nearest, with whose it is where it is an alias, or another.</summary>
    public static string Remedy(string near, string owner, string names) =>
        $"Choose {near}{(near.Equals(owner, StringComparison.OrdinalIgnoreCase) ? "" : $", which is {owner}")}, or another of {names}.";

    // Levenshtein's distance, by one row of his table.
    private static int Mistakes(string given, string meant)
    {
        int[] row = [.. Enumerable.Range(0, meant.Length + 1)];
        for (int i = 0; i < given.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i + 1);
            for (int j = 0; j < meant.Length; j++)
            {
                int replaced = diagonal + (given[i] == meant[j] ? 0 : 1);
                (diagonal, row[j + 1]) = (row[j + 1], Math.Min(replaced, Math.Min(row[j], row[j + 1]) + 1));
            }
        }

        return row[^1];
    }
}
