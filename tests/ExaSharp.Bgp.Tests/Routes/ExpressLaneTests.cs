using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

/// <summary>What a source says that has nothing in a long flush does not wait for its end.</summary>
public sealed class ExpressLaneTests : IDisposable
{
    private const int Flood = 100_000;

    private readonly RibRig _rig = new();
    private readonly object _flooder = new();
    private readonly object _other = new();
    private readonly List<int> _routes = [];
    private readonly int _set;
    private readonly int _otherSet;

    public ExpressLaneTests()
    {
        _set = _rig.Set("1.1.1.1");
        _otherSet = _rig.Set("2.2.2.2");
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv4Unicast, FamilyId.Ipv4Flow));
        for (var i = 0; i < Flood; i++) _routes.Add(Prefix(i));
        _rig.Flush();
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_rule_of_one_helper_is_in_the_next_message_whatever_another_has_pending()
    {
        BeginFlood();
        Announce(_rig.Nlri(FamilyId.Ipv4Flow, "0302080A"), _otherSet, _other);
        Assert.Contains("0302080A", _rig.Flush(1)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_of_the_family_and_with_the_attributes_of_the_flood_goes_ahead_too()
    {
        BeginFlood();
        Announce(_rig.Route("192.0.2.0/24"), _set, _other);
        Assert.EndsWith("18C00002", _rig.Flush(1)[0], StringComparison.Ordinal);
        Withdraw(_rig.Route("192.0.2.0/24"), _set, _other);
        Assert.Equal("000418C000020000", _rig.Flush(1)[0]);
    }

    [Fact]
    public void What_is_announced_and_withdrawn_while_the_peer_does_not_read_is_not_announced()
    {
        BeginFlood();
        Announce(_rig.Route("192.0.2.0/24"), _set, _other);
        Withdraw(_rig.Route("192.0.2.0/24"), _set, _other);
        Assert.Equal("000418C000020000", _rig.Flush(1)[0]);
        Assert.DoesNotContain(FlushAll(), message => message.EndsWith("18C00002", StringComparison.Ordinal));
    }

    [Fact]
    public void A_route_that_waits_in_the_flood_is_changed_behind_it()
    {
        BeginFlood();
        Announce(_routes[^1], _otherSet, _other);
        var messages = FlushAll();
        // The last word is the other helper's.
        var octets = Convert.ToHexString(_rig.Store.Nlri(_routes[^1]));
        Assert.Equal(messages.Length - 1, Array.FindLastIndex(messages, message => message.Contains(octets, StringComparison.Ordinal)));
        Assert.Contains("40030402020202", messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_helper_that_has_something_in_the_flood_keeps_the_order_of_what_it_says()
    {
        BeginFlood();
        Announce(_rig.Route("192.0.2.0/24"), _otherSet, _flooder);
        Assert.DoesNotContain("18C00002", _rig.Flush(1)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_helper_goes_ahead_again_when_its_part_of_the_flood_was_sent()
    {
        Announce(_rig.Route("198.51.100.0/24"), _otherSet, _other);
        BeginFlood();
        Announce(_rig.Route("192.0.2.0/24"), _otherSet, _other);
        Assert.EndsWith("18C00002", _rig.Flush(1)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_flood_goes_ahead_with_its_share_only_and_the_first_one_goes_on()
    {
        BeginFlood();
        var single = _rig.Set("3.3.3.3");
        for (var i = 0; i < 2 * ExpressLane.Share; i++) Announce(Prefix(Flood + i), single, _other);
        Assert.Equal(ExpressLane.Share, Announced(_rig.Flush(1)[0]));
        Assert.Contains("40030401010101", _rig.Flush(1)[0], StringComparison.Ordinal);
        Assert.Contains(FlushAll(), message => message.Contains("40030403030303", StringComparison.Ordinal));
        Assert.Equal(Flood + (2 * ExpressLane.Share), _rig.Rib.Count);
    }

    [Fact]
    public void A_helper_that_used_up_its_share_has_another_after_a_part_of_the_flood()
    {
        BeginFlood();
        var route = _rig.Route("192.0.2.0/24");
        for (var i = 0; i < ExpressLane.Share; i++) Withdraw(Prefix(Flood + i), _set, _other);
        _rig.Flush(3 + (ExpressLane.Refill / 4096));
        Announce(route, _otherSet, _other);
        Assert.EndsWith("18C00002", _rig.Flush(1)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Routes_that_may_be_the_same_to_the_peer_keep_their_order()
    {
        // The peer takes no path identifiers.
        foreach (var route in _routes) Announce(route, _set, _flooder);
        Announce(_rig.Route("192.0.2.0/24", 1), _set, _flooder);
        _rig.Flush(2);
        Announce(_rig.Route("192.0.2.0/24"), _otherSet, _other);
        Assert.DoesNotContain("40030402020202", _rig.Flush(1)[0], StringComparison.Ordinal);
        Assert.Contains("40030402020202", FlushAll()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_source_waits_for_does_not_include_what_others_said()
    {
        BeginFlood();
        Assert.True(_rig.Rib.HasPendingFrom(_flooder));
        Assert.False(_rig.Rib.HasPendingFrom(_other));
        Announce(_rig.Route("192.0.2.0/24"), _set, _other);
        Assert.True(_rig.Rib.HasPendingFrom(_other));
        _rig.Flush(2);
        Assert.False(_rig.Rib.HasPendingFrom(_other));
        Assert.True(_rig.Rib.HasPendingFrom(_flooder));
        FlushAll();
        Assert.False(_rig.Rib.HasPendingFrom(_flooder));
    }

    [Fact]
    public void A_session_that_ends_takes_it_along_and_the_next_one_has_it()
    {
        BeginFlood();
        Announce(_rig.Route("192.0.2.0/24"), _otherSet, _other);
        _rig.Rib.SessionDown();
        Assert.False(_rig.Rib.HasPending);
        _rig.Rib.SessionUp(RibRig.Session());
        Assert.Contains(FlushAll(), message => message.EndsWith("18C00002", StringComparison.Ordinal));
    }

    /// <summary>Announces the flood, and sends two messages of it.</summary>
    private void BeginFlood()
    {
        foreach (var route in _routes) Announce(route, _set, _flooder);
        Assert.Equal(2, _rig.Flush(2).Length);
    }

    private string[] FlushAll()
    {
        var messages = _rig.Flush();
        Assert.False(_rig.Rib.HasPending);
        return messages;
    }

    private void Announce(int route, int set, object source) => _rig.Rib.Apply(new RouteChange(route, set, RouteAction.Announce), source);

    private void Withdraw(int route, int set, object source) => _rig.Rib.Apply(new RouteChange(route, set, RouteAction.Withdraw), source);

    private int Prefix(int number) =>
        _rig.Store.Acquire(FamilyId.Ipv4Unicast, null, [24, (byte)(10 + (number >> 16)), (byte)(number >> 8), (byte)number]);

    /// <summary>How many /24 an UPDATE announces.</summary>
    private static int Announced(string message)
    {
        var octets = Convert.FromHexString(message);
        return (octets.Length - 4 - (octets[2] << 8 | octets[3])) / 4;
    }
}
