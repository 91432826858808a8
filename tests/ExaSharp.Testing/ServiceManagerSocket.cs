using System.Net.Sockets;
using System.Text;

namespace ExaSharp.Testing;

/// <summary>The service manager's end of <c>NOTIFY_SOCKET</c> (sd_notify(3)), in the test's hand: each datagram in the order of arrival.</summary>
public sealed class ServiceManagerSocket : IDisposable
{
    private static int last;

    private readonly TemporaryDirectory directory = new("notify");
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly List<string> received = [];

    /// <summary>Listens.</summary>
    /// <param name="isAbstract">Whether at a name in the abstract namespace; else at a path.</param>
    public ServiceManagerSocket(bool isAbstract = false)
    {
        Address = isAbstract
            ? $"@exasharp-test-{Environment.ProcessId}-{Interlocked.Increment(ref last)}"
            : Path.Combine(directory.Path, "notify");
        socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? $"\0{Address[1..]}" : Address));
    }

    /// <summary>What <c>NOTIFY_SOCKET</c> is to be.</summary>
    public string Address { get; }

    /// <summary>The next datagram.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public async Task<string> Next(string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            Keep(await socket.ReceiveAsync(buffer, limit.Token));
            return received[^1];
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"the service manager was not told: {what}\nIt was told:\n{string.Join('\n', received)}");
        }
    }

    /// <summary>The next datagram that is accepted; those before it are passed over.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public async Task<string> WaitFor(Predicate<string> accepted, string what)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        while (true)
        {
            var next = await Next(what);
            if (accepted(next)) return next;
        }
    }

    /// <summary>What has arrived and was not taken yet.</summary>
    public IReadOnlyList<string> Waiting()
    {
        var before = received.Count;
        while (socket.Available > 0) Keep(socket.Receive(buffer));
        return received[before..];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        socket.Dispose();
        directory.Dispose();
    }

    private void Keep(int length) => received.Add(Encoding.UTF8.GetString(buffer, 0, length));
}
