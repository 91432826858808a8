using System.Globalization;
using System.Runtime.InteropServices;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Session;

/// <summary>
/// The state machine of one neighbour, across all its connections (RFC 4271 section 8): an event goes in, actions come out. It
/// holds no clock, no socket and no task; what it decides is decided by its events alone.
/// <para>
/// RFC 4271's Idle, Connect and Active are here Stopped, Connecting and Waiting: <see cref="State"/> is what ExaBGP shows
/// instead (see <see cref="FsmState"/>).
/// </para>
/// </summary>
public sealed partial class PeerFsm
{
    /// <summary>ExaBGP's default of <c>bgp.openwait</c>.</summary>
    public static readonly TimeSpan DefaultOpenWait = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The shortest wait before a new attempt, about one turn of ExaBGP's loop: two speakers that refuse each other at once must
    /// not spin.
    /// </summary>
    public static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(20);

    private readonly List<FsmAction> _actions = new(16);
    private readonly RetryDelay _retryDelay = new();
    private SessionSettings _configured;
    private Phase _phase;
    private bool _heardKeepaliveWithoutHoldTime;

    /// <param name="settings">The neighbour's settings.</param>
    /// <param name="passive">Whether we only wait for the peer to connect.</param>
    public PeerFsm(SessionSettings settings, bool passive = false)
    {
        _configured = settings;
        Settings = settings;
        Passive = passive;
    }

    private enum Phase : byte
    {
        Stopped,
        Waiting,
        Connecting,
        OpenSent,
        OpenConfirm,
        Established,
    }

    /// <summary>What ExaBGP shows.</summary>
    public FsmState State { get; private set; } = FsmState.Idle;

    /// <summary>The reason of a session that ended with its connection, in ExaBGP's words.</summary>
    public const string ConnectionClosed = "closing connection";

    /// <summary>Never connect; heeded from the next attempt on.</summary>
    public bool Passive { get; set; }

    /// <summary>How long to wait for the peer's OPEN; heeded from the next connection on.</summary>
    public TimeSpan OpenWait { get; set; } = DefaultOpenWait;

    /// <summary>
    /// The settings in use: the addresses of the last connection stand in for those that were left open (<c>auto</c>, a range), also
    /// after its end.
    /// </summary>
    public SessionSettings Settings { get; private set; }

    /// <summary>Whether it was started and not stopped again.</summary>
    public bool IsRunning => _phase != Phase.Stopped;

    /// <summary>Whether there is a connection in use.</summary>
    public bool IsConnected => _phase >= Phase.OpenSent;

    public bool IsEstablished => _phase == Phase.Established;

    /// <summary>How often <see cref="FsmActionKind.Connect"/> was asked for; for <c>tcp.attempts</c>.</summary>
    public int OutgoingAttempts { get; private set; }

    /// <summary>Our OPEN on the connection in use; null before it is sent.</summary>
    public OpenMessage? SentOpen { get; private set; }

    /// <summary>The peer's OPEN on the connection in use; null before it came.</summary>
    public OpenMessage? ReceivedOpen { get; private set; }

    /// <summary>What was negotiated on the connection in use; null before.</summary>
    public NegotiatedSession? Session { get; private set; }

    /// <summary>Takes an event. The actions are to be done in order, before the next event; they are overwritten by it.</summary>
    public ReadOnlySpan<FsmAction> Handle(in FsmEvent happened)
    {
        _actions.Clear();
        switch (happened.Kind)
        {
            case FsmEventKind.ManualStop: Stop(happened.Reason, StopNotification()); break;
            case FsmEventKind.Deconfigured: Stop("removed", Notification.Create(NotificationCode.Cease, 3)); break;
            case FsmEventKind.Restart: Restart(happened.Settings); break;
            default: Dispatch(happened); break;
        }
        return CollectionsMarshal.AsSpan(_actions);
    }

    private void Dispatch(in FsmEvent happened)
    {
        switch (_phase)
        {
            case Phase.Stopped: WhenStopped(happened); break;
            case Phase.Waiting: WhenWaiting(happened); break;
            case Phase.Connecting: WhenConnecting(happened); break;
            case Phase.OpenSent: WhenOpenSent(happened); break;
            case Phase.OpenConfirm: WhenOpenConfirm(happened); break;
            default: WhenEstablished(happened); break;
        }
    }

