using System.Buffers.Binary;
using System.Text;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Messages;

/// <summary>What an OPERATIONAL message is about (draft-ietf-idr-operational-message section 3). Others are not understood.</summary>
public enum OperationalKind : ushort
{
    /// <summary>ADM: advisory demand message.</summary>
    AdvisoryDemand = 1,

    /// <summary>ASM: advisory static message.</summary>
    AdvisoryStatic = 2,

    /// <summary>RPCQ: request of the count of reachable prefixes.</summary>
    ReachableCountRequest = 3,

    /// <summary>RPCP: its answer.</summary>
    ReachableCountReply = 4,

    /// <summary>APCQ: request of the count of prefixes in Adj-RIB-Out.</summary>
    AdjRibOutCountRequest = 5,

    /// <summary>APCP: its answer.</summary>
    AdjRibOutCountReply = 6,

    /// <summary>LPCQ: request of the count of prefixes in Loc-RIB.</summary>
    LocRibCountRequest = 7,

    /// <summary>LPCP: its answer.</summary>
    LocRibCountReply = 8,
}

/// <summary>
/// An OPERATIONAL message. Immutable.
/// <code>
/// type (2) | length (2) | AFI (2) | SAFI (1) | advisory text
///                                            | router-id (4) | sequence (4) [ | counter (4) ]
/// </code>
/// </summary>
public sealed class OperationalMessage : IEquatable<OperationalMessage>
{
    /// <summary>Octets of an advisory that are sent at most.</summary>
    public const int MaxAdvisory = 2048;

    private const int HeaderSize = 4;

    private readonly byte[] _advisory;

    private OperationalMessage(
        OperationalKind kind, FamilyId family, byte[] advisory, IpAddress routerId = default, uint sequence = 0, uint counter = 0)
    {
        Kind = kind;
        Family = family;
        _advisory = advisory;
        RouterId = routerId;
        Sequence = sequence;
        Counter = counter;
    }

    private enum Category : byte
    {
        Unknown,
        Advisory,
        Query,
        Counter,
    }

    public OperationalKind Kind { get; }

    /// <summary>Whether the kind is understood; a message of another kind is to be ignored.</summary>
    public bool IsKnown => CategoryOf(Kind) != Category.Unknown;

    public FamilyId Family { get; }

    /// <summary>UTF-8, as far as the peer keeps to it.</summary>
    public ReadOnlySpan<byte> AdvisoryText => _advisory;

    /// <summary>Of requests and replies: the speaker that asks; undefined, in one that is not sent yet, for our own.</summary>
    public IpAddress RouterId { get; }

    /// <summary>Of requests and replies; 0, in one that is not sent yet, for the next number (ExaBGP).</summary>
    public uint Sequence { get; }

    /// <summary>Of replies.</summary>
    public uint Counter { get; }

    /// <summary>ExaBGP's word for the kind: <c>ADM</c>, <c>RPCQ</c>, ...; empty when it is not known.</summary>
    public string Name => Kind switch
    {
        OperationalKind.AdvisoryDemand => "ADM",
        OperationalKind.AdvisoryStatic => "ASM",
        OperationalKind.ReachableCountRequest => "RPCQ",
        OperationalKind.ReachableCountReply => "RPCP",
        OperationalKind.AdjRibOutCountRequest => "APCQ",
        OperationalKind.AdjRibOutCountReply => "APCP",
        OperationalKind.LocRibCountRequest => "LPCQ",
        OperationalKind.LocRibCountReply => "LPCP",
        _ => "",
    };

    /// <summary>An advisory; one of more than <see cref="MaxAdvisory"/> octets is cut and ends in three dots.</summary>
    public static OperationalMessage Advisory(OperationalKind kind, FamilyId family, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (utf8.Length > MaxAdvisory) utf8 = [.. utf8.AsSpan(0, MaxAdvisory - 3), .. "..."u8];
        return new OperationalMessage(kind, family, utf8);
    }

    /// <summary>A request of a count.</summary>
    public static OperationalMessage Query(OperationalKind kind, FamilyId family, IpAddress routerId, uint sequence) =>
        new(kind, family, [], routerId, sequence);

    /// <summary>The answer to a request.</summary>
    public static OperationalMessage Reply(OperationalKind kind, FamilyId family, IpAddress routerId, uint sequence, uint counter) =>
        new(kind, family, [], routerId, sequence, counter);

    /// <summary>Whether the kind is an advisory.</summary>
    public static bool IsAdvisory(OperationalKind kind) => CategoryOf(kind) == Category.Advisory;

    /// <summary>Whether the kind is a request of a count.</summary>
    public static bool IsQuery(OperationalKind kind) => CategoryOf(kind) == Category.Query;

    /// <summary>The message as it is sent: with our router-id and the next number where it has none.</summary>
    /// <param name="routerId">Our BGP identifier.</param>
    /// <param name="lastSequence">The last number given to a message, which becomes this one's.</param>
    public OperationalMessage Complete(IpAddress routerId, ref uint lastSequence)
    {
        if (CategoryOf(Kind) is not (Category.Query or Category.Counter) || (RouterId.IsDefined && Sequence != 0)) return this;
        // 0 stands for no number.
        if (Sequence == 0 && ++lastSequence == 0) lastSequence = 1;
        return new OperationalMessage(
            Kind, Family, [], RouterId.IsDefined ? RouterId : routerId, Sequence == 0 ? lastSequence : Sequence, Counter);
    }

