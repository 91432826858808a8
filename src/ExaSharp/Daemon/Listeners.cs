using System.Net.Sockets;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Configuration.Settings;
using ExaSharp.Transport;

namespace ExaSharp.Daemon;

/// <summary>
/// Where the daemon listens: on the addresses of <c>tcp.bind</c> for all neighbours, and on the <c>listen</c> ports of single ones. Used by the
/// reactor's task only.
/// </summary>
internal sealed class Listeners(DaemonLog log, Action<Socket> accepted)
{
    private readonly List<BgpListener> _listeners = [];
    private readonly HashSet<(BgpListener, IpPrefix)> _keys = [];

    /// <summary>Listens on an address; false, with the reason logged, when it can not be bound.</summary>
    public bool Listen(IpAddress address, int port)
    {
        if (_listeners.Exists(listener => listener.Address == address && listener.Port == port)) return true;
        try
        {
            _listeners.Add(BgpListener.Listen(address, port, accepted, error => log.Network(error.Message)));
            log.Listening(address.ToString(), port);
            return true;
        }
        catch (TransportException error)
        {
            foreach (var line in BgpListener.BindErrorLines(address, port, error, Environment.IsPrivilegedProcess)) log.Network(line);
            return false;
        }
    }

    /// <summary>Listens for the neighbours that have a port of their own, and gives all listeners the neighbours' MD5 keys.</summary>
    public bool Follow(IReadOnlyList<NeighborSettings> neighbors)
    {
        var bound = true;
        foreach (var neighbor in neighbors)
        {
            if (neighbor.Listen == 0) continue;
            bound &= Listen(neighbor.Md5Ip.IsDefined ? neighbor.Md5Ip : neighbor.Session.LocalAddress, neighbor.Listen);
        }
        foreach (var listener in _listeners) SetKeys(listener, neighbors);
        return bound;
    }

    /// <summary>Stops listening everywhere.</summary>
    public void Stop()
    {
        foreach (var listener in _listeners) _ = listener.DisposeAsync().AsTask();
        _listeners.Clear();
        _keys.Clear();
    }

    private void SetKeys(BgpListener listener, IReadOnlyList<NeighborSettings> neighbors)
    {
        var wanted = neighbors.Where(neighbor => neighbor.Md5 is not null && neighbor.Peer.Afi == listener.Address.Afi).ToList();
        foreach (var gone in _keys.Where(key => key.Item1 == listener && !wanted.Exists(neighbor => neighbor.Peer == key.Item2)).ToList())
        {
            listener.RemoveMd5(gone.Item2);
            _keys.Remove(gone);
        }
        foreach (var neighbor in wanted)
        {
            try
            {
                listener.SetMd5(neighbor.Peer, neighbor.Md5!);
                _keys.Add((listener, neighbor.Peer));
            }
            catch (TransportException error)
            {
                log.Network(error.Message);
            }
        }
    }
}
