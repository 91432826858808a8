using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Session;

/// <content>What the states have their actions made by.</content>
public sealed partial class PeerFsm
{
    // RFC 4724 section 4: after a NOTIFICATION the peer does not keep our routes. ExaBGP therefore sends none when a session that
    // announced graceful restart ends on purpose, whatever the peer announced.
    private bool EndsSilently => SentOpen?.Has(CapabilityCode.GracefulRestart) == true;

    private void BeginAttempt()
    {
        _phase = Phase.Waiting;
        if (Passive) return;
        Show(FsmState.Active);
        Show(FsmState.Idle);
        OutgoingAttempts++;
        _phase = Phase.Connecting;
        Add(FsmActionKind.Connect);
    }

    /// <summary>The offered connection becomes the one in use.</summary>
    private void Adopt(in FsmEvent happened)
    {
        Add(FsmActionKind.Adopt);
        Add(FsmActionKind.Connected);
        StopTimer(TimerKind.ConnectRetry);
        if (happened.Origin == ConnectionOrigin.Incoming)
        {
            _retryDelay.Reset();
            Show(FsmState.Active);
            Show(FsmState.Idle);
        }
        UseAddresses(happened.LocalAddress, happened.PeerAddress);
        _phase = Phase.OpenSent;
        Show(FsmState.Connect);
        StartTimer(TimerKind.OpenWait, OpenWait);
        if (Settings.LocalAs is not null) SendOpen();
    }

    private void UseAddresses(IpAddress local, IpAddress peer)
    {
        var localAddress = _configured.LocalAddress.IsDefined ? _configured.LocalAddress : local;
        Settings = _configured with
        {
            LocalAddress = localAddress,
            PeerAddress = peer.IsDefined ? peer : _configured.PeerAddress,
            RouterId = _configured.RouterId.IsDefined || !localAddress.IsIpv4 ? _configured.RouterId : localAddress,
        };
    }

    private void SendOpen()
    {
        SentOpen = OpenMessage.Create(Settings, Negotiation.LocalAs(Settings, ReceivedOpen), Settings.RouterId);
        Add(FsmActionKind.SendOpen);
        Show(FsmState.OpenSent);
    }

    /// <summary>
    /// RFC 4271 section 8.2.2: "When an OPEN message is received, all fields are checked for correctness. If there are no errors
    /// in the OPEN message (Event 19), the local system: [...] sends a KEEPALIVE message, sets a KeepaliveTimer, sets the
    /// HoldTimer according to the negotiated value, and changes its state to OpenConfirm. If the negotiated hold time value is
    /// zero, then the HoldTimer and KeepaliveTimer are not started."
    /// </summary>
    private void Confirm(OpenMessage open)
    {
        ReceivedOpen = open;
        if (SentOpen is null) SendOpen();
        var error = Negotiation.Negotiate(Settings, SentOpen!, open, out var session);
        if (error.IsError)
        {
            Fail(error);
            return;
        }
        Session = session;
        _phase = Phase.OpenConfirm;
        StopTimer(TimerKind.OpenWait);
        Add(FsmActionKind.Negotiated);
        Show(FsmState.OpenConfirm);
        Add(FsmActionKind.SendKeepalive);
        RestartHoldTimer();
        StartKeepaliveTimer();
    }

    private void Establish()
    {
        _phase = Phase.Established;
        _heardKeepaliveWithoutHoldTime = false;
        _retryDelay.Reset();
        RestartHoldTimer();
        Show(FsmState.Established);
        Add(FsmActionKind.SessionUp);
    }

    // Without hold time nobody sends KEEPALIVEs; ExaBGP lets one pass.
    private void OnUnwantedKeepalive()
    {
        if (_heardKeepaliveWithoutHoldTime)
        {
            Fail(BgpError.Reset(
                NotificationCode.OpenMessageError, 6,
                "Negotiated holdtime was zero, it was invalid to send us a keepalive messages"));
        }
        _heardKeepaliveWithoutHoldTime = true;
    }

    /// <summary>RFC 4271 section 6.8, for a connection that came up beside the one in use.</summary>
    private void Collide(in FsmEvent happened)
    {
        if (happened.Origin == ConnectionOrigin.Outgoing)
        {
            // Of an attempt that was given up.
            Refuse(null);
            return;
        }
        var verdict = CollisionRule.Judge(State, SentOpen?.RouterId ?? default, ReceivedOpen?.RouterId ?? default);
        if (verdict == CollisionVerdict.KeepCurrent)
        {
            Refuse(Notification.Create(NotificationCode.Cease, 7, IsEstablished
                ? "could not accept the connection, already established"
                : "could not accept the connection, as another connection is already in open-confirm and will go through"));
            return;
        }
        // RFC 4271 section 6.8: "Closing the BGP connection [...] is accomplished by sending the NOTIFICATION message with the Error
        // Code Cease." RFC 4486: subcode 7.
        Down(
            "closing outgoing connection as we have another incoming on with higher router-id",
            SentOpen is null ? null : Notification.Create(NotificationCode.Cease, 7));
        Adopt(happened);
    }

