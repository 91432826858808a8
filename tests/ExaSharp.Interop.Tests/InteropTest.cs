using System.Net;
using ExaSharp.Testing;
using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>
/// What the scenarios share: the helper scripts, the choice of a router by name, and the daemon, whose output is shown
/// when a test fails.
/// </summary>
public abstract class InteropTest : IDisposable
{
    private readonly List<DaemonProcess> daemons = [];

    /// <summary>The routers that take part in a theory.</summary>
    public static TheoryData<string> AllRouters => ["bird", "gobgp", "frr"];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            foreach (var daemon in daemons)
                TestContext.Current.TestOutputHelper?.WriteLine($"The daemon wrote:\n{daemon.Transcript()}");
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the daemon; see <see cref="DaemonProcess.Start"/>.</summary>
    protected DaemonProcess StartDaemon(string configuration, IPEndPoint? listen = null, bool ignoringHangup = false)
    {
        var daemon = DaemonProcess.Start(configuration, listen, ignoringHangup: ignoringHangup);
        daemons.Add(daemon);
        return daemon;
    }

    /// <summary>A router that is not started yet.</summary>
    protected static Router NewRouter(string name, RouterSettings settings) => name switch
    {
        "bird" => new BirdRouter(settings),
        "gobgp" => new GoBgpRouter(settings),
        _ => new FrrRouter(settings),
    };

    /// <summary>The path of a helper script.</summary>
    protected static string Helper(string name) => Path.Combine(AppContext.BaseDirectory, "helpers", name);

    /// <summary>A helper that the test itself speaks for.</summary>
    protected static HelperChannel NewChannel() => new(Helper("bridge.py"));

    /// <summary>A process section that runs a script with the system's Python.</summary>
    protected static string Process(string name, string script, string arguments, string encoder = "text", string more = "") =>
        $"process {name} {{ run /usr/bin/python3 {Helper(script)} {arguments}; encoder {encoder}; {more} }}\n";

    /// <summary>Waits until a helper, which must have asked for neighbor-changes, hears that the session is up.</summary>
    protected static async Task WaitForUp(HelperChannel channel, DaemonProcess daemon)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(daemon);
        var up = channel.WaitFor(line => line.EndsWith(" up", StringComparison.Ordinal)
            || line.Contains("\"state\": \"up\"", StringComparison.Ordinal), "the session is up");
        if (await Task.WhenAny(up, daemon.Ended) != up)
            Assert.Fail("the daemon ended");
        await up;
    }

    /// <summary>Stops the daemon by SIGTERM and checks that it ends as it should.</summary>
    protected static async Task AssertStops(DaemonProcess daemon)
    {
        ArgumentNullException.ThrowIfNull(daemon);
        Assert.False(daemon.HasExited, "the daemon ended");
        Assert.Equal(0, await daemon.Stop());
    }
}
