using System.Buffers.Binary;
using System.CommandLine;
using System.Globalization;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using ExaSharp.Configuration;
using ExaSharp.Configuration.Settings;
using ExaSharp.Daemon;
using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Cli;

/// <summary><c>decode</c>: shows a message, or NLRI, given in hexadecimal digits as the JSON that a helper would get.</summary>
internal sealed class DecodeCommand
{
    private const string Help = """
        The BGP message must be an hexadecimal string.

        All colons or spaces are ignored, for example:

          001E0200000007900F0003000101
          001E:02:0000:0007:900F:0003:0001:01
          FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001E0200000007900F0003000101
          FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF:001E:02:0000:0007:900F:0003:0001:01
          FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 001E02 00000007900F0003000101
        """;

    private readonly CliContext _context;
    private readonly Json5Encoder _encoder;
    private readonly bool _compact;
    private readonly ILogger _parser;
    private readonly TextBuffer _output = new();

    private DecodeCommand(CliContext context, EnvironmentSettings settings, ConsoleLog log)
    {
        _context = context;
        _compact = settings.ApiCompact;
        _parser = log.Loggers.CreateLogger(LogSource.Parser);
        _encoder = new Json5Encoder(new EventContext(
            Environment.MachineName, Environment.ProcessId, Privileges.ParentProcessId, context.Time, settings.ApiCompact));
    }

    public static Command Create(CliContext context)
    {
        var nlri = new Option<bool>("--nlri", "-n") { Description = "the data is only the NLRI" };
        var update = new Option<bool>("--update", "-u") { Description = "the data is an update message (does nothing)" };
        var open = new Option<bool>("--open", "-o") { Description = "the data is an open message (does nothing)" };
        var debug = new Option<bool>("--debug", "-d") { Description = "say why a message can not be decoded" };
        var pdb = new Option<bool>("--pdb", "-p") { Description = "accepted, without effect" };
        var configuration = new Option<string?>("--configuration", "-c") { Description = "configuration file" };
        var family = new Option<string?>("--family", "-f") { Description = "family expected (format like \"ipv4 unicast\")" };
        var pathInformation = new Option<bool>("--path-information", "-i") { Description = "decode path-information" };
        var payload = new Argument<string>("payload") { Description = "the BGP payload in hexadecimal" };
        var command = new Command("decode", "decode hex-encoded bgp packets")
        {
            nlri, update, open, debug, pdb, configuration, family, pathInformation, payload,
        };
        command.SetAction(result =>
        {
            if (context.LoadSettings() is not { } settings) return ExitCode.Failure;
            var hex = result.GetValue(payload)!.Replace(" ", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal).Trim();
            if (!hex.All(char.IsAsciiHexDigit)) return WrongPayload(context);
            var options = LogOptions.From(settings) with { All = true, Level = result.GetValue(debug) ? LogLevel.Debug : LogLevel.None };
            using var log = new ConsoleLog(options, context);
            var run = new DecodeCommand(context, settings, log);
            if (!TryConfigure(context, settings, result.GetValue(configuration), result.GetValue(family), result.GetValue(pathInformation), out var neighbors))
                return ExitCode.Failure;
            var isValid = hex.Length % 2 == 0 && neighbors.Count > 0;
            var bytes = isValid ? Convert.FromHexString(hex) : [];
            if (isValid && neighbors.All(neighbor => result.GetValue(nlri) ? run.TryShowNlri(neighbor, bytes) : run.TryShowMessage(neighbor, bytes)))
                return ExitCode.Success;
            context.Output.WriteLine("invalid payload");
            return ExitCode.Failure;
        });
        return command;
    }

    private static int WrongPayload(CliContext context)
    {
        CommandLine.WriteSettings(context.Output);
        context.Output.WriteLine();
        context.Output.WriteLine(Help);
        return ExitCode.Failure;
    }

