using System.Buffers.Binary;
using ExaSharp.Api;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Peers;

/// <summary>What helpers are told. Everything is written by the session's task, so each helper reads it in the order in which it happened.</summary>
internal sealed partial class PeerSession
{
    /// <summary>What octets of OPENs are told with: as in ExaBGP, what holds without any capability.</summary>
    private static readonly NegotiatedSession NothingNegotiated = new() { Asn4 = false };

    private readonly UpdateReader _sentReader = new(isOwn: true);

    /// <summary>Whether some helper is to see UPDATEs that we send.</summary>
    private bool WatchesSentUpdates => _events.Send.Of(ApiMessages.Update).Length > 0;

    private void DeliverConnected() =>
        EventDelivery.Deliver(_events.Of(StateEvent.NeighborChanges), _scratch, _neighbor, static (encoder, neighbor, output) => encoder.Connected(neighbor, output));

    private void DeliverUp() =>
        EventDelivery.Deliver(_events.Of(StateEvent.NeighborChanges), _scratch, _neighbor, static (encoder, neighbor, output) => encoder.Up(neighbor, output));

    private void DeliverDown(string reason) =>
        EventDelivery.Deliver(_events.Of(StateEvent.NeighborChanges), _scratch, (_neighbor, reason), static (encoder, state, output) => encoder.Down(state._neighbor, state.reason, output));

    private void DeliverFsm(string name) =>
        EventDelivery.Deliver(_events.Of(StateEvent.Fsm), _scratch, (_neighbor, name), static (encoder, state, output) => encoder.Fsm(state._neighbor, state.name, output));

    private void DeliverSignal(int code, string name) =>
        EventDelivery.Deliver(_events.Of(StateEvent.Signal), _scratch, (_neighbor, code, name), static (encoder, state, output) => encoder.Signal(state._neighbor, state.code, state.name, output));

    private void DeliverNegotiated(NegotiatedSession session) =>
        EventDelivery.Deliver(_events.Of(StateEvent.Negotiated), _scratch, (_neighbor, session), static (encoder, state, output) => encoder.Negotiated(state._neighbor, state.session, output));

    private void DeliverOpen(OpenMessage open, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, EventDirection direction)
    {
        DeliverRaw(MessageType.Open, header, body, direction);
        if (!TryDecoded(ApiMessages.Open, direction, header, body, out var helpers, out var message)) return;
        EventDelivery.Deliver(helpers, _scratch, new OpenState(message, open), static (encoder, state, output) => encoder.Open(state.Message, state.Open, output));
    }

    private void DeliverKeepalive(ReadOnlySpan<byte> header, EventDirection direction)
    {
        DeliverRaw(MessageType.Keepalive, header, default, direction);
        if (!TryDecoded(ApiMessages.Keepalive, direction, header, default, out var helpers, out var message)) return;
        EventDelivery.Deliver(helpers, _scratch, message, static (encoder, state, output) => encoder.Keepalive(state, output));
    }

    private void DeliverNotification(Notification notification, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, EventDirection direction)
    {
        DeliverRaw(MessageType.Notification, header, body, direction);
        if (!TryDecoded(ApiMessages.Notification, direction, header, body, out var helpers, out var message)) return;
        EventDelivery.Deliver(helpers, _scratch, new NotificationState(message, notification), static (encoder, state, output) =>
            encoder.Notification(state.Message, state.Notification.Code, state.Notification.Subcode, state.Notification.Data, output));
    }

    private void DeliverRefresh(RouteRefreshMessage refresh, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, EventDirection direction)
    {
        DeliverRaw(MessageType.RouteRefresh, header, body, direction);
        if (!TryDecoded(ApiMessages.Refresh, direction, header, body, out var helpers, out var message)) return;
        EventDelivery.Deliver(helpers, _scratch, new RefreshState(message, refresh), static (encoder, state, output) =>
            encoder.Refresh(state.Message, state.Refresh.Family, (byte)state.Refresh.Subtype, output));
    }

    /// <summary>Of a kind that is not known, the octets alone are told of.</summary>
    private void DeliverOperational(OperationalMessage operational, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, EventDirection direction)
    {
        DeliverRaw(MessageType.Operational, header, body, direction);
        if (!operational.IsKnown || !TryDecoded(ApiMessages.Operational, direction, header, body, out var helpers, out var message)) return;
        EventDelivery.Deliver(helpers, _scratch, new OperationalState(message, operational), static (encoder, state, output) =>
            encoder.Operational(state.Message, state.Operational, output));
    }

