namespace LossKernels.Semantics;

/// <summary>A column of the table of conventions on which a loss can depend.</summary>
/// <param name="Take">The first convention with this column of the second.</param>
/// <param name="Words">What a convention has there, for a kind of loss, in a few words; empty where there is nothing to say of it.</param>
internal sealed record ConventionColumn(Func<Convention, Convention, Convention> Take, Func<Convention, LossKind, string> Words);
