using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes;

/// <summary>COMMUNITIES (RFC 1997): numbers of 32 bits, written as two of 16.</summary>
public sealed class CommunityList : SortedListAttribute
{
    // ExaBGP's five, by the names that it prints; then the others that IANA has registered. The last column: whether the name
    // is printed (ExaBGP prints the numbers of those that it does not know, and so must this).
    private static readonly (string Name, uint Value, bool IsShown)[] WellKnown =
    [
        ("no-export", 0xffff_ff01, true),
        ("no-advertise", 0xffff_ff02, true),
        ("no-export-subconfed", 0xffff_ff03, true),
        ("no-peer", 0xffff_ff04, true),
        ("blackhole", 0xffff_029a, true),
        ("nopeer", 0xffff_ff04, false),
        ("graceful-shutdown", 0xffff_0000, false),
        ("accept-own", 0xffff_0001, false),
        ("route-filter-translated-v4", 0xffff_0002, false),
        ("route-filter-v4", 0xffff_0003, false),
        ("route-filter-translated-v6", 0xffff_0004, false),
        ("route-filter-v6", 0xffff_0005, false),
        ("llgr-stale", 0xffff_0006, false),
        ("no-llgr", 0xffff_0007, false),
        ("accept-own-nexthop", 0xffff_0008, false),
        ("standby-pe", 0xffff_0009, false),
    ];

    private static readonly string[] Names = [.. WellKnown.Select(known => known.Name)];

    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.Community;

    /// <inheritdoc/>
    public override string Name => "community";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [("community", ParseCommunities)];

    /// <inheritdoc/>
    protected override int RecordSize => 4;

    /// <inheritdoc/>
    protected override string RecordName => "community";

    /// <inheritdoc/>
    protected override void AppendRecordJson(ReadOnlySpan<byte> record, TextBuffer output) => output
        .Append("[ "u8).Append(BinaryPrimitives.ReadUInt16BigEndian(record))
        .Append(", "u8).Append(BinaryPrimitives.ReadUInt16BigEndian(record[2..])).Append(" ]"u8);

    /// <inheritdoc/>
    protected override void AppendRecordText(ReadOnlySpan<byte> record, TextBuffer output)
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(record);
        foreach (var known in WellKnown)
        {
            if (!known.IsShown || known.Value != value) continue;
            output.Append(known.Name);
            return;
        }
        output.Append(value >> 16).Append((byte)':').Append(value & 0xffff);
    }

    /// <summary><c>high:low</c>, <c>0x</c> and a hexadecimal or a decimal number of 32 bits, or a name in any case.</summary>
    private static bool ParseRecord(ref TokenReader reader, ReadOnlySpan<byte> word, RouteDraft draft, ValueBuilder value)
    {
        var colon = word.IndexOf((byte)':');
        if (colon > 0) return ParsePair(ref reader, word, colon, value);
        if (Ascii.HasHexPrefix(word) ? Ascii.TryParseHex(word, ulong.MaxValue, out var number) : Decimal.TryParse(word, out number))
        {
            if (number > uint.MaxValue) return Fail(ref reader, $"invalid community {Show(word)} (too large)");
            value.UInt32((uint)number);
            return true;
        }
        foreach (var known in WellKnown)
        {
            if (!IsName(word, known.Name)) continue;
            value.UInt32(known.Value);
            return true;
        }
        return reader.Fail(DiagnosticCode.InvalidValue, $"invalid community name {Show(word)}", SpellChecker.Suggest(word, Names));
    }

    private static bool ParsePair(ref TokenReader reader, ReadOnlySpan<byte> word, int colon, ValueBuilder value)
    {
        // ExaBGP lets a part grow into the next one; a number that does not fit is an error here.
        if (!Decimal.TryParse(word[..colon], out var high) || !Decimal.TryParse(word[(colon + 1)..], out var low))
            return Fail(ref reader, $"invalid community {Show(word)}");
        if (high > ushort.MaxValue) return Fail(ref reader, $"invalid community {Show(word)} (prefix too large)");
        if (low > ushort.MaxValue) return Fail(ref reader, $"invalid community {Show(word)} (suffix too large)");
        value.UInt32((uint)(high << 16 | low));
        return true;
    }

    /// <summary>Compares without regard to case, and takes <c>_</c> for <c>-</c>.</summary>
    private static bool IsName(ReadOnlySpan<byte> word, string name)
    {
        if (word.Length != name.Length) return false;
        for (var i = 0; i < word.Length; i++)
        {
            var b = word[i] == '_' ? (byte)'-' : word[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(word[i] | 0x20) : word[i];
            if (b != name[i]) return false;
        }
        return true;
    }

    private static bool Fail(ref TokenReader reader, string message) => reader.Fail(DiagnosticCode.InvalidValue, message);

    private bool ParseCommunities(ref TokenReader reader, RouteDraft draft) => Parse(ref reader, draft, ParseRecord);
}
