using System.Globalization;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>What makes ExaBGP 5.0 fail when helpers command or end, and nothing here.</summary>
public sealed class ApiDefectTests
{
    [Theory]
    [InlineData("version json")]
    [InlineData("announce route 10.1.0.0/24 next-hop 192.0.2.1 name json")]
    [InlineData("json")]
    public async Task A_word_json_ends_nothing(string command)
    {
        await using var scene = await Scene.Start();
        await scene.Ask(command);
        await scene.Command("announce route 10.0.0.0/24 next-hop 192.0.2.1");
        await scene.AssertStops();
    }

    [Fact]
    public async Task A_name_of_a_command_inside_another_one_is_not_taken_for_it()
    {
        await using var scene = await Scene.Start();
        await scene.Command("announce route 10.0.0.0/24 next-hop 192.0.2.1 name version");
        Assert.EndsWith("180A0000", await scene.NextUpdate(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Told_of_what_is_sent_a_session_stays_up_whatever_that_is()
    {
        await using var scene = await Scene.Start(new SceneSettings { Api = "neighbor-changes; send { parsed; update; refresh; }" });
        await scene.Ask("announce ipv6 unicast 2001:db8::/32 next-hop 192.0.2.1");
        await scene.Command("announce route-refresh ipv4 unicast");
        await scene.Command("announce route 10.0.0.0/24 next-hop 192.0.2.1");
        await scene.Peer.Next(frame => frame.ToString().EndsWith("180A0000", StringComparison.Ordinal), "the route");
        Assert.DoesNotContain(scene.Peer.Received, frame => frame.Type == BgpFrame.NotificationType);
        await scene.AssertStops();
    }

    [Fact]
    public async Task A_reload_is_not_forgotten_while_routes_wait_to_be_sent()
    {
        await using var scene = await Scene.Start(new SceneSettings { Neighbor = "group-updates false;" });
        scene.Peer.Pause();
        await scene.Command("announce route 10.0.0.0/8 next-hop 192.0.2.1 split /24");
        scene.Daemon.ReloadWith(scene.Configuration(new SceneSettings { Neighbor = "group-updates false; static { route 172.16.0.0/24 next-hop 192.0.2.1; }" }));
        await scene.Daemon.WaitForLine(line => line.Contains("loaded new configuration successfully", StringComparison.Ordinal), "the reload");
        scene.Peer.Continue();
        await scene.Peer.Next(frame => frame.ToString().EndsWith("18AC1000", StringComparison.Ordinal), "the new route");
        await scene.AssertStops();
    }

    [Fact]
    public async Task A_helper_that_can_not_be_run_harms_no_neighbour()
    {
        using var directory = new TemporaryDirectory("broken");
        var script = directory.Write("broken", "#!/nonexistent/interpreter\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var scene = await Scene.Start(new SceneSettings { Sections = $"process broken {{ run {script}; encoder text; }}", Processes = "broken" });
        await scene.Command("announce route 10.0.0.0/24 next-hop 192.0.2.1");
        await scene.NextUpdate();
        await scene.Peer.Close();
        await scene.Establish();
        Assert.Single(await scene.NextTable());
        await scene.AssertStops();
    }

    [Fact]
    public async Task Each_route_is_shown_once_as_JSON_whatever_the_settings()
    {
        await using var scene = await Scene.Start(new SceneSettings
        {
            Environment = new() { ["exabgp_api_chunk"] = "10", ["exabgp_api_show-routes-format"] = "v2" },
        });
        await scene.Command("announce route 10.0.0.0/24 next-hop 192.0.2.1 aigp 5");
        await scene.Command("announce route 10.0.1.0/24 next-hop 192.0.2.1");
        await scene.Command("announce flow route { match { destination 10.0.0.0/24; } then { discard; } }");
        string Json(string prefix) => $$$"""{"{{{scene.Remote}}}": {"routes": [{"prefix": "{{{prefix}}}", "family": "ipv4 unicast"}]}}""";
        Assert.Equal([Json("10.0.0.0/24"), Json("10.0.1.0/24"), "done"], await scene.Ask("show adj-rib out json"));
    }

    [Theory]
    [InlineData("65010", "02010000FDF2")]
    [InlineData("[{ 65010 }] [ 65012 ]", "03010000FDF202010000FDF4")]
    public async Task Paths_of_one_number_or_with_other_segments_are_sent(string path, string octets)
    {
        await using var scene = await Scene.Start();
        await scene.Command($"announce route 10.0.0.0/24 next-hop 192.0.2.1 as-path {path}");
        Assert.Contains(octets, await scene.NextUpdate(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show neighbor summary")]
    [InlineData("show neighbor extensive")]
    [InlineData("show neighbor json")]
    [InlineData("show neighbor extensive json")]
    [InlineData("show adj-rib out json")]
    [InlineData("show adj-rib out extensive")]
    public async Task What_is_shown_is_of_the_neighbours_asked_for(string command)
    {
        await using var scene = await Scene.Start();
        await scene.Command("announce route 10.0.0.0/24 next-hop 192.0.2.1");
        var words = command.Split(' ');
        var (name, rest) = words[1] == "neighbor" ? ("show neighbor", words[2..]) : ("show adj-rib out", words[3..]);
        Assert.Contains(await scene.Ask(string.Join(' ', [name, scene.Remote.ToString(), .. rest])), line => line.Contains(scene.Remote.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(await scene.Ask(string.Join(' ', [name, "127.9.9.9", .. rest])), line => line.Contains(scene.Remote.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_prefix_of_the_other_family_is_an_error()
    {
        await using var scene = await Scene.Start();
        await scene.Command("announce ipv6 unicast 10.0.0.0/24 next-hop 192.0.2.1", "error");
        await scene.Command("announce ipv4 unicast 2001:db8::/32 next-hop 192.0.2.1", "error");
    }

    [Fact]
    public async Task No_process_and_no_descriptor_is_left_of_helpers_that_were_restarted_and_removed()
    {
        using var directory = new TemporaryDirectory("many");
        var script = directory.Write("helper.py", "import os, sys\nos.write(1, b'debug I am %d\\n' % os.getpid())\nfor line in sys.stdin:\n    pass\n");
        SceneSettings With(bool more) => new()
        {
            Sections = $"process kept {{ run /usr/bin/python3 {script}; encoder text; }}"
                + (more ? $" process more {{ run /usr/bin/python3 {script}; encoder text; }}" : ""),
        };
        await using var scene = await Scene.Start(With(false));
        var started = 1;
        async Task Started(int more)
        {
            started += more;
            await Eventually.True(() => Task.FromResult(scene.Daemon.Lines.Count(line => line.Contains("I am", StringComparison.Ordinal)) >= started), $"start {started}");
        }
        async Task Round()
        {
            scene.Daemon.ReloadWith(scene.Configuration(With(true)));
            await Started(1);
            scene.Daemon.Signal(12);
            // Both of ours; the test's own helper starts again too, and is not answered by anybody.
            await Started(2);
            scene.Daemon.ReloadWith(scene.Configuration(With(false)));
            await Eventually.True(() => Task.FromResult(Children(scene.Daemon.Id).Count <= 2), "the others have ended");
        }
        await Started(0);
        await Round();
        var descriptors = Descriptors(scene.Daemon.Id);
        for (var n = 0; n < 10; n++) await Round();
        await Eventually.True(() => Task.FromResult(Descriptors(scene.Daemon.Id) <= descriptors), $"no more than {descriptors} descriptors");
        Assert.DoesNotContain(Children(scene.Daemon.Id), pid => File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal));
        await scene.AssertStops();
    }

    private static int Descriptors(int pid) => Directory.GetFileSystemEntries(FormattableString.Invariant($"/proc/{pid}/fd")).Length;

    private static List<int> Children(int pid) =>
    [
        .. Directory.GetDirectories(FormattableString.Invariant($"/proc/{pid}/task"))
            .SelectMany(task => TryRead(task + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
    ];

    /// <summary>A thread may end while it is looked at.</summary>
    private static string TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
