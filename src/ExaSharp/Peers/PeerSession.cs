using System.Collections.Concurrent;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using ExaSharp.Configuration.Settings;
using ExaSharp.Daemon;
using ExaSharp.Transport;

namespace ExaSharp.Peers;

/// <summary>
/// One neighbour: its state machine, its timers, its Adj-RIBs and its connection, owned by one task that never blocks. It is
/// woken by a message, by octets from the peer, by room towards the peer, or by a timer; then it does a bounded piece of
/// each kind of work that there is, timers first, so that no load delays a KEEPALIVE.
/// </summary>
internal sealed partial class PeerSession
{
    /// <summary>Octets of UPDATEs made in one turn.</summary>
    private const int SendSlice = 128 * 1024;

    /// <summary>Messages from the peer handled in one turn.</summary>
    private const int ReceiveSlice = 512;

    /// <summary>Messages of other tasks handled in one turn; a batch of routes counts as many as it has routes.</summary>
    private const int MailSlice = 16 * 1024;

    private readonly ConcurrentQueue<SessionMessage> _mailbox = [];
    private readonly WakeSignal _wake = new();
    private readonly TaskCompletionSource _silence = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SessionTimers _timers = new();
    private readonly MessageRate _sendRate;
    private readonly MessageRate _receiveRate;
    private readonly ReactorServices _services;
    private readonly Reactor _reactor;
    private readonly TimeProvider _time;
    private readonly ITimer _alarm;
    private readonly SessionLog _log;
    private readonly BgpFramer _framer = new();
    private readonly UpdateReader _updateReader = new();
    private UpdateBuilder _updateBuilder;
    private readonly AdjRibOut _adjRibOut;
    private readonly AdjRibIn _adjRibIn;
    private readonly TextBuffer _scratch = new(4096);
    private readonly MessageCounters _sent = new();
    private readonly MessageCounters _received = new();
    private readonly PeerFsm _fsm;
    private PeerEvents _events;
    private NeighborInfo _neighbor;
    private NeighborSettings _settings;
    private PeerStatus _status;
    private readonly List<System.Net.Sockets.Socket> _late = [];
    private Task<RouteBatch>? _inherited;
    private bool _once;
    private bool _ended;

