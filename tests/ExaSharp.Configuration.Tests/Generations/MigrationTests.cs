using System.Text;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Migration;
using ExaSharp.Configuration.Settings;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Configuration.Tests.Generations;

/// <summary>What is migrated means the same as before, and is of 5.0.</summary>
public class MigrationTests
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "tests", "ExaSharp.Configuration.Tests", "Generations", "Samples");

    public static TheoryData<string> Samples => [.. Directory.EnumerateFiles(Folder, "*.conf").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_means_the_same(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name));
        var generation = AssertSame(name, text);

        Assert.StartsWith(generation switch { ConfigurationGeneration.ExaBgp34 => "3.4", ConfigurationGeneration.ExaBgp42 => "4.2", _ => "5.0" }, name, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_the_program_and_of_ExaBGP_mean_the_same()
    {
        var shared = Path.GetFullPath(Path.Combine(RepositoryPaths.Root, "..", "shared", "exabgp-qa", "5.0", "etc"));
        var folders = new[]
        {
            Path.Combine(RepositoryPaths.Root, "etc", "exasharp"), Environment.GetEnvironmentVariable("EXABGP_SOURCE") ?? "", shared,
            "/usr/share/doc/exabgp/examples",
        };
        var count = 0;
        foreach (var folder in folders.Where(Directory.Exists))
            foreach (var path in Directory.EnumerateFiles(folder, "*.conf"))
            {
                var text = File.ReadAllText(path);
                if (Parsed.Text(text).Configuration is null) continue;
                AssertSame(path, text);
                count++;
            }
        Assert.True(count > 10);
    }

    [Fact]
    public void A_file_of_today_is_left_as_it_is()
    {
        const string text = "# a file\nneighbor 10.0.0.2 { " + Parsed.Basics + "   hold-time 30; } # behind it\n";

        Assert.Equal(text, Migrate(text));
    }

    [Fact]
    public void Layout_and_comments_stay() => Assert.Equal(
        """
        #!/usr/bin/env exabgp
        # Brought into the form of ExaBGP 5.0 from that of 3.4:
        # - md5 is now md5-password
        # - a process names its encoder
        # - processes stand outside of neighbors, which name them in api
        # - the group edge is now a template
        # - helpers of 3.4 expect no answers: set exabgp.api.ack to false, or have them say disable-ack
        # - helpers of 3.4 read its events: set exabgp.api.version to 3.4 (a setting of ExaSharp), or have them read those of 5.0
        # Edge routers.
        process watch {
            encoder text;
            run /bin/cat;   # what comes
        }
        template { neighbor edge {
            local-as 65000;   # ours
            md5-password key;
            # The helper.
            static { route 10.0.0.0/8 next-hop 192.0.2.9; }
        } }

            # Berlin
            neighbor 10.0.0.2 {
                inherit edge;
                api { processes [ watch ]; receive { parsed; update; refresh; } }
                hold-time 180;
                peer-as 1; local-address 10.0.0.1;
            }
            neighbor 10.0.0.3 {
                inherit edge;
                api { processes [ watch ]; receive { parsed; update; refresh; } }
                peer-as 2; local-address 10.0.0.1; hold-time 30;
            }
        # End.

        """,
        Migrate(
            """
            #!/usr/bin/env exabgp
            # Edge routers.
            group edge {
                local-as 65000;   # ours
                md5 key;
                hold-time 180;
                # The helper.
                process watch {
                    receive-routes;
                    run /bin/cat;   # what comes
                }
                static { route 10.0.0.0/8 next-hop 192.0.2.9; }

                # Berlin
                neighbor 10.0.0.2 {
                    peer-as 1; local-address 10.0.0.1;
                }
                neighbor 10.0.0.3 {
                    peer-as 2; local-address 10.0.0.1; hold-time 30;
                }
            }
            # End.

            """));

    [Fact]
    public void A_file_with_errors_is_not_migrated()
    {
        var source = new SourceText("test.conf", Encoding.UTF8.GetBytes("group a { md5 x; foo; }"));

        Assert.Null(ConfigurationMigration.Migrate(source, new ConfigurationContext(new RouteStore(), new AttributeInterner()), out var diagnostics));
        Assert.Equal("invalid keyword \"foo\"", Assert.Single(diagnostics.Items).Message);
    }

    /// <summary>Groups made at random, of statements that neighbours may say themselves.</summary>
    [Fact]
    public void Random_groups_mean_the_same()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 300; i++) AssertSame($"seed {seed}, number {i}", RandomGroup(random));
    }

    /// <summary>Samples cut off, with octets changed, doubled or left out: no exception, and what is still a configuration stays one.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void Damaged_samples_do_no_harm(string name)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var whole = File.ReadAllBytes(Path.Combine(Folder, name));
        for (var i = 0; i < 500; i++)
        {
            var bytes = random.Next(3) == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (var n = random.Next(4); n > 0 && bytes.Length > 0; n--)
            {
                var place = random.Next(bytes.Length);
                bytes = random.Next(3) switch
                {
                    0 => [.. bytes[..place], .. bytes[Math.Min(bytes.Length, place + random.Next(1, 20))..]],
                    1 => [.. bytes[..place], .. bytes[Math.Max(0, place - random.Next(1, 20))..]],
                    _ => [.. bytes[..place], (byte)"{};\n \"'#[]"[random.Next(10)], .. bytes[place..]],
                };
            }
            var source = new SourceText(name, bytes);
            var migrated = ConfigurationMigration.Migrate(source, new ConfigurationContext(new RouteStore(), new AttributeInterner()), out var diagnostics);
            // What no semicolon ends is passed over, until something comes to stand behind it.
            if (migrated is null || diagnostics.Items.Any(item => item.Message.StartsWith("ignored, as no", StringComparison.Ordinal))) continue;
            var again = Parsed.Bytes(Encoding.UTF8.GetBytes(migrated), name);
            Assert.True(again.Configuration is not null, $"seed {seed}, number {i}:\n{Encoding.UTF8.GetString(bytes)}\n--- became\n{migrated}\n--- where\n{again.Rendered}");
        }
    }

    private static string RandomGroup(Random random)
    {
        string[] optional =
        [
            "hold-time 30;", "hold-time 90;", "md5 'a key';", "ttl-security 3;", "graceful-restart 60;", "capability { graceful-restart 5; route-refresh; }",
            "capability {\n route-refresh disable;\n asn4 disable;\n }", "family { inet4 unicast; }", "family { ipv4 unicast; ipv6 unicast; }", "family {\n minimal;\n}",
            "static { route 10.1.0.0/16 next-hop 1.1.1.1 as-path [ 1 ( 2 ) 3 ]; }", "static {\n route 2001:db8::/32 next-hop 2001:db8::1;\n}",
            "flow { route x { match { port =1 =2; } then { discard; } } }", "# a note\n", "passive;", "description \"who; { knows\";", "route-refresh;",
            "process p { run /bin/cat; receive-routes; }", "process q {\n run \"/bin/cat a\";\n peer-updates;\n encoder json;\n}", "process { neighbor-changes; }",
        ];
        var result = new StringBuilder("group g {\nlocal-address 10.0.0.1; peer-as 65001;\n");
        void Some(int most)
        {
            HashSet<string> keywords = [];
            for (var n = random.Next(most); n > 0; n--)
            {
                var one = optional[random.Next(optional.Length)];
                // A keyword that stands twice is another matter, and so is a name.
                if (keywords.Add(one.Split(' ')[0] + (one.StartsWith("process", StringComparison.Ordinal) ? one[8] : ""))) result.Append(one).Append(random.Next(2) == 0 ? '\n' : ' ');
            }
        }
        Some(8);
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            result.Append(random.Next(2) == 0 ? "\n" : "").Append($"neighbor 10.0.0.{n + 1} {{ local-as 65000; ");
            Some(5);
            result.Append("}\n");
        }
        return result.Append("}\n").ToString();
    }

    private static ConfigurationGeneration AssertSame(string name, string text)
    {
        var context = new ConfigurationContext(new RouteStore(), new AttributeInterner());
        var before = Read(context, name, text);
        var migrated = Migrate(text);
        var after = Read(context, name + ", migrated", migrated);

        Assert.True(after.Generation == ConfigurationGeneration.ExaBgp50, $"{name} is still of {after.Generation}:\n{migrated}");
        var plan = ReloadPlan.Create(before, after);
        Assert.True(plan is { Added: [], Removed: [], Restarted: [], StartedProcesses: [], StoppedProcesses: [] }, $"{name}\n{text}\n--- became\n{migrated}");
        Assert.True(Show(before) == Show(after), $"{name}\n{text}\n--- became\n{migrated}\n--- which is\n{Show(before)}\n--- and\n{Show(after)}");
        return before.Generation;
    }

    private static DaemonConfiguration Read(ConfigurationContext context, string name, string text)
    {
        var diagnostics = new DiagnosticBag();
        var source = new SourceText(name, Encoding.UTF8.GetBytes(text));
        var configuration = ConfigurationParser.Parse(source, context, diagnostics);
        Assert.True(configuration is not null, $"{string.Join('\n', diagnostics.Items.Select(item => DiagnosticRenderer.Render(source, item)))}\nin\n{text}");
        return configuration;
    }

    /// <summary>What a plan does not look at: processes, api blocks and the fields that need no new session.</summary>
    private static string Show(DaemonConfiguration configuration) => string.Join('\n',
    [
        .. configuration.Processes.OrderBy(process => process.Name, StringComparer.Ordinal)
            .Select(process => $"{process.Name} {string.Join('|', process.Run)} {process.Encoder} {process.Respawn}"),
        .. configuration.Neighbors.Select(neighbor => $"{neighbor.Name} {neighbor.Description} {neighbor.SourceInterface} {neighbor.Md5} {neighbor.ManualEor} "
            + $"{string.Join(',', neighbor.Session.AddPathFamilies ?? [])} {string.Join(',', neighbor.Session.NextHops)} {string.Join("; ", neighbor.Api.Select(Show))} {Routes(neighbor)}"),
    ]);

    /// <summary>The routes that are announced, family by family; the numbers are those of the stores of both configurations.</summary>
    private static string Routes(NeighborSettings neighbor) => string.Join(", ",
        from batch in neighbor.Routes
        from i in Enumerable.Range(0, batch.Count)
        let family = batch.Routes.Family(batch.Changes[i].Route)
        where neighbor.Session.Families.Contains(family)
        orderby family
        select $"{batch.Changes[i]} {batch.Watchdog(i)}");

    private static string Show(ApiSettings api) =>
        $"{string.Join(',', api.Processes)} {string.Join(',', api.ProcessesMatch)} {api.NeighborChanges} {api.Negotiated} {api.Fsm} {api.Signal} {api.Send} {api.Receive}";

    private static string Migrate(string text)
    {
        var source = new SourceText("test.conf", Encoding.UTF8.GetBytes(text));
        var migrated = ConfigurationMigration.Migrate(source, new ConfigurationContext(new RouteStore(), new AttributeInterner()), out var diagnostics);
        Assert.True(migrated is not null, string.Join('\n', diagnostics.Items.Select(item => DiagnosticRenderer.Render(source, item))));
        return migrated;
    }
}
