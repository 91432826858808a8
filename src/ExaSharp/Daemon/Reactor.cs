using System.Threading.Channels;
using ExaSharp.Api;
using ExaSharp.Api.Channels;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Configuration.Settings;
using ExaSharp.Peers;

namespace ExaSharp.Daemon;

/// <summary>
/// The task that knows which neighbours and helpers exist, carries out commands in each helper's order and hands routes to
/// the sessions. It never waits for a session, a socket or a helper.
/// </summary>
internal sealed partial class Reactor
{
    private readonly Channel<ReactorMessage> _mailbox = Channel.CreateUnbounded<ReactorMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, PeerSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Helper> _helpers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Helper, PeerSelector? Selector), PeerSession[]> _targets = [];
    private readonly SessionOutbox _outbox = new();
    private readonly Dictionary<Helper, Queue<CommandBatch>> _waiting = [];
    private readonly Dictionary<Helper, (CommandBatch Batch, int Index)> _resume = [];
    private readonly ReactorServices _services;
    private readonly Listeners _listeners;
    private DaemonConfiguration _configuration = new([], []);
    private SocketServer? _socket;
    private int _nextPeerNumber = 1;
    private bool _shutdown;
    private bool _sessionsChanged;

    public Reactor(ReactorServices services)
    {
        StartTime = services.Time.GetUtcNow();
        _services = services;
        _listeners = new Listeners(services.Log, Take);
    }

    public DaemonLog Log => _services.Log;

    public ReactorServices Services => _services;

    /// <summary>What 6.0's clients know the daemon by; another one after each start.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>When the daemon was started.</summary>
    public DateTimeOffset StartTime { get; }

    /// <summary>The version that <c>version</c> answers: ExaBGP's, or what <c>exabgp_version</c> says.</summary>
    public string Version => _services.Version;

    public RouteStore Routes => _services.Routes;

    public AttributeInterner Attributes => _services.Attributes;

    public IReadOnlyDictionary<string, Helper> Helpers => _helpers;

    /// <summary>The sessions in the order of the configuration, those of ranges last.</summary>
    public IEnumerable<PeerSession> Sessions => _sessions.Values;

    /// <summary>Asks something of the reactor, from any task.</summary>
    public void Post(ReactorMessage message) => _mailbox.Writer.TryWrite(message);

    /// <summary>Ends the daemon after what is being carried out now; helpers are told of it as of a signal without a number.</summary>
    public void RequestShutdown()
    {
        TellSignal(0, "none");
        _shutdown = true;
    }

    /// <summary>Restarts all sessions and helpers, as <see cref="RequestShutdown"/>.</summary>
    public void RequestRestart()
    {
        TellSignal(0, "none");
        Restart();
    }

    /// <summary>Tells the helpers that ask for it of a signal, or with number 0 of a command that acts like one.</summary>
    public void TellSignal(int number, string name)
    {
        foreach (var session in _sessions.Values) session.Post(new SessionMessage.Signalled(number, name));
    }

    /// <summary>Binds the addresses of <c>tcp.bind</c>; false, with everything logged, when one can not be bound.</summary>
    public bool Bind()
    {
        foreach (var address in _services.Settings.TcpBind)
            if (!_listeners.Bind(address, _services.Settings.TcpPort)) return false;
        return true;
    }

    /// <summary>
    /// Listens there, and for the neighbours that have a port of their own; false, with everything logged, when one can not be
    /// bound or a neighbour can not be kept apart by its key.
    /// </summary>
    public bool Listen(DaemonConfiguration configuration) => _listeners.Follow(configuration.Neighbors);

    /// <summary>Starts helpers and sessions and runs until the daemon is to end; then stops them.</summary>
    public async Task RunAsync(DaemonConfiguration configuration)
    {
        _configuration = configuration;
        foreach (var process in configuration.Processes) AddHelper(process);
        if (_services.CreateCommandLine() is { } commandLine) _helpers[commandLine.Name] = commandLine;
        foreach (var neighbor in configuration.Neighbors) AddSession(neighbor);
        // Helpers first: they are told of everything.
        foreach (var helper in _helpers.Values) _services.StartHelper(helper, this);
        _socket = _services.CreateSocketServer(this);
        _socket?.Start();
        DelayConnecting();
        foreach (var session in _sessions.Values) Begin(session);
        var manager = _services.ServiceManager;
        manager.Ready(StatusLine());
        manager.Watch(() => Post(new ReactorMessage.AreYouAlive()));
        while (!_shutdown && await _mailbox.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (!_shutdown && _mailbox.Reader.TryRead(out var message)) Carry(message);
            if (!_sessionsChanged) continue;
            _sessionsChanged = false;
            manager.Tell(StatusLine());
        }
        manager.Stopping();
        Log.PerformingShutdown();
        await StopAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a message to the established neighbours that a request selects, whoever commands them (ExaBGP); false when
    /// there is none.
    /// </summary>
    public bool PostEstablished(ApiRequest request, SessionMessage message)
    {
        var any = false;
        foreach (var session in _sessions.Values)
        {
            if (!session.Status.IsEstablished || !IsSelected(request.Selector, session)) continue;
            _outbox.Add(session, message);
            any = true;
        }
        return any;
    }

    /// <summary>Sends a message to all configured neighbours.</summary>
    public void PostAll(SessionMessage message)
    {
        foreach (var session in _sessions.Values) _outbox.Add(session, message);
    }

    /// <summary>Sends a message to all configured neighbours that a request selects; false when there is none.</summary>
    public bool PostSelected(ApiRequest request, SessionMessage message)
    {
        var any = false;
        foreach (var session in _sessions.Values)
        {
            if (!IsSelected(request.Selector, session)) continue;
            _outbox.Add(session, message);
            any = true;
        }
        return any;
    }

    /// <summary>
    /// Sends a message to the configured neighbours that a request selects and its helper may command; false when there is none.
    /// </summary>
    public bool PostCommanded(ApiRequest request, SessionMessage message)
    {
        var targets = Targets(request.Helper, request.Selector);
        foreach (var session in targets) _outbox.Add(session, message);
        return targets.Length > 0;
    }

    /// <summary>The neighbours that a request selects and its helper may command.</summary>
    public IReadOnlyCollection<PeerSession> Commanded(ApiRequest request) => Targets(request.Helper, request.Selector);

    /// <summary>The neighbours that a request selects, whoever commands them.</summary>
    public IEnumerable<PeerSession> Selected(ApiRequest request) => _sessions.Values.Where(session => IsSelected(request.Selector, session));

    /// <summary>Hands the routes of a request to neighbours.</summary>
    public void PostRoutes(ApiRequest request, IReadOnlyCollection<PeerSession> targets) => Send(request.Batch, request.First, request.Count, targets);

    /// <summary>
    /// Runs <paramref name="look"/> on the session's own task and then <paramref name="answer"/> on the reactor's; the
    /// helper's next commands wait for it.
    /// </summary>
    public void Inspect(Helper helper, IReadOnlyCollection<PeerSession> sessions, Action<PeerSession> look, Action answer)
    {
        if (sessions.Count == 0)
        {
            answer();
            return;
        }
        Wait(helper, sessions, told => new SessionMessage.Inspect(inspected =>
        {
            look(inspected);
            told();
        }), answer);
    }

    /// <summary>
    /// Sends a message to sessions, and runs <paramref name="answer"/> when the last of them has told; the helper's next commands wait
    /// for it.
    /// </summary>
    private void Wait(Helper helper, IReadOnlyCollection<PeerSession> sessions, Func<Action, SessionMessage> message, Action answer)
    {
        _outbox.Send();
        _waiting.TryAdd(helper, new Queue<CommandBatch>());
        var left = sessions.Count;
        foreach (var session in sessions)
        {
            session.Post(message(() =>
            {
                if (Interlocked.Decrement(ref left) == 0) Post(new ReactorMessage.CommandFinished(helper, answer));
            }));
        }
    }

    /// <summary>What <c>show neighbor</c> tells of a session now.</summary>
    public NeighborReport Report(PeerSession session)
    {
        var status = session.Status;
        return new NeighborReport(status, _services.Time.GetElapsedTime(status.Since));
    }

    private void Carry(ReactorMessage message)
    {
        switch (message)
        {
            case ReactorMessage.Commands commands:
                if (_waiting.TryGetValue(commands.Batch.Helper, out var queue)) queue.Enqueue(commands.Batch);
                else Execute(commands.Batch, 0);
                break;
            case ReactorMessage.CommandFinished finished:
                Resume(finished);
                break;
            case ReactorMessage.Accepted accepted:
                Accept(accepted);
                break;
            case ReactorMessage.SessionEnded ended:
                Remove(ended.Session);
                break;
            case ReactorMessage.SessionChanged:
                _sessionsChanged = true;
                break;
            case ReactorMessage.HelperStarted started:
                started.Helper.Begin(_services.Settings.ApiAck);
                break;
            case ReactorMessage.HelperLost lost:
                Lose(lost);
                break;
            case ReactorMessage.AreYouAlive:
                _services.ServiceManager.Alive();
                break;
            case ReactorMessage.DelayOver:
                EndDelay();
                break;
            case ReactorMessage.Signal signal:
                Handle(signal.Number);
                break;
        }
    }

    /// <summary>Carries out a batch from an index on; stops, to be resumed, when a command has to wait for sessions.</summary>
    private void Execute(CommandBatch batch, int index)
    {
        var helper = batch.Helper;
        for (; index < batch.Items.Count; index++)
        {
            var item = batch.Items[index];
            switch (item.Command)
            {
                case null:
                    Log.CommandNotUnderstood(helper.Name, item.Reason is null ? item.Text ?? "" : $"{item.Text} ({item.Reason})");
                    if (item.Refusal is { } refusal && helper is { AckEnabled: true, IsVerbose: false }) helper.AnswerLine(refusal);
                    helper.Error(item.Reason ?? "the command is not understood");
                    break;
                case RouteCommand:
                    index = HandOver(batch, index);
                    if (!_waiting.ContainsKey(helper)) break;
                    _resume[helper] = (batch, index + 1);
                    return;
                case ReactorCommand command:
                    var words = (item.Text ?? "").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
                    command.Execute(this, new ApiRequest(helper, item.Selector, words, item.Text ?? "")
                    {
                        Read = item.Read,
                        Batch = batch,
                        First = item.First,
                        Count = item.Count,
                    });
                    if (!_waiting.ContainsKey(helper)) break;
                    _outbox.Send();
                    _resume[helper] = (batch, index + 1);
                    return;
            }
        }
        _outbox.Send();
        batch.Release();
    }

    private void Resume(ReactorMessage.CommandFinished finished)
    {
        finished.Answer();
        if (!_waiting.Remove(finished.Helper, out var queue)) return;
        if (_resume.Remove(finished.Helper, out var rest)) Execute(rest.Batch, rest.Index);
        while (queue.TryDequeue(out var next))
        {
            if (_waiting.TryGetValue(finished.Helper, out var again)) again.Enqueue(next);
            else Execute(next, 0);
        }
    }

    /// <summary>
    /// Hands the routes of consecutive commands for the same neighbours over in one message per neighbour, and answers the
    /// commands. Gives the index of the last command handled.
    /// </summary>
    private int HandOver(CommandBatch batch, int index)
    {
        var helper = batch.Helper;
        var item = batch.Items[index];
        var targets = Targets(helper, item.Selector);
        if (targets.Length == 0)
        {
            Log.NoNeighborMatching(helper.Name);
            if (item.Group is { } group) group.Errors.Add("no neighbor matches");
            else helper.Error(Helper.NoNeighbor);
            return index;
        }
        var last = index;
        while (last + 1 < batch.Items.Count && batch.Items[last + 1] is { Command: RouteCommand } next
            && ReferenceEquals(next.Selector, item.Selector) && ReferenceEquals(next.Group, item.Group) && next.IsSync == item.IsSync) last++;
        if (item.IsSync ?? helper.IsSync) return HandOverSync(batch, index, last, targets);
        var start = index;
        for (var at = index; at <= last; at++)
        {
            if (!RefusesSelf(batch, batch.Items[at], targets, out var reason)) continue;
            if (item.Group is null) Answer(batch, start, at - 1, targets);
            SendItems(batch, start, at - 1, targets);
            if (item.Group is null) helper.Fail(Log, reason);
            else item.Group.Errors.Add(reason);
            start = at + 1;
        }
        // Answered before the routes go: a helper that sees what is sent reads "done" first (ExaBGP).
        if (item.Group is null) Answer(batch, start, last, targets);
        SendItems(batch, start, last, targets);
        return last;
    }

    /// <summary>As <see cref="HandOver"/>, answered when the routes are on the wire.</summary>
    private int HandOverSync(CommandBatch batch, int first, int last, PeerSession[] targets)
    {
        var end = first;
        string? refused = null;
        for (; end <= last; end++)
        {
            if (!RefusesSelf(batch, batch.Items[end], targets, out var reason)) continue;
            refused = reason;
            break;
        }
        SendItems(batch, first, end - 1, targets);
        Wait(batch.Helper, targets, told => new SessionMessage.TellSent(batch.Helper, told), () =>
        {
            var group = batch.Items[first].Group;
            if (group is null) Answer(batch, first, end - 1, targets);
            if (refused is null) return;
            if (group is null) batch.Helper.Fail(Log, refused);
            else group.Errors.Add(refused);
        });
        return refused is null ? last : end;
    }

    /// <summary>Answers commands of routes.</summary>
    private void Answer(CommandBatch batch, int from, int to, PeerSession[] targets)
    {
        if (!batch.Helper.IsVerbose)
        {
            batch.Helper.Done(to - from + 1);
            return;
        }
        for (var at = from; at <= to; at++)
        {
            var item = batch.Items[at];
            var keep = targets.Count(target => Keeps(target.Definition, batch.Routes.Changes.Slice(item.First, item.Count)));
            batch.Helper.DoneVerbose(keep, item.Count);
        }
    }

    /// <summary>Whether a neighbour has the family of one of the routes.</summary>
    private bool Keeps(NeighborSettings neighbor, ReadOnlySpan<RouteChange> changes)
    {
        foreach (ref readonly var change in changes)
            if (neighbor.Session.Families.Contains(Routes.Family(change.Route))) return true;
        return false;
    }

    private void SendItems(CommandBatch batch, int from, int to, PeerSession[] targets)
    {
        if (from > to) return;
        var first = batch.Items[from].First;
        Send(batch, first, batch.Items[to].First + batch.Items[to].Count - first, targets);
    }

    private void Send(CommandBatch batch, int first, int count, IReadOnlyCollection<PeerSession> targets)
    {
        if (count == 0) return;
        foreach (var target in targets)
        {
            batch.Hold();
            _outbox.Add(target, new SessionMessage.Routes(batch, first, count));
        }
    }

    /// <summary>
    /// <c>next-hop self</c> of an IPv6 route has no meaning on an IPv4 session: when no selected neighbour has another one the command
    /// is an error. Else those get it for which it works (ExaBGP: those before the first for which it does not, and an error).
    /// </summary>
    private bool RefusesSelf(CommandBatch batch, CommandItem item, PeerSession[] targets, out string reason)
    {
        reason = "use of \"next-hop self\": the route (ipv6) does not have the same family as the BGP tcp session (ipv4)";
        if (!Array.TrueForAll(targets, target => target.Definition.Peer.Address.IsIpv4)) return false;
        foreach (var change in batch.Routes.Changes.Slice(item.First, item.Count))
        {
            if (change.Action != RouteAction.Announce || !Attributes.Get(change.Attributes).NextHop.IsSelf) continue;
            if (Routes.Family(change.Route).Afi == Afi.Ipv6) return true;
        }
        return false;
    }

    /// <summary>The sessions that a helper may command and that the selector names; remembered until neighbours change.</summary>
    private PeerSession[] Targets(Helper helper, PeerSelector? selector)
    {
        // Operators may command every neighbour, over whatever connection.
        var key = (helper.IsCommandLine ? "" : helper.Name, selector);
        if (_targets.TryGetValue(key, out var known)) return known;
        if (_targets.Count > 10_000) _targets.Clear();
        PeerSession[] targets =
        [
            .. _sessions.Values.Where(session => MayCommand(helper, session.Definition) && IsSelected(selector, session)),
        ];
        return _targets[key] = targets;
    }

    /// <summary>
    /// Whether a helper may announce and withdraw on a neighbour: it stands in one of the neighbour's <c>api</c> blocks. A helper
    /// that stands in no block of any neighbour may do so on the neighbours without a block, as before ExaBGP 4.2.20 (ExaBGP
    /// now answers it with an error always).
    /// </summary>
    private bool MayCommand(Helper helper, NeighborSettings neighbor)
    {
        if (helper.IsCommandLine) return true;
        if (neighbor.Api.Count > 0) return neighbor.TakesCommandsFrom(helper.Name);
        return !_configuration.Neighbors.Any(other => other.TakesCommandsFrom(helper.Name));
    }

    private void AddHelper(ProcessSettings process) => _helpers[process.Name] = _services.CreateHelper(process);

    private PeerSession AddSession(NeighborSettings neighbor)
    {
        var session = _services.CreateSession(neighbor, new PeerEvents(neighbor, _helpers), _nextPeerNumber++, this);
        _sessions[neighbor.Name] = session;
        _sessionsChanged = true;
        _targets.Clear();
        return session;
    }

    private void Remove(PeerSession session)
    {
        if (!_sessions.TryGetValue(session.Definition.Name, out var current) || !ReferenceEquals(current, session)) return;
        _sessions.Remove(session.Definition.Name);
        _sessionsChanged = true;
        _members.Remove(session.Definition.Name);
        _targets.Clear();
        // ExaBGP: with a limit of attempts the daemon ends when every neighbour has used them up.
        if (_sessions.Count == 0 && _services.Settings.TcpAttempts > 0) _shutdown = true;
    }
}