    private void Teardown(byte subcode)
    {
        _retryDelay.Reset();
        if (EndsSilently)
        {
            Down("graceful restarted negotiated, closing without sending any notification", null);
        }
        else
        {
            var notification = Notification.Create(NotificationCode.Cease, subcode);
            Down(Reason("notification sent", notification), notification);
        }
        Retry();
    }

    private void Restart(SessionSettings? settings)
    {
        _configured = settings ?? _configured;
        _retryDelay.Reset();
        switch (_phase)
        {
            case Phase.Stopped:
                break;
            case Phase.Waiting:
                Retry();
                break;
            case Phase.Connecting:
                Add(FsmActionKind.CancelConnect);
                Show(FsmState.Idle);
                Retry();
                break;
            default:
                Teardown(3);
                break;
        }
        if (!IsConnected) Settings = _configured;
    }

    private Notification? StopNotification() =>
        EndsSilently ? null : Notification.Create(NotificationCode.Cease, 2);

    /// <summary>
    /// RFC 4271 section 8.2.2: "If a ManualStop event (Event 2) is issued [...], the local system: sends the NOTIFICATION with a Cease,
    /// [...] drops the TCP connection, sets the ConnectRetryCounter to zero, and changes its state to Idle."
    /// </summary>
    private void Stop(string reason, Notification? notification)
    {
        switch (_phase)
        {
            case Phase.Stopped: return;
            case Phase.Waiting: StopTimer(TimerKind.ConnectRetry); break;
            case Phase.Connecting: Add(FsmActionKind.CancelConnect); break;
            default: Down($"stop, message [{reason}]", SentOpen is null ? null : notification); break;
        }
        _phase = Phase.Stopped;
        _retryDelay.Reset();
        // Once more after the close, as ExaBGP does.
        Show(FsmState.Idle);
    }

    private void Fail(BgpError error)
    {
        var notification = Notification.Create(error);
        Down(Reason("notification sent", notification), notification);
        Retry();
    }

    /// <summary>The connection in use ends.</summary>
    private void Down(string reason, Notification? notification)
    {
        if (notification is not null)
            _actions.Add(new FsmAction { Kind = FsmActionKind.SendNotification, Notification = notification });
        _actions.Add(new FsmAction { Kind = FsmActionKind.SessionDown, Reason = reason });
        _phase = Phase.Waiting;
        Show(FsmState.Idle);
        Add(FsmActionKind.Close);
        StopTimer(TimerKind.OpenWait);
        StopTimer(TimerKind.Hold);
        StopTimer(TimerKind.Keepalive);
        SentOpen = null;
        ReceivedOpen = null;
        Session = null;
    }

    /// <summary>Waits for the next attempt.</summary>
    private void Retry()
    {
        _phase = Phase.Waiting;
        if (Passive) return;
        var delay = _retryDelay.Next();
        StartTimer(TimerKind.ConnectRetry, delay < ShortestRetry ? ShortestRetry : delay);
    }

    private void RestartHoldTimer()
    {
        if (Session is { HoldTime: > 0 and var seconds }) StartTimer(TimerKind.Hold, TimeSpan.FromSeconds(seconds));
    }

    // RFC 4271 section 4.4: "A reasonable maximum time between KEEPALIVE messages would be one third of the Hold Time interval."
    private void StartKeepaliveTimer()
    {
        if (Session is { HoldTime: > 0 and var seconds }) StartTimer(TimerKind.Keepalive, TimeSpan.FromSeconds(seconds / 3));
    }

    private void Refuse(Notification? notification) =>
        _actions.Add(new FsmAction { Kind = FsmActionKind.Refuse, Notification = notification });

    private void Show(FsmState state)
    {
        State = state;
        _actions.Add(new FsmAction { Kind = FsmActionKind.StateChanged, State = state });
    }

    private void StartTimer(TimerKind timer, TimeSpan duration) =>
        _actions.Add(new FsmAction { Kind = FsmActionKind.StartTimer, Timer = timer, Duration = duration });

    private void StopTimer(TimerKind timer) => _actions.Add(new FsmAction { Kind = FsmActionKind.StopTimer, Timer = timer });

    private void Add(FsmActionKind kind) => _actions.Add(new FsmAction { Kind = kind });
}
