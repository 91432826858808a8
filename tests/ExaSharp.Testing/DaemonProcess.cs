using System.Net;

namespace ExaSharp.Testing;

/// <summary>
/// The program under test as its users start it: a process with a configuration file and environment settings.
/// <c>EXASHARP_TEST_DAEMON</c> names another command line (words separated by blanks) to run in its place, which is how
/// the tests themselves are proved against ExaBGP.
/// </summary>
public sealed class DaemonProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int Reload = 10;

    private readonly TemporaryDirectory directory;
    private readonly CapturedProcess process;

    private DaemonProcess(TemporaryDirectory directory, CapturedProcess process, string configurationPath)
    {
        this.directory = directory;
        this.process = process;
        ConfigurationPath = configurationPath;
    }

    /// <summary>The configuration file, for a test that changes it and reloads.</summary>
    public string ConfigurationPath { get; }

    /// <summary>A directory of the test's own that lives as long as the daemon.</summary>
    public string Directory => directory.Path;

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    /// <summary>Whether the daemon has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>Completes when the daemon has ended.</summary>
    public Task Ended => process.Ended;

    /// <summary>What the daemon and its helpers wrote to standard output and standard error.</summary>
    public IReadOnlyList<string> Lines => process.Lines;

    /// <summary>The words of the command that starts the daemon.</summary>
    /// <exception cref="InvalidOperationException">The program has not been built.</exception>
    public static IReadOnlyList<string> Command { get; } = FindCommand();

    /// <summary>Starts the daemon.</summary>
    /// <param name="configuration">The configuration's text. <c>@dir@</c> in it becomes the daemon's own directory.</param>
    /// <param name="listen">Where the daemon listens (<c>tcp.bind</c>, <c>tcp.port</c>); null: it does not.</param>
    /// <param name="settings">More settings as environment variables, for instance <c>exabgp_api_ack</c>.</param>
    /// <param name="ignoringHangup">Whether it starts with SIGHUP ignored, as under nohup.</param>
    public static DaemonProcess Start(string configuration, IPEndPoint? listen = null,
        IReadOnlyDictionary<string, string>? settings = null, bool ignoringHangup = false)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var directory = new TemporaryDirectory("daemon");
        var path = directory.Write("exabgp.conf", configuration.Replace("@dir@", directory.Path, StringComparison.Ordinal));
        var environment = new Dictionary<string, string>
        {
            ["exabgp_daemon_user"] = Environment.UserName,
            ["exabgp_log_destination"] = "stdout",
            ["exabgp_api_cli"] = "false",
        };
        if (listen is not null)
        {
            environment["exabgp_tcp_bind"] = listen.Address.ToString();
            environment["exabgp_tcp_port"] = listen.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            environment[name] = value;
        string[] command = ignoringHangup ? ["/bin/sh", "-c", "trap '' HUP; exec \"$0\" \"$@\"", .. Command] : [.. Command];
        var process = CapturedProcess.Start(command[0], [.. command.Skip(1), path], directory.Path, environment);
        return new DaemonProcess(directory, process, path);
    }

    /// <summary>The first line of output, old or new, that the predicate accepts.</summary>
    public Task<string> WaitForLine(Predicate<string> accepted, string what, TimeSpan? deadline = null) =>
        process.WaitForLine(accepted, what, deadline);

    /// <summary>Writes a new configuration over the old one and sends SIGUSR1.</summary>
    public void ReloadWith(string configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        File.WriteAllText(ConfigurationPath, configuration.Replace("@dir@", directory.Path, StringComparison.Ordinal));
        process.Signal(Reload);
    }

    /// <summary>Sends a signal by number.</summary>
    public void Signal(int number) => process.Signal(number);

    /// <summary>Sends SIGTERM, waits for the end and returns the exit code.</summary>
    public Task<int> Stop(TimeSpan? deadline = null)
    {
        process.Signal(Terminate);
        return process.WaitForExit(deadline);
    }

    /// <summary>Waits for an end that the daemon comes to by itself, and returns the exit code.</summary>
    public Task<int> WaitForExit(TimeSpan? deadline = null) => process.WaitForExit(deadline);

    /// <summary>All output as one text, for messages.</summary>
    public string Transcript() => process.Transcript();

    /// <summary>Kills the daemon and its helpers.</summary>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        directory.Dispose();
    }

    private static string[] FindCommand()
    {
        if (Environment.GetEnvironmentVariable("EXASHARP_TEST_DAEMON") is { Length: > 0 } command)
            return command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] candidates =
        [
            Path.Combine(RepositoryPaths.Root, "artifacts", "publish", "exasharp"),
            Path.Combine(RepositoryPaths.Root, "src", "ExaSharp", "bin", RepositoryPaths.BuildConfiguration, "net10.0", "exasharp"),
        ];
        return [candidates.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("exasharp is not built; looked for " + string.Join(" and ", candidates))];
    }
}
