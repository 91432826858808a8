using System.Buffers;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes.ExtendedCommunities;

/// <summary>
/// Reads one extended community: <c>target:65000:100</c>, <c>0x0002FDE800000064</c>, … The words, the choice of form by
/// magnitude and the messages are ExaBGP's.
/// </summary>
internal static class ExtendedCommunityParser
{
    /// <summary>A keyword: type and sub-type, and the octets of each field; <c>IsFloat</c>: the last one is sent as IEEE float.</summary>
    private sealed record Form(string Name, ushort Type, byte[] Fields, bool IsFloat = false);

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private static readonly Form Target = new("target", 0x0002, [2, 4]);

    // A 4-octet AS is written with the IPv4 address type, where RFC 5668 has 0x02: ExaBGP's bytes. See Note.
    private static readonly Form Target4 = new("target4", 0x0102, [4, 2]);
    private static readonly Form Origin = new("origin", 0x0003, [2, 4]);
    private static readonly Form Origin4 = new("origin4", 0x0103, [4, 2]);

    private static readonly Form[] Forms =
    [
        Target, Target4, Origin, Origin4,
        new("redirect", 0x8008, [2, 4]),
        new("l2info", 0x800a, [1, 1, 2, 2]),
        new("bandwidth", 0x4004, [2, 4], IsFloat: true),
        new("mup", 0x0c00, [2, 4]),
    ];

    private static readonly string[] Names = [.. Forms.Select(form => form.Name), "redirect-to-nexthop"];

    /// <summary>Appends the 8 octets of a word; false with the error reported.</summary>
    public static bool TryParse(ref TokenReader reader, ReadOnlySpan<byte> word, RouteDraft draft, ValueBuilder value)
    {
        var colons = word.Count((byte)':');
        if (colons > 0) return TryParseFields(ref reader, word, colons + 1, draft, value);
        if (Ascii.HasHexPrefix(word)) return TryParseHex(ref reader, word, value);
        if (!word.SequenceEqual("redirect-to-nexthop"u8))
            return reader.Fail(DiagnosticCode.InvalidValue, $"invalid extended community {Show(word)} - lc+gc", SpellChecker.Suggest(word, Names));
        ExtendedCommunity.RedirectToNextHop(value.Reserve(ExtendedCommunity.Size), copy: false);
        return true;
    }

    private static bool TryParseHex(ref TokenReader reader, ReadOnlySpan<byte> word, ValueBuilder value)
    {
        var digits = word[2..];
        if (digits.Length % 2 != 0 || digits.IndexOfAnyExcept(HexDigits) >= 0)
            return reader.Fail(DiagnosticCode.InvalidValue, $"invalid extended community {Show(word)}");
        if (digits.Length != 2 * ExtendedCommunity.Size)
        {
            return reader.Fail(DiagnosticCode.InvalidValue,
                $"invalid extended community, expected 8 bytes, got {digits.Length / 2}");
        }
        Convert.FromHexString(digits, value.Reserve(ExtendedCommunity.Size), out _, out _);
        return true;
    }

    private static bool TryParseFields(ref TokenReader reader, ReadOnlySpan<byte> word, int parts, RouteDraft draft, ValueBuilder value)
    {
        var name = parts == 2 ? "target"u8 : word[..word.IndexOf((byte)':')];
        var fields = parts == 2 ? word : word[(name.Length + 1)..];
        var count = parts == 2 ? 2 : parts - 1;
        Span<ulong> numbers = stackalloc ulong[4];
        var rest = fields;
        for (var i = 0; i < count; i++)
        {
            var end = rest.IndexOf((byte)':');
            var part = end < 0 ? rest : rest[..end];
            if (!TryParseNumber(ref reader, word, part, out var number)) return false;
            if (i < numbers.Length) numbers[i] = number;
            rest = end < 0 ? default : rest[(end + 1)..];
        }
        if (Find(name) is not { } form)
            return reader.Fail(DiagnosticCode.InvalidValue, $"invalid extended community type {Show(name)}", SpellChecker.Suggest(name, Names));
        if (IsFourOctets(fields, numbers[0])) form = form == Target ? Target4 : form == Origin ? Origin4 : form;
        if (form.Fields.Length != count)
            return reader.Fail(DiagnosticCode.InvalidValue, $"invalid extended community {form.Name}, expecting {count} fields");
        for (var i = 0; i < count; i++)
        {
            if (numbers[i] >> (8 * form.Fields[i]) != 0)
                return reader.Fail(DiagnosticCode.InvalidValue, $"invalid extended community, value is too large {numbers[i]}");
        }
        var octets = value.Reserve(ExtendedCommunity.Size);
        Write(form, numbers, octets);
        // Of the octets alone nobody could tell an AS number from an address.
        if ((form == Target4 || form == Origin4) && !IsDotted(fields)) draft.Attributes.Note(AttributeCode.ExtendedCommunity, octets);
        return true;
    }

    private static void Write(Form form, ReadOnlySpan<ulong> numbers, Span<byte> destination)
    {
        ulong packed = 0;
        for (var i = 0; i < form.Fields.Length; i++)
        {
            var number = form.IsFloat && i == form.Fields.Length - 1
                ? BitConverter.SingleToUInt32Bits(numbers[i])
                : numbers[i];
            packed = packed << (8 * form.Fields[i]) | number;
        }
        ExtendedCommunity.Write(destination, form.Type, packed);
    }

    /// <summary>Whether the administrator needs 4 octets: its size, an address, or a number marked with <c>L</c>.</summary>
    private static bool IsFourOctets(ReadOnlySpan<byte> fields, ulong administrator)
    {
        return administrator > ushort.MaxValue || IsDotted(fields) || fields[..fields.IndexOf((byte)':')].EndsWith("L"u8);
    }

    /// <summary>Whether the administrator is written as an address.</summary>
    private static bool IsDotted(ReadOnlySpan<byte> fields) => fields[..fields.IndexOf((byte)':')].Contains((byte)'.');

    /// <summary>Decimal, decimal with a trailing <c>L</c>, or a dotted IPv4 address as a number.</summary>
    private static bool TryParseNumber(ref TokenReader reader, ReadOnlySpan<byte> word, ReadOnlySpan<byte> part, out ulong number)
    {
        var digits = part.EndsWith("L"u8) ? part[..^1] : part;
        // A number of more than 64 bits is too large for every field.
        if (Decimal.TryParse(digits, out number)) return true;
        var dots = part.Count((byte)'.');
        if (dots != 3)
            return FailAddress(ref reader, word, $"Expecting 4 dotted decimal parts, got {dots + 1}");
        foreach (var range in part.Split((byte)'.'))
        {
            var octet = part[range];
            if (!Decimal.TryParse(octet, out var value))
                return FailAddress(ref reader, word, $"\"{Show(octet)}\" is not a decimal number");
            if (value > byte.MaxValue)
                return FailAddress(ref reader, word, $"\"{Show(octet)}\" is larger than 255");
            number = number << 8 | value;
        }
        return true;
    }

    private static bool FailAddress(ref TokenReader reader, ReadOnlySpan<byte> word, string reason) =>
        reader.Fail(DiagnosticCode.InvalidValue, $"invalid extended community {Show(word)}: {reason}");

    private static Form? Find(ReadOnlySpan<byte> name)
    {
        foreach (var form in Forms)
            if (Ascii.Equal(name, form.Name)) return form;
        return null;
    }

    private static string Show(ReadOnlySpan<byte> word) => System.Text.Encoding.UTF8.GetString(word);
}
