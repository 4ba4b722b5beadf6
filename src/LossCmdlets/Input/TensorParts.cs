namespace LossCmdlets.Input;

/// <summary>The properties of a deserialised tensor, as they came: lists of numbers and of text.</summary>
/// <param name="Values">The flat values.</param>
/// <param name="Shape">The axis lengths.</param>
/// <param name="Class">The labels of the columns, or null.</param>
/// <param name="DataType">The type of the numbers, by name or number where they have lost theirs; else null.</param>
internal readonly record struct TensorParts(object? Values, object? Shape, object? Class, object? DataType);
