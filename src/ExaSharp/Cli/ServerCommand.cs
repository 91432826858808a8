using System.CommandLine;
using System.Runtime.InteropServices;
using ExaSharp.Configuration.Settings;
using ExaSharp.Daemon;
using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Cli;

/// <summary><c>server</c>: the daemon. Also what is meant when only configuration files are given.</summary>
internal static class ServerCommand
{
    private const int UserSignal1 = 10;

    public static Command Create(CliContext context)
    {
        var verbose = new Option<bool>("--verbose", "-v") { Description = "toogle all logging" };
        var debug = new Option<bool>("--debug", "-d") { Description = "the same" };
        var signal = new Option<int>("--signal", "-s") { Description = "issue a SIGUSR1 to reload the configuration after <time> seconds" };
        var once = new Option<bool>("--once", "-1") { Description = "only perform one attempt to connect to peers" };
        var pdb = new Option<bool>("--pdb", "-p") { Description = "accepted, without effect" };
        var passive = new Option<bool>("--passive", "-P") { Description = "only accept incoming connections" };
        var memory = new Option<bool>("--memory", "-m") { Description = "accepted, without effect" };
        var profile = new Option<string?>("--profile") { Description = "accepted, without effect" };
        var files = new Argument<string[]>("configuration") { Description = "configuration file(s)", Arity = ArgumentArity.OneOrMore };
        var command = new Command("server", "start exabgp") { verbose, debug, signal, once, pdb, passive, memory, profile, files };
        command.SetAction(result =>
        {
            if (context.LoadSettings() is not { } settings) return ExitCode.Failure;
            // ExaBGP reads the flag after it looked at the setting, so that it does nothing there; 4.2 meant this.
            if (result.GetValue(once)) settings = settings with { TcpAttempts = 1 };
            if (result.GetValue(passive)) settings = settings with { BgpPassive = true };
            var options = LogOptions.From(settings);
            if (result.GetValue(verbose) || result.GetValue(debug)) options = options.Verbose();
            using var log = new ConsoleLog(options, context);
            return Run(context, settings, options, log, result.GetValue(files)!, result.GetValue(signal));
        });
        return command;
    }

    private static int Run(
        CliContext context, EnvironmentSettings settings, LogOptions options, ConsoleLog log, IReadOnlyList<string> names, int signalAfter)
    {
        var probe = new FileProbe();
        var files = new List<ConfigurationFile>();
        foreach (var name in names)
        {
            var file = new ConfigurationFile(context.ConfigurationPath(name), probe);
            if (!file.Exists) return NotFound(context, log, name);
            files.Add(file);
        }
        if (files.Count > 1 && !settings.DebugRotate)
        {
            if (options.Destination is "stdout" or "stderr" or "syslog" || options.Destination.StartsWith("host:", StringComparison.Ordinal))
                return new ConfigurationGroup(names).Run();
            CliLog.NoFileForSeveral(log.Loggers.CreateLogger(LogSource.Configuration));
            return ExitCode.Failure;
        }
        var background = Background.Inherited();
        if (background is null && Background.IsWanted(settings, log.Loggers.CreateLogger(LogSource.Daemon))) return Background.Start();
        Introduce(context, log.Loggers);
        using var echo = background is null ? null : new StartEcho(log.Loggers, background.Terminal);
        using var timer = signalAfter > 0 ? SignalLater(context, signalAfter) : null;
        var daemonOptions = new DaemonOptions(files, settings, context.Version)
        {
            Root = context.Root,
            // ExaBGP 6.0: an empty variable is how to have none.
            HasSocket = context.Variable("exabgp_cli_socket") is not "",
            PrivilegesDropped = log.Reopen,
            ReopenLog = log.ReopenLater,
            Prepared = () =>
            {
                echo?.End();
                if (background is null || background.TryTellReady()) return true;
                ProcessLog.StartGivenUp(log.Loggers.CreateLogger(LogSource.Daemon));
                return false;
            },
        };
        var daemon = new DaemonHost(daemonOptions, echo ?? log.Loggers, context.Time);
        return daemon.RunAsync().GetAwaiter().GetResult();
    }

    private static int NotFound(CliContext context, ConsoleLog log, string name)
    {
        var message = $"{name} is not an exabgp config file (file not found)";
        CliLog.Invalid(log.Loggers.CreateLogger(LogSource.Configuration), message);
        log.Flush();
        context.Error.WriteLine($"error: {message}");
        return ExitCode.Failure;
    }

    private static void Introduce(CliContext context, ILoggerFactory loggers)
    {
        new DaemonLog(loggers).Welcome();
        CliLog.Fact(loggers.CreateLogger(LogSource.Version), context.Version);
        CliLog.Fact(loggers.CreateLogger("location"), context.Root);
        CliLog.Fact(loggers.CreateLogger("platform"), RuntimeInformation.OSDescription);
        var settings = loggers.CreateLogger(LogSource.Configuration);
        foreach (var warning in context.SettingWarnings) CliLog.Questionable(settings, warning);
        if (!File.Exists(context.EnvFile)) CliLog.NoEnvFile(loggers.CreateLogger(LogSource.Advice), context.EnvFile);
    }

    private static ITimer SignalLater(CliContext context, int seconds) => context.Time.CreateTimer(
        _ => Interop.Libc.Kill(Environment.ProcessId, UserSignal1), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
}