    public PeerSession(NeighborSettings settings, PeerEvents events, int number, ReactorServices services, Reactor reactor)
    {
        _settings = settings;
        Definition = settings;
        _events = events;
        _services = services;
        _reactor = reactor;
        _time = services.Time;
        _sendRate = new MessageRate(_time.TimestampFrequency) { Limit = settings.RateLimit };
        _receiveRate = new MessageRate(_time.TimestampFrequency) { Limit = settings.RateLimit };
        _log = new SessionLog(services.Log.Factory, number);
        _adjRibOut = new AdjRibOut(services.Routes, services.Attributes, settings.AdjRibOut);
        _adjRibIn = new AdjRibIn(services.Routes, services.Attributes);
        _updateBuilder = CreateBuilder();
        _neighbor = Describe(settings);
        _fsm = CreateFsm(settings);
        _alarm = _time.CreateTimer(static state => ((PeerSession)state!)._wake.Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _status = new PeerStatus { Settings = settings, Since = _time.GetTimestamp(), Sent = _sent, Received = _received };
        _adjRibOut.Reload(ConfiguredRoutes.None, settings.Routes);
        LoadOperational([], settings.Operational);
        _ = Task.Run(RunAsync);
    }

    /// <summary>The session as other tasks see it.</summary>
    public PeerStatus Status => Volatile.Read(ref _status);

    /// <summary>The neighbour's definition as the reactor gave it last, which the session may not have taken over yet. Of the reactor's task only.</summary>
    public NeighborSettings Definition { get; set; }

    /// <summary>Completes when the session has told helpers the last it has to tell; its connection may still be closing.</summary>
    public Task Silence => _silence.Task;

    /// <summary>Completes when the session has ended for good.</summary>
    public Task Completion => _completion.Task;

    /// <summary>What was announced to the peer, for the session's own task (<see cref="SessionMessage.Inspect"/>).</summary>
    public AdjRibOut AdjRibOut => _adjRibOut;

    /// <summary>What the peer announced, for the session's own task.</summary>
    public AdjRibIn AdjRibIn => _adjRibIn;

    /// <summary>Asks something of the session, from any task. Never blocks; routes are bounded by the batches of their helper.</summary>
    public void Post(SessionMessage message)
    {
        _mailbox.Enqueue(message);
        _wake.Set();
    }

    private PeerFsm CreateFsm(NeighborSettings settings) =>
        new(WithVersion(settings.Session), settings.Passive || _services.Settings.BgpPassive)
        {
            OpenWait = TimeSpan.FromSeconds(_services.Settings.BgpOpenwait),
        };

    /// <summary>What the capability software-version tells: as ExaBGP does, the version of <c>exabgp_version</c>.</summary>
    private SessionSettings WithVersion(SessionSettings settings) => settings with { SoftwareVersion = $"ExaBGP/{_services.Version}" };

    private UpdateBuilder CreateBuilder() => new(_services.Routes, _services.Attributes, _settings.GroupUpdates, NotSent);

    private void NotSent(int route, SkipReason reason)
    {
        var text = new TextBuffer();
        AddressFamilies.Find(_services.Routes.Family(route))?.AppendText(_services.Routes.Nlri(route), default, text);
        _log.NotSent(text.ToString(), reason switch
        {
            SkipReason.NoNextHop => "it has no next-hop",
            SkipReason.NextHopSelfUnresolved => "next-hop self of an IPv6 route on an IPv4 session",
            SkipReason.NextHopNotNegotiated => "its next-hop is an IPv6 address, which was not negotiated for its family (RFC 8950)",
            SkipReason.NoRfcForm => "the RFC of its family has no octets for it",
            _ => "attributes size is so large we can not even pack one NLRI",
        });
    }

    private static NeighborInfo Describe(NeighborSettings settings) => new()
    {
        LocalAddress = settings.Session.LocalAddress,
        PeerAddress = settings.Peer.Address,
        LocalAs = settings.Session.LocalAs,
        PeerAs = settings.Session.PeerAs,
        RouterId = settings.Session.RouterId,
    };

    /// <summary>Fills in what the configuration left to the connection (<c>auto</c>); what is known stays known after its end (ExaBGP).</summary>
    private void CompleteNeighbor()
    {
        var configured = _settings.Session;
        if (!configured.LocalAddress.IsDefined && _connection is { } connection) _neighbor.LocalAddress = connection.LocalAddress;
        if (configured.LocalAs is null && _fsm.SentOpen is { } sent) _neighbor.LocalAs = sent.WholeAsn;
        if (configured.PeerAs is null && _fsm.Session is { } session) _neighbor.PeerAs = session.PeerAs;
    }

    private async Task RunAsync()
    {
        while (!_ended)
        {
            await _wake.WaitAsync().ConfigureAwait(false);
            try
            {
                Turn();
            }
            catch (Exception error)
            {
                // A defect of ours must not take other neighbours down: this session starts anew.
                _log.Failed(error);
                Recover();
            }
        }
        await _alarm.DisposeAsync().ConfigureAwait(false);
        TellWaiters();
        while (_mailbox.TryDequeue(out var late)) Discard(late);
        _silence.TrySetResult();
        await CloseConnectionsAsync().ConfigureAwait(false);
        _adjRibOut.Dispose();
        _adjRibIn.Dispose();
        _reactor.Post(new ReactorMessage.SessionEnded(this));
        GiveBackConnections();
        _completion.TrySetResult();
        // What is posted until the reactor has taken notice must be given back or answered all the same. Once nobody knows the
        // session any more, nothing can wake this, and it is collected with the session.
        while (true)
        {
            while (_mailbox.TryDequeue(out var message)) Discard(message);
            GiveBackConnections();
            await _wake.WaitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Connections that came too late for this session are for the one that follows it, if there is one.</summary>
    private void GiveBackConnections()
    {
        foreach (var socket in _late) _reactor.Take(socket);
        _late.Clear();
    }

    private void Discard(SessionMessage message)
    {
        switch (message)
        {
            case SessionMessage.Several several:
                foreach (var one in several.Messages) Discard(one);
                break;
            case SessionMessage.Routes routes:
                routes.Batch.Release();
                break;
            case SessionMessage.Incoming incoming:
                _late.Add(incoming.Socket);
                break;
            case SessionMessage.Inherit inherit:
                _ = inherit.Announced.ContinueWith(static task => task.Result.Release(), TaskScheduler.Default);
                break;
            case SessionMessage.Connected { Connection: { } connection }:
                Close(connection, null);
                break;
            case SessionMessage.Inspect inspect:
                inspect.Look(this);
                break;
            case SessionMessage.TellSent tell:
                tell.Sent();
                break;
        }
    }

    /// <summary>Does a bounded piece of all the work there is, and wakes itself when there is more.</summary>
    private void Turn()
    {
        ExpireTimers();
        var more = DrainMailbox(MailSlice);
        more |= Receive(ReceiveSlice);
        more |= Send();
        _connection?.Flush();
        TellSent();
        SetAlarm();
        if (more) _wake.Set();
    }

    private void ExpireTimers()
    {
        var now = _time.GetTimestamp();
        while (_timers.TryTakeExpired(now, out var kind)) Handle(FsmEvent.TimerExpired(kind));
    }

    private void SetAlarm()
    {
        var now = _time.GetTimestamp();
        var due = Math.Min(_timers.NextDue, Math.Min(_sendRate.NextDue(now), _receiveRate.NextDue(now)));
        var delay = due == SessionTimers.Never
            ? Timeout.InfiniteTimeSpan
            : Max(TimeSpan.Zero, _time.GetElapsedTime(now, due));
        _alarm.Change(delay == Timeout.InfiniteTimeSpan ? delay : delay + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>Handles messages of other tasks; true when some are left.</summary>
    private bool DrainMailbox(int budget)
    {
        // The one whose routes are waited for wakes this session.
        if (!TakeInherited()) return false;
        while (budget > 0 && _inherited is null && _mailbox.TryPeek(out var next) && !WaitsForSending(next) && _mailbox.TryDequeue(out var message))
        {
            budget -= Take(message);
            // What is said behind a flush is not part of what it sends again.
            if (message is SessionMessage.FlushAdjRibOut) break;
        }
        return _inherited is null && !_mailbox.IsEmpty;
    }

    /// <summary>Announces what another session announces once that is known; false while it is not.</summary>
    private bool TakeInherited()
    {
        if (_inherited is null) return true;
        if (!_inherited.IsCompleted) return false;
        _adjRibOut.Inherit(_inherited.Result);
        _inherited.Result.Release();
        _inherited = null;
        return true;
    }

    /// <summary>
    /// Whether a message is about what was announced as a whole while something of it is on its way: that is sent first, as
    /// far as the peer reads, so that <c>flush</c> and <c>clear</c> in a row show both on the wire (ExaBGP).
    /// </summary>
    private bool WaitsForSending(SessionMessage message)
    {
        if (message is SessionMessage.Several several) message = several.Messages[0];
        return message is SessionMessage.FlushAdjRibOut or SessionMessage.ClearAdjRibOut
            && _adjRibOut.HasPending && _fsm.IsEstablished && _settings.RateLimit == 0
            && _connection is { } connection && connection.UnsentBytes < BgpConnection.OutputHighMark;
    }

    /// <summary>Handles a message; gives what it cost of the budget.</summary>
    private int Take(SessionMessage message)
    {
        var cost = 1;
        switch (message)
        {
            case SessionMessage.Routes routes:
                cost += routes.Count;
                Apply(routes);
                break;
            case SessionMessage.Several several:
                foreach (var one in several.Messages) cost += Take(one);
                break;
            case SessionMessage.Incoming incoming:
                TakeIncoming(incoming.Socket);
                break;
            case SessionMessage.Connected connected:
                TakeOutgoing(connected);
                break;
            case SessionMessage.Inherit inherit:
                _inherited = inherit.Announced;
                _ = _inherited.ContinueWith(static (_, session) => ((PeerSession)session!)._wake.Set(), this, TaskScheduler.Default);
                break;
            case SessionMessage.Start start:
                _once = start.Once;
                Handle(FsmEvent.ManualStart);
                break;
            case SessionMessage.Stop stop:
                Stop(stop);
                break;
            case SessionMessage.Reconfigure reconfigure:
                Reconfigure(reconfigure);
                break;
            case SessionMessage.Teardown teardown:
                Handle(FsmEvent.Teardown(teardown.Subcode));
                break;
            case SessionMessage.Signalled signal:
                DeliverSignal(signal.Code, signal.Name);
                break;
            case SessionMessage.Inspect inspect:
                inspect.Look(this);
                break;
            case SessionMessage.TellSent tell:
                _sentWaiters.Add(new SentWaiter(tell.Helper, tell.Sent));
                break;
            default:
                ChangeRoutes(message);
                break;
        }
        return cost;
    }

    private void Apply(SessionMessage.Routes routes)
    {
        foreach (var change in routes.Batch.Routes.Changes.Slice(routes.First, routes.Count))
        {
            if (HasNoSelf(change)) _log.NoSelf(_settings.Name);
            else if (Announces(change.Route)) _adjRibOut.Apply(change, routes.Batch.Helper);
            else _log.FamilyNotConfigured(_services.Routes.Family(change.Route).ToSlashString(), _settings.Name);
        }
        routes.Batch.Release();
    }

    /// <summary>Whether the neighbour's definition has the family of a route: routes of others are logged and not kept (ExaBGP).</summary>
    private bool Announces(int route)
    {
        var family = _services.Routes.Family(route);
        foreach (var configured in _settings.Session.Families)
            if (configured == family) return true;
        return false;
    }

    /// <summary>Whether a change announces an IPv6 route with <c>next-hop self</c> on an IPv4 session, which has no such address.</summary>
    private bool HasNoSelf(RouteChange change) =>
        _settings.Peer.Address.IsIpv4 && change.Action == RouteAction.Announce
        && _services.Routes.Family(change.Route).Afi == Afi.Ipv6 && _services.Attributes.Get(change.Attributes).NextHop.IsSelf;

    private void ChangeRoutes(SessionMessage message)
    {
        switch (message)
        {
            case SessionMessage.AnnounceEor eor:
                _eors.Enqueue(eor.Family);
                break;
            case SessionMessage.AnnounceRouteRefresh refresh:
                SendRouteRefresh(refresh.Family);
                break;
            case SessionMessage.AnnounceOperational operational:
                AnnounceOperational(operational.Message);
                break;
            case SessionMessage.FlushAdjRibOut:
                Resend(family: null);
                break;
            case SessionMessage.ClearAdjRibOut:
                _adjRibOut.Clear();
                break;
            case SessionMessage.ClearAdjRibIn:
                _adjRibIn.Clear();
                break;
            case SessionMessage.Watchdog watchdog:
                if (watchdog.Announce) _adjRibOut.AnnounceWatchdog(watchdog.Name);
                else _adjRibOut.WithdrawWatchdog(watchdog.Name);
                break;
        }
    }

    private void Stop(SessionMessage.Stop stop)
    {
        Handle(stop.Removed ? FsmEvent.Deconfigured : FsmEvent.ManualStop());
        _ended = true;
    }

    private void Reconfigure(SessionMessage.Reconfigure change)
    {
        var before = _settings;
        _settings = change.Settings;
        if (!change.Restart) TakeOver(change);
        _updateBuilder = CreateBuilder();
        _sendRate.Limit = _receiveRate.Limit = change.Settings.RateLimit;
        _fsm.Passive = change.Settings.Passive || _services.Settings.BgpPassive;
        _adjRibOut.Reload(before.Routes, change.Settings.Routes);
        LoadOperational(before.Operational, change.Settings.Operational);
        if (change.Restart)
        {
            // The end of the session is still told to the helpers that heard of it, and counted with its events.
            Handle(FsmEvent.Restart(WithVersion(change.Settings.Session)));
            TakeOver(change);
        }
        Publish();
    }

    private void TakeOver(SessionMessage.Reconfigure change)
    {
        _events = change.Events;
        var before = _neighbor;
        _neighbor = Describe(change.Settings);
        if (change.GoesOnCounting) _neighbor.GoOnFrom(before);
        CompleteNeighbor();
    }

    private void Publish()
    {
        var established = _fsm.IsEstablished;
        var open = _fsm.ReceivedOpen;
        Volatile.Write(ref _status, new PeerStatus
        {
            Settings = _settings,
            State = FsmStateNames.Name(_fsm.State),
            IsEstablished = established,
            Since = established == _status.IsEstablished ? _status.Since : _time.GetTimestamp(),
            Negotiated = _fsm.Session,
            PeerOpen = open is null ? null : new PeerOpenStatus(open.RouterId, open.HoldTime, open.Capabilities.Select(c => c.Code).ToHashSet()),
            Sent = _sent,
            Received = _received,
        });
    }
}