    private void DeliverUpdate(in UpdateView update, NegotiatedSession session, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, EventDirection direction)
    {
        DeliverRaw(MessageType.Update, header, body, direction);
        if (!TryDecoded(ApiMessages.Update, direction, header, body, out var helpers, out var message)) return;
        EventDelivery.Deliver(helpers, _scratch, new UpdateState(message, session, update), static (encoder, state, output) =>
            encoder.Update(state.Message, state.Session, state.Update, output));
    }

    /// <summary>Tells of UPDATEs that were just made, by reading them as the peer will.</summary>
    private void DeliverSentUpdates(ReadOnlySpan<byte> messages, NegotiatedSession session)
    {
        var asPeerReadsThem = session with { AddPathReceive = session.AddPathSend };
        while (messages.Length >= BgpHeader.Size)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(messages[16..]);
            var header = messages[..BgpHeader.Size];
            var body = messages[BgpHeader.Size..length];
            messages = messages[length..];
            // Route refresh markers travel among the UPDATEs.
            if ((MessageType)header[18] == MessageType.RouteRefresh)
            {
                if (RouteRefreshMessage.TryRead(body, out var refresh, out _)) DeliverRefresh(refresh, header, body, EventDirection.Send);
                continue;
            }
            if (_sentReader.TryRead(body, asPeerReadsThem, out var update, out _)) DeliverUpdate(update, session, header, body, EventDirection.Send);
            else DeliverRaw(MessageType.Update, header, body, EventDirection.Send);
        }
    }

    /// <summary>Tells of a message as octets, to helpers with <c>packets</c>, when one of the neighbour's helpers asked for its type.</summary>
    private void DeliverRaw(MessageType type, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, EventDirection direction)
    {
        var events = direction == EventDirection.Receive ? _events.Receive : _events.Send;
        if (!events.HasPackets || events.HasConsolidate || events.Of(SwitchOf(type)).Length == 0) return;
        var message = new MessageEvent(_neighbor, direction) { Header = header, Body = body, Negotiated = _fsm.Session ?? NothingNegotiated, IsNegotiatedWanted = _events.ShowsNegotiated };
        EventDelivery.Deliver(events.RawHelpers, _scratch, new RawState(message, type), static (encoder, state, output) =>
            encoder.Packets(state.Message, state.Type, output));
    }

    /// <summary>Who gets a message decoded, and with or without its octets (ExaBGP: consolidate, and when sending also packets, say so).</summary>
    private bool TryDecoded(
        ApiMessages type, EventDirection direction, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, out Helper[] helpers, out MessageEvent message)
    {
        var events = direction == EventDirection.Receive ? _events.Receive : _events.Send;
        message = default;
        helpers = events.Of(type);
        if (!events.WantsDecoded(type)) return false;
        var octets = events.HasConsolidate && (direction == EventDirection.Receive || events.HasPackets);
        message = new MessageEvent(_neighbor, direction)
        {
            Header = octets ? header : default,
            Body = octets ? body : default,
            Negotiated = _fsm.Session ?? NothingNegotiated,
            IsNegotiatedWanted = _events.ShowsNegotiated,
        };
        return true;
    }

    private static ApiMessages SwitchOf(MessageType type) => type switch
    {
        MessageType.Open => ApiMessages.Open,
        MessageType.Update => ApiMessages.Update,
        MessageType.Notification => ApiMessages.Notification,
        MessageType.Keepalive => ApiMessages.Keepalive,
        MessageType.RouteRefresh => ApiMessages.Refresh,
        _ => ApiMessages.Operational,
    };

    private readonly ref struct OpenState(MessageEvent message, OpenMessage open)
    {
        public MessageEvent Message { get; } = message;

        public OpenMessage Open { get; } = open;
    }

    private readonly ref struct NotificationState(MessageEvent message, Notification notification)
    {
        public MessageEvent Message { get; } = message;

        public Notification Notification { get; } = notification;
    }

    private readonly ref struct RefreshState(MessageEvent message, RouteRefreshMessage refresh)
    {
        public MessageEvent Message { get; } = message;

        public RouteRefreshMessage Refresh { get; } = refresh;
    }

    private readonly ref struct OperationalState(MessageEvent message, OperationalMessage operational)
    {
        public MessageEvent Message { get; } = message;

        public OperationalMessage Operational { get; } = operational;
    }

    private readonly ref struct UpdateState(MessageEvent message, NegotiatedSession session, UpdateView update)
    {
        public MessageEvent Message { get; } = message;

        public NegotiatedSession Session { get; } = session;

        public UpdateView Update { get; } = update;
    }

    private readonly ref struct RawState(MessageEvent message, MessageType type)
    {
        public MessageEvent Message { get; } = message;

        public MessageType Type { get; } = type;
    }
}
