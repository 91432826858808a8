using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>
/// OPENs of random neighbours, of ExaBGP and of our daemon, compared octet by octet. Each run has a seed of its own, which it
/// prints; <c>EXASHARP_SEED</c> repeats one.
/// </summary>
public class CapabilityDifferenceTests
{
    private const int Neighbors = 32;
    private const string Version = "5.0.13-random";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Random_neighbours_have_the_OPENs_of_ExaBGP_5()
    {
        Assert.SkipWhen(EncodingSuite.Source is null, "EXABGP_SOURCE does not name a checkout of ExaBGP 5.0");
        await Compare([Path.Combine(EncodingSuite.Source!, "sbin", "exabgp")], RandomNeighbor.Five);
    }

    /// <summary>What 4.2 has: fewer families, no software-version, no long form of the parameters; Debian's 4.2.21 tells no host name.</summary>
    [Fact]
    public async Task Random_neighbours_have_the_OPENs_of_Debians_ExaBGP()
    {
        Assert.SkipUnless(File.Exists(Told.Reference[0]), $"{Told.Reference[0]} is not installed");
        await Compare(Told.Reference, RandomNeighbor.FourTwo);
    }

    private static async Task Compare(IReadOnlyList<string> reference, Func<Random, string> neighbor)
    {
        var seed = ComparisonSeed.Get();
        var random = new Random(seed);
        var bodies = Enumerable.Range(0, Neighbors).Select(_ => neighbor(random)).ToArray();
        var theirs = await Opens(reference, bodies);
        var ours = await Opens(DaemonProcess.Command, bodies);
        for (var i = 0; i < bodies.Length; i++)
            Assert.True(theirs[i] == ours[i], $"seed {seed}, neighbour {i}:\n{bodies[i]}\nExaBGP    {theirs[i]}\nExaSharp  {ours[i]}");
    }

    /// <summary>The bodies of the OPENs that a daemon sends to its neighbours.</summary>
    private static async Task<string[]> Opens(IReadOnlyList<string> command, string[] bodies)
    {
        using var directory = new TemporaryDirectory("opens");
        var peers = bodies.Select(_ => ScriptedPeer.Listen()).ToArray();
        try
        {
            var path = directory.Write("exabgp.conf", string.Join('\n', bodies.Zip(peers, (body, peer) =>
                $"neighbor {peer.EndPoint.Address} {{\n    local-address 127.0.0.1;\n    connect {peer.EndPoint.Port};\n{body}}}\n")));
            await using var daemon = CapturedProcess.Start(command[0], [.. command.Skip(1), path], directory.Path, new Dictionary<string, string>
            {
                ["exabgp_tcp_bind"] = "",
                ["exabgp_daemon_user"] = Environment.UserName,
                ["exabgp_log_destination"] = "stdout",
                ["exabgp_api_cli"] = "false",
                ["exabgp_version"] = Version,
                ["PYTHONDONTWRITEBYTECODE"] = "1",
            });
            try
            {
                var opens = Task.WhenAll(peers.Select(OpenOf));
                if (await Task.WhenAny(opens, daemon.Ended) != opens) throw new InvalidOperationException("the daemon has ended");
                return await opens;
            }
            catch (Exception error) when (error is TimeoutException or InvalidOperationException)
            {
                throw new InvalidOperationException($"{command[0]}: {error.Message}\n{await File.ReadAllTextAsync(path)}\n{daemon.Transcript()}", error);
            }
        }
        finally
        {
            foreach (var peer in peers) await peer.DisposeAsync();
        }
    }

    private static async Task<string> OpenOf(ScriptedPeer peer)
    {
        await peer.Accept(Patience);
        return Convert.ToHexString((await peer.Next(BgpFrame.OpenType, Patience)).Body);
    }
}

/// <summary>Makes up neighbours whose capabilities are all that a configuration can say.</summary>
internal static class RandomNeighbor
{
    private static readonly string[] FamiliesOfFourTwo =
    [
        "ipv4 unicast", "ipv4 multicast", "ipv4 nlri-mpls", "ipv4 mpls-vpn", "ipv4 flow", "ipv4 flow-vpn", "ipv6 unicast", "ipv6 nlri-mpls",
        "ipv6 mpls-vpn", "ipv6 flow", "ipv6 flow-vpn", "l2vpn vpls", "l2vpn evpn", "bgp-ls bgp-ls", "bgp-ls bgp-ls-vpn",
    ];