    /// <summary>RFC 4271 section 8.2.2, Idle state.</summary>
    private void WhenStopped(in FsmEvent happened)
    {
        switch (happened.Kind)
        {
            // "In response to a ManualStart event [...], the local system: initializes all BGP resources for the peer connection,
            // sets ConnectRetryCounter to zero, [...] initiates a TCP connection to the other BGP peer, [...] and changes its
            // state to Connect." With passive TCP establishment it changes to Active.
            case FsmEventKind.ManualStart:
                _retryDelay.Reset();
                BeginAttempt();
                break;
            // "In this state, BGP FSM refuses all incoming BGP connections for this peer."
            case FsmEventKind.ConnectionUp:
                Refuse(Notification.Create(NotificationCode.Cease, 5));
                break;
        }
    }

    /// <summary>RFC 4271 section 8.2.2, Active state: waiting for the retry timer, or passively for the peer.</summary>
    private void WhenWaiting(in FsmEvent happened)
    {
        switch (happened.Kind)
        {
            // "In response to a ConnectRetryTimer_Expires event, the local system: [...] initiates a TCP connection to the other
            // BGP peer, [...] and changes its state to Connect."
            case FsmEventKind.TimerExpired when happened.Timer == TimerKind.ConnectRetry:
                BeginAttempt();
                break;
            // "In response to the success of a TCP connection (Event 16 or 17), the local system: [...] sends the OPEN message to
            // its peer, sets its HoldTimer to a large value, and changes its state to OpenSent."
            case FsmEventKind.ConnectionUp when happened.Origin == ConnectionOrigin.Incoming:
                Adopt(happened);
                break;
            case FsmEventKind.ConnectionUp:
                Refuse(null);
                break;
        }
    }

    /// <summary>RFC 4271 section 8.2.2, Connect state: our attempt is on its way.</summary>
    private void WhenConnecting(in FsmEvent happened)
    {
        switch (happened.Kind)
        {
            // "If the TCP connection succeeds (Event 16 or Event 17), the local system [...] sends an OPEN message to its peer, sets
            // the HoldTimer to a large value, and changes its state to OpenSent."
            case FsmEventKind.ConnectionUp:
                if (happened.Origin == ConnectionOrigin.Incoming) Add(FsmActionKind.CancelConnect);
                Adopt(happened);
                break;
            // "If the TCP connection fails (Event 18), the local system [...] restarts the ConnectRetryTimer with the initial value,
            // continues to listen for a connection that may be initiated by the remote BGP peer, and changes its state to Active."
            case FsmEventKind.ConnectionFailed:
                Show(FsmState.Idle);
                Retry();
                break;
        }
    }

    /// <summary>RFC 4271 section 8.2.2, OpenSent state. With <c>local-as auto</c> our OPEN waits for the peer's.</summary>
    private void WhenOpenSent(in FsmEvent happened)
    {
        switch (happened.Kind)
        {
            case FsmEventKind.OpenReceived:
                Confirm(happened.Open!);
                break;
            // RFC 6608 section 3: "If a BGP speaker receives an unexpected message (e.g., KEEPALIVE/UPDATE/ROUTE-REFRESH) on a session
            // in OpenSent state, it MUST send to the neighbor a NOTIFICATION with error code FSM Error and subcode [1]."
            case FsmEventKind.KeepaliveReceived or FsmEventKind.UpdateReceived or FsmEventKind.RouteRefreshReceived
                or FsmEventKind.OperationalReceived:
                Fail(BgpError.Reset(
                    NotificationCode.FiniteStateMachineError, 1,
                    $"The first packet received is not an open message ({MessageWord(happened.Kind)})"));
                break;
            // "If the HoldTimer_Expires (Event 10), the local system: sends a NOTIFICATION message [...], drops the TCP connection".
            // ExaBGP has a timer of its own for this, and says 1/1.
            case FsmEventKind.TimerExpired when happened.Timer == TimerKind.OpenWait:
                Fail(BgpError.Reset(
                    NotificationCode.MessageHeaderError, 1, "waited for open too long, we do not like stuck in active"));
                break;
            default:
                WhenConnected(happened);
                break;
        }
    }

