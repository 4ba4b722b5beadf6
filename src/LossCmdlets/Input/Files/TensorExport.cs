using System.Collections;
using LossCmdlets.Output;
using LossKernels;

namespace LossCmdlets.Input.Files;

/// <summary>
/// Gathers what is to be written: everything that is piped makes one tensor, but entries of a dictionary, and tensors that were read under a key,
/// are tensors of their own.
/// </summary>
/// <param name="reader">Reads values.</param>
/// <param name="key">The name of the tensor; null for its own.</param>
internal sealed class TensorExport(ValueReader reader, string? key)
{
    private const string InputObject = "InputObject";
    private const string OnlyKey = "arr_0";

    private readonly List<KeyValuePair<string, InputArray>> _named = [];
    private readonly NumberCollector _numbers = reader.CollectNumbers(InputObject, allowBoolean: true);

    /// <summary>Takes in one piped item.</summary>
    /// <exception cref="LossException">It is not numeric, or does not go with those before it.</exception>
    public void Add(object? item)
    {
        if (!TryAddNamed(item))
        {
            _numbers.Add(item);
        }
    }

    /// <summary>The tensors that were piped, with their names.</summary>
    /// <exception cref="LossException">There are none, or some have a name and others not.</exception>
    public IReadOnlyList<KeyValuePair<string, InputArray>> Finish()
    {
        if (_named.Count > 0 && _numbers.ItemCount > 0)
        {
            throw LossErrors.OptionNotSupported(
                "Some of what is piped has a name, and some has none.", "Pipe numbers, or tensors with keys, or one dictionary of names and numbers: @{ x = 1, 2 }.");
        }

        return _named.Count > 0 ? _named : [new(key ?? OnlyKey, _numbers.Finish())];
    }

    /// <summary>The tensors of an argument, with their names.</summary>
    /// <exception cref="LossException">They are not numeric.</exception>
    public IReadOnlyList<KeyValuePair<string, InputArray>> Read(object? argument)
    {
        object? value = reader.Unwrap(argument);
        bool isNamed = value is object[] { Length: > 0 } items && Array.TrueForAll(items, HasName) ? Array.TrueForAll(items, TryAddNamed) : TryAddNamed(value);
        return isNamed ? _named : [new(key ?? OnlyKey, reader.ReadNumbers(value, InputObject, allowBoolean: true))];
    }

    private bool HasName(object? item) => key is null && reader.Unwrap(item) is Tensor { Key: not null };

    private bool TryAddNamed(object? item)
    {
        object? value = reader.Unwrap(item);
        if (value is IDictionary entries)
        {
            if (key is not null)
            {
                throw LossErrors.OptionNotSupported("-Key names one tensor, and the entries of a dictionary have names.", "Leave out -Key.");
            }

            if (entries.Count == 0)
            {
                throw LossErrors.EmptyInput(InputObject);
            }

            foreach (DictionaryEntry entry in entries)
            {
                string name = Scalar.ToLabel(entry.Key);
                _named.Add(new(name, reader.ReadNumbers(entry.Value, name, allowBoolean: true)));
            }

            return true;
        }

        if (HasName(value))
        {
            Tensor tensor = (Tensor)value!;
            _named.Add(new(tensor.Key!, reader.ReadNumbers(tensor, InputObject)));
            return true;
        }

        return false;
    }
}
