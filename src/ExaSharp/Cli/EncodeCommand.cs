using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using ExaSharp.Api;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Cli;

/// <summary>
/// <c>encode</c> of ExaBGP 6.0: prints the UPDATEs that tell of a route, or of the routes of a configuration, in hexadecimal digits,
/// one a line: what <c>decode</c> reads.
/// </summary>
internal sealed class EncodeCommand
{
    /// <summary>The name that stands for standard input.</summary>
    private const string StandardInput = "-";

    private const string Help = """
        Usage: exasharp encode "route 10.0.0.0/24 next-hop 1.2.3.4"
               exasharp encode -c myconfig.conf

        Examples:
          exasharp encode "route 10.0.0.0/24 next-hop 1.2.3.4 origin igp as-path [65000 65001]"
          exasharp encode "ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1"
          exasharp encode "flow route source 10.0.0.0/8 destination-port =80 discard"
          exasharp encode "withdraw route 10.0.0.0/24 next-hop 1.2.3.4"
          exasharp encode -n "route 10.0.0.0/24 next-hop 1.2.3.4"
          exasharp encode - < routes
        """;

    private readonly CliContext _context;
    private readonly RouteStore _routes = new();
    private readonly AttributeInterner _attributes = new();
    private readonly bool _isNlri;
    private readonly bool _hasHeader;

    private EncodeCommand(CliContext context, bool isNlri, bool hasHeader)
    {
        _context = context;
        _isNlri = isNlri;
        _hasHeader = hasHeader;
    }