    /// <summary>RFC 4271 section 8.2.2, OpenConfirm state.</summary>
    private void WhenOpenConfirm(in FsmEvent happened)
    {
        switch (happened.Kind)
        {
            // "If the local system receives a KEEPALIVE message (KeepAliveMsg (Event 26)), the local system: restarts the HoldTimer
            // and changes its state to Established."
            case FsmEventKind.KeepaliveReceived:
                Establish();
                break;
            // RFC 6608 section 3: "If a BGP speaker receives an unexpected message (e.g., OPEN/UPDATE/ROUTE-REFRESH) on a session in
            // OpenConfirm state, it MUST send to the neighbor a NOTIFICATION with error code FSM Error and subcode [2]."
            case FsmEventKind.OpenReceived or FsmEventKind.UpdateReceived or FsmEventKind.RouteRefreshReceived
                or FsmEventKind.OperationalReceived:
                Fail(BgpError.Reset(
                    NotificationCode.FiniteStateMachineError, 2, NotificationTexts.Default((byte)NotificationCode.FiniteStateMachineError, 2)));
                break;
            case FsmEventKind.TimerExpired:
                OnSessionTimer(happened.Timer);
                break;
            default:
                WhenConnected(happened);
                break;
        }
    }

    /// <summary>RFC 4271 section 8.2.2, Established state.</summary>
    private void WhenEstablished(in FsmEvent happened)
    {
        switch (happened.Kind)
        {
            // "If the local system receives a KEEPALIVE message (Event 26), the local system: restarts its HoldTimer, if the
            // negotiated HoldTime value is non-zero, and remains in the Established state."
            case FsmEventKind.KeepaliveReceived:
                if (Session!.HoldTime == 0) OnUnwantedKeepalive();
                else RestartHoldTimer();
                break;
            // "If the local system receives an UPDATE message (Event 27), the local system: [...] restarts its HoldTimer, if the
            // negotiated HoldTime value is non-zero". As in ExaBGP any other message does so too, and an OPEN does nothing else.
            case FsmEventKind.UpdateReceived or FsmEventKind.RouteRefreshReceived or FsmEventKind.OperationalReceived
                or FsmEventKind.OpenReceived:
                RestartHoldTimer();
                break;
            case FsmEventKind.TimerExpired:
                OnSessionTimer(happened.Timer);
                break;
            case FsmEventKind.Teardown:
                Teardown(happened.Subcode);
                break;
            default:
                WhenConnected(happened);
                break;
        }
    }

    /// <summary>What OpenSent, OpenConfirm and Established have in common.</summary>
    private void WhenConnected(in FsmEvent happened)
    {
        switch (happened.Kind)
        {
            // "If the local system receives a NOTIFICATION message (Event 24 or Event 25) [...], the local system: [...] drops the TCP
            // connection [...] and changes its state to Idle."
            case FsmEventKind.NotificationReceived:
                Down(Reason("notification received", happened.Notification!), null);
                Retry();
                break;
            // "If a TcpConnectionFails event (Event 18) is received, the local system: closes the BGP connection, restarts the
            // ConnectRetryTimer, continues to listen for a connection [...], and changes its state to Active."
            case FsmEventKind.ConnectionLost:
                Down(ConnectionClosed, null);
                Retry();
                break;
            // "When the BGP message header checking (Event 21) or OPEN message checking detects an error (Event 22) [or] an UPDATE
            // message error (Event 28), the local system: sends a NOTIFICATION message with the appropriate error code".
            case FsmEventKind.MalformedReceived:
                Fail(happened.Error);
                break;
            case FsmEventKind.HelperFailed:
                Down("process problem", null);
                Retry();
                break;
            case FsmEventKind.ConnectionUp:
                Collide(happened);
                break;
        }
    }

    private void OnSessionTimer(TimerKind timer)
    {
        switch (timer)
        {
            // "If the HoldTimer_Expires event (Event 10) occurs [...], the local system: sends the NOTIFICATION message with the
            // Error Code Hold Timer Expired". ExaBGP sends it without data.
            case TimerKind.Hold:
                Fail(BgpError.Reset(NotificationCode.HoldTimerExpired, 0, ""));
                break;
            // "If the KeepaliveTimer_Expires event (Event 11) occurs, the local system: sends a KEEPALIVE message, and restarts its
            // KeepaliveTimer, unless the negotiated HoldTime value is zero." As in ExaBGP, an UPDATE sent does not restart it.
            case TimerKind.Keepalive:
                Add(FsmActionKind.SendKeepalive);
                StartKeepaliveTimer();
                break;
        }
    }

    private static string MessageWord(FsmEventKind kind) => kind switch
    {
        FsmEventKind.KeepaliveReceived => "KEEPALIVE",
        FsmEventKind.UpdateReceived => "UPDATE",
        FsmEventKind.RouteRefreshReceived => "REFRESH",
        _ => "OPERATIONAL",
    };

    private static string Reason(string what, Notification notification) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} ({notification.Code},{notification.Subcode})");
}
