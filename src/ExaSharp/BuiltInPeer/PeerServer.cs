using System.Net.Sockets;
using System.Threading.Channels;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Transport;

namespace ExaSharp.BuiltInPeer;

/// <summary>
/// A passive BGP speaker for demonstrations and tests: it takes whatever session is offered, mirrors the capabilities and
/// prints each message that it receives.
/// </summary>
internal sealed class PeerServer(PeerOptions options, TextWriter output, TextWriter errors, TimeProvider time)
{
    private readonly PeerPrinter _printer = new(options, output, time);
    private readonly RouteStore _routes = new();
    private readonly AttributeInterner _attributes = new();

    /// <summary>Serves one connection after the other until it has seen enough or is cancelled; gives the exit status.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        RouteBatch? announcements = null;
        if (options.RouteFile is { } file && !RouteFile.TryRead(file, _routes, _attributes, errors, out announcements)) return 1;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var connections = Channel.CreateUnbounded<Socket>();
        BgpListener listener;
        try
        {
            listener = BgpListener.Listen(
                options.Address, options.Port, socket => connections.Writer.TryWrite(socket), error => errors.WriteLine(error.Message), time);
        }
        catch (TransportException error)
        {
            await errors.WriteLineAsync($"error: can not bind to {options.Address}:{options.Port} ({error.Message})").ConfigureAwait(false);
            return 1;
        }
        await using var _ = listener.ConfigureAwait(false);
        _printer.Listening(options.Address, listener.Port);
        if (options.Duration is { } duration) end.CancelAfter(duration);
        try
        {
            while (!_printer.HasSeenEnough)
            {
                var socket = await connections.Reader.ReadAsync(end.Token).ConfigureAwait(false);
                var session = new PeerConversation(options, _printer, _routes, _attributes, announcements, time);
                await session.RunAsync(socket, end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is up, or ctrl-c: an orderly end.
        }
        _printer.Ended();
        return 0;
    }
}
