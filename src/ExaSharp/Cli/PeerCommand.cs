using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Bgp.Primitives;
using ExaSharp.BuiltInPeer;

namespace ExaSharp.Cli;

/// <summary><c>peer</c>: a BGP speaker to try a configuration against; it shows what it receives. Not one of ExaBGP's commands.</summary>
internal static class PeerCommand
{
    public static Command Create(CliContext context)
    {
        var listen = new Option<IpAddress>("--listen", "-l")
        {
            Description = "address to listen on",
            DefaultValueFactory = _ => new PeerOptions().Address,
            CustomParser = ParseAddress,
        };
        var port = new Option<int>("--port", "-p") { Description = "port to listen on, 0 for any free one", DefaultValueFactory = _ => new PeerOptions().Port };
        var asn = new Option<uint?>("--as", "-a") { Description = "our AS (default: the peer's own)" };
        var routerId = new Option<IpAddress>("--router-id", "-r") { Description = "our BGP identifier (default: made from the peer's)", CustomParser = ParseAddress };
        var holdTime = new Option<ushort>("--hold-time", "-t") { Description = "largest hold time in seconds", DefaultValueFactory = _ => new PeerOptions().HoldTime };
        var json = new Option<bool>("--json", "-j") { Description = "show messages as the JSON events of helpers" };
        var routes = new Option<string?>("--routes", "-f") { Description = "file of announce and withdraw commands to carry out" };
        var updates = new Option<int?>("--updates", "-n") { Description = "end after so many UPDATEs" };
        var seconds = new Option<double?>("--seconds", "-s") { Description = "end after so many seconds" };
        var command = new Command("peer", "listen for a BGP session and show what arrives") { listen, port, asn, routerId, holdTime, json, routes, updates, seconds };
        command.SetAction(result => Run(context, new PeerOptions
        {
            Address = result.GetValue(listen),
            Port = result.GetValue(port),
            As = result.GetValue(asn),
            RouterId = result.GetValue(routerId),
            HoldTime = result.GetValue(holdTime),
            Json = result.GetValue(json),
            RouteFile = result.GetValue(routes),
            Updates = result.GetValue(updates),
            Duration = result.GetValue(seconds) is { } limit ? TimeSpan.FromSeconds(limit) : null,
            Color = Interop.Libc.IsTerminal(1) == 1,
        }));
        return command;
    }

    private static int Run(CliContext context, PeerOptions options)
    {
        using var end = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return new PeerServer(options, context.Output, context.Error, context.Time).RunAsync(end.Token).GetAwaiter().GetResult();
    }

    private static IpAddress ParseAddress(ArgumentResult result)
    {
        if (IpAddress.TryParse(Encoding.UTF8.GetBytes(result.Tokens[0].Value), out var address)) return address;
        result.AddError($"\"{result.Tokens[0].Value}\" is not an IP address");
        return default;
    }
}
