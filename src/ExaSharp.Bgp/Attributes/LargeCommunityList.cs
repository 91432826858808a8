using System.Buffers.Binary;
using System.Globalization;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Attributes;

/// <summary>LARGE_COMMUNITY (RFC 8092): three numbers of 32 bits each. Doubles are dropped, in text and when received.</summary>
public sealed class LargeCommunityList : SortedListAttribute
{
    private static readonly UInt128 Max = (UInt128.One << 96) - 1;

    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.LargeCommunity;

    /// <inheritdoc/>
    public override string Name => "large-community";

    /// <inheritdoc/>
    public override JsonVersion KnownSince => JsonVersion.Four;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [("large-community", ParseCommunities)];

    /// <inheritdoc/>
    protected override int RecordSize => 12;

    /// <inheritdoc/>
    protected override string RecordName => "large community";

    /// <inheritdoc/>
    protected override bool IsSet => true;

    /// <summary>ExaBGP's spacing: <c>[ 1, 2 , 3 ]</c>.</summary>
    protected override void AppendRecordJson(ReadOnlySpan<byte> record, TextBuffer output) => output
        .Append("[ "u8).Append(BinaryPrimitives.ReadUInt32BigEndian(record))
        .Append(", "u8).Append(BinaryPrimitives.ReadUInt32BigEndian(record[4..]))
        .Append(" , "u8).Append(BinaryPrimitives.ReadUInt32BigEndian(record[8..])).Append(" ]"u8);

    /// <inheritdoc/>
    protected override void AppendRecordText(ReadOnlySpan<byte> record, TextBuffer output) => output
        .Append(BinaryPrimitives.ReadUInt32BigEndian(record)).Append((byte)':')
        .Append(BinaryPrimitives.ReadUInt32BigEndian(record[4..])).Append((byte)':')
        .Append(BinaryPrimitives.ReadUInt32BigEndian(record[8..]));

    /// <summary><c>a:b:c</c>, or one number of 96 bits, decimal or <c>0x</c> hexadecimal.</summary>
    private static bool ParseRecord(ref TokenReader reader, ReadOnlySpan<byte> word, RouteDraft draft, ValueBuilder value)
    {
        var first = word.IndexOf((byte)':');
        if (first > 0) return ParseTriple(ref reader, word, first, value);
        var isHex = Ascii.HasHexPrefix(word);
        if (!UInt128.TryParse(isHex ? word[2..] : word, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture, out var number))
            return Fail(ref reader, $"invalid large community name {Show(word)}");
        if (number > Max) return Fail(ref reader, $"invalid large community {Show(word)} (too large)");
        value.UInt32((uint)(number >> 64));
        value.UInt32((uint)(number >> 32));
        value.UInt32((uint)number);
        return true;
    }

    private static bool ParseTriple(ref TokenReader reader, ReadOnlySpan<byte> word, int first, ValueBuilder value)
    {
        var second = word[(first + 1)..].IndexOf((byte)':') + first + 1;
        if (second == first
            || !Decimal.TryParse(word[..first], out var a)
            || !Decimal.TryParse(word[(first + 1)..second], out var b)
            || !Decimal.TryParse(word[(second + 1)..], out var c))
            return Fail(ref reader, $"invalid community {Show(word)}");
        ReadOnlySpan<ulong> parts = [a, b, c];
        foreach (var part in parts)
        {
            if (part > uint.MaxValue) return Fail(ref reader, $"invalid community {part} in {Show(word)} too large");
            value.UInt32((uint)part);
        }
        return true;
    }

    private static bool Fail(ref TokenReader reader, string message) => reader.Fail(DiagnosticCode.InvalidValue, message);

    private bool ParseCommunities(ref TokenReader reader, RouteDraft draft) => Parse(ref reader, draft, ParseRecord);
}
