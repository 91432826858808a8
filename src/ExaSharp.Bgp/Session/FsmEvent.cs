using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Session;

/// <summary>What can happen to a neighbour (RFC 4271 section 8.1).</summary>
public enum FsmEventKind : byte
{
    ManualStart,
    ManualStop,
    Deconfigured,
    Restart,
    Teardown,
    ConnectionUp,
    ConnectionFailed,
    ConnectionLost,
    TimerExpired,
    OpenReceived,
    KeepaliveReceived,
    UpdateReceived,
    RouteRefreshReceived,
    OperationalReceived,
    NotificationReceived,
    MalformedReceived,
    HelperFailed,
}

/// <summary>Who opened a TCP connection.</summary>
public enum ConnectionOrigin : byte
{
    /// <summary>We did, after <see cref="FsmActionKind.Connect"/>.</summary>
    Outgoing,

    /// <summary>The peer did.</summary>
    Incoming,
}

/// <summary>One event for <see cref="PeerFsm"/>. Messages are those of the connection in use; it is the caller's to drop what an abandoned one still brings.</summary>
public readonly struct FsmEvent
{
    private FsmEvent(FsmEventKind kind) => Kind = kind;

    public FsmEventKind Kind { get; private init; }

    /// <summary>Of <see cref="FsmEventKind.TimerExpired"/>.</summary>
    public TimerKind Timer { get; private init; }

    /// <summary>Of <see cref="FsmEventKind.ConnectionUp"/>.</summary>
    public ConnectionOrigin Origin { get; private init; }

    /// <summary>Of <see cref="FsmEventKind.Teardown"/>: the Cease subcode.</summary>
    public byte Subcode { get; private init; }

    /// <summary>Of <see cref="FsmEventKind.ConnectionUp"/>: our end.</summary>
    public IpAddress LocalAddress { get; private init; }

    /// <summary>Of <see cref="FsmEventKind.ConnectionUp"/>: the other end.</summary>
    public IpAddress PeerAddress { get; private init; }

    /// <summary>The message, the settings or the reason that comes with the event.</summary>
    private object? Payload { get; init; }

    /// <summary>Of <see cref="FsmEventKind.MalformedReceived"/>.</summary>
    public BgpError Error { get; private init; }

    public OpenMessage? Open => Payload as OpenMessage;

    public Notification? Notification => Payload as Notification;

    /// <summary>Of <see cref="FsmEventKind.Restart"/>: the new definition, or null to keep the old one.</summary>
    public SessionSettings? Settings => Payload as SessionSettings;

    /// <summary>Of <see cref="FsmEventKind.ManualStop"/>: why, as in <c>stop, message [shutting down]</c>.</summary>
    public string Reason => Payload as string ?? "";

    /// <summary>The neighbour may run: connect, or when passive wait for the peer.</summary>
    public static FsmEvent ManualStart => new(FsmEventKind.ManualStart);

    /// <summary>The daemon ends: Cease 6/2, no further attempt.</summary>
    public static FsmEvent ManualStop(string reason = "shutting down") =>
        new(FsmEventKind.ManualStop) { Payload = reason };

    /// <summary>The neighbour is not configured any more: Cease 6/3, no further attempt.</summary>
    public static FsmEvent Deconfigured => new(FsmEventKind.Deconfigured);

    /// <summary>The session must begin anew, with new settings if given: Cease 6/3, then connect at once.</summary>
    public static FsmEvent Restart(SessionSettings? settings = null) =>
        new(FsmEventKind.Restart) { Payload = settings };

    /// <summary>A helper's <c>teardown</c>: only an established session heeds it; then connect at once.</summary>
    public static FsmEvent Teardown(byte subcode) => new(FsmEventKind.Teardown) { Subcode = subcode };

    /// <summary>A TCP connection is open and not yet the one in use.</summary>
    public static FsmEvent ConnectionUp(ConnectionOrigin origin, IpAddress local = default, IpAddress peer = default) =>
        new(FsmEventKind.ConnectionUp) { Origin = origin, LocalAddress = local, PeerAddress = peer };

    /// <summary>The attempt that <see cref="FsmActionKind.Connect"/> asked for came to nothing.</summary>
    public static FsmEvent ConnectionFailed => new(FsmEventKind.ConnectionFailed);

    /// <summary>The connection in use was closed by the peer or broke.</summary>
    public static FsmEvent ConnectionLost => new(FsmEventKind.ConnectionLost);

    public static FsmEvent TimerExpired(TimerKind timer) => new(FsmEventKind.TimerExpired) { Timer = timer };

    public static FsmEvent OpenReceived(OpenMessage open) => new(FsmEventKind.OpenReceived) { Payload = open };

    public static FsmEvent KeepaliveReceived => new(FsmEventKind.KeepaliveReceived);

    public static FsmEvent UpdateReceived => new(FsmEventKind.UpdateReceived);

    public static FsmEvent RouteRefreshReceived => new(FsmEventKind.RouteRefreshReceived);

    public static FsmEvent OperationalReceived => new(FsmEventKind.OperationalReceived);

    public static FsmEvent NotificationReceived(Notification notification) =>
        new(FsmEventKind.NotificationReceived) { Payload = notification };

    /// <summary>A message that ends the session, or something of ours that must: the error is the NOTIFICATION.</summary>
    public static FsmEvent MalformedReceived(BgpError error) => new(FsmEventKind.MalformedReceived) { Error = error };

    /// <summary>A helper of this neighbour is gone: the connection closes without NOTIFICATION (<c>process problem</c>).</summary>
    public static FsmEvent HelperFailed => new(FsmEventKind.HelperFailed);
}
