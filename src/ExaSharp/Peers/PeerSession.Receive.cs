using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Peers;

/// <summary>From the peer: octets, messages, what they mean.</summary>
internal sealed partial class PeerSession
{
    private bool _connectionLost;

    /// <summary>
    /// Handles up to <paramref name="budget"/> messages; true when there are more. What the rate limit holds back stays unread,
    /// so that TCP slows the peer.
    /// </summary>
    private bool Receive(int budget)
    {
        if (!MayReceive) return false;
        while (_connection is { } connection && !_connectionLost)
        {
            // Before reading: what arrived until the end is read first.
            var ended = connection.InputEnded;
            if (!connection.Input.TryRead(out var read))
            {
                if (ended) Lose();
                return false;
            }
            var rest = read.Buffer;
            var blocked = false;
            while (budget > 0 && MayReceive && ReferenceEquals(connection, _connection))
            {
                var status = _framer.Read(ref rest, out var frame, out var error);
                if (status == FrameStatus.Incomplete)
                {
                    blocked = true;
                    break;
                }
                budget--;
                if (_receiveRate.Limit != 0 && _fsm.IsEstablished) _receiveRate.Count(1, _time.GetTimestamp());
                if (status == FrameStatus.Error)
                {
                    DeliverRaw(frame.Type, frame.Bytes[..BgpHeader.Size], default, Api.Events.EventDirection.Receive);
                    Handle(FsmEvent.MalformedReceived(error));
                    break;
                }
                Take(frame);
            }
            // Closed meanwhile: its input is no longer ours.
            if (!ReferenceEquals(connection, _connection)) continue;
            connection.Input.AdvanceTo(rest.Start, blocked ? rest.End : rest.Start);
            if (!blocked) return true;
            if (read.IsCompleted)
            {
                Lose();
                return false;
            }
        }
        return false;
    }

    /// <summary>Whether the rate limit, which is one of sessions that are up, lets a message be handled now.</summary>
    private bool MayReceive => _receiveRate.Limit == 0 || !_fsm.IsEstablished || _receiveRate.Room(_time.GetTimestamp()) > 0;

    private void Lose()
    {
        _connectionLost = true;
        Handle(FsmEvent.ConnectionLost);
    }

    private void Take(BgpFrame frame)
    {
        _received.Count(frame.Type);
        _log.Octets(isSent: false, frame.Bytes);
        if (_log.ShowsMessages) _log.Received($"message of type {frame.Type.ToString().ToUpperInvariant()}");
        switch (frame.Type)
        {
            case MessageType.Open:
                TakeOpen(frame);
                break;
            case MessageType.Update:
                TakeUpdate(frame);
                break;
            case MessageType.Notification:
                var notification = Notification.Read(frame.Body);
                _notification = notification;
                DeliverNotification(notification, frame.Header, frame.Body, Api.Events.EventDirection.Receive);
                Handle(FsmEvent.NotificationReceived(notification));
                break;
            case MessageType.Keepalive:
                DeliverKeepalive(frame.Header, Api.Events.EventDirection.Receive);
                Handle(FsmEvent.KeepaliveReceived);
                break;
            case MessageType.RouteRefresh:
                TakeRouteRefresh(frame);
                break;
            case MessageType.Operational:
                TakeOperational(frame);
                break;
        }
    }

    private void TakeOpen(BgpFrame frame)
    {
        if (!OpenMessage.TryRead(frame.Body, out var open, out var error))
        {
            DeliverRaw(frame.Type, frame.Header, frame.Body, Api.Events.EventDirection.Receive);
            Handle(FsmEvent.MalformedReceived(error));
            return;
        }
        if (_log.ShowsMessages) _log.Received(open.ToString());
        DeliverOpen(open, frame.Header, frame.Body, Api.Events.EventDirection.Receive);
        Handle(FsmEvent.OpenReceived(open));
    }

    private void TakeUpdate(BgpFrame frame)
    {
        if (_fsm.Session is not { } session || !_fsm.IsEstablished)
        {
            Handle(FsmEvent.UpdateReceived);
            return;
        }
        if (!_updateReader.TryRead(frame.Body, session, out var update, out var error))
        {
            DeliverRaw(frame.Type, frame.Header, frame.Body, Api.Events.EventDirection.Receive);
            Handle(FsmEvent.MalformedReceived(error));
            return;
        }
        if (update.Treated.IsError)
        {
            _received.CountTreated();
            _log.Treated(update.ErrorText ?? "discard", update.Treated.Text, frame.Body);
        }
        LogUpdate(update);
        DeliverUpdate(update, session, frame.Header, frame.Body, Api.Events.EventDirection.Receive);
        if (_settings.AdjRibIn) _adjRibIn.Apply(update);
        Handle(FsmEvent.UpdateReceived);
    }

    private void TakeRouteRefresh(BgpFrame frame)
    {
        if (!RouteRefreshMessage.TryRead(frame.Body, out var refresh, out var error))
        {
            DeliverRaw(frame.Type, frame.Header, frame.Body, Api.Events.EventDirection.Receive);
            Handle(FsmEvent.MalformedReceived(error));
            return;
        }
        DeliverRefresh(refresh, frame.Header, frame.Body, Api.Events.EventDirection.Receive);
        Handle(FsmEvent.RouteRefreshReceived);
        if (!_fsm.IsEstablished) return;
        // RFC 7313: only a request asks for routes; ExaBGP answers the markers too.
        if (refresh.Subtype == RouteRefreshSubtype.Query) Resend(refresh.Family);
        else if (_fsm.Session?.Refresh != RefreshKind.Enhanced) return;
        else if (refresh.Subtype == RouteRefreshSubtype.Begin) _adjRibIn.BeginRefresh(refresh.Family);
        else _adjRibIn.EndRefresh(refresh.Family);
    }
}
