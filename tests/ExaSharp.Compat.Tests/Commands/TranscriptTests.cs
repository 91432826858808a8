using ExaSharp.Compat.Tests.Differential;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests.Commands;

/// <summary>
/// The same commands to ExaBGP and to our daemon, each in a live session: the answers have to be the same to the octet, but for those that
/// <see cref="IntendedAnswers"/> lists.
/// </summary>
/// <remarks>
/// The development tree of 6.0 is the checkout that <c>EXABGP_MAIN_SOURCE</c> names; it needs Python 3.12, which its starter takes from
/// <c>INTERPRETER</c>.
/// </remarks>
public class TranscriptTests
{
    /// <summary>Commands of 4.2 and 5.0; none that is not answered, or that ends the session or the daemon.</summary>
    private static readonly string[] Older =
    [
        "version", "help", "# note", "#", "", "   ", "bogus", "versions", "ping",
        "announce route 10.1.0.0/24 next-hop 1.2.3.4 med 5 community [1:1 2:2] as-path [ 1 2 ]",
        "announce route 10.2.0.0/24 next-hop self",
        "announce route 10.50.0.0 255.255.255.0 next-hop 1.2.3.4",
        "announce route 10.51.0.1/24 next-hop 1.2.3.4",
        "announce route 2001:db8:5::/48",
        "announce route 10.53.0.0/24 next-hop 1.2.3.4 origin bogus",
        "announce route 10.60.0.0/24 next-hop 1.2.3.4 ; route 10.61.0.0/24 next-hop 1.2.3.4",
        "announce route 10.60.0.0/24 next-hop 1.2.3.4 ;",
        "announce route 10.62.0.0/24 { next-hop 1.2.3.4; med 5; }",
        "announce route 10.63.0.0/24 next-hop 1.2.3.4 }",
        "announce flow route source 10.0.0.3/32 rate-limit 0",
        "announce flow route { match { source 10.0.0.4/32; destination-port [ =80 =443 ]; } then { rate-limit 9600; } }",
        "announce flow route { match { nonsense 1; } then { discard; } }",
        "announce route 2001:db8::/32 next-hop 2001:db8::1",
        "announce vpls rd 192.168.201.1:123 endpoint 5 base 10702 offset 1 size 8 next-hop 1.2.3.4",
        "announce route 10.70.0.0/24 next-hop 1.2.3.4 label 160",
        "announce route 10.71.0.0/24 next-hop 1.2.3.4 label [ 160 170 ] rd 65000:1",
        "announce attributes next-hop 1.2.3.4 med 7 nlri 10.64.0.0/24 10.65.0.0/24",
        "announce attribute next-hop 1.2.3.4 nlri 10.66.0.0/24",
        "announce attributes next-hop 1.2.3.4",
        "announce ipv4 unicast 10.67.0.0/24 next-hop 1.2.3.4",
        "announce ipv4 10.0.0.0/8 next-hop 1.2.3.4",
        "announce ipv6 unicast 2001:db8:1::/48 next-hop 2001:db8::1",
        "neighbor 127.0.0.1 announce route 10.72.0.0/24 next-hop 1.2.3.4",
        "neighbor 127.0.0.1 local-ip 127.0.0.1 local-as 65001 peer-as 65002 announce route 10.72.0.0/24 next-hop 1.2.3.4",
        "neighbor 127.0.0.9, neighbor 127.0.0.1 announce route 10.72.0.0/24 next-hop 1.2.3.4",
        "neighbor * announce route 10.72.0.0/24 next-hop 1.2.3.4",
        "announce eor", "announce eor ipv4", "announce eor ipv4 flow", "announce eor ipv4 bogus",
        "announce route-refresh ipv4 unicast", "announce route-refresh ipv4",
        "announce operational foo", "announce watchdog", "announce watchdog dog", "withdraw watchdog", "withdraw watchdog dog",
        "show adj-rib out", "show adj-rib out extensive", "show adj-rib out json", "show adj-rib out 127.0.0.1", "show adj-rib out 127.0.0.9",
        "show adj-rib out inet", "show adj-rib out flow", "show adj-rib out l2vpn", "show adj-rib in", "show adj-rib in extensive", "show adj-rib",
        "show neighbor", "show neighbor summary", "show neighbor 127.0.0.1 summary", "show neighbor summary 127.0.0.9",
        "show neighbor extensive", "show neighbor 127.0.0.1 extensive", "show neighbor 9.9.9.9 extensive", "show neighbor configuration",
        "show neighbor json", "show neighbor summary json", "show neighbors", "show routes",
        "withdraw route 10.1.0.0/24", "withdraw route 10.2.0.0/24 next-hop 9.9.9.9", "withdraw route 10.99.0.0/24 next-hop 1.2.3.4",
        "withdraw attribute next-hop 1.2.3.4 nlri 10.64.0.0/24", "withdraw attributes next-hop 1.2.3.4 nlri 10.65.0.0/24",
        "withdraw ipv4 unicast 10.67.0.0/24 next-hop 1.2.3.4",
        "withdraw flow route source 10.0.0.3/32 rate-limit 0",
        "withdraw vpls rd 192.168.201.1:123 endpoint 5 base 10702 offset 1 size 8 next-hop 1.2.3.4",
        "show adj-rib out extensive",
        "enable-ack",
        "teardown 4", "teardown", "neighbor 127.0.0.9 teardown 4", "neighbor 127.0.0.1 teardown x", "neighbor 127.0.0.1 teardown",
        "flush adj-rib out", "flush adj-rib in", "clear adj-rib in", "clear adj-rib", "show adj-rib out routes",
    ];

