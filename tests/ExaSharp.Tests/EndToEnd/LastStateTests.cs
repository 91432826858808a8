using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Tests.Routes;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>
/// Random commands of all forms to two neighbours, whose sessions are reset in between, against the plainest model there is: what was said last of
/// each route to each neighbour. In the end each peer must know exactly that.
/// </summary>
public sealed class LastStateTests
{
    private static readonly (ushort, byte)[] Families = [(1, 1), (2, 1), (1, 133), (25, 65)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Each_peer_ends_up_with_what_was_said_last(int seed)
    {
        await using var helper = Scene.NewHelper();
        await using var first = ScriptedPeer.Listen();
        await using var second = ScriptedPeer.Listen();
        Neighbor[] neighbors = [new(first), new(second)];
        await using var daemon = DaemonProcess.Start(helper.Section("test") + string.Concat(neighbors.Select(neighbor => neighbor.Section)));
        foreach (var neighbor in neighbors) await neighbor.Establish();
        var commands = new RandomCommands(new Random(seed), neighbors);
        for (var round = 0; round < 12; round++)
        {
            await Say(helper, [.. Enumerable.Range(0, commands.Random.Next(1, 40)).SelectMany(_ => commands.Next(isUp: true))]);
            if (commands.Random.Next(3) == 0)
            {
                var down = neighbors[commands.Random.Next(2)];
                await down.Peer.Close();
                await Say(helper, [.. Enumerable.Range(0, commands.Random.Next(20)).SelectMany(_ => commands.Next(isUp: false))]);
                await down.Establish();
            }
            await Say(helper, [.. commands.Marker(round)]);
            foreach (var neighbor in neighbors) await neighbor.WaitForModel($"seed {seed}, round {round}", daemon);
        }
    }

    /// <summary>Writes commands at once and asserts that each is answered with "done".</summary>
    private static async Task Say(HelperChannel helper, string[] commands)
    {
        if (commands.Length == 0) return;
        await helper.Write(commands);
        foreach (var command in commands) Assert.Equal($"{command}: done", $"{command}: {await helper.WaitFor(line => line is "done" or "error", command)}");
    }

    /// <summary>A neighbour, its peer, and what that must know.</summary>
    private sealed class Neighbor(ScriptedPeer peer)
    {
        private PeerTable _table = new(new NegotiatedSession());

        public ScriptedPeer Peer { get; } = peer;

        public IPAddress Address => Peer.EndPoint.Address;

        /// <summary>By the peer's name of a route: what must stand in its attributes.</summary>
        public Dictionary<string, string> Model { get; } = new(StringComparer.Ordinal) { ["ipv4 unicast  20C6120001"] = "" };

        public string Section => $$"""
            neighbor {{Address}} {
                router-id 10.0.0.1; local-address {{LoopbackAddresses.Next()}}; local-as 65001; peer-as 65002; connect {{Peer.EndPoint.Port}};
                family { ipv4 unicast; ipv6 unicast; ipv4 flow; l2vpn vpls; }
                api { processes [ test ]; }
                static { route 198.18.0.1/32 next-hop 1.2.3.4 watchdog dog; }
            }

            """;

        public async Task Establish()
        {
            await Peer.Accept(TimeSpan.FromSeconds(60));
            await Peer.Establish(BgpFrame.Open(65002, 180, IPAddress.Parse("10.0.0.2"), Families));
            _table = new PeerTable(new NegotiatedSession());
            // Up: its first table comes.
            _table.Apply((await Peer.Next(BgpFrame.UpdateType)).Bytes);
        }

        /// <summary>Reads what comes until the peer knows the model; the last marker has to have come, too.</summary>
        public async Task WaitForModel(string what, DaemonProcess daemon)
        {
            try
            {
                while (Difference() is not null) _table.Apply((await Peer.Next(BgpFrame.UpdateType, TimeSpan.FromSeconds(60))).Bytes);
            }
            catch (Exception error) when (error is TimeoutException or InvalidOperationException)
            {
                Assert.Fail($"{what}, {Address}: {Difference()}\n{error.Message}\n{daemon.Transcript()}");
            }
        }

        private string? Difference()
        {
            foreach (var (route, attributes) in Model)
            {
                if (!_table.Routes.TryGetValue(route, out var known)) return $"{route} is not known";
                if (!known.Contains(attributes, StringComparison.Ordinal)) return $"{route} has {known}, not {attributes}";
            }
            return _table.Routes.Keys.FirstOrDefault(route => !Model.ContainsKey(route)) is { } extra ? $"{extra} is still known" : null;
        }
    }

    /// <summary>Makes commands and carries them out on the models.</summary>
    private sealed class RandomCommands(Random random, Neighbor[] neighbors)
    {
        private const int Routes = 6;

        private int _value;

        public Random Random { get; } = random;

        /// <summary>A route that only this round has, announced last.</summary>
        public IEnumerable<string> Marker(int round)
        {
            var value = ++_value;
            if (round > 0) Forget(neighbors, V4(100 + round - 1));
            Set(neighbors, V4(100 + round), Med(value));
            if (round > 0) yield return $"withdraw route 10.0.{100 + round - 1}.0/24";
            yield return $"announce route 10.0.{100 + round}.0/24 next-hop 1.2.3.4 med {value}";
        }

        /// <summary>The next commands.</summary>
        /// <param name="isUp">Whether all sessions are up.</param>
        public IEnumerable<string> Next(bool isUp)
        {
            var (selector, targets) = Selector();
            var (i, j, value) = (Random.Next(Routes), Random.Next(Routes), ++_value);
            var (p, q) = ($"10.0.{i}.0/24", $"10.0.{j}.0/24");
            var attributes = $"next-hop 1.2.3.{Random.Next(1, 4)} med {value}";
            switch (Random.Next(16))
            {
                case 0 or 1:
                    Set(targets, V4(i), Med(value));
                    return [$"{selector}announce route {p} {attributes}"];
                case 2:
                    Forget(targets, V4(i));
                    return [$"{selector}withdraw route {p}{(Random.Next(3) switch { 0 => "", 1 => " next-hop 9.9.9.9", _ => $" {attributes} community [ 1:1 ]" })}"];
                case 3:
                    Set(targets, V4(i), Med(value));
                    Set(targets, V4(j), Med(value));
                    return [$"{selector}announce attributes {attributes} nlri {p} {q}"];
                case 4:
                    Forget(targets, V4(i), V4(j));
                    return [$"{selector}withdraw attributes next-hop 1.2.3.4 nlri {p} {q}"];
                case 5:
                    Set(targets, V4(i), Med(value));
                    return [$"{selector}announce ipv4 unicast {p} {attributes}"];
                case 6:
                    Set(targets, V6(i), Med(value));
                    return [$"{selector}announce ipv6 unicast 2001:db8:{i}::/48 next-hop 2001:db8::1 med {value}"];
                case 7:
                    Forget(targets, V6(i));
                    return [$"{selector}withdraw route 2001:db8:{i}::/48"];
                case 8:
                    Set(targets, Flow(i), Rate(value));
                    return [$"{selector}announce flow route {{ match {{ source 10.9.0.{i}/32; }} then {{ rate-limit {value + 10_000}; }} }}"];
                case 9:
                    Forget(targets, Flow(i));
                    return [$"{selector}withdraw flow route source 10.9.0.{i}/32 discard"];
                case 10:
                    Set(targets, Vpls(i), Med(value));
                    return [$"{selector}announce vpls rd 1.1.1.1:1 endpoint {i} base 10702 offset 1 size 8 {attributes}"];
                case 11:
                    Forget(targets, Vpls(i));
                    return [$"{selector}withdraw vpls rd 1.1.1.1:1 endpoint {i} base 10702 offset 1 size 8 next-hop 1.2.3.4"];
                case 12:
                    Set(targets, V4(i), Med(value));
                    Set(targets, V4(j), Med(value));
                    return [$"{selector}announce route {p} {attributes} ; route {q} {attributes}"];
                case 13:
                    Set(neighbors, V4(i), Med(value));
                    Forget(neighbors, V4(j));
                    return [$"peer * group announce route {p} {attributes} ; withdraw route {q}"];
                case 14 when Random.Next(3) == 0:
                    foreach (var neighbor in targets) neighbor.Model.Clear();
                    Set(neighbors, "ipv4 unicast  20C6120001", "");
                    return [$"{selector}clear adj-rib out", "withdraw watchdog dog", "announce watchdog dog"];
                case 15 when isUp:
                    return [$"{selector}flush adj-rib out"];
                default:
                    var announces = Random.Next(2) == 0;
                    if (announces) Set(neighbors, "ipv4 unicast  20C6120001", "");
                    else Forget(neighbors, "ipv4 unicast  20C6120001");
                    return [announces ? "announce watchdog dog" : "withdraw watchdog dog"];
            }
        }

        private (string Words, Neighbor[] Targets) Selector()
        {
            var one = neighbors[Random.Next(neighbors.Length)];
            return Random.Next(7) switch
            {
                0 => ("neighbor * ", neighbors),
                1 => ("peer * ", neighbors),
                2 => ($"neighbor {neighbors[0].Address}, neighbor {neighbors[1].Address} ", neighbors),
                3 => ($"neighbor {one.Address} ", [one]),
                4 => ($"peer [ {one.Address} local-as 65001 ] ", [one]),
                _ => ("", neighbors),
            };
        }

        private static void Set(Neighbor[] targets, string route, string attributes)
        {
            foreach (var neighbor in targets) neighbor.Model[route] = attributes;
        }

        private static void Forget(Neighbor[] targets, params string[] routes)
        {
            foreach (var neighbor in targets)
                foreach (var route in routes) neighbor.Model.Remove(route);
        }

        private static string V4(int i) => string.Create(CultureInfo.InvariantCulture, $"ipv4 unicast  180A00{i:X2}");

        private static string V6(int i) => string.Create(CultureInfo.InvariantCulture, $"ipv6 unicast  3020010DB8{i:X4}");

        private static string Flow(int i) => string.Create(CultureInfo.InvariantCulture, $"ipv4 flow  0602200A0900{i:X2}");

        private static string Vpls(int i) => string.Create(CultureInfo.InvariantCulture, $"l2vpn vpls  001100010101010100010{i:X3}00010008029CE1");

        private static string Med(int value) => string.Create(CultureInfo.InvariantCulture, $"{(AttributeCode)4}={value:X8} ");

        private static string Rate(int value)
        {
            Span<byte> rate = stackalloc byte[4];
            BinaryPrimitives.WriteSingleBigEndian(rate, value + 10_000);
            return "80060000" + Convert.ToHexString(rate);
        }
    }
}
