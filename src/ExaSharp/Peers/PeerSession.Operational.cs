using System.Buffers;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using ExaSharp.Transport;

namespace ExaSharp.Peers;

/// <summary>
/// OPERATIONAL messages (draft-ietf-idr-operational-message). The last static advisory of each family is sent at the start of
/// every session; all else once. They go before UPDATEs, and only when both sides announced the capability.
/// </summary>
internal sealed partial class PeerSession
{
    /// <summary>Messages that wait for the peer to read, or for a first session.</summary>
    private const int MaxOperational = 1024;

    private readonly Dictionary<FamilyId, OperationalMessage> _staticAdvisories = [];
    private readonly Queue<OperationalMessage> _operational = [];
    private uint _operationalSequence;

    /// <summary>Takes the messages of the definition over; those of the one before are not sent again.</summary>
    private void LoadOperational(IReadOnlyList<OperationalMessage> before, IReadOnlyList<OperationalMessage> after)
    {
        foreach (var message in before)
        {
            if (after.Contains(message) || !_staticAdvisories.TryGetValue(message.Family, out var current)) continue;
            if (current.Equals(message)) _staticAdvisories.Remove(message.Family);
        }
        foreach (var message in after)
            if (!before.Contains(message)) Queue(message);
    }

    private void AnnounceOperational(OperationalMessage message)
    {
        if (_settings.Session.Families.Contains(message.Family)) Queue(message);
        else _log.FamilyNotConfigured(message.Family.ToSlashString(), _settings.Name);
    }

    private void Queue(OperationalMessage message)
    {
        if (message.Kind == OperationalKind.AdvisoryStatic)
        {
            _staticAdvisories[message.Family] = message;
            if (!_fsm.IsEstablished) return;
        }
        if (!_settings.Session.Capabilities.Operational) return;
        if (_operational.Count < MaxOperational) _operational.Enqueue(message);
        else _log.OperationalDropped(message.Name, _settings.Name);
    }

    /// <summary>At the start of a session: the static advisories, then what was asked for before.</summary>
    private void BeginOperational()
    {
        OperationalMessage[] earlier = [.. _operational];
        _operational.Clear();
        // The last one given comes first (ExaBGP).
        foreach (var message in _staticAdvisories.Values.Reverse()) _operational.Enqueue(message);
        foreach (var message in earlier) _operational.Enqueue(message);
    }

    private void SendOperational(BgpConnection connection, NegotiatedSession session)
    {
        Span<byte> buffer = stackalloc byte[NegotiatedSession.DefaultMessageSize];
        while (connection.UnsentBytes < BgpConnection.OutputHighMark && _operational.TryDequeue(out var message))
        {
            if (!session.Operational) continue;
            message = message.Complete(session.RouterId, ref _operationalSequence);
            var writer = new WireWriter(buffer);
            message.Write(ref writer);
            connection.Output.Write(writer.Written);
            _sent.Count(MessageType.Operational);
            DeliverOperational(message, writer.Written[..BgpHeader.Size], writer.Written[BgpHeader.Size..], EventDirection.Send);
        }
    }

    private void TakeOperational(BgpFrame frame)
    {
        if (!OperationalMessage.TryRead(frame.Body, out var message, out var error))
        {
            DeliverRaw(frame.Type, frame.Header, frame.Body, EventDirection.Receive);
            Handle(FsmEvent.MalformedReceived(error));
            return;
        }
        DeliverOperational(message!, frame.Header, frame.Body, EventDirection.Receive);
        Handle(FsmEvent.OperationalReceived);
    }
}
