using System.Collections.Concurrent;
using System.Net.Sockets;
using ExaSharp.Daemon;

namespace ExaSharp.Api.Channels;

/// <summary>
/// Takes connections to the Unix socket. Each is a commander of its own, with acks of its own and the answers to its own
/// commands (in ExaBGP 6.0 they share one bridge, by default one after another).
/// </summary>
internal sealed class SocketServer(ControlSocket socket, int maxClients, Func<int, Helper> createClient, Reactor reactor, SocketLog log, TimeProvider time)
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Helper, Task> _clients = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _accepting = Task.CompletedTask;
    private int _next;
    private bool _refuses;

    public void Start() => _accepting = Task.Run(() => AcceptAsync(_stop.Token));

    /// <summary>Ends all connections, each after a line that tells of the end of the daemon.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        var clients = _clients.ToArray();
        await Task.WhenAll(clients.Select(client => ReactorServices.StopHelperAsync(client.Key))).ConfigureAwait(false);
        await Task.WhenAll(clients.Select(client => client.Value)).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Take(await socket.Listener.AcceptAsync(stop).ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e)
            {
                // No more descriptors, most likely: the connection waits until there are some.
                log.AcceptFailed(e.Message);
                await Task.Delay(PauseAfterError, time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void Take(Socket connection)
    {
        if (_clients.Count >= maxClients)
        {
            if (!_refuses) log.TooMany(maxClients);
            _refuses = true;
            Refuse(connection);
            return;
        }
        _refuses = false;
        var client = createClient(_next++);
        var channel = new SocketChannel(connection, client, new HelperHost(client, reactor).ReadAsync, log, time);
        client.Channel = channel;
        // Only this task adds, and before the connection can end.
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _clients[client] = ended.Task;
        _ = RunAsync(client, channel, ended);
    }

    private async Task RunAsync(Helper client, SocketChannel channel, TaskCompletionSource ended)
    {
        await channel.RunAsync().ConfigureAwait(false);
        _clients.TryRemove(client, out _);
        ended.SetResult();
    }

    /// <summary>Answers in ExaBGP 6.0's words, and as an error, so that the exit status of a client tells it.</summary>
    private static void Refuse(Socket connection)
    {
        using (connection)
        {
            try
            {
                connection.Blocking = false;
                connection.Send("error: maximum concurrent clients reached\nerror\n"u8);
                connection.Shutdown(SocketShutdown.Both);
            }
            catch (SocketException)
            {
                // Gone already.
            }
        }
    }
}
