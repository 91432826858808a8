using System.Net.Sockets;
using ExaSharp.Api;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Configuration.Settings;
using ExaSharp.Transport;

namespace ExaSharp.Peers;

/// <summary>What other tasks ask of a session. Carried out on the session's own task, in order.</summary>
internal abstract record SessionMessage
{
    /// <summary>Routes of a helper's batch; the session releases the batch when it has applied them.</summary>
    public sealed record Routes(CommandBatch Batch, int First, int Count) : SessionMessage;

    /// <summary>Begin: connect, or wait for a connection; with <paramref name="Once"/> for one session only.</summary>
    public sealed record Start(bool Once = false) : SessionMessage;

    /// <summary>
    /// Announce what another session announces; messages behind this one wait for it. The batch is given back by the session.
    /// </summary>
    public sealed record Inherit(Task<RouteBatch> Announced) : SessionMessage;

    /// <summary>End for good: the daemon ends, or the neighbour is not configured any more.</summary>
    public sealed record Stop(bool Removed) : SessionMessage;

    /// <summary>A connection from the peer.</summary>
    public sealed record Incoming(Socket Socket) : SessionMessage;

    /// <summary>How an attempt to connect ended: a connection, or the reason why there is none.</summary>
    public sealed record Connected(int Attempt, BgpConnection? Connection, string? Failure) : SessionMessage;

    public sealed record Teardown(byte Subcode) : SessionMessage;

    public sealed record AnnounceEor(FamilyId Family) : SessionMessage;

    public sealed record AnnounceRouteRefresh(FamilyId Family) : SessionMessage;

    public sealed record AnnounceOperational(OperationalMessage Message) : SessionMessage;

    public sealed record FlushAdjRibOut : SessionMessage;

    /// <summary>What the commands of one read of a helper ask for, in order: nothing is sent before all of it was taken over.</summary>
    public sealed record Several(List<SessionMessage> Messages) : SessionMessage;

    public sealed record ClearAdjRibOut : SessionMessage;

    public sealed record ClearAdjRibIn : SessionMessage;

    public sealed record Watchdog(string Name, bool Announce) : SessionMessage;

    /// <summary>
    /// The definition after a reload; <paramref name="Restart"/> when the session has to be made anew with it,
    /// <paramref name="GoesOnCounting"/> when its events are not counted from 1 again.
    /// </summary>
    public sealed record Reconfigure(NeighborSettings Settings, PeerEvents Events, bool Restart, bool GoesOnCounting = false) : SessionMessage;

    /// <summary>A signal, told to the helpers that ask for it before it is acted on.</summary>
    public sealed record Signalled(int Code, string Name) : SessionMessage;

    /// <summary>Runs something when the routes of the messages before are on the wire, or at once when no session is up.</summary>
    public sealed record TellSent(Api.Helper Helper, Action Sent) : SessionMessage;

    /// <summary>Runs something over the session's Adj-RIB-Out, for <c>show</c>.</summary>
    public sealed record Inspect(Action<PeerSession> Look) : SessionMessage;
}
