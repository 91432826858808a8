using ExaSharp.Bgp.Messages;

namespace ExaSharp.Bgp.Session;

/// <summary>The timers of a session.</summary>
public enum TimerKind : byte
{
    /// <summary>Until the next attempt to connect.</summary>
    ConnectRetry,

    /// <summary>How long we wait for the peer's OPEN (<c>bgp.openwait</c>).</summary>
    OpenWait,

    /// <summary>How long the peer may say nothing.</summary>
    Hold,

    /// <summary>Until our next KEEPALIVE.</summary>
    Keepalive,
}

/// <summary>What <see cref="PeerFsm"/> wants done. In the order given.</summary>
public enum FsmActionKind : byte
{
    /// <summary>Open a TCP connection to the peer; answered by ConnectionUp or ConnectionFailed.</summary>
    Connect,

    /// <summary>Give up the attempt in progress, silently.</summary>
    CancelConnect,

    /// <summary>The connection that ConnectionUp brought is now the one in use.</summary>
    Adopt,

    /// <summary>
    /// Close the connection that ConnectionUp brought, after sending it <see cref="FsmAction.Notification"/> when there is one. The one in
    /// use is not touched.
    /// </summary>
    Refuse,

    /// <summary>Close the connection in use, after what was written to it.</summary>
    Close,

    /// <summary>The API event <c>connected</c>.</summary>
    Connected,

    /// <summary>Write <see cref="PeerFsm.SentOpen"/>.</summary>
    SendOpen,

    SendKeepalive,

    /// <summary>Write <see cref="FsmAction.Notification"/>.</summary>
    SendNotification,

    /// <summary>The OPENs are exchanged: <see cref="PeerFsm.Session"/> is set, its message size is in force; the API event <c>negotiated</c>.</summary>
    Negotiated,

    /// <summary>The API event <c>up</c>; routes may be sent from here to <see cref="SessionDown"/>.</summary>
    SessionUp,

    /// <summary>The API event <c>down</c> with <see cref="FsmAction.Reason"/>, also for a session that never came up.</summary>
    SessionDown,

    /// <summary>The API event <c>fsm</c> with <see cref="FsmAction.State"/>.</summary>
    StateChanged,

    /// <summary>(Re)start <see cref="FsmAction.Timer"/> with <see cref="FsmAction.Duration"/>.</summary>
    StartTimer,

    StopTimer,
}

/// <summary>One action; which members count depends on the kind.</summary>
public readonly struct FsmAction
{
    public FsmActionKind Kind { get; init; }

    public TimerKind Timer { get; init; }

    public FsmState State { get; init; }

    public TimeSpan Duration { get; init; }

    public Notification? Notification { get; init; }

    /// <summary>The text after <c>down - </c>.</summary>
    public string? Reason { get; init; }

    /// <summary>For logs and tests: <c>StartTimer Hold 90</c>.</summary>
    public override string ToString() => Kind switch
    {
        FsmActionKind.StateChanged => $"{Kind} {FsmStateNames.Name(State)}",
        FsmActionKind.StartTimer => FormattableString.Invariant($"{Kind} {Timer} {Duration.TotalSeconds}"),
        FsmActionKind.StopTimer => $"{Kind} {Timer}",
        FsmActionKind.SendNotification or FsmActionKind.Refuse when Notification is { } sent =>
            FormattableString.Invariant($"{Kind} {sent.Code}/{sent.Subcode}"),
        FsmActionKind.SessionDown => $"{Kind} {Reason}",
        _ => Kind.ToString(),
    };
}
