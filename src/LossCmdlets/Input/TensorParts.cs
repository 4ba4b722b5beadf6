namespace LossCmdlets.Input;

/// <summary>The properties of a deserialised tensor, as they came: lists of numbers and of text.</summary>
/// <param name="Values">The flat values.</param>
/// <param name="Shape">The axis lengths.</param>
/// <param name="Class">The labels of the columns, or null.</param>
internal readonly record struct TensorParts(object? Values, object? Shape, object? Class);
