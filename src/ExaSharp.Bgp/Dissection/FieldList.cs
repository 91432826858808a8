using System.Globalization;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Dissection;

/// <summary>
/// Writes the fields of a message for people, a line each: offset from the message's first octet, the octets (of a long field the
/// first ones), what they say.
/// <code>
///    19  0000                withdrawn routes: 0 octets
/// </code>
/// </summary>
/// <param name="message">The message; every field is a part of it.</param>
/// <param name="output">Where to.</param>
internal readonly ref struct FieldList(ReadOnlySpan<byte> message, TextBuffer output)
{
    private const int OffsetWidth = 5;
    private const int ShownOctets = 8;

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> Message { get; } = message;

    /// <summary>The words of the field that <see cref="AddWords"/> writes next, to be put there by the caller.</summary>
    public TextBuffer Words { get; } = new(64);

    /// <summary>The octets of a field.</summary>
    public ReadOnlySpan<byte> this[int start, int length] => Message.Slice(start, length);

    /// <summary>Writes a field.</summary>
    /// <param name="start">Its offset in the message.</param>
    /// <param name="length">Its octets.</param>
    /// <param name="depth">How many other fields it is within.</param>
    /// <param name="words">What it says.</param>
    public void Add(int start, int length, int depth, string words)
    {
        Words.Append(words);
        AddWords(start, length, depth);
    }

    /// <summary>Writes a field with what was put into <see cref="Words"/>, on one line.</summary>
    public void AddWords(int start, int length, int depth)
    {
        var offset = start.ToString(CultureInfo.InvariantCulture);
        Pad(OffsetWidth - offset.Length);
        output.Append(offset).Append("  "u8);
        var shown = length > ShownOctets ? ShownOctets - 1 : length;
        output.AppendHex(Message.Slice(start, shown));
        if (shown < length) output.Append(".."u8);
        Pad(2 * (ShownOctets + 1 + depth) - 2 * Math.Min(length, ShownOctets));
        Utf8Text.AppendOneLine(output, Words.Written);
        output.Append((byte)'\n');
        Words.Clear();
    }

    /// <summary>Writes octets that can not be read, and why.</summary>
    public void AddMalformed(int start, int length, int depth, string reason)
    {
        Words.Clear();
        Words.Append("malformed: "u8).Append(reason);
        AddWords(start, length, depth);
    }

    private void Pad(int count)
    {
        for (; count > 0; count--) output.Append((byte)' ');
    }
}
