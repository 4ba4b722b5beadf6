namespace LossKernels;

// What else is to be said of a failure where more is known than where it was found.
public static partial class LossErrors
{
    /// <summary>A failure with the place where what is at fault stands, as in "line 7 of 'a.csv'".</summary>
    public static LossException At(LossException failure, string place)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.WithMessage($"{failure.Message} It stands in {place}.");
    }

    /// <summary>A failure because nothing is left, with why the first of what was left out was.</summary>
    public static LossException OfSkipped(LossException failure, LossException first)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(first);
        return failure.WithMessage($"{failure.Message} The first: {first.Message}").WithRemedy(first.Remedy);
    }

    /// <summary>A failure of several samples, of which no other is told.</summary>
    /// <param name="first">That of the first of them.</param>
    /// <param name="count">How many they are.</param>
    public static LossException OfMore(LossException first, long count)
    {
        ArgumentNullException.ThrowIfNull(first);
        return count == 1 ? first : first.WithMessage($"{Many(count, "more sample")} were left out like those before. The first: {first.Message}");
    }

    /// <summary>A failure over the labels of classes, which may have been given as one text.</summary>
    public static LossException OfClasses(LossException failure, IReadOnlyList<string>? classes)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return classes is [{ } all] && InOneText(all) is string labels ? failure.WithRemedy($"Give each label quotes of its own: `ClassLabels.Class` {labels}; {Show(all)} is one label.") : failure;
    }

    /// <summary>A failure over what is none of several names: with the one that was meant, where it is misspelt.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="names">The names.</param>
    public static LossException OfName(LossException failure, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Offender is string name && Spelling.Nearest(name, names) is string near ? failure.WithRemedy($"Choose {near}, or another of those that there are.") : failure;
    }

    /// <summary>A failure over text that is no number: with another remedy, unless the text is a number in another notation, which the failure says.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="remedy">What to do about a label, or whatever else the text is.</param>
    public static LossException OfLabel(LossException failure, string remedy)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return OddNumber.Remedy(failure.Offender) is null ? failure.WithRemedy(remedy) : failure;
    }
}
