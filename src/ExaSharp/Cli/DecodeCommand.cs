using System.CommandLine;
using System.Globalization;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Captures;
using ExaSharp.Configuration.Settings;
using ExaSharp.Daemon;
using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Cli;

/// <summary>
/// <c>decode</c>: shows messages, or NLRI, given in hexadecimal digits on the command line, in files or on standard input, and
/// those of capture files, as the JSON that a helper would get, or for people.
/// </summary>
internal sealed class DecodeCommand
{
    /// <summary>The name that stands for standard input.</summary>
    private const string StandardInput = "-";

    private const string Help = """
        The BGP message must be an hexadecimal string.

        All colons or spaces are ignored, for example:

          001E0200000007900F0003000101
          001E:02:0000:0007:900F:0003:0001:01
          FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001E0200000007900F0003000101
          FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF:001E:02:0000:0007:900F:0003:0001:01
          FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF 001E02 00000007900F0003000101

        Or the name of a file: of lines like these, or a capture (pcap or pcapng). - is standard input.
        """;

    private readonly CliContext _context;
    private readonly IReadOnlyList<NeighborSettings> _neighbors;
    private readonly ILogger _parser;
    private readonly bool _isNlri;
    private readonly ushort _port;
    private readonly CaptureClock _clock = new();
    private readonly HexDecoder _decoder;
    private readonly MessagePrinter _captured;

    private DecodeCommand(
        CliContext context, EnvironmentSettings settings, ConsoleLog log, IReadOnlyList<NeighborSettings> neighbors, bool isText, bool isNlri, ushort port)
    {
        _context = context;
        _neighbors = neighbors;
        _parser = log.Loggers.CreateLogger(LogSource.Parser);
        _isNlri = isNlri;
        _port = port;
        MessagePrinter Printer(TimeProvider time) => new(context.Output, Encoder(settings, time), isText, settings.ApiCompact);
        _decoder = new HexDecoder(Printer(context.Time), context.Output);
        _captured = Printer(_clock);
    }

    public static Command Create(CliContext context)
    {
        var nlri = new Option<bool>("--nlri", "-n") { Description = "the data is only the NLRI" };
        var update = new Option<bool>("--update", "-u") { Description = "the data is an update message (does nothing)" };
        var open = new Option<bool>("--open", "-o") { Description = "the data is an open message (does nothing)" };
        var debug = new Option<bool>("--debug", "-d") { Description = "say why a message can not be decoded" };
        var pdb = new Option<bool>("--pdb", "-p") { Description = "accepted, without effect" };
        var json = new Option<bool>("--json", "-j") { Description = "show JSON (does nothing: that is what is shown)" };
        var text = new Option<bool>("--text", "-t") { Description = "show each field with its offset, for people" };
        var port = new Option<ushort>("--port") { Description = "TCP port of the BGP sessions of a capture", DefaultValueFactory = _ => 179 };
        var payload = new Argument<string[]>("payload")
        {
            Description = "the BGP payload in hexadecimal; a file of such lines, or a capture (pcap, pcapng); - for standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("decode", "decode hex-encoded bgp packets") { nlri, update, open, debug, pdb, json, text, port, payload };
        var neighbors = new ToolNeighbors(command, "family expected (format like \"ipv4 unicast\")", "decode path-information");
        command.SetAction(result =>
        {
            if (context.LoadSettings() is not { } settings) return ExitCode.Failure;
            var payloads = result.GetValue(payload)!;
            if (payloads.Any(word => !HexDecoder.IsHex(word) && word != StandardInput && !File.Exists(context.PathOf(word)))) return WrongPayload(context);
            if (neighbors.Problem(context, result) is { } problem)
            {
                // ExaBGP's own words for it are on standard output.
                if (problem == ToolNeighbors.InvalidFamilies) context.Output.Write(problem);
                else context.Error.WriteLine($"error: {problem}");
                return ExitCode.Failure;
            }
            var options = LogOptions.From(settings) with { All = true, Level = result.GetValue(debug) ? LogLevel.Debug : LogLevel.None };
            using var log = new ConsoleLog(options, context);
            var found = neighbors.Read(context, settings, result, (new RouteStore(), new AttributeInterner()), new DiagnosticBag(), out _);
            var run = new DecodeCommand(context, settings, log, found, result.GetValue(text), result.GetValue(nlri), result.GetValue(port));
            // Not only up to the first failure.
            return payloads.Count(run.TryShow) == payloads.Length ? ExitCode.Success : ExitCode.Failure;
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

    private static JsonEncoder Encoder(EnvironmentSettings settings, TimeProvider time) => JsonEncoder.Create(
        settings.ApiVersion ?? JsonVersion.Five,
        new EventContext(Environment.MachineName, Environment.ProcessId, Privileges.ParentProcessId, time, settings.ApiCompact));

    private bool TryShow(string word)
    {
        if (HexDecoder.IsHex(word)) return TryShowHex(word);
        try
        {
            using var file = word == StandardInput ? _context.Input() : File.OpenRead(_context.PathOf(word));
            using var stream = new PeekableStream(file);
            var isCapture = CaptureReader.IsCapture(stream.Peek(4));
            using var buffered = new BufferedStream(stream, 1 << 16);
            return isCapture ? TryShowCapture(word, buffered) : TryShowLines(word, buffered);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail($"{word} can not be read: {error.Message}");
        }
    }

    private bool TryShowHex(string word)
    {
        if (_neighbors.Count > 0 && _neighbors.All(neighbor => _decoder.TryShow(word, neighbor, _isNlri))) return true;
        if (_decoder.Problem is { } problem) CliLog.ParserProblem(_parser, $"could not parse the message\n{problem}");
        _context.Output.WriteLine("invalid payload");
        return false;
    }

    /// <summary>Shows each line; blank ones and those that begin with # are passed over.</summary>
    private bool TryShowLines(string name, Stream stream)
    {
        using var reader = new StreamReader(stream);
        var (success, number) = (true, 0);
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line.TrimStart().StartsWith('#')) continue;
            if (!HexDecoder.IsHex(line))
            {
                success = Fail(string.Create(CultureInfo.InvariantCulture, $"{name}:{number}: not hexadecimal"));
                // A file of something else is told of once.
                if (line.Contains('\0', StringComparison.Ordinal)) return false;
                continue;
            }
            success &= TryShowHex(line);
        }
        return success;
    }

    private bool TryShowCapture(string name, Stream stream)
    {
        if (_neighbors.Count == 0) return Fail("there is no neighbor to read the messages for");
        var listener = new CapturePrinter(_captured, _clock, _context);
        // Whose AS numbers were not seen is not known to be anybody's.
        var fallback = RouteCheck.Session(_neighbors[0]) with { LocalAs = 0, PeerAs = 0, RouterId = default };
        var decoder = new CaptureDecoder(_port, fallback, listener);
        if (CaptureReader.Open(stream) is not { } reader) return Fail($"{name} is not a capture");
        decoder.Read(reader);
        foreach (var omission in decoder.Omissions()) _context.Error.WriteLine($"{name}: {omission}");
        if (reader.Error is { } error) return Fail($"{name}: {error}");
        return listener.Messages > 0 || Fail(string.Create(CultureInfo.InvariantCulture, $"{name} has no BGP message on TCP port {_port}"));
    }

    private bool Fail(string message)
    {
        _context.Error.WriteLine($"error: {message}");
        return false;
    }
}
