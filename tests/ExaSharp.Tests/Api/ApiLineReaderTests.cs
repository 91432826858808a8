using System.Text;
using ExaSharp.Api;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Configuration.Settings;
using ExaSharp.Testing;
using ExaSharp.Tests.Api.Events;
using Xunit;

namespace ExaSharp.Tests.Api;

public class ApiLineReaderTests
{
    private readonly RouteStore _routes = new();
    private readonly AttributeInterner _attributes = new();
    private readonly ApiLineReader _reader;
    private readonly Helper _helper;

    public ApiLineReaderTests()
    {
        _reader = new ApiLineReader(new RouteGrammar(_routes, _attributes));
        var settings = new ProcessSettings("helper", ["/bin/cat"], HelperEncoder.Json, Respawn: false);
        _helper = new Helper(settings, new Json5Encoder(EventTestData.Context()), _routes, _attributes, AckMode.On);
    }

    [Fact]
    public void A_line_with_a_route_allocates_nothing()
    {
        // The same words again and other words, another verb, another neighbour: whatever is remembered of a line must not be
        // remembered anew for each.
        byte[][] lines =
        [
            "announce route 10.0.0.0/24 next-hop 192.0.2.1 as-path [ 65001 65002 ] community [ 65001:1 ]"u8.ToArray(),
            "announce route 10.0.1.0/24 next-hop 192.0.2.1 as-path [ 65001 65002 ] community [ 65001:1 ]"u8.ToArray(),
            "announce route 10.0.2.0/24 next-hop 192.0.2.2 med 5"u8.ToArray(),
            "withdraw route 10.0.3.0/24"u8.ToArray(),
            "neighbor 127.0.0.1 announce route 10.0.4.0/24 next-hop self"u8.ToArray(),
            "neighbor 127.0.0.2 announce route 10.0.5.0/24 next-hop self"u8.ToArray(),
            "announce attributes next-hop 192.0.2.1 nlri 10.0.6.0/24 10.0.7.0/24"u8.ToArray(),
            "announce flow route { match { destination 10.0.0.1/32; } then { discard; } }"u8.ToArray(),
        ];
        var kept = NewBatch();
        ReadAll(lines, kept);
        var batch = NewBatch();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 200; i++) ReadAndForget(lines, batch);
        }));
        Assert.All(kept.Items, item => Assert.IsAssignableFrom<RouteCommand>(item.Command));
    }

    [Fact]
    public void Lines_are_read_as_if_each_came_alone()
    {
        string[] lines =
        [
            "announce route 10.0.0.0/24 next-hop 192.0.2.1", "announce route 10.0.1.0/24 next-hop 192.0.2.1", "withdraw route 10.0.0.0/24",
            "announce route 10.0.0.0/24", "announce route", "announce route ", "announce route-refresh ipv4 unicast", "announce  route 10.0.0.0/24 next-hop self",
            "neighbor 10.0.0.1 announce route 10.0.0.0/24 next-hop self", "neighbor 10.0.0.1, neighbor 10.0.0.2 announce route 10.0.0.0/24 next-hop self",
            "neighbor 10.0.0.1 local", "neighbor 10.0.0.1 local-ip 127.0.0.1 announce route 10.0.0.0/24 next-hop self",
            "neighbor 10.0.0.2 announce route 10.0.0.0/24 next-hop self", "announce route 10.0.0.0/24 next-hop self; route 10.0.1.0/24 next-hop self",
            "announce attribute next-hop 192.0.2.1 nlri 10.0.0.0/24", "announce attributes next-hop 192.0.2.1 nlri 10.0.0.0/24", "announce eor ipv4 unicast",
            "announce ipv4 unicast 10.0.0.0/24 next-hop self", "announce ipv6 unicast 2001:db8::/32 next-hop ::1", "announce watchdog dog", "# announce route ",
            "announce flow route { match { destination 10.0.0.1/32; } then { discard; } }", "announce flow", "announce vpls", "announce vpls ", "announce vpls endpoint 5", "show adj-rib out", "version", "nonsense", "",
        ];
        var random = new Random(3);
        for (var i = 0; i < 1_000; i++)
        {
            var line = Encoding.UTF8.GetBytes(lines[random.Next(lines.Length)]);
            Assert.Equal(Read(new ApiLineReader(new RouteGrammar(_routes, _attributes)), line), Read(_reader, line));
        }
        Assert.Equal((0, 0), (_routes.Count, _attributes.Count));
    }

    private CommandBatch NewBatch() => new(_helper, new RouteBatch(_routes, _attributes));

    private void ReadAll(byte[][] lines, CommandBatch batch)
    {
        foreach (var line in lines) _reader.Read(line, batch);
    }

    private void ReadAndForget(byte[][] lines, CommandBatch batch)
    {
        ReadAll(lines, batch);
        batch.Routes.Release();
        batch.Items.Clear();
    }

    private string Read(ApiLineReader reader, byte[] line)
    {
        var batch = NewBatch();
        reader.Read(line, batch);
        var text = new StringBuilder();
        foreach (var item in batch.Items)
        {
            text.Append(item.Command?.Name).Append('|').Append(item.Text).Append('|').Append(item.Reason).Append('|').Append(item.First).Append('+').Append(item.Count).Append('|')
                .Append(item.Selector?.Matches("neighbor 10.0.0.1 local-ip 127.0.0.1")).Append(item.Selector?.Matches("neighbor 10.0.0.2 local-ip 127.0.0.1"));
        }
        foreach (var change in batch.Routes.Changes)
            text.Append(change.Action).Append(Convert.ToHexString(_routes.Nlri(change.Route))).Append(_attributes.Get(change.Attributes).NextHop);
        batch.Routes.Release();
        return text.ToString();
    }
}
