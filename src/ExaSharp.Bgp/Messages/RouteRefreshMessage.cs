using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Messages;

/// <summary>What a ROUTE-REFRESH says (RFC 7313 section 4).</summary>
public enum RouteRefreshSubtype : byte
{
    /// <summary>A request (RFC 2918).</summary>
    Query = 0,

    /// <summary>Demarcation of the beginning of a route refresh (BoRR).</summary>
    Begin = 1,

    /// <summary>Demarcation of the ending of a route refresh (EoRR).</summary>
    End = 2,
}

/// <summary>
/// A ROUTE-REFRESH message (RFC 2918 section 3, RFC 7313 section 4).
/// <code>AFI (2) | subtype (1) | SAFI (1)</code>
/// </summary>
public readonly record struct RouteRefreshMessage(FamilyId Family, RouteRefreshSubtype Subtype)
{
    private const int BodySize = 4;

    /// <summary>Reads the body. Errors: 7/1 for its length (a framer finds that first), 7/2 for an unknown subtype.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out RouteRefreshMessage refresh, out BgpError error)
    {
        refresh = default;
        if (body.Length != BodySize)
        {
            error = BgpError.Reset(NotificationCode.RouteRefreshMessageError, 1, "invalid route-refresh message");
            return false;
        }
        if (body[2] > (byte)RouteRefreshSubtype.End)
        {
            error = BgpError.Reset(NotificationCode.RouteRefreshMessageError, 2, "invalid route-refresh message subtype");
            return false;
        }
        error = default;
        var family = new FamilyId((Afi)BinaryPrimitives.ReadUInt16BigEndian(body), (Safi)body[3]);
        refresh = new RouteRefreshMessage(family, (RouteRefreshSubtype)body[2]);
        return true;
    }

    /// <summary>Writes the whole message with its header.</summary>
    public void Write(ref WireWriter writer)
    {
        var start = BgpHeader.Begin(ref writer, MessageType.RouteRefresh);
        writer.UInt16((ushort)Family.Afi);
        writer.Byte((byte)Subtype);
        writer.Byte((byte)Family.Safi);
        BgpHeader.End(ref writer, start);
    }

    /// <summary>Appends the JSON object of a <c>refresh</c> event: <c>{ "afi": "ipv4", "safi": "unicast", "subtype": "query" }</c>.</summary>
    public void AppendJson(TextBuffer output) => output
        .Append("{ \"afi\": \""u8).Append(FamilyNames.Name(Family.Afi)).Append("\", \"safi\": \""u8)
        .Append(FamilyNames.Name(Family.Safi)).Append("\", \"subtype\": \""u8).Append(SubtypeName).Append("\" }"u8);

    /// <summary>Appends what follows <c>route-refresh</c> in a text event: <c>afi ipv4 safi unicast query</c>.</summary>
    public void AppendText(TextBuffer output) => output
        .Append("afi "u8).Append(FamilyNames.Name(Family.Afi)).Append(" safi "u8)
        .Append(FamilyNames.Name(Family.Safi)).Append((byte)' ').Append(SubtypeName);

    private ReadOnlySpan<byte> SubtypeName => Subtype switch
    {
        RouteRefreshSubtype.Query => "query"u8,
        RouteRefreshSubtype.Begin => "begin"u8,
        _ => "end"u8,
    };
}
