using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>What a reload leaves alone, and what it takes over.</summary>
public sealed class ReloadTests
{
    private const string Loaded = "loaded new configuration successfully";

    /// <summary>Whole files, each wrong in its own way: a word, a value, a section, a program, what does not fit together.</summary>
    public static TheoryData<string> BadFiles { get; } = new(
        "neighbor 10.0.0.2 { nonsense; }",
        "neighbor 10.0.0.2 {",
        "neighbor 10.0.0.2 { router-id 1.1.1.1; local-address 10.0.0.1; local-as 1; peer-as 2; hold-time 2; }",
        "neighbor 10.0.0.2 { router-id 1.1.1.1; local-address 10.0.0.1; local-as 1; }",
        "process p { run /does/not/exist; encoder json; }",
        "neighbor 10.0.0.2 { router-id 1.1.1.1; local-address 10.0.0.1; local-as 1; peer-as 2; api { processes [ nobody ]; } }",
        "neighbor 10.0.0.2 { router-id 1.1.1.1; local-address 10.0.0.1; local-as 1; peer-as 2; static { route 10.0.0.0/33 next-hop 1.2.3.4; } }",
        "process p { run /bin/cat; }\nprocess p { run /bin/cat; }",
        "neighbor 10.0.0.2 { inherit nobody; }");

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task Validate_a_start_and_a_reload_find_the_same(string text)
    {
        await using var starting = DaemonProcess.Start(text);
        Assert.Equal(1, await starting.WaitForExit());
        var expected = Diagnostics(starting.Lines);
        Assert.NotEmpty(expected);

        await using var validating = CapturedProcess.Start(
            DaemonProcess.Command[0], [.. DaemonProcess.Command.Skip(1), "validate", starting.ConfigurationPath], starting.Directory);
        Assert.Equal(1, await validating.WaitForExit());
        Assert.Equal(expected, Diagnostics(validating.Lines).Distinct());

        await using var running = DaemonProcess.Start("neighbor 127.0.0.9 { router-id 1.1.1.1; local-address 127.0.0.1; local-as 1; peer-as 1; passive; }");
        await running.WaitForLine(line => line.Contains(Loaded, StringComparison.Ordinal), "the start");
        running.ReloadWith(text);
        await running.WaitForLine(line => line.Contains(expected[^1], StringComparison.Ordinal), "the last diagnostic");
        Assert.Equal(expected, Diagnostics(running.Lines));
        Assert.Equal(0, await running.Stop());
    }

    [Fact]
    public async Task A_file_with_errors_leaves_sessions_helpers_and_routes_alone()
    {
        await using var scene = await Scene.Start();
        await scene.Command("announce route 10.9.0.0/24 next-hop 192.0.2.1");
        await scene.NextUpdate();
        var helpers = ProcessView.Children(scene.Daemon.Id);
        // The file loses the helper and the neighbour, has another helper, and ends with an error.
        await File.WriteAllTextAsync(scene.Daemon.ConfigurationPath, "process other { run /bin/cat; encoder json; }\nneighbor 10.0.0.2 { nonsense; }\n", TestContext.Current.CancellationToken);
        Assert.Equal(["reload in progress", "error"], await scene.Ask("reload"));
        Assert.Equal(helpers, ProcessView.Children(scene.Daemon.Id));
        Assert.Single(await scene.Ask("show adj-rib out"), line => line.Contains("10.9.0.0/24", StringComparison.Ordinal));
        await scene.Command("announce route 10.8.0.0/24 next-hop 192.0.2.1");
        Assert.EndsWith("180A0800", await scene.NextUpdate(), StringComparison.Ordinal);
        Assert.DoesNotContain(scene.Peer.Received, frame => frame.Type == BgpFrame.NotificationType);
    }

    [Fact]
    public async Task What_a_watchdog_withdrew_stays_withdrawn()
    {
        var settings = new SceneSettings { Neighbor = "static { route 10.1.0.0/24 next-hop 192.0.2.1 watchdog dog; }" };
        await using var scene = await Scene.Start(settings);
        await scene.NextTable();
        await scene.Command("withdraw watchdog dog");
        Assert.Equal("0004180A01000000", await scene.NextUpdate());
        scene.Daemon.ReloadWith(scene.Configuration(new SceneSettings
        {
            Neighbor = "static { route 10.1.0.0/24 next-hop 192.0.2.1 watchdog dog; route 10.2.0.0/24 next-hop 192.0.2.1; }",
        }));
        Assert.EndsWith("180A0200", await scene.NextUpdate(), StringComparison.Ordinal);
        await scene.Command("announce watchdog dog");
        Assert.EndsWith("180A0100", await scene.NextUpdate(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_after_done_of_a_reload_reaches_the_neighbour_that_it_added()
    {
        await using var scene = await Scene.Start();
        await using var second = ScriptedPeer.Listen();
        await File.WriteAllTextAsync(scene.Daemon.ConfigurationPath, scene.Configuration() + $$"""

            neighbor {{second.EndPoint.Address}} {
                router-id 10.0.0.1; local-address {{scene.Local}}; local-as 65001; peer-as 65002; connect {{second.EndPoint.Port}};
                family { ipv4 unicast; }
                api { processes [ test ]; }
            }
            """, TestContext.Current.CancellationToken);
        Assert.Equal(["reload in progress", "done"], await scene.Ask("reload"));
        await scene.Command($"neighbor {second.EndPoint.Address} announce route 10.7.0.0/24 next-hop 192.0.2.1");
        await second.Accept();
        await second.Establish(scene.Open());
        var update = await second.Next(BgpFrame.UpdateType);
        Assert.EndsWith("180A0700", update.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_helper_goes_on_as_it_is_until_SIGUSR2_starts_it_as_the_file_says()
    {
        using var directory = new TemporaryDirectory("changed");
        var script = directory.Write("say.py", "import os, sys, time\nos.write(1, b'debug I am %s\\n' % sys.argv[1].encode())\ntime.sleep(600)\n");
        SceneSettings Saying(string word) => new() { Sections = $"process changing {{ run /usr/bin/python3 {script} {word}; encoder text; }}" };
        await using var scene = await Scene.Start(Saying("first"));
        await scene.Daemon.WaitForLine(line => line.Contains("I am first", StringComparison.Ordinal), "the first");
        var helpers = ProcessView.Children(scene.Daemon.Id);
        await File.WriteAllTextAsync(scene.Daemon.ConfigurationPath, scene.Configuration(Saying("second")), TestContext.Current.CancellationToken);
        Assert.Equal(["reload in progress", "done"], await scene.Ask("reload"));
        Assert.Equal(helpers, ProcessView.Children(scene.Daemon.Id));
        Assert.DoesNotContain(scene.Daemon.Lines, line => line.Contains("I am second", StringComparison.Ordinal));
        scene.Daemon.Signal(12);
        await scene.Daemon.WaitForLine(line => line.Contains("I am second", StringComparison.Ordinal), "the second");
        Assert.DoesNotContain(scene.Peer.Received, frame => frame.Type == BgpFrame.NotificationType);
    }

    private static string[] Diagnostics(IEnumerable<string> lines) =>
    [
        .. lines.Where(line => line.Contains("exabgp.conf:", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("exabgp.conf:", StringComparison.Ordinal) + 12)..])
            .Where(line => line.Contains(": error: ", StringComparison.Ordinal)),
    ];
}
