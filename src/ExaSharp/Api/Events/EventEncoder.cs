using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Events;

/// <summary>
/// Writes events in the form that a helper reads. Each method appends one whole event with all its line ends, so that the
/// writer adds nothing; a form that does not have some kind of event appends nothing. No state besides the counters of the
/// neighbours: one encoder may serve many helpers, but only one event at a time for a neighbour. Nothing is allocated but where said.
/// </summary>
public abstract class EventEncoder
{
    /// <summary>The TCP connection is up.</summary>
    public abstract void Connected(NeighborInfo neighbor, TextBuffer output);

    /// <summary>The session is Established.</summary>
    public abstract void Up(NeighborInfo neighbor, TextBuffer output);

    /// <summary>The session ended, with ExaBGP's reason (<c>notification sent (6,4)</c>, <c>closing connection</c>, …).</summary>
    public abstract void Down(NeighborInfo neighbor, string reason, TextBuffer output);

    /// <summary>The state machine went to a state, in capitals: <c>IDLE ACTIVE CONNECT OPENSENT OPENCONFIRM ESTABLISHED</c>.</summary>
    public abstract void Fsm(NeighborInfo neighbor, string state, TextBuffer output);

    /// <summary>Both OPENs are exchanged.</summary>
    public abstract void Negotiated(NeighborInfo neighbor, NegotiatedSession session, TextBuffer output);

    /// <summary>The daemon is about to act on a signal, or on a command that does the same (0, <c>none</c>).</summary>
    public abstract void Signal(NeighborInfo neighbor, int number, string name, TextBuffer output);

    /// <summary>An OPEN. As with <see cref="Down"/>, which is as rare, writing it may allocate.</summary>
    public abstract void Open(in MessageEvent message, OpenMessage open, TextBuffer output);

    public abstract void Keepalive(in MessageEvent message, TextBuffer output);

    /// <summary>An UPDATE or an End-of-RIB marker; <paramref name="session"/> says how it was encoded.</summary>
    public abstract void Update(in MessageEvent message, NegotiatedSession session, in UpdateView update, TextBuffer output);

    /// <summary>A NOTIFICATION. The data is what is to be shown: of a received shutdown communication, its decoded text.</summary>
    public abstract void Notification(in MessageEvent message, byte code, byte subcode, ReadOnlySpan<byte> data, TextBuffer output);

    /// <summary>A ROUTE-REFRESH: subtype 0 query, 1 begin, 2 end (RFC 7313).</summary>
    public abstract void Refresh(in MessageEvent message, FamilyId family, byte subtype, TextBuffer output);

    /// <summary>An OPERATIONAL message of a known kind.</summary>
    public abstract void Operational(in MessageEvent message, OperationalMessage operational, TextBuffer output);

    /// <summary>A message as octets only (mode <c>packets</c>).</summary>
    public abstract void Packets(in MessageEvent message, MessageType type, TextBuffer output);

    /// <summary>The daemon stops: goes to every helper.</summary>
    public abstract void Shutdown(TextBuffer output);

    protected static ReadOnlySpan<byte> Word(EventDirection direction) => direction switch
    {
        EventDirection.Send => "send"u8,
        EventDirection.Decoded => "in"u8,
        _ => "receive"u8,
    };

    /// <summary>ExaBGP's word for a subtype of ROUTE-REFRESH.</summary>
    protected static ReadOnlySpan<byte> RefreshWord(byte subtype) => subtype switch
    {
        0 => "query"u8,
        1 => "begin"u8,
        2 => "end"u8,
        _ => "invalid"u8,
    };

    /// <summary>
    /// Whether routes are told once more with their link-local next-hop, as ExaBGP does until 5.0: to it an MP_REACH_NLRI of a global
    /// and a link-local address has two next-hops.
    /// </summary>
    protected static bool ShowsLinkLocal(JsonVersion version, in NlriSection section) =>
        version < JsonVersion.Six && section.Action == RouteAction.Announce && section.LinkLocalNextHop.IsDefined && section.LinkLocalNextHop != section.NextHop;

    /// <summary>Whether a section of an UPDATE has anything to show: all of its NLRI may have been passed over.</summary>
    protected static bool HasNlri(in NlriSection section)
    {
        if (Bgp.Families.AddressFamilies.Find(section.Family) is null) return !section.Bytes.IsEmpty;
        return section.GetEnumerator().MoveNext();
    }
}