    private static readonly string[] FamiliesOfFive = [.. FamiliesOfFourTwo, "ipv4 mcast-vpn", "ipv6 mcast-vpn", "ipv4 mup", "ipv6 mup"];

    private static readonly string[] NextHops =
    [
        "ipv4 unicast ipv6", "ipv4 multicast ipv6", "ipv4 nlri-mpls ipv6", "ipv4 mpls-vpn ipv6", "ipv6 unicast ipv4", "ipv6 nlri-mpls ipv4",
        "ipv6 mpls-vpn ipv4",
    ];

    public static string Five(Random random)
    {
        var families = Some(random, FamiliesOfFive);
        var lines = Basics(random);
        if (random.Next(3) == 0) lines.Add($"host-name {Name(random, 100)};");
        if (random.Next(3) == 0) lines.Add($"domain-name {Name(random, 100)};");
        // Without a family all are announced, in as many octets as only the long form holds.
        if (random.Next(6) == 0) families = [];
        AddBlocks(random, lines, families, FamiliesOfFive, [.. Capabilities(random), "software-version enable;", "software-version;", "software-version disable;"]);
        return Body(lines);
    }

    public static string FourTwo(Random random)
    {
        // At most 254 octets of parameters.
        var families = Some(random, FamiliesOfFourTwo).Take(7).ToArray();
        if (families.Length == 0) families = ["ipv4 unicast"];
        var lines = Basics(random);
        AddBlocks(random, lines, families, FamiliesOfFourTwo, Capabilities(random));
        return Body(lines);
    }

    private static List<string> Basics(Random random)
    {
        var local = random.Next(2) == 0 ? random.Next(1, 65536) : random.NextInt64(65536, 4_294_967_295);
        var holdTime = random.Next(4) == 0 ? 0 : random.Next(3, 65536);
        return
        [
            $"router-id {random.Next(1, 224)}.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 256)};",
            $"local-as {local};", $"peer-as {random.Next(1, 65536)};", $"hold-time {holdTime};",
        ];
    }

    private static string[] Capabilities(Random random) =>
    [
        Boolean(random, "asn4"), Boolean(random, "route-refresh"), Boolean(random, "operational"), Boolean(random, "multi-session"),
        Boolean(random, "extended-message"), Boolean(random, "aigp"), Boolean(random, "nexthop"),
        random.Next(4) switch
        {
            0 => "graceful-restart;",
            1 => "graceful-restart disable;",
            2 => "graceful-restart 0;",
            _ => $"graceful-restart {random.Next(1, 65536)};",
        },
        "add-path " + random.Next(4) switch { 0 => "disable", 1 => "send", 2 => "receive", _ => "send/receive" } + ";",
    ];

    private static void AddBlocks(Random random, List<string> lines, string[] families, string[] known, string[] capabilities)
    {
        if (families.Length > 0) lines.Add($"family {{ {Statements(families)} }}");
        // One statement of a keyword.
        var chosen = Some(random, capabilities).DistinctBy(statement => statement.Split(' ', ';')[0]).ToArray();
        lines.Add($"capability {{ {string.Join(' ', chosen)} }}");
        if (random.Next(2) == 0) lines.Add($"add-path {{ {Statements(Some(random, known))} }}");
        if (random.Next(2) == 0) lines.Add($"nexthop {{ {Statements(Some(random, NextHops))} }}");
    }

    private static string Body(List<string> lines) => string.Concat(lines.Select(line => $"    {line}\n"));

    private static string Statements(IEnumerable<string> statements) => string.Concat(statements.Select(statement => statement + "; "));

    private static string Boolean(Random random, string keyword) =>
        keyword + random.Next(3) switch { 0 => ";", 1 => " enable;", _ => " disable;" };

    private static string Name(Random random, int length)
    {
        const string letters = "abcdefghijklmnopqrstuvwxyz0123456789";
        var name = new char[random.Next(1, length)];
        for (var i = 0; i < name.Length; i++) name[i] = i > 0 && name[i - 1] != '.' && random.Next(10) == 0 ? '.' : letters[random.Next(letters.Length)];
        // ExaBGP 4.2 wants a letter at both ends.
        name[0] = name[^1] = 'x';
        return new string(name);
    }

    /// <summary>Any of them, in any order.</summary>
    private static string[] Some(Random random, string[] all)
    {
        var shuffled = all.ToArray();
        random.Shuffle(shuffled);
        return shuffled[..random.Next(all.Length + 1)];
    }
}
