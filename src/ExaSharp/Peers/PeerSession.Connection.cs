using System.Buffers;
using System.Net.Sockets;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using ExaSharp.Daemon;
using ExaSharp.Transport;

namespace ExaSharp.Peers;

/// <summary>The state machine's actions, and connections: made, taken, refused, closed.</summary>
internal sealed partial class PeerSession
{
    private readonly List<Task> _closing = [];
    private readonly Queue<FsmEvent> _followUps = [];
    private BgpConnection? _connection;
    private BgpConnection? _candidate;
    private CancellationTokenSource? _connecting;
    private int _attempt;
    private bool _handling;
    private bool _served;

    /// <summary>Gives an event to the state machine and does what it asks for.</summary>
    private void Handle(FsmEvent fsmEvent)
    {
        _followUps.Enqueue(fsmEvent);
        // An action can bring an event about; it is handled when all actions of the one before are done.
        if (_handling) return;
        _handling = true;
        try
        {
            while (_followUps.TryDequeue(out var next))
                foreach (var action in _fsm.Handle(next)) Do(action);
            // Only now: one connection may have taken another's place.
            _ended |= _once && _served && !_fsm.IsConnected;
        }
        finally
        {
            _handling = false;
            _followUps.Clear();
        }
    }

    private void Do(FsmAction action)
    {
        switch (action.Kind)
        {
            case FsmActionKind.Connect:
                BeginConnect();
                break;
            case FsmActionKind.CancelConnect:
                _connecting?.Cancel();
                _connecting = null;
                break;
            case FsmActionKind.Adopt:
                Adopt();
                break;
            case FsmActionKind.Refuse:
                if (_candidate is { } refused) Close(refused, action.Notification);
                _candidate = null;
                break;
            case FsmActionKind.Close:
                if (_connection is { } used) Close(used, null);
                _connection = null;
                break;
            case FsmActionKind.Connected:
                DeliverConnected();
                break;
            case FsmActionKind.SendOpen:
                SendOpen();
                break;
            case FsmActionKind.SendKeepalive:
                SendKeepalive();
                break;
            case FsmActionKind.SendNotification:
                SendNotification(action.Notification!);
                break;
            case FsmActionKind.Negotiated:
                _framer.MaxMessageSize = _fsm.Session!.MessageSize;
                CompleteNeighbor();
                DeliverNegotiated(_fsm.Session);
                break;
            case FsmActionKind.SessionUp:
                SessionUp();
                break;
            case FsmActionKind.SessionDown:
                SessionDown(action.Reason ?? "");
                break;
            case FsmActionKind.StateChanged:
                Publish();
                DeliverFsm(FsmStateNames.Name(action.State));
                break;
            case FsmActionKind.StartTimer:
                _timers.Set(action.Timer, _time.GetTimestamp() + (long)(action.Duration.TotalSeconds * _time.TimestampFrequency));
                break;
            case FsmActionKind.StopTimer:
                _timers.Cancel(action.Timer);
                break;
        }
    }

    private void BeginConnect()
    {
        if (_services.Settings.TcpAttempts > 0 && _fsm.OutgoingAttempts > _services.Settings.TcpAttempts)
        {
            // ExaBGP: a neighbour that used its attempts up is dropped.
            Handle(FsmEvent.ManualStop("out of attempts"));
            _ended = true;
            return;
        }
        var options = new ConnectOptions
        {
            Remote = _settings.Peer.Address,
            Port = _settings.Connect != 0 ? _settings.Connect : _services.Settings.TcpConnectPort,
            Local = _settings.Md5Ip.IsDefined ? _settings.Md5Ip : _settings.Session.LocalAddress,
            Interface = _settings.SourceInterface,
            Md5 = _settings.Md5,
            TcpAo = _settings.TcpAo,
            OutgoingTtl = _settings.OutgoingTtl,
            IncomingTtl = _settings.IncomingTtl,
        };
        _connecting = new CancellationTokenSource();
        _log.Attempting(options.Remote.ToString(), options.Port);
        _ = ConnectAsync(++_attempt, options, _connecting.Token);
    }

    private async Task ConnectAsync(int attempt, ConnectOptions options, CancellationToken cancellation)
    {
        try
        {
            var connection = await BgpConnection.ConnectAsync(options, _wake.Set, cancellation, _time).ConfigureAwait(false);
            Post(new SessionMessage.Connected(attempt, connection, null));
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
        }
        catch (TransportException error)
        {
            Post(new SessionMessage.Connected(attempt, null, error.Message));
        }
    }

