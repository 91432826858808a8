using System.Buffers;
using System.Globalization;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using ExaSharp.Transport;

namespace ExaSharp.Peers;

/// <summary>Towards the peer: messages of the state machine, UPDATEs, End-of-RIB markers, the rate limit.</summary>
internal sealed partial class PeerSession
{
    private readonly Queue<FamilyId> _eors = [];
    private readonly ArrayBufferWriter<byte> _watched = new(64 * 1024);
    private readonly List<SentWaiter> _sentWaiters = [];
    private bool _eorDue;

    /// <summary>Makes UPDATEs while there is room towards the peer, a slice a turn; true when there is more to do now.</summary>
    private bool Send()
    {
        if (_connection is not { } connection || _fsm.Session is not { } session || !_fsm.IsEstablished) return false;
        // Without room the connection wakes us when there is some.
        if (connection.UnsentBytes >= BgpConnection.OutputHighMark) return false;
        if (_operational.Count > 0) SendOperational(connection, session);
        if (!_adjRibOut.HasPending)
        {
            SendMarkers(connection, session);
            return false;
        }
        var now = _time.GetTimestamp();
        var room = _sendRate.Room(now);
        if (room == 0) return false;
        var written = Fill(connection, session, room);
        _sendRate.Count(written, now);
        _sent.Count(MessageType.Update, written);
        if (written > 0 && _log.ShowsMessages) _log.Sent(string.Create(CultureInfo.InvariantCulture, $"{written} UPDATE(s)"));
        if (_adjRibOut.HasPending) return true;
        // At once: what helpers say next must not come between a session's first routes and their End-of-RIB.
        SendMarkers(connection, session);
        return false;
    }

    /// <summary>Tells the helpers that wait for it that all they said is on the wire: taken by the kernel, or lost with the session.</summary>
    private void TellSent()
    {
        if (_sentWaiters.Count == 0) return;
        if (_connection is { } connection && _fsm.IsEstablished) _sentWaiters.RemoveAll(waiter => waiter.TryTell(_adjRibOut, connection));
        else TellWaiters();
    }

    private void TellWaiters()
    {
        foreach (var waiter in _sentWaiters) waiter.Tell();
        _sentWaiters.Clear();
    }

    /// <summary>Writes UPDATEs to the connection; by way of a buffer when a helper wants to see them.</summary>
    private int Fill(BgpConnection connection, NegotiatedSession session, int maxMessages)
    {
        if (!WatchesSentUpdates && !_log.ShowsPackets) return _updateBuilder.Fill(_adjRibOut, connection.Output, maxMessages, SendSlice);
        _watched.ResetWrittenCount();
        var written = _updateBuilder.Fill(_adjRibOut, _watched, maxMessages, SendSlice);
        if (WatchesSentUpdates) DeliverSentUpdates(_watched.WrittenSpan, session);
        _log.Octets(isSent: true, _watched.WrittenSpan);
        connection.Output.Write(_watched.WrittenSpan);
        return written;
    }

    /// <summary>After all routes: the End-of-RIB markers of a new session, then those that helpers asked for.</summary>
    private void SendMarkers(BgpConnection connection, NegotiatedSession session)
    {
        if (!_eorDue && _eors.Count == 0) return;
        _watched.ResetWrittenCount();
        var written = 0;
        if (_eorDue)
        {
            _eorDue = false;
            written = _updateBuilder.WriteEndOfRibs(session, _watched);
        }
        while (_eors.TryDequeue(out var family))
        {
            _updateBuilder.WriteEndOfRib(family, _watched);
            written++;
        }
        connection.Output.Write(_watched.WrittenSpan);
        _log.Octets(isSent: true, _watched.WrittenSpan);
        // Without a common family ExaBGP sends a KEEPALIVE in place of the markers.
        if (_watched.WrittenSpan.SequenceEqual(Keepalive.Bytes))
        {
            _sent.Count(MessageType.Keepalive);
            _log.Sent("KEEPALIVE (EOR)");
            DeliverKeepalive(Keepalive.Bytes, Api.Events.EventDirection.Send);
            return;
        }
        _sent.Count(MessageType.Update, written);
        _log.MarkersSent();
        if (WatchesSentUpdates) DeliverSentUpdates(_watched.WrittenSpan, session);
    }

    private void Resend(FamilyId? family) => _adjRibOut.Resend(family);

    private void SendRouteRefresh(FamilyId family)
    {
        if (_connection is not { } connection || !_fsm.IsEstablished || !_settings.Session.Capabilities.RouteRefresh) return;
        if (_fsm.Session!.Refresh == RefreshKind.Absent) return;
        Span<byte> buffer = stackalloc byte[BgpHeader.Size + 4];
        var writer = new WireWriter(buffer);
        var refresh = new RouteRefreshMessage(family, RouteRefreshSubtype.Query);
        refresh.Write(ref writer);
        connection.Output.Write(writer.Written);
        _sent.Count(MessageType.RouteRefresh);
        _log.Octets(isSent: true, writer.Written);
        if (_log.ShowsMessages) _log.Sent($"REFRESH {family}");
        DeliverRefresh(refresh, writer.Written[..BgpHeader.Size], writer.Written[BgpHeader.Size..], Api.Events.EventDirection.Send);
    }

    private void SendOpen()
    {
        if (_connection is not { } connection || _fsm.SentOpen is not { } open) return;
        Span<byte> buffer = stackalloc byte[NegotiatedSession.DefaultMessageSize];
        var writer = new WireWriter(buffer);
        open.Write(ref writer);
        connection.Output.Write(writer.Written);
        _sent.Count(MessageType.Open);
        _log.Octets(isSent: true, writer.Written);
        if (_log.ShowsMessages) _log.Sent(open.ToString());
        DeliverOpen(open, writer.Written[..BgpHeader.Size], writer.Written[BgpHeader.Size..], Api.Events.EventDirection.Send);
    }

    private void SendKeepalive()
    {
        if (_connection is not { } connection) return;
        connection.Output.Write(Keepalive.Bytes);
        _sent.Count(MessageType.Keepalive);
        _log.Octets(isSent: true, Keepalive.Bytes);
        _log.Sent(_fsm.IsEstablished ? "KEEPALIVE" : "KEEPALIVE (OPENCONFIRM)");
        DeliverKeepalive(Keepalive.Bytes, Api.Events.EventDirection.Send);
    }

    private void SendNotification(Notification notification)
    {
        if (_connection is not { } connection) return;
        Span<byte> buffer = stackalloc byte[NegotiatedSession.DefaultMessageSize];
        var writer = new WireWriter(buffer);
        notification.Write(ref writer);
        connection.Output.Write(writer.Written);
        _sent.Count(MessageType.Notification);
        _notification = notification;
        _log.Octets(isSent: true, writer.Written);
        if (_log.ShowsMessages) _log.Sent($"NOTIFICATION ({notification.Code},{notification.Subcode},\"{notification}\")");
        DeliverNotification(notification, writer.Written[..BgpHeader.Size], writer.Written[BgpHeader.Size..], Api.Events.EventDirection.Send);
    }
}
