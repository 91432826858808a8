using System.Buffers;
using System.Net.Sockets;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using ExaSharp.Peers;
using ExaSharp.Transport;

namespace ExaSharp.BuiltInPeer;

/// <summary>One connection of the built-in peer, from the daemon's OPEN to the end.</summary>
internal sealed class PeerConversation(
    PeerOptions options, PeerPrinter printer, RouteStore routes, AttributeInterner attributes, RouteBatch? announcements, TimeProvider time)
{
    private readonly WakeSignal _wake = new();
    private readonly BgpFramer _framer = new();
    private readonly UpdateReader _updates = new();
    private BgpConnection _connection = null!;
    private AdjRibOut? _rib;
    private UpdateBuilder? _builder;
    private NegotiatedSession? _session;
    private ITimer? _keepalives;
    private bool _keepaliveDue;
    private bool _established;
    private bool _markersSent;
    private bool _over;

    /// <summary>Talks until the daemon closes, something is wrong, enough was seen, or it is cancelled.</summary>
    public async Task RunAsync(Socket socket, CancellationToken cancellation)
    {
        try
        {
            _connection = BgpConnection.Accept(socket, _wake.Set, time: time);
        }
        catch (TransportException)
        {
            // Closed before we looked at it.
            socket.Dispose();
            return;
        }
        printer.Connected(_connection.RemoteAddress);
        using var cancelled = cancellation.Register(_wake.Set);
        while (!_over && !cancellation.IsCancellationRequested && !printer.HasSeenEnough)
        {
            await _wake.WaitAsync().ConfigureAwait(false);
            Turn();
        }
        if (!_over) Write(Notification.Create(NotificationCode.Cease, 2));
        if (_keepalives is not null) await _keepalives.DisposeAsync().ConfigureAwait(false);
        await _connection.CloseAsync(graceful: true).ConfigureAwait(false);
        _rib?.Dispose();
        cancellation.ThrowIfCancellationRequested();
    }

    private void Turn()
    {
        if (_keepaliveDue)
        {
            _keepaliveDue = false;
            _connection.Output.Write(Keepalive.Bytes);
        }
        Receive();
        Send();
        if (!_over) _connection.Flush();
    }

    private void Receive()
    {
        var ended = _connection.InputEnded;
        if (!_connection.Input.TryRead(out var read))
        {
            if (ended) Close();
            return;
        }
        var rest = read.Buffer;
        var status = FrameStatus.Message;
        while (!_over && !printer.HasSeenEnough && status == FrameStatus.Message)
        {
            status = _framer.Read(ref rest, out var frame, out var error);
            if (status == FrameStatus.Message) Take(frame);
            else if (status == FrameStatus.Error) Fail(error);
        }
        _connection.Input.AdvanceTo(rest.Start, rest.End);
        if (read.IsCompleted && status == FrameStatus.Incomplete) Close();
    }

    private void Close()
    {
        _over = true;
        printer.Closed();
    }

    private void Fail(BgpError error)
    {
        printer.Problem(error);
        Write(Notification.Create(error));
        _over = true;
    }

    private void Take(BgpFrame frame)
    {
        switch (frame.Type)
        {
            case MessageType.Open when _session is null:
                TakeOpen(frame);
                break;
            case MessageType.Keepalive:
                TakeKeepalive();
                break;
            case MessageType.Notification:
                printer.Notification(Notification.Read(frame.Body));
                _over = true;
                break;
            case MessageType.Update when _session is not null:
                if (_updates.TryRead(frame.Body, _session, out var update, out var error)) printer.Update(update, _session);
                else Fail(error);
                break;
            case MessageType.RouteRefresh:
                TakeRefresh(frame);
                break;
            default:
                Fail(BgpError.Reset(NotificationCode.FiniteStateMachineError, 1, "not expected now"));
                break;
        }
    }

    private void TakeOpen(BgpFrame frame)
    {
        if (!OpenMessage.TryRead(frame.Body, out var open, out var error))
        {
            Fail(error);
            return;
        }
        var settings = MirroredSettings.For(open, options, _connection);
        var answer = OpenMessage.Create(settings, settings.LocalAs ?? open.WholeAsn, settings.RouterId);
        error = Negotiation.Negotiate(settings, answer, open, out var session);
        printer.Open(open, session);
        if (error.IsError)
        {
            Fail(error);
            return;
        }
        _session = session;
        _framer.MaxMessageSize = session.MessageSize;
        Span<byte> buffer = stackalloc byte[NegotiatedSession.DefaultMessageSize];
        var writer = new WireWriter(buffer);
        answer.Write(ref writer);
        _connection.Output.Write(writer.Written);
        _connection.Output.Write(Keepalive.Bytes);
        if (session.HoldTime == 0) return;
        var period = TimeSpan.FromSeconds(Math.Max(1, session.HoldTime / 3));
        _keepalives = time.CreateTimer(
            _ =>
            {
                _keepaliveDue = true;
                _wake.Set();
            },
            null, period, period);
    }

    private void TakeKeepalive()
    {
        if (_established || _session is null) return;
        _established = true;
        printer.Established(_session);
        _rib = new AdjRibOut(routes, attributes);
        _builder = new UpdateBuilder(routes, attributes);
        _rib.SessionUp(_session);
        if (announcements is not null) _rib.Apply(announcements);
    }

    private void TakeRefresh(BgpFrame frame)
    {
        if (!RouteRefreshMessage.TryRead(frame.Body, out var refresh, out var error))
        {
            Fail(error);
            return;
        }
        printer.Refresh(refresh);
        if (refresh.Subtype == RouteRefreshSubtype.Query) _rib?.Resend(refresh.Family);
    }

    private void Send()
    {
        if (_over || _rib is null || _builder is null || _session is null) return;
        while (_rib.HasPending && _connection.UnsentBytes < BgpConnection.OutputHighMark)
            _builder.Fill(_rib, _connection.Output, int.MaxValue, BgpConnection.OutputLowMark);
        if (_rib.HasPending || _markersSent) return;
        _markersSent = true;
        _builder.WriteEndOfRibs(_session, _connection.Output);
    }

    private void Write(Notification notification)
    {
        PeerSession.Write(notification, _connection.Output);
        _connection.Flush();
    }
}
