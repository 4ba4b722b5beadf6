namespace LossCmdlets.Input.Records;

/// <summary>Gets one property of records of one type.</summary>
internal abstract class PropertyGetter
{
    /// <summary>Gets the value.</summary>
    /// <returns>False where the record has no such property.</returns>
    /// <exception cref="UnreadablePropertyException">The property fails.</exception>
    public abstract bool TryGet(in Record record, out object? value);

    /// <summary>Gets the value where its type is that of a number, without a box around it.</summary>
    /// <returns>False where the type is another.</returns>
    /// <exception cref="UnreadablePropertyException">The property fails.</exception>
    public virtual bool TryGetNumber(in Record record, out double number)
    {
        number = 0;
        return false;
    }
}
