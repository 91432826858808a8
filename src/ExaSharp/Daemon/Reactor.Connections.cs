using System.Net;
using System.Net.Sockets;
using ExaSharp.Api;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Configuration;
using ExaSharp.Configuration.Settings;
using ExaSharp.Peers;

namespace ExaSharp.Daemon;

/// <summary>Connections from outside, and the sessions of passive ranges, which come and go with them.</summary>
internal sealed partial class Reactor
{
    /// <summary>The sessions that ranges stand for, by their names.</summary>
    private readonly Dictionary<string, (PeerSession Range, IpAddress Remote, IpAddress Local)> _members = new(StringComparer.Ordinal);

    /// <summary>Neighbours that a command made: they are gone with the next reload (6.0).</summary>
    private readonly HashSet<string> _created = new(StringComparer.Ordinal);

    /// <summary>Makes a neighbour that stands in no file and starts it; false when there is one of that name.</summary>
    public bool TryCreate(NeighborSettings neighbor)
    {
        if (_sessions.ContainsKey(neighbor.Name)) return false;
        _created.Add(neighbor.Name);
        Begin(AddSession(neighbor));
        return true;
    }

    /// <summary>Ends neighbours for good: those of the file until the next reload.</summary>
    public void Delete(IEnumerable<PeerSession> sessions)
    {
        foreach (var session in sessions.ToArray())
        {
            _created.Remove(session.Definition.Name);
            Dismiss(session.Definition.Name);
        }
    }

    /// <summary>Whether a session was made for one peer of a range.</summary>
    public bool IsRangeMember(PeerSession session) => _members.ContainsKey(session.Definition.Name);

    /// <summary>Takes a connection from a listener, or from a session that has ended; from any task.</summary>
    public void Take(Socket socket)
    {
        try
        {
            var (local, remote) = ((IPEndPoint)socket.LocalEndPoint!, (IPEndPoint)socket.RemoteEndPoint!);
            Post(new ReactorMessage.Accepted(socket, IpAddress.From(local.Address), IpAddress.From(remote.Address)));
        }
        catch (SocketException)
        {
            // The peer is gone already.
            socket.Dispose();
        }
    }

    /// <summary>
    /// Whether a selector (null: all) is for a session. What selects a range is for every peer of it: in ExaBGP they share the
    /// range's routes, so that one of them gets each.
    /// </summary>
    private bool IsSelected(PeerSelector? selector, PeerSession session) =>
        selector is null || selector.Matches(session.Definition.Name)
        || (_members.TryGetValue(session.Definition.Name, out var member) && selector.Matches(member.Range.Definition.Name));

    /// <summary>Gives a connection to the neighbour that it belongs to: an exact address first, then ranges.</summary>
    private void Accept(ReactorMessage.Accepted connection)
    {
        if (_connectTimer is not null)
        {
            // Nobody is spoken to yet; the peer comes again.
            connection.Socket.Dispose();
            return;
        }
        List<PeerSession> ranges = [];
        foreach (var session in _sessions.Values)
        {
            if (!session.Definition.Expects(connection.Remote, connection.Local)) continue;
            if (!session.Definition.IsRange)
            {
                session.Post(new SessionMessage.Incoming(connection.Socket));
                return;
            }
            ranges.Add(session);
        }
        if (ranges.Count == 1)
        {
            AddMember(ranges[0], connection.Remote, connection.Local).Post(new SessionMessage.Incoming(connection.Socket));
            return;
        }
        Log.ConnectionRefused(connection.Remote.ToString(), ranges.Count > 1);
        _ = ReactorServices.RefuseAsync(connection.Socket, ranges.Count > 1);
    }

    /// <summary>
    /// Makes the session of one peer of a range; it lasts as long as its connection (ExaBGP). It begins with what is announced
    /// on the range now.
    /// </summary>
    private PeerSession AddMember(PeerSession range, IpAddress remote, IpAddress local)
    {
        var announced = new TaskCompletionSource<RouteBatch>(TaskCreationOptions.RunContinuationsAsynchronously);
        range.Post(new SessionMessage.Inspect(inspected => announced.SetResult(inspected.AdjRibOut.Snapshot())));
        var settings = range.Definition.Member(remote, local);
        var session = AddSession(settings);
        _members[settings.Name] = (range, remote, local);
        session.Post(new SessionMessage.Inherit(announced.Task));
        session.Post(new SessionMessage.Start(Once: true));
        return session;
    }

    /// <summary>
    /// Peers of ranges after a reload: closed when the range is gone or differs, or when a neighbour of their own is configured
    /// now; else they stay and get the range's routes and events (ExaBGP closes all).
    /// </summary>
    private void FollowRanges(ReloadPlan plan, DaemonConfiguration next)
    {
        var kept = plan.Kept.ToDictionary(change => change.After.Name, change => change.After, StringComparer.Ordinal);
        var exact = next.Neighbors.Where(neighbor => !neighbor.IsRange).ToLookup(neighbor => neighbor.Peer.Address);
        foreach (var (name, member) in _members.ToArray())
        {
            var hasOwn = exact[member.Remote].Any(neighbor => neighbor.Expects(member.Remote, member.Local));
            if (!hasOwn && kept.TryGetValue(member.Range.Definition.Name, out var range))
                Reconfigure(range.Member(member.Remote, member.Local), restart: false);
            else
                Dismiss(name);
        }
    }

    private void Dismiss(string name)
    {
        _members.Remove(name);
        if (!_sessions.Remove(name, out var session)) return;
        _sessionsChanged = true;
        session.Post(new SessionMessage.Stop(Removed: true));
        _targets.Clear();
    }
}
