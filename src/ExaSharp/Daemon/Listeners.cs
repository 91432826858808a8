using System.Net.Sockets;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Configuration.Settings;
using ExaSharp.Transport;

namespace ExaSharp.Daemon;

/// <summary>
/// Where the daemon listens: on the addresses of <c>tcp.bind</c> for all neighbours, and on the <c>listen</c> ports of single
/// ones. Used by the reactor's task only.
/// </summary>
internal sealed class Listeners(DaemonLog log, Action<Socket> accepted)
{
    private readonly List<BgpListener> _shared = [];
    private readonly List<BgpListener> _own = [];
    private readonly HashSet<(BgpListener, IpPrefix)> _keys = [];
    private readonly Dictionary<(BgpListener, IpPrefix), TcpAoSettings> _aoKeys = [];

    /// <summary>Binds an address for all neighbours; false, with the reason logged, when it can not be bound. It listens from <see cref="Follow"/> on.</summary>
    public bool Bind(IpAddress address, int port) => Find(address, port) is not null || Bind(_shared, address, port);

    /// <summary>
    /// Gives all listeners the keys and TTLs of the neighbours that may arrive there, and listens: also on the ports that neighbours
    /// have of their own, and no more on those that no neighbour has now. False, with the reason logged, when something of it failed.
    /// </summary>
    public bool Follow(IReadOnlyList<NeighborSettings> neighbors)
    {
        var succeeded = true;
        var wanted = neighbors.Where(neighbor => neighbor.Listen != 0).Select(neighbor => (Address: ListenAddress(neighbor), neighbor.Listen)).ToHashSet();
        foreach (var unwanted in _own.Where(listener => !wanted.Contains((listener.Address, listener.Port))).ToList())
        {
            Close(unwanted);
            log.StoppedListening(unwanted.Address.ToString(), unwanted.Port);
        }
        foreach (var (address, port) in wanted)
            if (Find(address, port) is null) succeeded &= Bind(_own, address, port);
        foreach (var listener in _shared.Concat(_own).ToList())
        {
            var arriving = neighbors.Where(neighbor => MayArrive(neighbor, listener)).ToList();
            // Without its key a neighbour would be taken for anybody.
            succeeded &= RemoveAoKeys(listener, arriving) && SetKeys(listener, arriving) && SetAoKeys(listener, arriving) && SetTtl(listener, arriving) && Start(listener);
        }
        return succeeded;
    }

    /// <summary>Stops listening everywhere.</summary>
    public void Stop()
    {
        foreach (var listener in _shared.Concat(_own).ToList()) Close(listener);
    }

    private static IpAddress ListenAddress(NeighborSettings neighbor) =>
        neighbor.Md5Ip.IsDefined ? neighbor.Md5Ip : neighbor.Session.LocalAddress;

    private static bool MayArrive(NeighborSettings neighbor, BgpListener listener) =>
        neighbor.Peer.Afi == listener.Address.Afi
        && (listener.IsForAll || !neighbor.Session.LocalAddress.IsDefined
            || neighbor.Session.LocalAddress == listener.Address || neighbor.Md5Ip == listener.Address);

    private BgpListener? Find(IpAddress address, int port) =>
        _shared.Concat(_own).FirstOrDefault(listener => listener.Address == address && listener.Port == port);

    private bool Bind(List<BgpListener> listeners, IpAddress address, int port)
    {
        try
        {
            listeners.Add(BgpListener.Bind(address, port, accepted, error => log.Network(error.Message)));
            return true;
        }
        catch (TransportException error)
        {
            Report(address, port, error);
            return false;
        }
    }

    private bool Start(BgpListener listener)
    {
        if (listener.IsListening) return true;
        try
        {
            listener.Start();
            log.Listening(listener.Address.ToString(), listener.Port);
            return true;
        }
        catch (TransportException error)
        {
            Close(listener);
            Report(listener.Address, listener.Port, error);
            return false;
        }
    }

    private void Close(BgpListener listener)
    {
        _shared.Remove(listener);
        _own.Remove(listener);
        _keys.RemoveWhere(key => key.Item1 == listener);
        foreach (var key in _aoKeys.Keys.Where(key => key.Item1 == listener).ToList()) _aoKeys.Remove(key);
        _ = listener.DisposeAsync().AsTask();
    }

    private void Report(IpAddress address, int port, TransportException error)
    {
        foreach (var line in BgpListener.BindErrorLines(address, port, error, Environment.IsPrivilegedProcess)) log.Network(line);
    }

    private bool SetKeys(BgpListener listener, List<NeighborSettings> arriving)
    {
        var wanted = arriving.Where(neighbor => neighbor.Md5 is not null).ToList();
        foreach (var gone in _keys.Where(key => key.Item1 == listener && !wanted.Exists(neighbor => neighbor.Peer == key.Item2)).ToList())
        {
            listener.RemoveMd5(gone.Item2);
            _keys.Remove(gone);
        }
        return wanted.TrueForAll(neighbor => Attempt(() =>
        {
            listener.SetMd5(neighbor.Peer, neighbor.Md5!);
            _keys.Add((listener, neighbor.Peer));
        }));
    }

    /// <summary>Takes the keys away that no neighbour has now; one that changed goes, too, as the kernel replaces none.</summary>
    private bool RemoveAoKeys(BgpListener listener, List<NeighborSettings> arriving)
    {
        var gone = _aoKeys.Where(key => key.Key.Item1 == listener && !arriving.Exists(neighbor => neighbor.Peer == key.Key.Item2 && neighbor.TcpAo == key.Value)).ToList();
        return gone.TrueForAll(key => Attempt(() =>
        {
            listener.RemoveTcpAo(key.Key.Item2, key.Value);
            _aoKeys.Remove(key.Key);
        }));
    }

    private bool SetAoKeys(BgpListener listener, List<NeighborSettings> arriving) =>
        arriving.Where(neighbor => neighbor.TcpAo is not null && !_aoKeys.ContainsKey((listener, neighbor.Peer))).ToList().TrueForAll(neighbor => Attempt(() =>
        {
            listener.SetTcpAo(neighbor.Peer, neighbor.TcpAo!);
            _aoKeys.Add((listener, neighbor.Peer), neighbor.TcpAo!);
        }));

    private bool SetTtl(BgpListener listener, List<NeighborSettings> arriving)
    {
        var all = arriving.Count > 0 && arriving.All(neighbor => neighbor.OutgoingTtl is not null);
        var least = arriving.Count > 0 && arriving.All(neighbor => neighbor.IncomingTtl is not null)
            ? arriving.Min(neighbor => neighbor.IncomingTtl)
            : null;
        return Attempt(() => listener.SetTtl(arriving.Max(neighbor => neighbor.OutgoingTtl), all, least));
    }

    private bool Attempt(Action change)
    {
        try
        {
            change();
            return true;
        }
        catch (TransportException error)
        {
            log.Network(error.Message);
            return false;
        }
    }
}
