using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// AGGREGATOR (RFC 4271 section 5.1.7; RFC 6793): an AS number and an IPv4 address, 8 octets, or 6 towards a peer that
/// speaks 2-octet AS numbers, which then gets AS4_AGGREGATOR beside it when the number is larger.
/// </summary>
public sealed class Aggregator : AttributeType
{
    internal const AttributeFlags FlagsSent = AttributeFlags.Optional | AttributeFlags.Transitive;

    /// <summary>Octets of the stored form.</summary>
    internal const int Size = 8;

    /// <inheritdoc/>
    public override AttributeCode Code => AttributeCode.Aggregator;

    /// <inheritdoc/>
    public override AttributeFlags Flags => FlagsSent;

    /// <inheritdoc/>
    public override string Name => "aggregator";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Keyword, RouteKeywordParser Parser)> Keywords => [("aggregator", Parse)];

    /// <summary>RFC 7606 section 7.7: a wrong length is attribute discard.</summary>
    public override BgpError Validate(ReadOnlySpan<byte> value, NegotiatedSession session)
    {
        var expected = session.Asn4 ? Size : 6;
        return value.Length == expected
            ? default
            : BgpError.Discard(5, $"invalid AGGREGATOR, expected {expected} bytes, got {value.Length}");
    }

    /// <summary>RFC 7607 section 2: AS 0 is handled as any malformed value.</summary>
    public override BgpError ValidateFromPeer(ReadOnlySpan<byte> stored, NegotiatedSession session) => CheckAs(stored, "AGGREGATOR");

    /// <summary>Attribute discard when a stored value has the AS number 0.</summary>
    internal static BgpError CheckAs(ReadOnlySpan<byte> stored, string name) => BinaryPrimitives.ReadUInt32BigEndian(stored) == 0
        ? BgpError.Discard(9, $"{name} has the AS number 0")
        : default;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ToStored(ReadOnlySpan<byte> received, NegotiatedSession session, Span<byte> scratch)
    {
        if (session.Asn4) return received;
        scratch[..2].Clear();
        received.CopyTo(scratch[2..]);
        return scratch[..Size];
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<byte> stored, NegotiatedSession session, ref WireWriter writer)
    {
        if (session.Asn4 || stored.Length != Size)
        {
            base.Encode(stored, session, ref writer);
            return;
        }
        var asn = BinaryPrimitives.ReadUInt32BigEndian(stored);
        Span<byte> value = stackalloc byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(value, Asn.ToTwoOctets(asn));
        stored[4..].CopyTo(value[2..]);
        WriteAttribute(ref writer, Flags, Code, value);
        if (asn > ushort.MaxValue) WriteAttribute(ref writer, Flags, AttributeCode.As4Aggregator, stored);
    }

    /// <inheritdoc/>
    public override void AppendJson(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append((byte)'"');
        AppendValue(value, output);
        output.Append((byte)'"');
    }

    /// <inheritdoc/>
    public override void AppendText(ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output)
    {
        output.Append("aggregator ( "u8);
        AppendValue(value, output);
        output.Append(" )"u8);
    }

    private static void AppendValue(ReadOnlySpan<byte> value, TextBuffer output)
    {
        if (value.Length != Size) return;
        output.Append(BinaryPrimitives.ReadUInt32BigEndian(value)).Append((byte)':');
        IpAddress.FromBytes(value[4..]).AppendTo(output);
    }

    /// <summary>The keyword alone stands for our AS and address in ExaBGP 3.4.</summary>
    private bool AddSpeaker(ref TokenReader reader, RouteDraft draft, (uint LocalAs, IpAddress Address) speaker)
    {
        if (reader.Diagnostics is { } diagnostics)
        {
            diagnostics.Saw(ConfigurationGeneration.ExaBgp34);
            diagnostics.Edits?.Insert(reader.Last.End, $" ( {speaker.LocalAs}:{speaker.Address} )", "aggregator needs its value now");
        }
        Span<byte> value = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt32BigEndian(value, speaker.LocalAs);
        speaker.Address.CopyTo(value[4..]);
        return Add(ref reader, draft, value);
    }

    private bool Parse(ref TokenReader reader, RouteDraft draft)
    {
        if (reader.Peek().EndsStatement && draft.Speaker is { } speaker) return AddSpeaker(ref reader, draft, speaker);
        var inParentheses = reader.TryTake(TokenKind.OpenParenthesis);
        if (!reader.RequireWord("AS:address", out var word)) return false;
        Span<byte> value = stackalloc byte[Size];
        var colon = word.IndexOf((byte)':');
        if (colon < 0 || !Asn.TryParse(word[..colon], out var asn)
            || !IpAddress.TryParse(word[(colon + 1)..], out var address) || !address.IsIpv4
            || (inParentheses && !reader.TryTake(TokenKind.CloseParenthesis)))
            return reader.Fail(DiagnosticCode.InvalidValue, "invalid aggregator");
        BinaryPrimitives.WriteUInt32BigEndian(value, asn);
        address.CopyTo(value[4..]);
        return Add(ref reader, draft, value);
    }
}
