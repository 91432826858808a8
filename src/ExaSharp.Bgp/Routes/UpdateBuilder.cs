using System.Buffers;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Bgp.Routes;

/// <summary>Writes what a neighbour is to be told as whole messages. One per session; not thread-safe.</summary>
public sealed class UpdateBuilder
{
    /// <param name="routes">The process's routes.</param>
    /// <param name="attributes">The process's attribute sets.</param>
    /// <param name="groupUpdates">The neighbour's <c>group-updates</c>.</param>
    /// <param name="onSkipped">Told of each route that can not be sent, and why. The route stays announced in the Adj-RIB-Out.</param>
    public UpdateBuilder(RouteStore routes, AttributeInterner attributes, bool groupUpdates = true, Action<int, SkipReason>? onSkipped = null)
    {
        _ = routes;
        _ = attributes;
        _ = groupUpdates;
        _ = onSkipped;
    }

    /// <summary>Messages written so far.</summary>
    public long Messages { get; private set; }

    /// <summary>
    /// Writes pending messages, at most <paramref name="maxMessages"/> and none after <paramref name="maxBytes"/> were written.
    /// Call it again while <see cref="AdjRibOut.HasPending"/>.
    /// </summary>
    /// <returns>How many messages were written; 0 is possible although something was pending.</returns>
    public int Fill(AdjRibOut rib, IBufferWriter<byte> output, int maxMessages = int.MaxValue, int maxBytes = int.MaxValue) =>
        throw new NotImplementedException();

    /// <summary>Writes one change as one UPDATE, apart from any Adj-RIB; false with the reason when it can not be sent.</summary>
    public bool TryWrite(RouteChange change, NegotiatedSession session, IBufferWriter<byte> output, out SkipReason reason) =>
        throw new NotImplementedException();

    /// <summary>Writes the End-of-RIB markers of all negotiated families (RFC 4724 section 2), in the peer's order; a KEEPALIVE when there are none (ExaBGP).</summary>
    public int WriteEndOfRibs(NegotiatedSession session, IBufferWriter<byte> output) => throw new NotImplementedException();

    /// <summary>Writes the End-of-RIB marker of a family.</summary>
    public void WriteEndOfRib(FamilyId family, IBufferWriter<byte> output) => throw new NotImplementedException();
}
