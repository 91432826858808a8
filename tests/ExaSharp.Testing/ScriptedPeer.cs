using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ExaSharp.Testing;

/// <summary>
/// The other end of a BGP session in a test's hand: it takes or makes one TCP connection at a time, records every
/// message as bytes and sends what it is told to. After <see cref="Establish"/> it keeps the session alive by itself.
/// </summary>
public sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly TcpListener? listener;
    private readonly Lock gate = new();
    private readonly List<BgpFrame> received = [];
    private readonly SemaphoreSlim sending = new(1, 1);
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? socket;
    private Task reader = Task.CompletedTask;
    private Timer? keepalives;
    private volatile TaskCompletionSource? paused;
    private bool closed = true;
    private int next;

    private ScriptedPeer(TcpListener? listener) => this.listener = listener;

    /// <summary>Where the peer listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)listener!.LocalEndpoint;

    /// <summary>The daemon's address on the current connection.</summary>
    public IPAddress RemoteAddress => ((IPEndPoint)socket!.RemoteEndPoint!).Address;

    /// <summary>Whether a connection waits to be accepted.</summary>
    public bool HasPending => listener!.Pending();

    /// <summary>Every message of the current connection, in order.</summary>
    public IReadOnlyList<BgpFrame> Received
    {
        get
        {
            lock (gate)
                return received.ToArray();
        }
    }

    /// <summary>Listens at an unused loopback address, or at the one that is given.</summary>
    /// <param name="endPoint">The address and port.</param>
    /// <param name="prepare">Sets options of the listening socket, which connections take over.</param>
    public static ScriptedPeer Listen(IPEndPoint? endPoint = null, Action<Socket>? prepare = null)
    {
        var listener = new TcpListener(endPoint ?? LoopbackAddresses.NextEndPoint());
        prepare?.Invoke(listener.Server);
        listener.Start();
        return new ScriptedPeer(listener);
    }

    /// <summary>Connects to a listening daemon, trying again until it listens.</summary>
    /// <exception cref="TimeoutException">Nobody listened in time.</exception>
    public static async Task<ScriptedPeer> Connect(IPAddress local, IPEndPoint remote, TimeSpan? deadline = null, Action<Socket>? prepare = null)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(remote);
        var peer = new ScriptedPeer(null);
        await Eventually.True(() => peer.TryConnect(local, remote, prepare), $"a listener at {remote}", deadline);
        return peer;
    }

    /// <summary>Takes the next connection; the recording starts anew.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public async Task Accept(TimeSpan? deadline = null)
    {
        using var timeout = new CancellationTokenSource(deadline ?? Eventually.Patience);
        await Close();
        try
        {
            Begin(await listener!.AcceptSocketAsync(timeout.Token));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"nobody connected to {EndPoint}");
        }
    }

    /// <summary>Exchanges OPEN and KEEPALIVE and returns the daemon's OPEN. From then on KEEPALIVE is sent every third of the hold time.</summary>
    public async Task<BgpFrame> Establish(BgpFrame open)
    {
        ArgumentNullException.ThrowIfNull(open);
        await Send(open);
        var theirs = await Next(BgpFrame.OpenType);
        await Send(BgpFrame.Keepalive());
        await Next(BgpFrame.KeepaliveType);
        var holdTime = Math.Min(HoldTime(open), HoldTime(theirs));
        if (holdTime > 0)
        {
            var period = TimeSpan.FromSeconds(holdTime / 3.0);
            keepalives = new Timer(_ => _ = TrySend(BgpFrame.Keepalive()), null, period, period);
        }

        return theirs;
    }

    /// <summary>Sends a message, or any bytes at all.</summary>
    public Task Send(BgpFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Send(frame.Bytes);
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task Send(ReadOnlyMemory<byte> bytes)
    {
        await sending.WaitAsync();
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[await socket!.SendAsync(bytes)..];
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>The next message that was not returned yet; with a type, others before it are passed over.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="InvalidOperationException">The connection ended before.</exception>
    public Task<BgpFrame> Next(byte? type = null, TimeSpan? deadline = null) =>
        Next(frame => type is null || frame.Type == type, $"a message of type {type}", deadline);

    /// <summary>The next message, not returned yet, that the predicate accepts; others before it are passed over.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="InvalidOperationException">The connection ended before.</exception>
    public async Task<BgpFrame> Next(Predicate<BgpFrame> accepted, string what, TimeSpan? deadline = null)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        using var timeout = new CancellationTokenSource(deadline ?? Eventually.Patience);
        while (true)
        {
            Task wait;
            lock (gate)
            {
                while (next < received.Count)
                {
                    var frame = received[next++];
                    if (accepted(frame))
                        return frame;
                }

                if (closed)
                    throw new InvalidOperationException($"the connection ended before: {what}\n{Transcript()}");
                wait = more.Task;
            }

            try
            {
                await wait.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"not received in time: {what}\n{Transcript()}");
            }
        }
    }

    /// <summary>Waits until the daemon closes the connection.</summary>
    /// <exception cref="TimeoutException">It did not.</exception>
    public Task WaitForEnd(TimeSpan? deadline = null) => reader.WaitAsync(deadline ?? Eventually.Patience);

    /// <summary>Reads nothing more, after at most one message, until <see cref="Continue"/>.</summary>
    public void Pause() => paused ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads on.</summary>
    public void Continue()
    {
        var pause = paused;
        paused = null;
        pause?.TrySetResult();
    }

    /// <summary>Closes the connection without a word; a listener goes on listening.</summary>
    public async Task Close()
    {
        if (keepalives is not null)
            await keepalives.DisposeAsync();
        keepalives = null;
        socket?.Dispose();
        Continue();
        await reader;
    }

    /// <summary>Ends the connection without a word while somebody else waits for its messages, who is told of the end.</summary>
    public void Drop()
    {
        socket?.Dispose();
        Continue();
    }

    /// <summary>All messages of the connection as one text, for messages.</summary>
    public string Transcript()
    {
        lock (gate)
            return string.Join('\n', received);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Close();
        listener?.Dispose();
        sending.Dispose();
    }

    private static int HoldTime(BgpFrame open) => BinaryPrimitives.ReadUInt16BigEndian(open.Body[3..]);

    private async Task<bool> TryConnect(IPAddress local, IPEndPoint remote, Action<Socket>? prepare)
    {
        var attempt = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            prepare?.Invoke(attempt);
            attempt.Bind(new IPEndPoint(local, 0));
            await attempt.ConnectAsync(remote);
        }
        catch (SocketException)
        {
            attempt.Dispose();
            return false;
        }

        Begin(attempt);
        return true;
    }

    private async Task TrySend(BgpFrame frame)
    {
        try
        {
            await Send(frame);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The reader notices the end of the connection.
        }
    }

    private void Begin(Socket connection)
    {
        connection.NoDelay = true;
        socket = connection;
        lock (gate)
        {
            received.Clear();
            next = 0;
            closed = false;
        }

        reader = Task.Run(() => Read(connection));
    }

    private async Task Read(Socket connection)
    {
        var header = new byte[BgpFrame.HeaderLength];
        try
        {
            while (await Fill(connection, header))
            {
                if (paused is { } pause)
                    await pause.Task;
                var bytes = new byte[Math.Max(BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16)), (ushort)header.Length)];
                header.CopyTo(bytes, 0);
                if (!await Fill(connection, bytes.AsMemory(header.Length)))
                    break;
                Wake(() => received.Add(new BgpFrame(bytes)));
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Reset or closed here.
        }

        Wake(() => closed = true);
        try
        {
            // As any speaker does when the other side has closed.
            connection.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Closed here, or reset.
        }
    }

    private static async Task<bool> Fill(Socket connection, Memory<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var count = await connection.ReceiveAsync(buffer);
            if (count == 0)
                return false;
            buffer = buffer[count..];
        }

        return true;
    }

    private void Wake(Action change)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            change();
            waiting = more;
            more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.SetResult();
    }
}
