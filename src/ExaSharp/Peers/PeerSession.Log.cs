using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Peers;

/// <summary>What the log tells of single messages, at the level DEBUG and in ExaBGP's words; programs read these lines.</summary>
internal sealed partial class PeerSession
{
    private Notification? _notification;
    private long _updates;

    /// <summary>An UPDATE from the peer, and a line for each of its routes.</summary>
    private void LogUpdate(in UpdateView update)
    {
        if (!_log.ShowsMessages && !_log.ShowsRoutes) return;
        _log.Received(++_updates);
        for (var i = 0; i < update.SectionCount; i++)
        {
            var section = update.Section(i);
            if (AddressFamilies.Find(section.Family) is not { } family) continue;
            foreach (var item in section) LogRoute(family, section.Action, item, section.NextHop.IsDefined ? section.NextHop.ToString() : null);
        }
    }

    private void LogRoute(Family family, RouteAction action, NlriSection.Item item, string? nextHop)
    {
        _scratch.Clear();
        family.AppendText(item.Nlri, item.PathId, _scratch);
        if (nextHop is not null && action == RouteAction.Announce && family.NeedsNextHop) _scratch.Append(" next-hop "u8).Append(nextHop);
        var text = _scratch.ToString();
        _log.ReceivedRoute(_updates, item.Nlri.Length, text);
        _log.Route(action == RouteAction.Announce ? "announced" : "withdrawn", text);
    }

    /// <summary>Why a session ended, in words: what the NOTIFICATION meant, or what became of the connection.</summary>
    private string DownInWords(string reason)
    {
        if (reason.StartsWith("stop, ", StringComparison.Ordinal)) return reason;
        var words = reason.StartsWith("notification ", StringComparison.Ordinal) ? _notification?.ToString()
            : reason == PeerFsm.ConnectionClosed ? "the TCP connection was closed by the remote end"
            : null;
        return $"peer reset, message [{reason}] error[{words ?? reason}]";
    }
}
