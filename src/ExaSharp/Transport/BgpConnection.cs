using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Transport;

/// <summary>
/// One TCP connection of a BGP session. A receive loop fills <see cref="Input"/> and a send loop empties
/// <see cref="Output"/>; the owner, a session on one thread, never waits for either: it is woken when there is something
/// to do, and looks.
/// </summary>
/// <remarks>
/// When full: the receive loop stops reading the socket while <see cref="InputLimit"/> octets are not taken, so that TCP
/// slows the peer. The output has no limit of its own, so that a KEEPALIVE or NOTIFICATION is always taken: the session
/// makes no UPDATE while <see cref="UnsentBytes"/> is above <see cref="OutputHighMark"/>.
/// <para>All members but <see cref="InputEnded"/> and <see cref="Error"/> are for the owner's thread alone.</para>
/// </remarks>
internal sealed class BgpConnection : IAsyncDisposable
{
    /// <summary>Received octets that wait for the session, at most; several messages of the largest size (RFC 8654).</summary>
    public const int InputLimit = 512 * 1024;

    /// <summary>Above this many unsent octets the session makes no further UPDATE.</summary>
    public const int OutputHighMark = 256 * 1024;

    /// <summary>When the unsent octets fall below this the session is woken.</summary>
    public const int OutputLowMark = 64 * 1024;

    /// <summary>How long a graceful close may take in all: sending what is queued, and the peer's end of the connection.</summary>
    public static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private const int SegmentSize = 16 * 1024;

    private readonly Socket _socket;
    private readonly Action _wake;
    private readonly TimeProvider _time;
    private readonly Pipe _input = new(new PipeOptions(
        pauseWriterThreshold: InputLimit,
        resumeWriterThreshold: InputLimit / 2,
        minimumSegmentSize: SegmentSize,
        useSynchronizationContext: false));

