using System.Net.Sockets;

namespace ExaSharp.Api.Channels;

/// <summary>A connection to a daemon's Unix socket, ours or ExaBGP 6.0's.</summary>
internal sealed class SocketClient : CommandClient
{
    private readonly Socket _socket;

    private SocketClient(Socket socket, TimeProvider time) => (_socket, Time) = (socket, time);

    /// <summary>A reload of a great file is answered when it is done.</summary>
    protected override TimeSpan Patience => TimeSpan.FromSeconds(60);

    protected override TimeProvider Time { get; }

    /// <summary>Connects; null, with the reason, when nobody listens there.</summary>
    public static SocketClient? TryOpen(string path, TimeProvider time, out string problem)
    {
        problem = "";
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new SocketClient(socket, time);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            socket.Dispose();
            problem = e is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.AddressNotAvailable }
                ? "ExaBGP is not running / using the configured unix socket"
                : $"could not open unix socket {path}: {e.Message}";
            return null;
        }
    }

    public override void Dispose() => _socket.Dispose();

    protected override async Task<bool> TryWriteAsync(ReadOnlyMemory<byte> line)
    {
        using var patience = new CancellationTokenSource(Patience, Time);
        try
        {
            while (!line.IsEmpty) line = line[await _socket.SendAsync(line, patience.Token).ConfigureAwait(false)..];
            return true;
        }
        catch (SocketException)
        {
            // What the daemon said before it closed can still be read, and tells more.
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    protected override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
