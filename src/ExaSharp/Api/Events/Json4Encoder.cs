using System.Buffers;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Events;

/// <summary>
/// JSON 4.0.1, of ExaBGP 4.2: no router-id, no text of a NOTIFICATION, flat AS paths. Where 4.2 writes what is no JSON (the
/// words of ROUTE-REFRESH and OPERATIONAL in two pairs of quotes) or ends the session (add-path in <c>negotiated</c>), valid
/// JSON is written.
/// </summary>
public sealed class Json4Encoder(EventContext context) : JsonEncoder(context, JsonVersion.Four, "4.0.1")
{
    private static readonly SearchValues<char> Brackets = SearchValues.Create("[]{}");

    public override void Notification(in MessageEvent message, byte code, byte subcode, ReadOnlySpan<byte> data, TextBuffer output)
    {
        Begin(message, "notification"u8, output);
        output.Append(", \"notification\": { \"code\": "u8).Append((uint)code).Append(", \"subcode\": "u8).Append((uint)subcode)
            .Append(", \"data\": \"0x"u8).AppendHex(data).Append("\" } "u8);
        End(output);
    }

    /// <summary>Brackets are parentheses: to ExaBGP 4.2 a string with others is JSON already.</summary>
    protected override string Reason(string reason)
    {
        reason = DownReason.Of42(reason);
        if (!reason.AsSpan().ContainsAny(Brackets)) return reason;
        return reason.Replace('[', '(').Replace(']', ')').Replace('{', '(').Replace('}', ')');
    }

    protected override string SignalName(string name) => name == "none" ? "UNKNOWN" : name;

    protected override void AppendRouterId(NeighborInfo neighbor, TextBuffer output)
    {
    }

    protected override ReadOnlySpan<byte> TypeWord(MessageType type) => type == MessageType.RouteRefresh ? "route refresh"u8 : base.TypeWord(type);

    protected override void AppendNegotiated(NegotiatedSession session, TextBuffer output)
    {
        output.Append("\"negotiated\": { \"message_size\": "u8).Append(session.MessageSize)
            .Append(", \"hold_time\": "u8).Append((uint)session.HoldTime)
            .Append(", \"asn4\": "u8).Append(Bool(session.Asn4))
            .Append(", \"multisession\": "u8).Append(Bool(session.MultiSession))
            .Append(", \"operational\": "u8).Append(Bool(session.Operational))
            .Append(", \"refresh\": \""u8).Append(RefreshKindWord(session.Refresh))
            .Append("\", \"families\": [ "u8);
        AppendFamilies(session, static (_, _) => true, " ,"u8, output);
        output.Append(" ], \"nexthop\": [ "u8);
        for (var i = 0; i < session.ExtendedNextHops.Count; i++)
        {
            var (family, nextHop) = session.ExtendedNextHops[i];
            output.Append(i == 0 ? "\""u8 : " ,\""u8);
            AppendFamilyName(family, output);
            output.Append((byte)' ').Append(FamilyNames.Name(nextHop)).Append((byte)'"');
        }
        output.Append(" ], \"add_path\": { \"send\": [ "u8);
        AppendFamilies(session, static (session, family) => session.SendsPathId(family), ", "u8, output);
        output.Append(" ], \"receive\": [ "u8);
        AppendFamilies(session, static (session, family) => session.ReceivesPathId(family), ", "u8, output);
        output.Append(" ] } } "u8);
    }
}
