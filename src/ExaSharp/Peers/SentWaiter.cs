using ExaSharp.Api;
using ExaSharp.Bgp.Routes;
using ExaSharp.Transport;

namespace ExaSharp.Peers;

/// <summary>A helper that waits until what it said is on the wire. It does not wait for what others say meanwhile.</summary>
internal sealed class SentWaiter(Helper helper, Action sent)
{
    /// <summary>How many octets the connection has sent when all is sent; null while UPDATEs have still to be made.</summary>
    private long? _mark;

    public void Tell() => sent();

    /// <summary>Tells it if everything is sent; else the session is woken when it may be.</summary>
    public bool TryTell(AdjRibOut rib, BgpConnection connection)
    {
        if (_mark is null)
        {
            if (rib.HasPendingFrom(helper)) return false;
            // In this order: octets sent in between make the mark later than it need be, never earlier.
            var unsent = connection.UnsentBytes;
            _mark = connection.SentBytes + unsent;
        }
        if (connection.SentBytes < _mark && !connection.WakeWhenSent()) return false;
        sent();
        return true;
    }
}