    private void TakeOutgoing(SessionMessage.Connected connected)
    {
        if (connected.Attempt != _attempt || _connecting is null || _connecting.IsCancellationRequested || _ended)
        {
            if (connected.Connection is { } late) Close(late, null);
            return;
        }
        _connecting = null;
        if (connected.Connection is null)
        {
            _log.ConnectFailed(_settings.Peer.Address.ToString(), connected.Failure ?? "");
            Handle(FsmEvent.ConnectionFailed);
            return;
        }
        Offer(connected.Connection, ConnectionOrigin.Outgoing);
    }

    private void TakeIncoming(Socket socket)
    {
        if (_ended)
        {
            socket.Dispose();
            return;
        }
        BgpConnection connection;
        try
        {
            connection = BgpConnection.Accept(socket, _wake.Set, _settings.OutgoingTtl, _settings.IncomingTtl, _time);
        }
        catch (TransportException error)
        {
            _log.ConnectFailed(_settings.Peer.Address.ToString(), error.Message);
            socket.Dispose();
            _ended |= _once && !_fsm.IsConnected;
            return;
        }
        Offer(connection, ConnectionOrigin.Incoming);
    }

    /// <summary>Lets the state machine decide about a new connection: adopt it, or refuse it.</summary>
    private void Offer(BgpConnection connection, ConnectionOrigin origin)
    {
        _candidate = connection;
        _log.Opened(origin, connection.LocalAddress.ToString(), connection.RemoteAddress.ToString());
        Handle(FsmEvent.ConnectionUp(origin, connection.LocalAddress, connection.RemoteAddress));
        if (_candidate is not { } undecided) return;
        Close(undecided, null);
        _candidate = null;
    }

    private void Adopt()
    {
        if (_connection is { } previous) Close(previous, null);
        _connection = _candidate;
        _candidate = null;
        _framer.MaxMessageSize = NegotiatedSession.DefaultMessageSize;
        _notification = null;
        _connectionLost = false;
        _served = true;
        CompleteNeighbor();
    }

    /// <summary>Closes a connection in the background, after what was written to it and the notification.</summary>
    private void Close(BgpConnection connection, Notification? notification)
    {
        if (notification is not null) Write(notification, connection.Output);
        connection.Flush();
        _closing.RemoveAll(task => task.IsCompleted);
        _closing.Add(connection.CloseAsync(graceful: true));
    }

    private async Task CloseConnectionsAsync()
    {
        _connecting?.Cancel();
        if (_candidate is { } candidate) Close(candidate, null);
        if (_connection is { } connection) Close(connection, null);
        _candidate = _connection = null;
        await Task.WhenAll(_closing).ConfigureAwait(false);
    }

    /// <summary>After a defect: the connection goes, with a NOTIFICATION, and the state machine begins again.</summary>
    private void Recover()
    {
        _followUps.Clear();
        try
        {
            Handle(FsmEvent.MalformedReceived(BgpError.Reset(NotificationCode.Cease, 0, "internal error")));
        }
        catch (Exception error)
        {
            _log.Failed(error);
            _ended = true;
        }
    }

    private void SessionUp()
    {
        _adjRibIn.Clear();
        _adjRibOut.SessionUp(_fsm.Session!);
        _eorDue = !_settings.ManualEor;
        _eors.Clear();
        _updates = 0;
        BeginOperational();
        _log.Up(_connection!.LocalAddress.ToString(), _connection.RemoteAddress.ToString());
        Publish();
        _reactor.Post(ReactorMessage.SessionChanged.Instance);
        DeliverUp();
    }

    private void SessionDown(string reason)
    {
        _adjRibOut.SessionDown();
        _adjRibIn.Clear();
        _eors.Clear();
        _operational.Clear();
        _eorDue = false;
        _log.Down(_settings.Peer.Address.ToString(), DownInWords(reason));
        _sent.Reset();
        _received.Reset();
        Publish();
        _reactor.Post(ReactorMessage.SessionChanged.Instance);
        DeliverDown(reason);
    }

    /// <summary>Writes a NOTIFICATION.</summary>
    public static void Write(Notification notification, IBufferWriter<byte> output)
    {
        Span<byte> buffer = stackalloc byte[NegotiatedSession.DefaultMessageSize];
        var writer = new WireWriter(buffer);
        notification.Write(ref writer);
        output.Write(writer.Written);
    }
}
