using System.Text;
using LossKernels.Sources.Files;
using LossKernels.Tensors;

namespace LossKernels.Sources.Arrays;

/// <summary>
/// The text of an npy header: a dictionary as Python writes one, of the keys descr, fortran_order and shape, in any order and spacing.
/// </summary>
internal sealed class NpyHeaderText
{
    private static readonly byte[] Spaces = " \t\r\n\f"u8.ToArray();

    private readonly ByteSource _bytes;
    private readonly int _start;
    private readonly byte[] _text;
    private int _position;

    /// <summary>Reads the text.</summary>
    /// <param name="bytes">The file, for messages.</param>
    /// <param name="start">Where the text stands in it.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="LossException">MalformedFile or UnsupportedFileFormat.</exception>
    public NpyHeaderText(ByteSource bytes, int start, byte[] text)
    {
        _bytes = bytes;
        _start = start;
        _text = text;
        ReadDictionary();
    }

    /// <summary>The type of the numbers.</summary>
    public ElementType Type { get; private set; }

    /// <summary>Whether their byte order is not this machine's.</summary>
    public bool IsSwapped { get; private set; }

    /// <summary>Whether the first axis is the fastest.</summary>
    public bool IsFortran { get; private set; }

    /// <summary>The lengths of the axes as they are written; what no long holds is the largest long.</summary>
    public List<long> Lengths { get; } = [];

    /// <summary>The offset in the file at which the shape stands.</summary>
    public int ShapePlace { get; private set; }

    private void ReadDictionary()
    {
        HashSet<string> keys = [];
        Expect('{');
        while (!Take('}'))
        {
            if (keys.Count > 0)
            {
                Expect(',');
                if (Take('}'))
                {
                    break;
                }
            }

            int place = Place();
            string key = ReadString();
            if (!keys.Add(key))
            {
                throw _bytes.Malformed(place, $"the header has the key '{key}' twice");
            }

            Expect(':');
            ReadValue(key, place);
        }

        if (keys.Count < 3)
        {
            throw _bytes.Malformed(_start, "the header lacks one of the keys descr, fortran_order and shape");
        }

        SkipSpaces();
        if (_position < _text.Length)
        {
            throw Unexpected("nothing more");
        }
    }

    private void ReadValue(string key, int place)
    {
        switch (key)
        {
            case "descr":
                SkipSpaces();
                if (Next() is '[' or '(')
                {
                    throw LossErrors.UnsupportedFileFormat(
                        _bytes.Path, "its values are records of several fields", "Save one field, as in numpy.save(path, array['field']), or numpy.lib.recfunctions.structured_to_unstructured(array).");
                }

                int start = Place();
                (Type, IsSwapped) = NpyType.Parse(_bytes, start, ReadString());
                break;
            case "fortran_order":
                IsFortran = ReadBoolean();
                break;
            case "shape":
                SkipSpaces();
                ShapePlace = Place();
                ReadShape();
                break;
            default:
                throw _bytes.Malformed(place, $"the header has the key '{key}', and only descr, fortran_order and shape belong there");
        }
    }

    private void ReadShape()
    {
        Expect('(');
        bool lacksComma = false;
        while (!Take(')'))
        {
            if (Lengths.Count > 0 && lacksComma)
            {
                throw Unexpected("a comma");
            }

            Lengths.Add(ReadInteger());
            lacksComma = !Take(',');
        }

        // As in Python, a number in parentheses is a number.
        if (Lengths.Count == 1 && lacksComma)
        {
            throw _bytes.Malformed(ShapePlace, "the shape is a number where a tuple of numbers belongs");
        }
    }

    private bool ReadBoolean()
    {
        SkipSpaces();
        foreach ((string name, bool value) in new[] { ("True", true), ("False", false) })
        {
            if (_text.AsSpan(_position).StartsWith(Encoding.ASCII.GetBytes(name)))
            {
                _position += name.Length;
                return value;
            }
        }

        throw Unexpected("True or False");
    }

    private string ReadString()
    {
        SkipSpaces();
        if (Next() is 'u' or 'U')
        {
            _position++;
        }

        char quote = Next();
        if (quote is not ('\'' or '"'))
        {
            throw Unexpected("a text in quotes");
        }

        int start = ++_position;
        while (Next() != quote)
        {
            if (Next() is < ' ' or > '~' or '\\')
            {
                throw Unexpected("plain text in quotes");
            }

            _position++;
        }

        return Encoding.ASCII.GetString(_text, start, _position++ - start);
    }

    private long ReadInteger()
    {
        SkipSpaces();
        bool isNegative = Next() == '-';
        if (Next() is '-' or '+')
        {
            _position++;
            SkipSpaces();
        }

        int start = _position;
        long value = 0;
        while (char.IsAsciiDigit(Next()) || (Next() == '_' && _position > start && char.IsAsciiDigit(Next(1))))
        {
            if (Next() != '_')
            {
                int digit = Next() - '0';
                value = value > (long.MaxValue - digit) / 10 ? long.MaxValue : (value * 10) + digit;
            }

            _position++;
        }

        if (_position == start || (_text[start] == '0' && value != 0))
        {
            throw Unexpected("a whole number");
        }

        // Python 2 wrote its long integers so.
        if (Next() == 'L')
        {
            _position++;
        }

        return isNegative ? -value : value;
    }

    private void Expect(char expected)
    {
        if (!Take(expected))
        {
            throw Unexpected($"'{expected}'");
        }
    }

    private bool Take(char character)
    {
        SkipSpaces();
        if (Next() != character)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void SkipSpaces()
    {
        while (_position < _text.Length && Spaces.Contains(_text[_position]))
        {
            _position++;
        }
    }

    private char Next(int ahead = 0) => _position + ahead < _text.Length ? (char)_text[_position + ahead] : '\0';

    private int Place() => _start + _position;

    private LossException Unexpected(string expected) => _bytes.Malformed(
        Place(), $"the header has {(_position < _text.Length ? $"'{Shown(Next())}'" : "its end")} where {expected} belongs");

    private static string Shown(char character) => character is < ' ' or > '~' ? $"\\x{(int)character:x2}" : character.ToString();
}
