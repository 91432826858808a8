using System.Buffers.Text;

namespace ExaSharp.Bgp.Text;

/// <summary>
/// A growing buffer of UTF-8 for events, answers and route texts; kept by its owner and used again, so that writing an
/// event allocates nothing.
/// </summary>
public sealed class TextBuffer
{
    private byte[] _bytes;

    public TextBuffer(int capacity = 256) => _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Forgets what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length) => Length = length;

    public TextBuffer Append(byte value)
    {
        Grow(1)[0] = value;
        Length++;
        return this;
    }

    public TextBuffer Append(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Grow(utf8.Length));
        Length += utf8.Length;
        return this;
    }

    public TextBuffer Append(string text)
    {
        var span = Grow(text.Length * 3);
        Length += System.Text.Encoding.UTF8.GetBytes(text, span);
        return this;
    }

    public TextBuffer Append(ulong value)
    {
        Utf8Formatter.TryFormat(value, Grow(20), out var written);
        Length += written;
        return this;
    }

    public TextBuffer Append(uint value) => Append((ulong)value);

    public TextBuffer Append(int value)
    {
        Utf8Formatter.TryFormat(value, Grow(11), out var written);
        Length += written;
        return this;
    }

    /// <summary>Bytes as hexadecimal digits.</summary>
    public TextBuffer AppendHex(ReadOnlySpan<byte> bytes, bool upper = true)
    {
        var span = Grow(bytes.Length * 2);
        var digits = upper ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        for (var i = 0; i < bytes.Length; i++)
        {
            span[2 * i] = digits[bytes[i] >> 4];
            span[2 * i + 1] = digits[bytes[i] & 15];
        }
        Length += bytes.Length * 2;
        return this;
    }

    /// <summary>
    /// A JSON string with its quotes. As ExaBGP writes it: ASCII only, anything else as <c>\uXXXX</c>; bytes that are not
    /// UTF-8 become U+FFFD.
    /// </summary>
    public TextBuffer AppendJsonString(ReadOnlySpan<byte> utf8)
    {
        Append((byte)'"');
        while (!utf8.IsEmpty)
        {
            var plain = 0;
            while (plain < utf8.Length && utf8[plain] is >= 0x20 and < 0x7f and not (byte)'"' and not (byte)'\\') plain++;
            Append(utf8[..plain]);
            utf8 = utf8[plain..];
            if (utf8.IsEmpty) break;
            System.Text.Rune.DecodeFromUtf8(utf8, out var rune, out var used);
            AppendEscaped(rune);
            utf8 = utf8[used..];
        }
        return Append((byte)'"');
    }

    public TextBuffer AppendJsonString(string text)
    {
        Span<byte> small = stackalloc byte[512];
        if (text.Length * 3 > small.Length) return AppendJsonString(System.Text.Encoding.UTF8.GetBytes(text));
        return AppendJsonString(small[..System.Text.Encoding.UTF8.GetBytes(text, small)]);
    }

    public override string ToString() => System.Text.Encoding.UTF8.GetString(Written);

    /// <summary>Free room behind what was written, of at least <paramref name="count"/> bytes; <see cref="Advance"/> makes it part of it.</summary>
    public Span<byte> GetSpan(int count) => Grow(count);

    public void Advance(int count) => Length += count;

    private void AppendEscaped(System.Text.Rune rune)
    {
        switch (rune.Value)
        {
            case '"': Append("\\\""u8); return;
            case '\\': Append("\\\\"u8); return;
            case '\n': Append("\\n"u8); return;
            case '\r': Append("\\r"u8); return;
            case '\t': Append("\\t"u8); return;
            case '\b': Append("\\b"u8); return;
            case '\f': Append("\\f"u8); return;
        }
        Span<char> utf16 = stackalloc char[2];
        var count = rune.EncodeToUtf16(utf16);
        for (var i = 0; i < count; i++)
        {
            Append("\\u"u8);
            Span<byte> unit = [(byte)(utf16[i] >> 8), (byte)utf16[i]];
            AppendHex(unit, upper: false);
        }
    }

    private Span<byte> Grow(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        return _bytes.AsSpan(Length);
    }
}