    // The send loop goes on inside of Flush: a socket's send does not wait, and what is flushed leaves without waking another
    // thread. When the kernel's buffer is full the loop waits for it on its own.
    private readonly Pipe _output = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 0,
        minimumSegmentSize: SegmentSize,
        useSynchronizationContext: false));

    private readonly Task _receiving;
    private readonly Task _sending;
    private Task? _closing;
    private long _flushedUnsent;
    private long _sent;
    private int _wakesWhenSent;
    private Exception? _error;
    private volatile bool _inputEnded;
    private volatile bool _closed;
    private volatile bool _aborted;

    private BgpConnection(Socket socket, Action wake, TimeProvider time)
    {
        _socket = socket;
        _wake = wake;
        _time = time;
        var local = (IPEndPoint)socket.LocalEndPoint!;
        var remote = (IPEndPoint)socket.RemoteEndPoint!;
        (LocalAddress, LocalPort) = (IpAddress.From(local.Address), local.Port);
        (RemoteAddress, RemotePort) = (IpAddress.From(remote.Address), remote.Port);
        _receiving = Task.Run(ReceiveAsync);
        _sending = Task.Run(SendAsync);
    }

    public IpAddress LocalAddress { get; }

    public IpAddress RemoteAddress { get; }

    public int LocalPort { get; }

    public int RemotePort { get; }

    /// <summary>What arrived. The session uses <see cref="PipeReader.TryRead"/> and <see cref="PipeReader.AdvanceTo(SequencePosition, SequencePosition)"/>.</summary>
    public PipeReader Input => _input.Reader;

    /// <summary>Where messages are written; they leave with <see cref="Flush"/>.</summary>
    public IBufferWriter<byte> Output => _output.Writer;

    /// <summary>Octets written and not yet taken by the kernel, those not yet flushed included.</summary>
    public long UnsentBytes => Interlocked.Read(ref _flushedUnsent) + (_closed ? 0 : _output.Writer.UnflushedBytes);

    /// <summary>Octets that the kernel has taken so far.</summary>
    public long SentBytes => Interlocked.Read(ref _sent);

    /// <summary>Whether the kernel has taken everything that was written; if not, the owner is woken when it has.</summary>
    public bool WakeWhenSent()
    {
        if (UnsentBytes == 0) return true;
        // Set before it is looked again: the send loop looks here after it has counted.
        Interlocked.Exchange(ref _wakesWhenSent, 1);
        return UnsentBytes == 0;
    }

    /// <summary>Nothing more will arrive: the peer closed its side or the connection is lost. <see cref="Input"/> may still hold octets.</summary>
    public bool InputEnded => _inputEnded;

    /// <summary>Why the connection was lost; null while it is up, and when it was closed in an orderly way.</summary>
    public Exception? Error => Volatile.Read(ref _error);

    /// <summary>Connects.</summary>
    /// <param name="options">Where to, and the socket's options.</param>
    /// <param name="wake">Called from any thread, and possibly once more after the end, when octets arrived, when the unsent
    /// octets fell below <see cref="OutputLowMark"/> (see <see cref="WakeWhenSent"/> too), or when the connection ended.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    /// <param name="time">The clock of the limit of <see cref="CloseAsync"/>; null for the system's.</param>
    /// <exception cref="TransportException">The peer can not be reached or refused, or an option can not be set.</exception>
    /// <exception cref="OperationCanceledException">The attempt was given up.</exception>
    public static async Task<BgpConnection> ConnectAsync(
        ConnectOptions options, Action wake, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        var socket = OutgoingSocket.Create(options);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(options.Remote.ToIPAddress(), options.Port), cancellationToken).ConfigureAwait(false);
            OutgoingSocket.Guard(socket, options);
            return new BgpConnection(socket, wake, time ?? TimeProvider.System);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            var hint = options.Md5 is null ? "" : ", check your MD5 password";
            throw new TransportException($"Could not connect to peer {options.Remote}:{options.Port}{hint} ({e.Message})", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes over a connection from a listener.</summary>
    /// <param name="accepted">The socket; owned by the connection from now on.</param>
    /// <param name="wake">As for <see cref="ConnectAsync"/>.</param>
    /// <param name="outgoingTtl">TTL of what is sent, or null for the system's.</param>
    /// <param name="incomingTtl">Least TTL of what is received (RFC 5082), or null for any.</param>
    /// <param name="time">The clock of the limit of <see cref="CloseAsync"/>; null for the system's.</param>
    /// <exception cref="TransportException">An option can not be set.</exception>
    public static BgpConnection Accept(
        Socket accepted, Action wake, byte? outgoingTtl = null, byte? incomingTtl = null, TimeProvider? time = null)
    {
        try
        {
            accepted.NoDelay = true;
            // The listener's, which another peer may need, came along with the socket.
            LinuxSocketOptions.OutgoingTtl(accepted, outgoingTtl);
            if (incomingTtl is { } incoming) LinuxSocketOptions.LeastIncomingTtl(accepted, incoming);
            return new BgpConnection(accepted, wake, time ?? TimeProvider.System);
        }
        catch (SocketException e)
        {
            accepted.Dispose();
            throw new TransportException($"Could not accept the connection ({e.Message})", e);
        }
    }

    /// <summary>Hands what was written to the send loop. Never waits.</summary>
    public void Flush()
    {
        if (_closed) return;
        Interlocked.Add(ref _flushedUnsent, _output.Writer.UnflushedBytes);
        var flushed = _output.Writer.FlushAsync();
        // Without a threshold the pipe takes everything at once.
        System.Diagnostics.Debug.Assert(flushed.IsCompleted, "the output pipe has no limit");
        _ = flushed.GetAwaiter().GetResult();
    }

    /// <summary>
    /// Ends the connection; the owner must not touch <see cref="Input"/> and <see cref="Output"/> any more.
    /// </summary>
    /// <param name="graceful">
    /// Whether what was flushed is sent first, in at most <see cref="CloseLimit"/>: the write side is shut down behind it and
    /// what the peer still sends is thrown away until it closes. Closing with unread input would make the kernel reset the
    /// connection, and the peer might never see the NOTIFICATION (RFC 1122 section 4.2.2.13).
    /// </param>
    public Task CloseAsync(bool graceful) => _closing ??= CloseOnceAsync(graceful);

    public async ValueTask DisposeAsync() => await CloseAsync(graceful: false).ConfigureAwait(false);

    private async Task CloseOnceAsync(bool graceful)
    {
        Flush();
        _closed = true;
        _aborted = !graceful;
        await _input.Reader.CompleteAsync().ConfigureAwait(false);
        await _output.Writer.CompleteAsync().ConfigureAwait(false);
        var loops = Task.WhenAll(_receiving, _sending);
        if (graceful)
        {
            try
            {
                await loops.WaitAsync(CloseLimit, _time).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The peer neither reads nor closes: it gets a reset.
            }
        }
        _socket.Dispose();
        await loops.ConfigureAwait(false);
    }

    private async Task ReceiveAsync()
    {
        var writer = _input.Writer;
        try
        {
            while (true)
            {
                // An idle connection holds no buffer: the first receive only waits.
                await _socket.ReceiveAsync(Memory<byte>.Empty).ConfigureAwait(false);
                var count = await _socket.ReceiveAsync(writer.GetMemory(SegmentSize / 4)).ConfigureAwait(false);
                if (count == 0) break;
                writer.Advance(count);
                var flushed = writer.FlushAsync();
                _wake();
                if (!(await flushed.ConfigureAwait(false)).IsCompleted) continue;
                await DiscardAsync().ConfigureAwait(false);
                break;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Fail(e);
        }
        await writer.CompleteAsync().ConfigureAwait(false);
        _inputEnded = true;
        _wake();
    }

    /// <summary>Reads until the peer closes: the session takes no input any more.</summary>
    private async Task DiscardAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(SegmentSize);
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory()).ConfigureAwait(false) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task SendAsync()
    {
        var reader = _output.Reader;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync().ConfigureAwait(false);
                foreach (var segment in result.Buffer) await SendAsync(segment).ConfigureAwait(false);
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted) break;
            }
            // An end that is not graceful is left to the socket's own: it may be a reset.
            if (!_aborted) _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Fail(e);
            _wake();
        }
        await reader.CompleteAsync().ConfigureAwait(false);
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = await _socket.SendAsync(bytes).ConfigureAwait(false);
            bytes = bytes[count..];
            Interlocked.Add(ref _sent, count);
            var left = Interlocked.Add(ref _flushedUnsent, -count);
            if (left < OutputLowMark && left + count >= OutputLowMark) _wake();
            else if (left == 0 && Interlocked.Exchange(ref _wakesWhenSent, 0) != 0) _wake();
        }
    }

    /// <summary>Keeps the first error, but for those of our own closing.</summary>
    private void Fail(Exception error)
    {
        if (!_closed) Interlocked.CompareExchange(ref _error, error, null);
    }
}
