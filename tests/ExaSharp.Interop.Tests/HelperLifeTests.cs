using System.Globalization;
using ExaSharp.Testing;
using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>Helpers that come and go, stop in the middle of a word, or shout: the daemon lives and serves the others.</summary>
public sealed class HelperLifeTests : InteropTest
{
    private const string Witness = "10.70.0.0/24";

    [Fact]
    public async Task A_detector_announces_a_rule_and_lifts_it_later()
    {
        await using var router = new GoBgpRouter(new RouterSettings { Families = [RouterFamily.Ipv4Flow] });
        await router.Start();
        await using var daemon = StartDaemon(Process("detector", "ddos_detector.py", "3")
            + router.Settings.NeighborSection("api { processes [ detector ]; neighbor-changes; }"));

        Assert.Equal([new FlowRule("destination 203.0.113.7/32; protocol =17; source-port =123", "rate-limit:0")],
            await router.FlowRulesWhen(RouterFamily.Ipv4Flow, 1));
        Assert.Empty(await router.FlowRulesWhen(RouterFamily.Ipv4Flow, 0));
        await AssertStops(daemon);
    }

    [Fact]
    public async Task A_helper_that_exits_is_started_again()
    {
        await using var scene = await Scene.Start(this, directory => Process("other", "exits.py", directory + "/count 2"));
        await scene.AssertServed();
        Assert.Equal(["10.50.0.0/24", Witness], await scene.Prefixes(2));
        await AssertStops(scene.Daemon);
    }

    [Fact]
    public async Task A_helper_that_exits_and_may_not_be_started_again_harms_nobody()
    {
        await using var scene = await Scene.Start(this, directory => Process("other", "exits.py", directory + "/count 9", more: "respawn false;"));
        await scene.AssertServed();
        // A new session makes events for the helper that is no more.
        await scene.Router.Stop();
        await scene.Router.Start();
        Assert.Equal([Witness], await scene.Prefixes(1));
        await scene.AssertServed("10.71.0.0/24");
        Assert.Equal([Witness, "10.71.0.0/24"], await scene.Prefixes(2));
        await AssertStops(scene.Daemon);
    }

    [Fact]
    public async Task A_helper_that_writes_half_a_line_holds_nobody_up()
    {
        await using var scene = await Scene.Start(this, directory => Process("other", "half_line.py", directory + "/go"));
        await scene.AssertServed();
        Assert.Equal([Witness], await scene.Prefixes(1));
        scene.Directory.Write("go", "");
        Assert.Equal(["10.60.0.0/24", Witness], await scene.Prefixes(2));
        await AssertStops(scene.Daemon);
    }

    /// <summary>Its answers, 100,000 octets, do not fit in its pipe, so a daemon that waits for it to read would stand still.</summary>
    [Fact]
    public async Task A_helper_that_floods_and_never_reads_holds_nobody_up()
    {
        const int routes = 2_000, repeats = 10;
        await using var scene = await Scene.Start(this, _ => Process("other", "flood.py", FormattableString.Invariant($"{routes} {repeats}")));
        await scene.AssertServed();
        await scene.Router.WaitCount(RouterFamily.Ipv4Unicast, routes + 1, TimeSpan.FromSeconds(40));
        await scene.AssertServed("10.71.0.0/24");
        await scene.Router.WaitCount(RouterFamily.Ipv4Unicast, routes + 2);
        Assert.Equal(1, scene.Router.TimesEstablished());
        await AssertStops(scene.Daemon);
    }

    /// <summary>Under nohup a daemon starts with SIGHUP ignored, and takes it all the same, as ExaBGP.</summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public async Task A_signal_ends_the_daemon_and_a_helper_that_will_not_end(int signal, bool ignoringHangup)
    {
        await using var router = new BirdRouter(new RouterSettings { Families = [RouterFamily.Ipv4Unicast] });
        await router.Start();
        await using var channel = NewChannel();
        await using var daemon = StartDaemon(channel.Section("test") + Process("other", "stubborn.py", "@dir@/pid")
            + router.Settings.NeighborSection("api { processes [ test other ]; neighbor-changes; }"), ignoringHangup: ignoringHangup);
        await WaitForUp(channel, daemon);
        var pid = int.Parse(await Eventually.Last(() => ReadFile(daemon.Directory + "/pid"), text => text.EndsWith('\n')), CultureInfo.InvariantCulture);

        daemon.Signal(signal);
        Assert.Equal(0, await daemon.WaitForExit());
        Assert.False(System.IO.Directory.Exists(FormattableString.Invariant($"/proc/{pid}")), "the helper outlived the daemon");
    }

    private static async Task<string> ReadFile(string path) => File.Exists(path) ? await File.ReadAllTextAsync(path) : "";

    /// <summary>BIRD, the daemon, a helper in the test's hand, and another helper whose manners are the test's subject.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private Scene(BirdRouter router, HelperChannel channel, TemporaryDirectory directory, DaemonProcess daemon)
        {
            Router = router;
            Channel = channel;
            Directory = directory;
            Daemon = daemon;
        }

        public BirdRouter Router { get; }

        public HelperChannel Channel { get; }

        public TemporaryDirectory Directory { get; }

        public DaemonProcess Daemon { get; }

        public static async Task<Scene> Start(HelperLifeTests test, Func<string, string> other)
        {
            var router = new BirdRouter(new RouterSettings { Families = [RouterFamily.Ipv4Unicast] });
            await router.Start();
            var channel = NewChannel();
            var directory = new TemporaryDirectory("helper");
            var daemon = test.StartDaemon(channel.Section("test") + other(directory.Path)
                + router.Settings.NeighborSection("api { processes [ test other ]; neighbor-changes; }"));
            return new Scene(router, channel, directory, daemon);
        }

        /// <summary>A well-behaved helper's route is taken.</summary>
        public async Task AssertServed(string prefix = Witness) =>
            Assert.Equal("done", await Channel.Command($"announce route {prefix} next-hop 192.0.2.70"));

        public async Task<IEnumerable<string>> Prefixes(int count) =>
            (await Router.RoutesWhen(RouterFamily.Ipv4Unicast, count)).Select(route => route.Prefix);

        public async ValueTask DisposeAsync()
        {
            await Daemon.DisposeAsync();
            await Channel.DisposeAsync();
            await Router.DisposeAsync();
            Directory.Dispose();
        }
    }
}
