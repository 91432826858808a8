using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests.Configurations;

/// <summary>
/// Neighbours as <c>validate -n -v</c> shows them: line by line as ExaBGP 5.0 does where <c>EXABGP_SOURCE</c> names a checkout, and
/// always so that the same comes out when it is read again.
/// </summary>
/// <remarks>
/// Differences that are meant, all to make it a configuration: <c>route</c> and a semicolon around each route and a brace a line (ExaBGP's
/// can not be read again); no line for what is not set (<c>None</c> would be a name); <c>auto</c> as AS number in place of
/// <c>None</c>; <c>next-hop self</c> as written; rules of FlowSpec as comments; <c>all</c> for the list of all families, of which
/// some can not be read; AS paths in the brackets in which they are read.
/// </remarks>
public class NeighborDumpTests
{
    private const string Processes = "process p { run /bin/cat; encoder json; }\nprocess q { run /bin/cat; encoder text; }\n";

    private static readonly Dictionary<string, string> Neighbors = new()
    {
        ["every keyword"] = """
            neighbor 127.0.0.2 {
                description "a b"; router-id 1.2.3.4; host-name h1; domain-name d.e; local-address 127.0.0.1; source-interface lo;
                local-as 65001; peer-as 4200000000; hold-time 30; rate-limit 5; manual-eor true; passive true; listen 1790; connect 1791;
                group-updates false; auto-flush false; adj-rib-in false; adj-rib-out false; md5-password "se cret"; md5-base64 false;
                md5-ip 127.0.0.9; outgoing-ttl 254; incoming-ttl 253;
                capability {
                    asn4 disable; graceful-restart 99; software-version enable; nexthop enable; add-path send/receive;
                    operational enable; aigp enable;
                }
                family { ipv4 unicast; ipv6 unicast; ipv4 mpls-vpn; }
                nexthop { ipv4 unicast ipv6; }
                add-path { ipv4 unicast; }
                api { processes [ p ]; neighbor-changes; receive { parsed; update; notification; } send { packets; open; } }
                api x { processes [ q p ]; negotiated; fsm; signal; }
                static { route 10.1.0.0/24 next-hop 192.0.2.1 med 5 community [ 1:1 ]; route 2001:db8::/32 next-hop 2001:db8::1; }
            }
            """,
        ["as little as there may be"] = "neighbor 127.0.0.2 { local-address 127.0.0.1; local-as 1; peer-as 2; }",
        ["words alone"] = """
            neighbor 127.0.0.2 {
                local-address 127.0.0.1; local-as 1; peer-as 1.5; family { all; }
                passive; group-updates; auto-flush; adj-rib-in; adj-rib-out; manual-eor; description;
                capability { asn4; route-refresh; graceful-restart; software-version; nexthop; multi-session; operational; aigp; extended-message; }
            }
            """,
        ["a range"] = "neighbor 127.0.0.0/24 { router-id 1.2.3.4; local-address auto; local-as 1; peer-as 2; passive; family { ipv4 unicast; } }",
        ["IPv6"] = """
            neighbor ::1 {
                router-id 1.2.3.4; local-address ::1; local-as 1; peer-as 2; hold-time 0; family { ipv6 unicast; ipv4 unicast; }
                capability { graceful-restart disable; add-path receive; }
                static { route 2001:db8::/32 next-hop 2001:db8::1 as-path [ 1 2 ] origin egp; }
            }
            """,
        ["add-path without a list"] = "neighbor ::1 { router-id 1.2.3.4; local-as 1; peer-as 2; family { ipv4 unicast; l2vpn evpn; } capability { add-path send; } }",
        ["add-path with an empty list"] = "neighbor ::1 { router-id 1.2.3.4; local-as 1; peer-as 2; family { ipv4 unicast; ipv6 unicast; } capability { add-path send; } add-path { } }",
        ["a template"] = """
            template { neighbor t { hold-time 33; family { ipv4 unicast; } api { processes [ p ]; receive { packets; } } static { route 10.0.0.0/24 next-hop 192.0.2.1; } } }
            neighbor 127.0.0.2 { inherit t; local-address 127.0.0.1; local-as 1; peer-as 2; hold-time 44; api { processes [ q ]; } }
            """,
    };

    public static TheoryData<string> Names => [.. Neighbors.Keys];

    private static string? Checkout =>
        Environment.GetEnvironmentVariable("EXABGP_SOURCE") is { Length: > 0 } path && File.Exists(Path.Combine(path, "sbin/exabgp")) ? path : null;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_neighbour_is_shown_as_ExaBGP_shows_it(string name)
    {
        Assert.SkipWhen(Checkout is null, "EXABGP_SOURCE does not name a checkout of ExaBGP 5.0");
        using var directory = new TemporaryDirectory("dump");
        var path = directory.Write("a.conf", Processes + Neighbors[name]);
        var theirs = await Dump(["/usr/bin/env", "exabgp_daemon_user=root", Path.Combine(Checkout, "sbin/exabgp")], path);
        var ours = await Dump(DaemonProcess.Command, path);
        if (theirs.Contains("    ipv4 rtc;"))
        {
            // All families.
            var first = theirs.IndexOf("  family {") + 1;
            theirs.RemoveRange(first, theirs.IndexOf("  }", first) - first);
            theirs.Insert(first, "    all;");
        }
        Assert.Equal(theirs.SelectMany(AsOurs), ours.Select(line => line.StartsWith("    route ", StringComparison.Ordinal) ? line.Replace("route ", "", StringComparison.Ordinal).TrimEnd(';') : line));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_shown_can_be_read_again(string name)
    {
        using var directory = new TemporaryDirectory("dump");
        var once = await Dump(DaemonProcess.Command, directory.Write("a.conf", Processes + Neighbors[name]));
        Assert.Contains(once, line => line.StartsWith("neighbor ", StringComparison.Ordinal));
        var twice = await Dump(DaemonProcess.Command, directory.Write("a.conf", Processes + string.Join('\n', once)));
        Assert.Equal(once.Distinct(), twice.Distinct());
    }

    private static string[] AsOurs(string line) =>
        line.EndsWith(" None;", StringComparison.Ordinal) ? []
        : line == "}}" ? ["}", "}"]
        : [line.Replace("as-path ( 1 2 )", "as-path [ 1 2 ]", StringComparison.Ordinal).TrimEnd()];

    /// <summary>The lines about neighbours, without the name of the file before each.</summary>
    private static async Task<List<string>> Dump(IReadOnlyList<string> command, string path)
    {
        var words = command.Where(word => word != "server").ToList();
        var result = await CapturedProcess.Run(words[0], [.. words.Skip(1), "validate", "-n", "-v", path]);
        Assert.True(result.ExitCode == 0, result.Error + result.Output);
        var prefix = path.PadRight(15) + " ";
        return [.. (result.Output + "\n" + result.Error).Split('\n').Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line[prefix.Length..])];
    }
}