    public static Command Create(CliContext context)
    {
        var localAs = new Option<uint>("--local-as", "-a") { Description = "local AS number", DefaultValueFactory = _ => 65533 };
        var peerAs = new Option<uint>("--peer-as", "-z") { Description = "peer AS number", DefaultValueFactory = _ => 65533 };
        var asn2 = new Option<bool>("--asn2") { Description = "AS numbers of 2 octets, for a peer without that capability" };
        var nlri = new Option<bool>("--nlri-only", "-n") { Description = "only the NLRI, without the UPDATE around it" };
        var header = new Option<bool>("--no-header") { Description = "without the 19 octets of the header" };
        var debug = new Option<bool>("--debug", "-d") { Description = "accepted, without effect: what is wrong is always said" };
        var pdb = new Option<bool>("--pdb", "-p") { Description = "accepted, without effect" };
        var route = new Argument<string[]>("route")
        {
            Description = "route as in a configuration or a command, - for lines of standard input",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("encode", "encode a route as a hexadecimal bgp update") { localAs, peerAs, asn2, nlri, header, debug, pdb, route };
        var neighbors = new ToolNeighbors(command, "address families, in pairs (default: all)", "send path-information");
        command.SetAction(result =>
        {
            if (context.LoadSettings() is not { } settings) return ExitCode.Failure;
            var routes = result.GetValue(route)!;
            if (routes.Length == 0 && !neighbors.IsConfigured(result)) return NoRoute(context);
            if (neighbors.Problem(context, result) is { } problem) return Fail(context, problem);
            var run = new EncodeCommand(context, result.GetValue(nlri), !result.GetValue(header));
            var statements = string.Create(CultureInfo.InvariantCulture, $"local-as {result.GetValue(localAs)}; peer-as {result.GetValue(peerAs)};")
                + (result.GetValue(asn2) ? " capability { asn4 disable; }" : "");
            var diagnostics = new DiagnosticBag();
            var found = neighbors.Read(context, settings, result, (run._routes, run._attributes), diagnostics, out var source, statements);
            if (diagnostics.HasErrors) return Fail(context, string.Join('\n', DiagnosticRenderer.RenderAll(source, diagnostics, Severity.Error)));
            if (found.Count == 0) return Fail(context, "no neighbor defined in configuration");
            var success = routes.Length > 0 ? run.TryEncode(routes, found) : found.All(run.TryEncode);
            return success ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static int NoRoute(CliContext context)
    {
        CommandLine.WriteSettings(context.Output);
        context.Output.WriteLine();
        context.Output.WriteLine(Help);
        return ExitCode.Failure;
    }

    private static int Fail(CliContext context, string message)
    {
        context.Output.WriteLine($"configuration error: {message}");
        return ExitCode.Failure;
    }

    /// <summary>Encodes the routes of a configured neighbour.</summary>
    private bool TryEncode(NeighborSettings neighbor) => neighbor.Routes.All(batch => TryWrite(batch, neighbor));

    /// <summary>Encodes routes given as text, each for every neighbour. Not only up to the first failure.</summary>
    private bool TryEncode(string[] routes, IReadOnlyList<NeighborSettings> neighbors)
    {
        var success = true;
        foreach (var line in routes.SelectMany(word => word == StandardInput ? Lines() : [word]))
            foreach (var neighbor in neighbors) success &= TryEncode(line, neighbor);
        return success;
    }

    private IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(_context.Input());
        while (reader.ReadLine() is { } line)
            if (!string.IsNullOrWhiteSpace(line) && !line.TrimStart().StartsWith('#')) yield return line;
    }

    /// <summary>Encodes what a helper may announce or withdraw; <c>announce</c> may be left out.</summary>
    private bool TryEncode(string line, NeighborSettings neighbor)
    {
        var words = line.TrimStart();
        var command = words.StartsWith("announce ", StringComparison.Ordinal) || words.StartsWith("withdraw ", StringComparison.Ordinal) ? words : "announce " + words;
        var grammar = new RouteGrammar(_routes, _attributes) { Speaker = (neighbor.Session.LocalAs ?? 0, neighbor.Session.LocalAddress) };
        var (bytes, diagnostics) = (Encoding.UTF8.GetBytes(command), new DiagnosticBag());
        var batch = new RouteBatch(_routes, _attributes);
        var reader = new TokenReader(bytes, TokenizerMode.Api, diagnostics);
        if (TryParse(ref reader, grammar, batch)) return TryWrite(batch, neighbor);
        var problems = DiagnosticRenderer.RenderAll(new SourceText("route", bytes), diagnostics, Severity.Error);
        return Explain($"Failed to parse route: {line}\n{string.Join('\n', problems)}");
    }

    private static bool TryParse(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch)
    {
        if (ApiCommands.Find(ref reader) is not { } found) return false;
        if (found is not RouteCommand route) return reader.Fail(DiagnosticCode.InvalidSyntax, reader.Last, $"{found.Name} tells of no route");
        if (!route.TryParse(ref reader, grammar, batch)) return false;
        reader.TryTake(TokenKind.Semicolon);
        return reader.Peek().Kind == TokenKind.End || reader.Expected("the end of the route");
    }

    private bool Explain(string message)
    {
        Fail(_context, message);
        return false;
    }

    private bool TryWrite(RouteBatch batch, NeighborSettings neighbor)
    {
        var session = Session(neighbor);
        var builder = new UpdateBuilder(_routes, _attributes);
        var output = new ArrayBufferWriter<byte>();
        var success = true;
        foreach (var change in batch.Changes)
        {
            output.Clear();
            if (!session.HasFamily(_routes.Family(change.Route))) success = Explain($"the family {_routes.Family(change.Route)} is not one of the neighbor's");
            else if (_isNlri) Print(Nlri(change.Route, session));
            else if (builder.TryWrite(change, session, output, out var reason)) PrintMessages(output.WrittenSpan);
            else success = Explain($"the route can not be encoded: {reason}");
        }
        return success;
    }

    /// <summary>Two speakers that can the same, each in its own AS.</summary>
    private static NegotiatedSession Session(NeighborSettings neighbor)
    {
        var session = RouteCheck.Session(neighbor);
        return session with { LocalAs = neighbor.Session.LocalAs ?? session.PeerAs };
    }

    private byte[] Nlri(int route, NegotiatedSession session)
    {
        var nlri = _routes.Nlri(route);
        var family = _routes.Family(route);
        if (AddressFamilies.Find(family) is not { TakesPathId: true } || !session.SendsPathId(family)) return nlri.ToArray();
        var writer = new WireWriter(new byte[4 + nlri.Length]);
        writer.UInt32(_routes.PathId(route) ?? 0);
        writer.Bytes(nlri);
        return writer.Written.ToArray();
    }

    private void PrintMessages(ReadOnlySpan<byte> messages)
    {
        while (BgpHeader.TryRead(messages, ushort.MaxValue, out var header, out _))
        {
            Print(messages[(_hasHeader ? 0 : BgpHeader.Size)..header.Length]);
            messages = messages[header.Length..];
        }
    }

    private void Print(ReadOnlySpan<byte> octets) => _context.Output.WriteLine(Convert.ToHexString(octets));
}
