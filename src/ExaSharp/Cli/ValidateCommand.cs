using System.CommandLine;
using ExaSharp.Api;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;
using ExaSharp.Daemon;
using ExaSharp.Logging;
using ExaSharp.Peers;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Cli;

/// <summary><c>validate</c>: whether configuration files can be used. All that it says goes to the log, nothing to standard output (ExaBGP).</summary>
internal sealed class ValidateCommand
{
    private readonly CliContext _context;
    private readonly EnvironmentSettings _settings;
    private readonly ConsoleLog _log;
    private readonly ILogger _configuration;
    private readonly bool _verbose;

    private ValidateCommand(CliContext context, EnvironmentSettings settings, ConsoleLog log, bool verbose)
    {
        _context = context;
        _settings = settings;
        _log = log;
        _verbose = verbose;
        _configuration = log.Loggers.CreateLogger(LogSource.Configuration);
    }

    public static Command Create(CliContext context)
    {
        var neighbor = new Option<bool>("--neighbor", "-n") { Description = "check the parsing of the neighbors" };
        var route = new Option<bool>("--route", "-r") { Description = "check the parsing of the routes" };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "be verbose in the display" };
        var pdb = new Option<bool>("--pdb", "-p") { Description = "accepted, without effect" };
        var files = new Argument<string[]>("configuration") { Description = "configuration file(s)", Arity = ArgumentArity.OneOrMore };
        var command = new Command("validate", "validate configuration") { neighbor, route, verbose, pdb, files };
        command.SetAction(result =>
        {
            if (context.LoadSettings() is not { } settings) return ExitCode.Failure;
            var options = LogOptions.From(settings);
            if (result.GetValue(verbose)) options = options with { All = true, Level = LogLevel.Debug };
            using var log = new ConsoleLog(options, context);
            var run = new ValidateCommand(context, settings, log, result.GetValue(verbose));
            foreach (var warning in context.SettingWarnings) CliLog.Questionable(run._configuration, warning);
            var isValid = result.GetValue(files)!.All(file => run.IsValid(file, result.GetValue(neighbor), result.GetValue(route)));
            return isValid ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private bool IsValid(string name, bool checkNeighbors, bool checkRoutes)
    {
        CliLog.Loading(_configuration, name);
        var file = new ConfigurationFile(_context.ConfigurationPath(name), new FileProbe());
        if (!file.Exists) return Fail($"{name} is not an exabgp config file (file not found)");
        var (routes, attributes, diagnostics) = (new RouteStore(), new AttributeInterner(), new DiagnosticBag());
        var configuration = file.Read(routes, attributes, _settings, diagnostics, out var source);
        foreach (var warning in DiagnosticRenderer.RenderAll(source, diagnostics, Severity.Warning)) CliLog.Questionable(_configuration, warning);
        if (configuration is null)
            return Fail($"{name} is not a valid config file: \n{string.Join('\n', DiagnosticRenderer.RenderAll(source, diagnostics, Severity.Error))}");
        CliLog.Loaded(_configuration);
        CliLog.WrittenFor(_configuration, Describe(configuration.Generation));
        if (checkNeighbors) ShowNeighbors(name, configuration);
        return !checkRoutes || CheckRoutes(name, configuration, routes, attributes);
    }

    private static string Describe(ConfigurationGeneration generation) => generation switch
    {
        ConfigurationGeneration.ExaBgp34 => "ExaBGP 3.4, \"exasharp migrate\" prints it in the form of 5.0",
        ConfigurationGeneration.ExaBgp42 => "ExaBGP 4.2, \"exasharp migrate\" prints it in the form of 5.0",
        _ => "ExaBGP 5.0",
    };

    private void ShowNeighbors(string name, DaemonConfiguration configuration)
    {
        CliLog.CheckingNeighbors(_configuration);
        var details = _log.Loggers.CreateLogger(name);
        foreach (var neighbor in configuration.Neighbors)
        {
            var status = new PeerStatus { Settings = neighbor, Sent = new MessageCounters(), Received = new MessageCounters() };
            CliLog.Detail(details, string.Join('\n', new NeighborReport(status, TimeSpan.Zero).File(RouteCheck.Statements(neighbor))));
            CliLog.NeighborFine(_configuration, neighbor.IsRange ? neighbor.Peer.ToString() : neighbor.Peer.Address.ToString());
        }
    }

    private bool CheckRoutes(string name, DaemonConfiguration configuration, RouteStore routes, AttributeInterner attributes)
    {
        CliLog.CheckingRoutes(_configuration);
        var parser = _log.Loggers.CreateLogger(LogSource.Parser);
        var check = new RouteCheck(routes, attributes, _verbose ? line => CliLog.Detail(parser, line) : null);
        if (!configuration.Neighbors.All(check.Check))
        {
            CliLog.Invalid(_configuration, $"{name} has an invalid route");
            return false;
        }
        CliLog.RoutesFine(_configuration);
        return true;
    }

    private bool Fail(string message)
    {
        CliLog.Invalid(_configuration, message);
        _log.Flush();
        _context.Error.WriteLine($"error: {message}");
        return false;
    }
}
