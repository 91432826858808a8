using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>
/// Lines as programs that are used with ExaBGP write them, blanks and all, and what their authors expect: an answer each, and
/// the routes in the Adj-RIB-Out. Of the forms that 5.0 refuses, those are taken that an older ExaBGP takes.
/// </summary>
public sealed class ProgramsInTheWildTests
{
    /// <summary>Program, what it writes, the answer, and what <c>show adj-rib out</c> tells behind the neighbour's address.</summary>
    public static IEnumerable<TheoryDataRow<string, string, string, string>> Lines()
    {
        foreach (var (program, line, answer, shown) in new[]
        {
            ("sonic-mgmt", "announce route 192.168.8.0/25 next-hop 10.10.246.3 as-path [ 64001 65534 ] community [65000:1 65000:2]", "done", "ipv4 unicast 192.168.8.0/25 next-hop 10.10.246.3"),
            ("sonic-mgmt", "announce attributes next-hop 10.0.0.1 local-preference 100 as-path [ 64001 ] nlri 10.1.0.0/24 10.2.0.0/24", "done", "ipv4 unicast 10.1.0.0/24 next-hop 10.0.0.1|ipv4 unicast 10.2.0.0/24 next-hop 10.0.0.1"),
            ("sonic-mgmt spytest", "announce route 10.0.0.0/24 next-hop selfas-path [ 1 2 ]", "error", ""),
            ("FRR", "announce route 10.0.1.0/24 med 10 next-hop 192.168.0.1 origin EGP", "done", "ipv4 unicast 10.0.1.0/24 next-hop 192.168.0.1"),
            ("FRR", "announce route 10.0.1.101/32 next-hop self as-path [ 1 2 3 ] origin IGP", "done", "ipv4 unicast 10.0.1.101/32 next-hop LOCAL"),
            ("FRR", "announce route 192.168.1.0/24 next-hop 10.0.0.1 attribute [0x17 0x40 0x00070000]", "done", "ipv4 unicast 192.168.1.0/24 next-hop 10.0.0.1"),
            ("FRR flowspec", "announce flow route { match { source 1::2/128/0; destination 3::/64; } then { redirect 50::2; } }", "done", null),
            ("GoBGP", "announce route 40.0.0.0/24 next-hop self path-information 0.0.0.20", "done", null),
            ("GoBGP", "announce route 40.0.0.0/24 next-hop self extended-community [0x8006000000000000]", "done", "ipv4 unicast 40.0.0.0/24 next-hop LOCAL"),
            ("GoBGP", "announce flow route { match { destination 10.0.0.0/24; destination-port =80; } then { accept; } }", "done", "ipv4 flow flow destination-ipv4 10.0.0.0/24 destination-port =http"),
            ("FastNetMon", "announce route 10.10.10.221/32 next-hop 10.0.3.114 community 65001:666", "done", "ipv4 unicast 10.10.10.221/32 next-hop 10.0.3.114"),
            ("FastNetMon", "announce route 10.10.10.221/32 next-hop 10.0.3.114 community [65001:666 65001:777]", "done", "ipv4 unicast 10.10.10.221/32 next-hop 10.0.3.114"),
            ("FastNetMon", "withdraw route 10.10.10.221/32 next-hop 10.0.3.114", "done", ""),
            ("FastNetMon", "withdraw route 10.10.10.221/32", "done", ""),
            ("FastNetMon flow", "announce flow route source 4.0.0.0/24 destination 127.0.0.0/24 protocol [ udp ] source-port [ =53 ] destination-port [ =80 ] packet-length [ =777 =1122 ] fragment [ is-fragment dont-fragment ] rate-limit 1024", "done", null),
            ("ExaFS", "announce flow route { match { source 1.1.1.1/32; protocol =6; destination-port =80 >8080&<8088 =3128; } then { discard; } }", "done", null),
            ("ExaFS", "announce route 203.0.113.7/32 next-hop 192.0.2.1  community [65535:65283]  ", "done", "ipv4 unicast 203.0.113.7/32 next-hop 192.0.2.1"),
            ("ExaFS", "announce flow route {  match { source 1.1.1.2/32; tcp-flags [ syn ];} then { rate-limit 9600; extended-community [ target:54591:6 ];}}", "done", null),
            ("ExaFS", "announce flow route { match { source 1.1.1.3/32; tcp-flags fin syn; } then { discard; } }", "done", "ipv4 flow flow source-ipv4 1.1.1.3/32 tcp-flags [ fin syn ]"),
            ("ExaFS", "neighbor PEER , neighbor 127.9.9.9 announce route 203.0.113.8/32 next-hop 192.0.2.1", "done", "ipv4 unicast 203.0.113.8/32 next-hop 192.0.2.1"),
            ("ExaFS", "neighbor PEER, neighbor 127.9.9.9 announce route 203.0.113.8/32 next-hop 192.0.2.1", "done", "ipv4 unicast 203.0.113.8/32 next-hop 192.0.2.1"),
            ("exacheck", "announce route 192.0.2.1 next-hop self large-community [65000:1:2] med 100 local-preference 200", "done", "ipv4 unicast 192.0.2.1/32 next-hop LOCAL"),
            ("exacheck", "announce route 192.0.2.1/32 next-hop self extended-community [ target:54591:6 l2info:19:0:1500:111 ]", "done", "ipv4 unicast 192.0.2.1/32 next-hop LOCAL"),
            ("healthcheck", "announce route 198.51.100.1/32 next-hop self med 100 community [ 65000:1 ]", "done", "ipv4 unicast 198.51.100.1/32 next-hop LOCAL"),
            ("healthcheck", "withdraw route 198.51.100.1/32 next-hop self med 100 community [ 65000:1 ]", "done", ""),
            ("iSDX", "announce route 100.0.0.1 next-hop 172.0.0.1 as-path [ ( 100 200 ) ]", "done", "ipv4 unicast 100.0.0.1/32 next-hop 172.0.0.1"),
            ("iSDX", "announce route 100.0.0.1 next-hop 172.0.0.1 as-path [ 100 200 ]", "done", "ipv4 unicast 100.0.0.1/32 next-hop 172.0.0.1"),
            ("mrtparse", "announce attributes origin IGP as-path [8283 57866 4134] next-hop 94.142.247.3 community [ 65535:666 no-export ] nlri 1.0.0.0/24 1.0.4.0/22", "done", "ipv4 unicast 1.0.0.0/24 next-hop 94.142.247.3|ipv4 unicast 1.0.4.0/22 next-hop 94.142.247.3"),
            ("mrtparse", "neighbor PEER announce route 1.0.0.0/24 origin INCOMPLETE as-path [ 1 2 ] next-hop 94.142.247.3", "done", "ipv4 unicast 1.0.0.0/24 next-hop 94.142.247.3"),
            ("mrt2exabgp", "withdrawn route 1.0.0.0/24 next-hop 94.142.247.3", "error", ""),
            ("bhr-client", "announce attribute next-hop 192.0.2.1 community [ 65142:666 no-export ] nlri 10.3.0.1/32 10.3.0.2/32", "done", "ipv4 unicast 10.3.0.1/32 next-hop 192.0.2.1|ipv4 unicast 10.3.0.2/32 next-hop 192.0.2.1"),
            ("bhr-client", "withdraw attribute next-hop 192.0.2.1 community [ 65142:666 no-export ] nlri 10.3.0.1/32 10.3.0.2/32", "done", ""),
            ("voipbl", "announce flow route voipbl-1 { match { source 10.4.0.1/32; } then { discard; } }", "done", "ipv4 flow flow source-ipv4 10.4.0.1/32"),
            ("docker-auto-flowspec", "announce flow route { match { source 10.5.0.1/32; } then { rate-limit 3750; community [ 65000:1 ]; } }", "done", "ipv4 flow flow source-ipv4 10.5.0.1/32"),
            ("FOD", "announce flow route { match { source 10.6.0.1/32; destination-port [=80 >=8080&<=8088]; } then { redirect 65001:4134; } }", "done", null),
            ("exabgp-rest-api", "announce flow route source 10.7.0.1/32 destination-port [ =http ] discard", "done", null),
            ("exabgp_exporter", "announce route 10.8.0.0/28 next-hop self split /29", "done", "ipv4 unicast 10.8.0.0/29 next-hop LOCAL|ipv4 unicast 10.8.0.8/29 next-hop LOCAL"),
            ("exabgp-httpapi", "serving at port 5001", "error", ""),
            ("exabgp-portable", "announce evpn mac-advertisement rd 1:1 esi 0 ethernet-tag 0 mac 00:11:22:33:44:55 label 5 next-hop 1.1.1.1", "error", ""),
            ("exabgp-portable", "announce route-target 65000:1 next-hop 1.1.1.1", "error", ""),
            ("exabgp-watchdogs", "announce watchdog dnsr", "done", ""),
            ("exabgp-watchdogs", "withdraw watchdog dnsr", "done", ""),
            ("ARTEMIS", "announce route-refresh ipv4 unicast", "done", ""),
            ("exabgp.httpd", "announce route 10.11.0.0/24 next-hop 10.0.0.1 nlri 10.12.0.0/24", "error", ""),
            ("tutorials", "withdraw route 10.13.0.0/24 next-hop 1.1.1.1 origin igp as-path [ 1 ] local-preference 5", "done", ""),
        })
        {
            yield return new TheoryDataRow<string, string, string, string>(program, line, answer, shown ?? "?");
        }
    }

    [Fact]
    public async Task What_they_write_is_understood()
    {
        await using var scene = await Scene.Start(new SceneSettings
        {
            Families = "ipv4 unicast; ipv4 flow; ipv6 flow; ipv6 unicast;",
            PeerFamilies = [(1, 1), (2, 1), (1, 133), (2, 133)],
        });
        List<string> wrong = [];
        foreach (var row in Lines())
        {
            var (program, line, answer, shown) = row.Data;
            line = line.Replace("PEER", scene.Remote.ToString(), StringComparison.Ordinal);
            var seen = string.Join('|', await scene.Ask(line));
            if (seen != answer) wrong.Add($"{program}: {line}: {seen}");
            var table = string.Join('|', (await scene.Ask("show adj-rib out"))[..^1].Order(StringComparer.Ordinal))
                .Replace(scene.Remote + " ", "", StringComparison.Ordinal).Replace(scene.Local.ToString(), "LOCAL", StringComparison.Ordinal);
            if (shown == "?" ? table.Length == 0 : table != shown) wrong.Add($"{program}: {line}: shows {table}");
            await scene.Command("clear adj-rib out");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
