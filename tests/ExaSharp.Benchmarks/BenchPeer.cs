using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ExaSharp.Testing;

namespace ExaSharp.Benchmarks;

/// <summary>The other end of the session: counts the routes that the daemon announces, and sends a table to it.</summary>
internal sealed class BenchPeer : IDisposable
{
    public const uint Asn = 65000;

    private readonly TcpListener? _listener;
    private readonly byte[] _buffer = new byte[1 << 20];
    private Socket? _socket;
    private int _start;
    private int _end;

    public BenchPeer(IPEndPoint place, bool listens)
    {
        Place = place;
        if (!listens) return;
        _listener = new TcpListener(place);
        _listener.Start();
    }

    public IPEndPoint Place { get; }

    /// <summary>Routes announced so far, each announcement counted.</summary>
    public int Announced { get; private set; }

    /// <summary>Takes the daemon's connection, or connects to <paramref name="daemon"/>, and brings the session up.</summary>
    public void Establish(IPEndPoint? daemon, DateTime deadline)
    {
        _socket = daemon is null ? Accept(deadline) : Connect(daemon, deadline);
        _socket.NoDelay = true;
        _socket.ReceiveBufferSize = 1 << 20;
        _socket.Send(BgpFrame.Open(Asn, 180, IPAddress.Parse("192.0.2.66"), [(1, 1), (1, 133)]).Bytes);
        Until(type => type == BgpFrame.OpenType, deadline);
        _socket.Send(BgpFrame.Keepalive().Bytes);
        Until(type => type == BgpFrame.KeepaliveType, deadline);
    }

    /// <summary>Reads until so many routes were announced in all; the stamp of the last, or null when the time is over.</summary>
    public long? UntilAnnounced(int count, DateTime deadline) => Announced >= count || Until(_ => Announced >= count, deadline) ? Stopwatch.GetTimestamp() : null;

    /// <summary>Sends a table; gives the stamp of the first octet.</summary>
    public long Send(byte[] updates)
    {
        var began = Stopwatch.GetTimestamp();
        _socket!.SendTimeout = 60_000;
        for (var sent = 0; sent < updates.Length;) sent += _socket.Send(updates.AsSpan(sent));
        return began;
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _listener?.Dispose();
    }

    private Socket Accept(DateTime deadline)
    {
        using var limit = new CancellationTokenSource(Left(deadline));
        return _listener!.AcceptSocketAsync(limit.Token).AsTask().GetAwaiter().GetResult();
    }

    private Socket Connect(IPEndPoint daemon, DateTime deadline)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(Place.Address, 0));
                socket.Connect(daemon);
                return socket;
            }
            catch (SocketException) when (DateTime.UtcNow < deadline)
            {
                socket.Dispose();
                Thread.Sleep(20);
            }
        }
    }

    private static TimeSpan Left(DateTime deadline) => deadline > DateTime.UtcNow ? deadline - DateTime.UtcNow : TimeSpan.FromMilliseconds(1);

    private bool Until(Predicate<byte> reached, DateTime deadline)
    {
        while (true)
        {
            while (TryTake(out var type))
                if (reached(type)) return true;
            if (_end == _buffer.Length)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }
            if (!_socket!.Poll(Left(deadline), SelectMode.SelectRead)) return false;
            var count = _socket.Receive(_buffer.AsSpan(_end));
            if (count == 0) throw new InvalidOperationException("the daemon closed the session");
            _end += count;
        }
    }

    private bool TryTake(out byte type)
    {
        type = 0;
        if (_end - _start < BgpFrame.HeaderLength) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start + 16));
        if (_end - _start < length) return false;
        type = _buffer[_start + 18];
        if (type == BgpFrame.UpdateType) Count(_buffer.AsSpan(_start + BgpFrame.HeaderLength, length - BgpFrame.HeaderLength));
        if (type == BgpFrame.NotificationType) throw new InvalidOperationException("the daemon sent a NOTIFICATION");
        _start += length;
        if (_start == _end) _start = _end = 0;
        return true;
    }

    private void Count(ReadOnlySpan<byte> body)
    {
        var withdrawn = BinaryPrimitives.ReadUInt16BigEndian(body);
        var attributes = BinaryPrimitives.ReadUInt16BigEndian(body[(2 + withdrawn)..]);
        var nlri = body[(4 + withdrawn + attributes)..];
        // Flow rules are announced one by one here: an UPDATE without IPv4 NLRI and with enough attributes is one.
        if (nlri.IsEmpty && attributes > 12) Announced++;
        while (!nlri.IsEmpty)
        {
            nlri = nlri[(1 + (nlri[0] + 7) / 8)..];
            Announced++;
        }
    }
}