    /// <inheritdoc/>
    public bool Equals(OperationalMessage? other) =>
        other is not null && Kind == other.Kind && Family == other.Family && RouterId == other.RouterId && Sequence == other.Sequence
        && Counter == other.Counter && _advisory.AsSpan().SequenceEqual(other._advisory);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OperationalMessage);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Family, RouterId, Sequence, Counter, _advisory.Length);

    /// <summary>Reads the body. Errors: 5/0 with ExaBGP's texts when it is too short; an unknown kind is no error.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out OperationalMessage? message, out BgpError error)
    {
        message = null;
        var reader = new WireReader(body);
        if (!reader.TryReadUInt16(out var kindValue) || !reader.TryReadUInt16(out var length))
            return Malformed("invalid operational message, not enough data for the header", out error);
        error = default;
        var kind = (OperationalKind)kindValue;
        var category = CategoryOf(kind);
        if (category == Category.Unknown)
        {
            message = new OperationalMessage(kind, default, []);
            return true;
        }
        var hasFamily = reader.TryReadUInt16(out var afi) & reader.TryReadByte(out var safi);
        var family = new FamilyId((Afi)afi, (Safi)safi);
        if (category == Category.Advisory)
        {
            if (!hasFamily) return Malformed("invalid operational advisory, not enough data for the family", out error);
            var advisory = reader.Rest[..Math.Clamp(HeaderSize + length - (body.Length - reader.Remaining), 0, reader.Remaining)];
            message = new OperationalMessage(kind, family, advisory.ToArray());
            return true;
        }
        uint counter = 0;
        var whole = reader.TryReadUInt32(out var routerId) & reader.TryReadUInt32(out var sequence)
            & (category == Category.Query || reader.TryReadUInt32(out counter));
        if (!hasFamily || !whole)
        {
            return Malformed(category == Category.Query
                ? "invalid operational query, not enough data"
                : "invalid operational counter, not enough data", out error);
        }
        message = new OperationalMessage(kind, family, [], IpAddress.FromIpv4(routerId), sequence, counter);
        return true;
    }

    /// <summary>Writes the whole message with its header.</summary>
    public void Write(ref WireWriter writer)
    {
        var start = BgpHeader.Begin(ref writer, MessageType.Operational);
        writer.UInt16((ushort)Kind);
        writer.UInt16(0);
        var content = writer.Length;
        writer.UInt16((ushort)Family.Afi);
        writer.Byte((byte)Family.Safi);
        writer.Bytes(_advisory);
        if (CategoryOf(Kind) is Category.Query or Category.Counter)
        {
            writer.UInt32(RouterId.Ipv4Value);
            writer.UInt32(Sequence);
        }
        if (CategoryOf(Kind) == Category.Counter) writer.UInt32(Counter);
        if (writer.Overflowed) return;
        BinaryPrimitives.WriteUInt16BigEndian(writer.At(content - 2, 2), (ushort)(writer.Length - content));
        BgpHeader.End(ref writer, start);
    }

    /// <summary>Appends the JSON object of an <c>operational</c> event.</summary>
    public void AppendJson(TextBuffer output)
    {
        output.Append("{ \"name\": \""u8).Append(Name).Append("\", \"afi\": \""u8).Append(FamilyNames.Name(Family.Afi))
            .Append("\", \"safi\": \""u8).Append(FamilyNames.Name(Family.Safi)).Append((byte)'"');
        switch (CategoryOf(Kind))
        {
            case Category.Advisory:
                output.Append(", \"advisory\": "u8).AppendJsonString(_advisory);
                break;
            case Category.Counter:
                output.Append(", \"router-id\": \""u8);
                RouterId.AppendTo(output);
                output.Append("\", \"sequence\": "u8).Append(Sequence).Append(", \"counter\": "u8).Append(Counter);
                break;
        }
        output.Append(" }"u8);
    }

    /// <summary>Appends what follows <c>operational</c> in a text event: <c>ASM afi ipv4 safi unicast advisory "text"</c>.</summary>
    public void AppendText(TextBuffer output)
    {
        output.Append(Name).Append(" afi "u8).Append(FamilyNames.Name(Family.Afi))
            .Append(" safi "u8).Append(FamilyNames.Name(Family.Safi));
        switch (CategoryOf(Kind))
        {
            case Category.Advisory:
                output.Append(" advisory \""u8);
                Utf8Text.AppendOneLine(output, _advisory);
                output.Append((byte)'"');
                break;
            case Category.Counter:
                output.Append(" router-id "u8);
                RouterId.AppendTo(output);
                output.Append(" sequence "u8).Append(Sequence).Append(" counter "u8).Append(Counter);
                break;
        }
    }

    private static Category CategoryOf(OperationalKind kind) => kind switch
    {
        OperationalKind.AdvisoryDemand or OperationalKind.AdvisoryStatic => Category.Advisory,
        OperationalKind.ReachableCountRequest or OperationalKind.AdjRibOutCountRequest or OperationalKind.LocRibCountRequest =>
            Category.Query,
        OperationalKind.ReachableCountReply or OperationalKind.AdjRibOutCountReply or OperationalKind.LocRibCountReply =>
            Category.Counter,
        _ => Category.Unknown,
    };

    private static bool Malformed(string text, out BgpError error)
    {
        error = BgpError.Reset(NotificationCode.FiniteStateMachineError, 0, text);
        return false;
    }
}
