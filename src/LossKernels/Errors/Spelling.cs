namespace LossKernels;

/// <summary>Finds the name that was meant by one that is misspelt.</summary>
internal static class Spelling
{
    // As many letters of a name may be wrong as this goes into its length.
    private const int LettersForEachMistake = 3;

    /// <summary>
    /// The name that takes the fewest letters to put right; null where none is near. Case does not count. What has other digits is never meant: p10 is no
    /// slip of p1, but another of the same.
    /// </summary>
    public static string? Nearest(string name, IEnumerable<string> names)
    {
        (string? Name, int Mistakes) nearest = (null, (name.Length / LettersForEachMistake) + 1);
        foreach (string candidate in names.Where(candidate => !HaveOtherDigits(name, candidate)))
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

    /// <summary>Whether two names are the same but for case and for what stands between words, as PascalCase and snake_case are.</summary>
    public static bool AreAlike(string name, string other) => Plain(name).SequenceEqual(Plain(other));

    /// <summary>The words of a name in PascalCase, camelCase or snake_case.</summary>
    public static IEnumerable<string> Words(string name)
    {
        int start = 0;
        for (int i = 1; i <= name.Length; i++)
        {
            if (i == name.Length || BeginsWord(name, i))
            {
                yield return name[start..i].Trim('_');
                start = i;
            }
        }
    }

    private static bool HaveOtherDigits(string name, string other) =>
        name.Any(char.IsAsciiDigit) && other.Any(char.IsAsciiDigit) && !name.Where(char.IsAsciiDigit).SequenceEqual(other.Where(char.IsAsciiDigit));

    private static IEnumerable<char> Plain(string name) => name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant);

    // A capital behind a small letter, or the last of several before one: MSE and Loss are the words of MSELoss.
    private static bool BeginsWord(string name, int at) => name[at] == '_'
        || (char.IsUpper(name[at]) && (!char.IsUpper(name[at - 1]) || (at + 1 < name.Length && char.IsLower(name[at + 1]))));

    // Levenshtein's distance, in which two neighbours that changed places are one mistake, by three rows of the table.
    private static int Mistakes(string given, string meant)
    {
        int[] before = [];
        int[] last = [.. Enumerable.Range(0, meant.Length + 1)];
        for (int i = 0; i < given.Length; i++)
        {
            int[] row = new int[last.Length];
            row[0] = i + 1;
            for (int j = 0; j < meant.Length; j++)
            {
                int replaced = last[j] + (given[i] == meant[j] ? 0 : 1);
                bool areSwapped = i > 0 && j > 0 && given[i] == meant[j - 1] && given[i - 1] == meant[j];
                row[j + 1] = Math.Min(Math.Min(replaced, areSwapped ? before[j - 1] + 1 : replaced), Math.Min(row[j], last[j + 1]) + 1);
            }

            (before, last) = (last, row);
        }

        return last[^1];
    }
}