    /// <summary>The neighbours that the message is decoded for: of a file, or ExaBGP's own for this. None when the families are not known.</summary>
    private static bool TryConfigure(
        CliContext context, EnvironmentSettings settings, string? path, string? family, bool pathInformation, out IReadOnlyList<NeighborSettings> neighbors)
    {
        neighbors = [];
        var diagnostics = new DiagnosticBag();
        if (path is not null)
        {
            var file = new ConfigurationFile(context.ConfigurationPath(path), new FileProbe());
            neighbors = file.Read(new RouteStore(), new AttributeInterner(), settings with { BgpPassive = true }, diagnostics, out _)?.Neighbors ?? [];
            return true;
        }
        var words = (family ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length % 2 != 0)
        {
            context.Output.Write("families provided are invalid");
            return false;
        }
        var families = words.Length == 0 ? "all;" : string.Join(' ', words.Chunk(2).Select(pair => $"{pair[0]} {pair[1]};"));
        var text = $$"""
            neighbor 127.0.0.1 {
                router-id 10.0.0.2;
                local-address 127.0.0.1;
                local-as 65533;
                peer-as 65533;
                family { {{families}} }
                capability { {{(pathInformation ? "add-path send/receive;" : "")}} }
            }
            """;
        var source = new SourceText("decode", System.Text.Encoding.UTF8.GetBytes(text));
        var parsed = ConfigurationParser.Parse(source, new ConfigurationContext(new RouteStore(), new AttributeInterner()) { AllPassive = true, Rfc = settings.BgpRfc }, diagnostics);
        neighbors = parsed?.Neighbors ?? [];
        return true;
    }

    private bool TryShowMessage(NeighborSettings neighbor, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith((ReadOnlySpan<byte>)[255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]))
            return TryShowUpdate(neighbor, WithoutLengthAndType(bytes));
        if (bytes.Length < BgpHeader.Size) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[16..]);
        var body = bytes[BgpHeader.Size..Math.Clamp(length, BgpHeader.Size, bytes.Length)];
        switch ((MessageType)bytes[18])
        {
            case MessageType.Open:
                return TryShowOpen(neighbor, body);
            case MessageType.Update:
                return TryShowUpdate(neighbor, body);
            case MessageType.Notification:
                var notification = Notification.Read(body);
                _encoder.Notification(Event(neighbor), notification.Code, notification.Subcode, notification.Data, _output);
                return Print();
            default:
                _context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"unknown type {bytes[18]}"));
                return false;
        }
    }

    /// <summary>The body of an UPDATE whose marker was left out: with its length and type, or without.</summary>
    private static ReadOnlySpan<byte> WithoutLengthAndType(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 3 && BinaryPrimitives.ReadUInt16BigEndian(bytes) == bytes.Length + 16 && bytes[2] == (byte)MessageType.Update ? bytes[3..] : bytes;

    private bool TryShowOpen(NeighborSettings neighbor, ReadOnlySpan<byte> body)
    {
        if (!OpenMessage.TryRead(body, out var open, out var error)) return Fail(error);
        _encoder.Open(Event(neighbor), open, _output);
        return Print();
    }

    private bool TryShowUpdate(NeighborSettings neighbor, ReadOnlySpan<byte> body)
    {
        var session = RouteCheck.Session(neighbor);
        // What would end a session can still be looked at.
        if (!new UpdateReader(isOwn: true).TryRead(body, session, out var update, out var error)) return Fail(error);
        _encoder.Update(Event(neighbor), session, update, _output);
        return Print();
    }

    private bool TryShowNlri(NeighborSettings neighbor, ReadOnlySpan<byte> bytes)
    {
        var session = RouteCheck.Session(neighbor);
        if (AddressFamilies.Find(session.Families[0]) is not { } family) return false;
        var reader = new WireReader(bytes);
        while (!reader.AtEnd)
        {
            ReadOnlySpan<byte> pathId = default;
            if (session.ReceivesPathId(family.Id) && !reader.TryReadBytes(4, out pathId)) return false;
            var result = family.TryRead(ref reader, isWithdraw: false, out var nlri, out var error);
            if (result == NlriResult.Error) return Fail(error);
            if (result == NlriResult.Skip) continue;
            family.AppendJson(nlri, pathId, default, _compact, _output);
            _output.Append((byte)'\n');
        }
        return _output.Length > 0 && Print();
    }

    private static MessageEvent Event(NeighborSettings neighbor) => new(
        new NeighborInfo
        {
            LocalAddress = neighbor.Session.LocalAddress,
            PeerAddress = neighbor.Session.PeerAddress,
            LocalAs = neighbor.Session.LocalAs,
            PeerAs = neighbor.Session.PeerAs,
            RouterId = neighbor.Session.RouterId,
        },
        EventDirection.Decoded);

    private bool Print()
    {
        _context.Output.Write(_output.ToString());
        _output.Clear();
        return true;
    }

    private bool Fail(BgpError error)
    {
        CliLog.ParserProblem(_parser, $"could not parse the message\n{error.Text}");
        return false;
    }
}