    private static readonly string[] OfFive = ["announce ipv4 ", "withdraw ipv4 ", "announce ipv6 ", "withdraw attribute "];

    private static readonly string[] Development =
    [
        "system version", "version", "system help", "help", "system queue-status", "system api version", "system api version 7", "system api version x", "system bogus",
        "session ping", "session ping text", "session ping a 1.5", "session bye", "session reset", "session ack enable", "session ack bogus", "daemon bogus", "daemon",
        "peer list", "peer show", "peer show summary", "peer 127.0.0.1 show", "show neighbor summary", "peer", "peer *", "", "# note", "bogus",
        "peer * announce route 10.1.0.0/24 next-hop 1.2.3.4",
        "peer 127.0.0.1 announce route 10.2.0.0/24 next-hop 1.2.3.4 json",
        "peer [ 127.0.0.1 peer-as 65002 , 127.0.0.4 ] announce route 10.3.0.0/24 next-hop 1.2.3.4",
        "peer [127.0.0.1] announce route 10.3.0.0/24 next-hop 1.2.3.4",
        "peer 9.9.9.9 announce route 10.2.0.0/24 next-hop 1.2.3.4",
        "peer 127.0.0.1 announce flow route source 10.0.0.3/32 rate-limit 0",
        "peer * announce ipv4 unicast 10.4.0.0/24 next-hop 1.2.3.4",
        "peer * announce ipv4 bogus", "peer * announce route bogus", "peer * announce bogus", "peer * withdraw bogus",
        "peer * announce eor", "peer * announce watchdog dog", "peer * announce route-refresh ipv4 unicast",
        "peer 127.0.0.1 teardown x", "peer 127.0.0.1 teardown",
        "rib show out", "rib show out extensive", "rib show in", "rib show out 127.0.0.1", "rib show out 127.0.0.9", "rib show out inet", "rib show", "rib show bogus",
        "peer 9.9.9.9 withdraw route 10.2.0.0/24 next-hop 1.2.3.4", "peer * withdraw route 10.1.0.0/24 next-hop 1.2.3.4",
        "rib flush out", "rib flush in", "rib clear in", "rib clear out", "rib show out",
        "group end", "group start", "group start", "announce route 10.9.0.0/24 next-hop 1.2.3.4", "withdraw route 10.1.0.0/24 next-hop 1.2.3.4", "announce bogus", "group end",
        "group start", "group end",
        "peer * group announce route 10.10.0.0/24 next-hop 1.2.3.4 ; announce route 10.11.0.0/24 next-hop 1.2.3.4 ; withdraw route 10.12.0.0/24",
        "peer * group announce route 10.10.0.0/24 ; bogus", "peer * group", "group",
        "peer 127.0.0.1 routes bogus", "peer 127.0.0.1 routes", "peer 127.0.0.1 routes remove index zz",
        "peer create neighbor 127.0.0.9 local-address 127.0.0.1 local-as 65001 peer-as 65009", "peer create bogus",
        "announce route 10.30.0.0/24 next-hop 1.2.3.4",
        "peer delete 127.0.0.77",
    ];

    [Theory]
    [InlineData("4.2", "4")]
    [InlineData("5.0", "5")]
    [InlineData("6.0", "6")]
    public async Task Commands_are_answered_as_by_ExaBGP(string generation, string version)
    {
        var program = Program(generation, out var reason);
        Assert.SkipUnless(File.Exists(program), reason);
        await using var theirs = new CommandedDaemon([program], generation == "6.0" ? new Dictionary<string, string> { ["exabgp_api_version"] = "6" } : []);
        await using var ours = new CommandedDaemon(DaemonProcess.Command, new Dictionary<string, string> { ["exabgp_api_version"] = version });
        await Task.WhenAll(theirs.Establish(), ours.Establish());
        var intended = IntendedAnswers.Of(generation);
        List<string> differences = [];
        var differing = new HashSet<string>();
        var commands = generation switch
        {
            "6.0" => Development,
            // What 4.2 has not would leave other routes to be shown.
            "4.2" => [.. Older.Where(command => !OfFive.Any(name => command.StartsWith(name, StringComparison.Ordinal)))],
            _ => Older,
        };
        foreach (var command in commands)
        {
            var (expected, seen) = (await theirs.Ask(command), await ours.Ask(command));
            if (expected.SequenceEqual(seen)) continue;
            differing.Add(command);
            if (!intended.ContainsKey(command)) differences.Add($"> {command}\n  ExaBGP: {string.Join("\n          ", expected)}\n  ours:   {string.Join("\n          ", seen)}");
        }
        differences.AddRange(commands.Where(command => intended.ContainsKey(command) && !differing.Contains(command)).Distinct().Select(command => $"listed, and the same: {command}"));
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static string Program(string generation, out string reason)
    {
        if (generation == "6.0")
        {
            reason = "EXABGP_MAIN_SOURCE names no checkout of ExaBGP 6.0";
            return Path.Combine(Environment.GetEnvironmentVariable("EXABGP_MAIN_SOURCE") ?? "", "sbin/exabgp");
        }
        var program = generation == "4.2" ? ExaBgpProgram.Four : ExaBgpProgram.Five;
        reason = program.IsFive ? "EXABGP_SOURCE names no checkout of ExaBGP 5.0" : $"{program.Path} is not installed";
        return program.Path ?? "";
    }
}
