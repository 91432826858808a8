using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Daemon;
using ExaSharp.HealthCheck;
using ExaSharp.HealthCheck.Probes;

namespace ExaSharp.Cli;

/// <summary><c>healthcheck</c>: a helper that announces addresses while a service is well.</summary>
internal static class HealthCheckCommand
{
    private const string Name = "healthcheck";
    private const int AnyNumber = 100_000;

    public static Command Create(CliContext context)
    {
        var command = new Command(Name, "monitor services and announce/withdraw routes");
        var file = new Option<string[]>("--config", "-F") { Description = "read configuration from a file: a flag without dashes a line, with = and its value", HelpName = "FILE", Arity = new ArgumentArity(1, AnyNumber) };
        command.Add(file);
        List<(HealthCheckFlag Flag, Option Option)> flags = [];
        foreach (var flag in HealthCheckFlags.All)
        {
            Option option = flag.IsSwitch
                ? new Option<bool>(flag.Name, flag.Aliases) { Description = flag.Help, Arity = ArgumentArity.Zero }
                : new Option<string[]>(flag.Name, flag.Aliases) { Description = flag.Help, HelpName = flag.ValueName, Arity = new ArgumentArity(flag.IsValueOptional ? 0 : 1, AnyNumber) };
            command.Add(option);
            flags.Add((flag, option));
        }
        command.SetAction(result => TryRead(context, result, result.GetValue(file)?.LastOrDefault(), flags, out var exitCode) is { } options
            ? RunAsync(context, options).GetAwaiter().GetResult()
            : exitCode);
        return command;
    }

    private static HealthCheckOptions? TryRead(
        CliContext context, ParseResult result, string? file, List<(HealthCheckFlag Flag, Option Option)> flags, out int exitCode)
    {
        var reader = new HealthCheckOptionReader();
        exitCode = ExitCode.Usage;
        string? problem = null;
        if (file is not null)
        {
            try
            {
                problem = reader.TakeFile(File.ReadAllText(context.PathOf(file), Encoding.UTF8));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                exitCode = ExitCode.Failure;
                problem = CanNotOpen(file, error);
            }
        }
        foreach (var (flag, option) in flags)
        {
            if (problem is not null) break;
            if (result.GetResult(option) is not { Implicit: false } given) continue;
            problem = given.Tokens.Count == 0 ? reader.Take(flag, null) : given.Tokens.Select(token => reader.Take(flag, token.Value)).FirstOrDefault(found => found is not null);
        }
        if (problem is null)
        {
            exitCode = ExitCode.Failure;
            problem = reader.Complete();
        }
        if (problem is null) return reader.Options;
        context.Error.WriteLine($"exasharp {Name}: error: {problem}");
        return null;
    }

    private static async Task<int> RunAsync(CliContext context, HealthCheckOptions options)
    {
        if (options.PidFile is { } pidFile && !TryWritePid(context, pidFile)) return ExitCode.Usage;
        using var log = new HealthCheckLog(options, context.Error, Environment.ProcessId);
        try
        {
            var addresses = new HostAddresses(options, log);
            var isFound = options.Ips.Count == 0;
            if (isFound) options.Ips = await addresses.FindAsync(CancellationToken.None).ConfigureAwait(false);
            if (options.Ips.Count == 0)
            {
                log.Error("No IP found");
                return ExitCode.Failure;
            }
            // Addresses that somebody else has set up, and did not mark for us by a label, are not ours to remove.
            if (isFound && string.IsNullOrEmpty(options.Label)) options.IpSetup = false;
            if (options.IpSetup) await addresses.AddAsync(CancellationToken.None).ConfigureAwait(false);
            if (Privileges.Become(options.User, options.Group, log.Debug) is { } refusal) throw new HealthCheckException(refusal);
            Arrange(options);
            await CheckAsync(context, options, addresses, log).ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (HealthCheckException error)
        {
            log.Error($"Uncaught exception: {error.Message}");
            return ExitCode.Failure;
        }
    }

    private static async Task CheckAsync(CliContext context, HealthCheckOptions options, HostAddresses addresses, HealthCheckLog log)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var hasAnswers = !options.NoAck && Interop.Libc.IsTerminal(1) != 1;
        var channel = new CommandChannel(new StandardOutput(), hasAnswers ? context.Input() : null, log);
        await new HealthChecker(options, Probes(context, options, log), addresses, channel, log, context.Time).RunAsync(stop.Token).ConfigureAwait(false);
    }

    private static AllProbes Probes(CliContext context, HealthCheckOptions options, HealthCheckLog log)
    {
        List<IHealthProbe> probes = [];
        if (options.Command is { } command) probes.Add(new CommandProbe(command, options.Timeout, log, context.Time));
        probes.AddRange(options.Http.Select(url => new HttpProbe(url, options.Expect, options.Timeout, log, context.Time)));
        probes.AddRange(options.Tcp.Select(target => new TcpProbe(target, options.Timeout, log, context.Time)));
        probes.AddRange(options.Dns.Select(question => new DnsProbe(question, options.Timeout, log, context.Time)));
        return new AllProbes(probes);
    }

    /// <summary>The list of addresses as they are announced: taken apart, and turned so that another one is the first.</summary>
    private static void Arrange(HealthCheckOptions options)
    {
        if (options.DeaggregateNetworks) options.Ips = [.. options.Ips.SelectMany(PythonNetwork.Addresses)];
        var count = options.Ips.Count;
        var first = (int)((options.StartIp % count + count) % count);
        options.Ips = [.. options.Ips.Skip(first), .. options.Ips.Take(first)];
    }

    private static bool TryWritePid(CliContext context, string file)
    {
        try
        {
            File.WriteAllText(context.PathOf(file), string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            context.Error.WriteLine($"exasharp {Name}: error: argument --pid/-p: {CanNotOpen(file, error)}");
            return false;
        }
    }

    private static string CanNotOpen(string file, Exception error) => $"can't open '{file}': " + error switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"[Errno 2] No such file or directory: '{file}'",
        UnauthorizedAccessException => $"[Errno 13] Permission denied: '{file}'",
        _ => error.Message,
    };
}
