using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Schema;

/// <summary>An address, and its text in the file, which ExaBGP shows in the name of a neighbour.</summary>
internal readonly record struct WrittenAddress(IpAddress Address, string Text);

/// <summary>A peer's address or prefix; the text is that of the address alone.</summary>
internal readonly record struct WrittenPrefix(IpPrefix Prefix, string Text);

/// <summary>The kinds of values that keywords of several sections have, with ExaBGP's messages.</summary>
internal static class Values
{
    /// <summary>
    /// Takes the next token of the statement, whatever it is, as a word; gives an empty one at the statement's end. ExaBGP
    /// does not tell a missing value from an empty one.
    /// </summary>
    public static ReadOnlySpan<byte> Take(ref TokenReader reader) =>
        reader.Peek().EndsStatement ? default : reader.Text(reader.Next());

    public static string Text(ReadOnlySpan<byte> word) => System.Text.Encoding.UTF8.GetString(word);

    /// <summary>Reports a value that was just taken, or its absence. Always false.</summary>
    public static bool Refuse(in TokenReader reader, ReadOnlySpan<byte> word, string message, string? suggestion = null) =>
        reader.Fail(word.IsEmpty ? DiagnosticCode.MissingValue : DiagnosticCode.InvalidValue, message, suggestion);

    /// <summary><c>true enable enabled</c> or <c>false disable disabled</c>, in any case.</summary>
    public static ValueReader<bool> Boolean(bool bare) => (ref TokenReader reader, out bool value) =>
    {
        var word = Take(ref reader);
        value = bare;
        return word.IsEmpty || TryBoolean(word, out value) || RefuseBoolean(reader, word);
    };

    /// <summary>A boolean, or <c>auto</c> for null.</summary>
    public static ValueReader<bool?> AutoBoolean(bool bare) => (ref TokenReader reader, out bool? value) =>
    {
        var word = Take(ref reader);
        value = bare;
        if (word.IsEmpty) return true;
        if (Ascii.EqualIgnoreCase(word, "auto"))
        {
            value = null;
            return true;
        }
        if (!TryBoolean(word, out var plain)) return RefuseBoolean(reader, word);
        value = plain;
        return true;
    };

    /// <summary>One token.</summary>
    public static bool String(ref TokenReader reader, out string value)
    {
        value = Text(Take(ref reader));
        return true;
    }

    /// <summary>0..65535; ExaBGP's check of the range is never reached.</summary>
    public static bool Port(ref TokenReader reader, out int value)
    {
        var word = Take(ref reader);
        if (!TryInteger(word, out var number))
        {
            value = 0;
            return Refuse(reader, word, $"\"{Text(word)}\" is an invalid port");
        }
        value = (int)Math.Clamp(number, -1, ushort.MaxValue + 1);
        if (number < 0) return Refuse(reader, word, "the port must be positive");
        return number <= ushort.MaxValue || Refuse(reader, word, "the port must be smaller than 65536");
    }

    public static bool Address(ref TokenReader reader, out WrittenAddress value)
    {
        var word = Take(ref reader);
        if (IpAddress.TryParse(word, out var address))
        {
            value = new WrittenAddress(address, Text(word));
            return true;
        }
        value = default;
        return Refuse(reader, word, $"\"{Text(word)}\" is an invalid IP address");
    }

    /// <summary>An address, or exactly <c>auto</c> for none.</summary>
    public static bool AddressOrAuto(ref TokenReader reader, out WrittenAddress value)
    {
        var next = reader.Peek();
        if (next.Kind != TokenKind.Word || !Ascii.Equal(reader.Text(next), "auto")) return Address(ref reader, out value);
        reader.Next();
        value = default;
        return true;
    }

    /// <summary>An address, alone or with a prefix length. Bits behind the length may be set.</summary>
    public static bool Peer(ref TokenReader reader, out WrittenPrefix value)
    {
        var word = Take(ref reader);
        var slash = word.IndexOf((byte)'/');
        var address = slash < 0 ? word : word[..slash];
        if (IpPrefix.TryParse(word, out var prefix))
        {
            value = new WrittenPrefix(prefix, Text(address));
            return true;
        }
        value = default;
        return Refuse(reader, word, $"\"{Text(address)}\" is an invalid IP address");
    }

    /// <summary>An AS number, or exactly <c>auto</c> for null.</summary>
    public static bool AsnOrAuto(ref TokenReader reader, out uint? value)
    {
        var word = Take(ref reader);
        value = null;
        if (Ascii.Equal(word, "auto")) return true;
        if (Asn.TryParse(word, out var asn))
        {
            value = asn;
            return true;
        }
        return Refuse(reader, word, AsnError(Text(word)));
    }

    /// <summary>A name of a template or api block: letters, digits, dot, hyphen and underscore.</summary>
    public static bool IsName(ReadOnlySpan<byte> word)
    {
        foreach (var b in word)
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'.' or (byte)'-' or (byte)'_')) return false;
        return true;
    }

    /// <summary>A decimal number with an optional sign, of any size; those beyond 64 bits come out as the largest.</summary>
    public static bool TryInteger(ReadOnlySpan<byte> word, out long value)
    {
        value = 0;
        var digits = word is [(byte)'-' or (byte)'+', ..] ? word[1..] : word;
        if (digits.IsEmpty) return false;
        foreach (var b in digits)
        {
            var digit = b - '0';
            if (digit is < 0 or > 9) return false;
            value = value > (long.MaxValue - digit) / 10 ? long.MaxValue : value * 10 + digit;
        }
        if (word[0] == '-') value = -value;
        return true;
    }

    /// <summary>An AFI that the section is about, then a SAFI in any case: the pair's names as ExaBGP shows them in errors.</summary>
    public static string Pair(Afi afi, ReadOnlySpan<byte> safi) => $"{FamilyNames.Name(afi)}/{Text(safi).ToLowerInvariant()}";

    private static bool TryBoolean(ReadOnlySpan<byte> word, out bool value)
    {
        value = Ascii.EqualIgnoreCase(word, "true") || Ascii.EqualIgnoreCase(word, "enable") || Ascii.EqualIgnoreCase(word, "enabled");
        return value || Ascii.EqualIgnoreCase(word, "false") || Ascii.EqualIgnoreCase(word, "disable") || Ascii.EqualIgnoreCase(word, "disabled");
    }

    private static bool RefuseBoolean(in TokenReader reader, ReadOnlySpan<byte> word) =>
        Refuse(reader, word, $"invalid value ({Text(word).ToLowerInvariant()}) for a boolean",
            SpellChecker.Suggest(word, ["true", "false", "enable", "enabled", "disable", "disabled"]));

    private static string AsnError(string word)
    {
        var parts = word.Split('.');
        if (parts.Length == 1)
            return word.Length > 0 && word.All(char.IsAsciiDigit)
                ? $"\"{word}\" is an invalid ASN, must be 0 to 4294967295"
                : $"\"{word}\" is an invalid ASN, expecting a number or <high>.<low>";
        if (parts.Length != 2) return $"\"{word}\" is an invalid ASN, expecting <high>.<low> (for example 1.1)";
        foreach (var part in parts)
            if (part.Length == 0 || !part.All(char.IsAsciiDigit)) return $"\"{word}\" is an invalid ASN, \"{part}\" is not a decimal number";
        return $"\"{word}\" is an invalid ASN, each part must be 0 to 65535";
    }
}
