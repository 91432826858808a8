using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

public sealed class AdjRibOutTests : IDisposable
{
    private const string Defaults = "40010100400200" + "40050400000064";

    private RibRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void What_is_announced_already_is_not_announced_again()
    {
        _rig.Rib.SessionUp(RibRig.Session());
        var one = _rig.Set("1.1.1.1");
        Assert.True(_rig.Announce("10.0.0.0/8", one));
        Assert.False(_rig.Announce("10.0.0.0/8", one));
        Assert.Single(_rig.Flush());
        Assert.False(_rig.Announce("10.0.0.0/8", one));
        Assert.Empty(_rig.Flush());
        Assert.True(_rig.Announce("10.0.0.0/8", _rig.Set("1.1.1.2")));
        Assert.Single(_rig.Flush());
    }

    [Fact]
    public void Next_hop_self_and_our_address_are_the_same()
    {
        _rig.Rib.SessionUp(RibRig.Session());
        Assert.True(_rig.Announce("2.2.0.1/32", _rig.Set("127.0.0.1")));
        Assert.False(_rig.Announce("2.2.0.1/32", _rig.Set("self")));
        Assert.True(_rig.Announce("3.3.0.3/32", _rig.Set("self")));
        Assert.False(_rig.Announce("3.3.0.3/32", _rig.Set("127.0.0.1")));
        Assert.Equal(["00000015400101004002004003047F00000140050400000064" + "2002020001" + "2003030003"], _rig.Flush());
    }

    [Fact]
    public void Next_hop_self_follows_the_session()
    {
        _rig.Announce("10.0.0.0/8", _rig.Set("self"));
        foreach (var (address, octets) in new[] { ("127.0.0.1", "7F000001"), ("127.0.0.9", "7F000009") })
        {
            _rig.Rib.SessionUp(RibRig.Session() with { LocalAddress = RibRig.Address(address) });
            Assert.Contains("400304" + octets, Assert.Single(_rig.Flush()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_adj_rib_out_announces_are_repeated_and_routes_still_outlive_the_session()
    {
        _rig = new RibRig(suppressDuplicates: false);
        _rig.Rib.SessionUp(RibRig.Session());
        var set = _rig.Set("1.1.1.1");
        Assert.True(_rig.Announce("10.0.0.0/8", set));
        Assert.Single(_rig.Flush());
        Assert.True(_rig.Announce("10.0.0.0/8", set));
        Assert.Single(_rig.Flush());
        _rig.Rib.SessionDown();
        _rig.Rib.SessionUp(RibRig.Session());
        Assert.Single(_rig.Flush());
    }

    [Fact]
    public void Without_a_session_changes_are_only_remembered()
    {
        var set = _rig.Set("1.1.1.1");
        _rig.Announce("10.0.0.0/8", set);
        _rig.Announce("11.0.0.0/8", set);
        _rig.Withdraw("10.0.0.0/8", set);
        _rig.Rib.Resend();
        Assert.False(_rig.Rib.HasPending);
        Assert.Equal(0, _rig.Builder.Fill(_rig.Rib, _rig.Output));
        Assert.Equal(1, _rig.Rib.Count);
    }

    [Fact]
    public void Each_session_gets_everything_again_by_attributes()
    {
        var one = _rig.Set("1.1.1.1");
        var two = _rig.Set("2.2.2.2");
        _rig.Announce("10.0.0.0/8", one);
        _rig.Announce("11.0.0.0/8", two);
        _rig.Announce("12.0.0.0/8", one);
        for (var session = 0; session < 2; session++)
        {
            _rig.Rib.SessionUp(RibRig.Session());
            Assert.Equal(
            [
                "00000015" + "40010100400200" + "40030401010101" + "40050400000064" + "080A" + "080C",
                "00000015" + "40010100400200" + "40030402020202" + "40050400000064" + "080B",
            ], _rig.Flush());
            _rig.Rib.SessionDown();
        }
    }

    [Fact]
    public void A_session_that_ends_takes_what_was_pending_with_it()
    {
        var set = _rig.Set("1.1.1.1");
        for (var i = 0; i < 100; i++) _rig.Announce($"2001:db8:{i:x}::/48", _rig.Set("2001:db8::1"));
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv6Unicast));
        Assert.Equal(10, _rig.Flush(maxMessages: 10).Length);
        _rig.Rib.SessionDown();
        Assert.False(_rig.Rib.HasPending);
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv6Unicast));
        Assert.Equal(100, _rig.Flush().Length);
        Assert.NotEqual(0, set);
    }

    [Fact]
    public void Families_that_were_not_negotiated_wait_for_a_session_that_has_them()
    {
        _rig.Rib.SessionUp(RibRig.Session());
        _rig.Announce("2001:db8::/32", _rig.Set("2001:db8::1"));
        Assert.False(_rig.Rib.HasPending);
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv6Unicast));
        Assert.Single(_rig.Flush());
        Assert.Empty(_rig.Skipped);
    }

    [Fact]
    public void A_withdraw_is_sent_also_for_a_route_never_announced_but_not_in_the_first_flush()
    {
        _rig.Rib.SessionUp(RibRig.Session());
        var set = _rig.Set("");
        _rig.Withdraw("10.0.0.0/8", set);
        Assert.True(_rig.Rib.HasPending);
        Assert.Empty(_rig.Flush());
        Assert.False(_rig.Rib.HasPending);
        _rig.Withdraw("10.0.0.0/8", set);
        Assert.Equal(["0002080A0000"], _rig.Flush());
    }

    /// <summary>ExaBGP's api-fast: a burst in the first flush, then a withdraw that takes the place of its announce.</summary>
    [Fact]
    public void A_change_in_the_bucket_where_the_route_waits_takes_its_place()
    {
        _rig = new RibRig(grouped: false);
        _rig.Rib.SessionUp(RibRig.Session());
        var set = _rig.Set("101.1.101.1");
        _rig.Announce("1.1.0.0/24", set);
        _rig.Announce("1.1.0.0/25", set);
        _rig.Withdraw("1.1.0.0/24", set);
        _rig.Announce("1.1.0.0/25", set);
        Assert.Equal(["0000001540010100400200400304650165014005040000006419" + "01010000"], _rig.Flush());
        _rig.Announce("2.2.0.0/25", set);
        _rig.Announce("2.2.0.0/24", set);
        _rig.Withdraw("2.2.0.0/25", set);
        _rig.Announce("0.0.0.0/0", _rig.Set("1.101.1.101"));
        Assert.Equal(
        [
            "000519020200000000",
            "0000001540010100400200400304650165014005040000006418020200",
            "0000001540010100400200400304016501654005040000006400",
        ], _rig.Flush());
    }

    /// <summary>In an UPDATE routes are sorted as by ExaBGP, for which no path identifier is the text <c>no-pi</c>.</summary>
    [Fact]
    public void Routes_without_a_path_identifier_stand_between_those_with_small_and_with_large_ones()
    {
        _rig.Rib.SessionUp(RibRig.Session());
        var set = _rig.Set("1.1.1.1");
        _rig.Rib.Announce(_rig.Route("10.0.0.0/8", 0x6E6F2D71), set);
        _rig.Rib.Announce(_rig.Route("11.0.0.0/8"), set);
        _rig.Rib.Announce(_rig.Route("12.0.0.0/8", 0x6E6F2D70), set);
        Assert.Equal(["0000001540010100400200400304010101014005040000006408" + "0C080B080A"], _rig.Flush());
    }

    /// <summary>Attribute sets in the order of their first use by any family, as ExaBGP has them.</summary>
    [Fact]
    public void A_family_that_uses_an_earlier_attribute_set_is_sent_with_it()
    {
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv4Unicast, FamilyId.Ipv4Flow, RibRig.Vpn));
        var first = _rig.Nlri(FamilyId.Ipv4Flow, "03020801");
        var second = _rig.Nlri(FamilyId.Ipv4Flow, "03020802");
        var third = _rig.Nlri(RibRig.Vpn, "03020803");
        var (one, two, three) = (_rig.Set("", "04:80:00000001"), _rig.Set("1.1.1.1"), _rig.Set("", "04:80:00000003"));
        _rig.Rib.Announce(first, one);
        _rig.Announce("10.0.0.0/8", two);
        _rig.Rib.Announce(second, three);
        _rig.Rib.Announce(third, two);
        Assert.Equal(["03020801", "0101080A", "03020803", "03020802"], _rig.Flush().Select(update =>
            update.EndsWith("080A", StringComparison.Ordinal) ? "0101080A" : update[^8..]));
    }

    /// <summary>For ExaBGP the next-hop of FlowSpec and VPLS routes is none of the attributes that routes are sent together by.</summary>
    [Fact]
    public void Flow_and_vpls_routes_with_other_next_hops_are_sent_together_in_order_of_arrival()
    {
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv4Flow, RibRig.Vpls));
        int Flow(int number) => _rig.Nlri(FamilyId.Ipv4Flow, $"030208{number:X2}");
        int Vpls(int number) => _rig.Nlri(RibRig.Vpls, $"030308{number:X2}");
        var (one, two, none) = (_rig.Set("1.1.1.1"), _rig.Set("2.2.2.2"), _rig.Set(""));
        var (med, same) = (_rig.Set("1.1.1.1", "04:80:00000001"), _rig.Set("3.3.3.3", "04:80:00000001"));
        _rig.Rib.Announce(Flow(1), one);
        _rig.Rib.Announce(Flow(2), med);
        _rig.Rib.Announce(Vpls(3), one);
        _rig.Rib.Announce(Flow(4), two);
        _rig.Rib.Announce(Flow(5), one);
        _rig.Rib.Announce(Vpls(6), same);
        _rig.Rib.Announce(Vpls(7), two);
        _rig.Rib.Announce(Flow(8), none);
        // Another next-hop: it keeps its place.
        _rig.Rib.Announce(Flow(4), one);
        Assert.Equal(["030208010401010101", "030208040401010101", "030208050401010101", "0302080800", "030308030401010101", "030308070402020202", "030208020401010101", "030308060403030303"],
            _rig.Flush().Select(update => NlriAndNextHop(update)));
    }

    /// <summary>ExaBGP's api-flow.</summary>
    [Fact]
    public void The_first_flush_sends_only_the_attributes_of_a_flow_withdraw()
    {
        _rig = new RibRig(grouped: false);
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv4Flow));
        var first = _rig.Nlri(FamilyId.Ipv4Flow, "1301200000000002200000000003810605910C38");
        var second = _rig.Nlri(FamilyId.Ipv4Flow, "0C0120FFFFFFFF0220FFFFFFFF");
        var discard = _rig.Set("", "10:C0:8006000000000000");
        var limit = _rig.Set("", "10:C0:80060000477FFF00");
        var none = _rig.Set("");
        _rig.Rib.Withdraw(first, none);
        Assert.Equal(["0000000E4001010040020040050400000064"], _rig.Flush());
        _rig.Rib.Withdraw(first, none);
        _rig.Rib.Announce(first, discard);
        _rig.Rib.Announce(second, limit);
        Assert.False(_rig.Rib.Announce(first, discard));
        Assert.False(_rig.Rib.Announce(second, limit));
        Assert.Equal(
        [
            "000000284001010040020040050400000064800F170001851301200000000002200000000003810605910C38",
            "000000354001010040020040050400000064C010088006000000000000800E1900018500001301200000000002200000000003810605910C38",
            "0000002E4001010040020040050400000064C0100880060000477FFF00800E1200018500000C0120FFFFFFFF0220FFFFFFFF",
        ], _rig.Flush());
        _rig.Rib.Withdraw(first, none);
        _rig.Rib.Announce(first, discard);
        Assert.Equal(
        [
            "000000284001010040020040050400000064800F170001851301200000000002200000000003810605910C38",
            "000000354001010040020040050400000064C010088006000000000000800E1900018500001301200000000002200000000003810605910C38",
        ], _rig.Flush());
    }

    [Fact]
    public void A_withdraw_never_overtakes_the_announce_that_it_follows()
    {
        Established();
        var one = _rig.Set("1.1.1.1");
        var two = _rig.Set("2.2.2.2");
        _rig.Withdraw("10.5.0.0/24", one);
        _rig.Announce("10.6.0.0/24", two);
        _rig.Withdraw("10.6.0.0/24", one);
        Assert.Equal(["0008180A0500180A06000000"], _rig.Flush());
    }

    [Fact]
    public void A_withdraw_that_would_undo_a_later_announce_is_cancelled()
    {
        Established();
        var one = _rig.Set("1.1.1.1");
        var two = _rig.Set("2.2.2.2");
        _rig.Announce("10.1.0.0/24", one);
        _rig.Withdraw("10.6.0.0/24", two);
        _rig.Announce("10.6.0.0/24", one);
        Assert.Equal(["00000015" + "40010100400200" + "40030401010101" + "40050400000064" + "180A0100" + "180A0600"], _rig.Flush());
    }

    [Fact]
    public void A_standing_withdraw_is_not_repeated()
    {
        Established(FamilyId.Ipv4Flow);
        var rule = _rig.Nlri(FamilyId.Ipv4Flow, "03020800");
        var none = _rig.Set("");
        var action = _rig.Set("", "10:C0:8006000000000000");
        for (var i = 0; i < 3; i++)
        {
            _rig.Rib.Withdraw(rule, none);
            _rig.Rib.Announce(rule, action);
        }
        var messages = _rig.Flush();
        Assert.Equal(2, messages.Length);
        Assert.Contains("800F07000185", messages[0], StringComparison.Ordinal);
        Assert.Contains("800E09000185", messages[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_flaps_between_next_hops_takes_no_more_room()
    {
        Established(FamilyId.Ipv4Flow);
        var rules = Enumerable.Range(0, 50).Select(i => _rig.Nlri(FamilyId.Ipv4Flow, $"030208{i:X2}")).ToArray();
        for (var i = 0; i < 50_000; i++)
        {
            var set = _rig.Set($"1.1.{i >> 8 & 255}.{i & 255}", $"04:80:{i % 3000:X8}");
            _rig.Rib.Announce(rules[i % 50], set);
            _rig.Interner.Release(set);
        }
        Assert.Equal(50, _rig.Rib.PendingCount);
        var updates = _rig.Flush();
        Assert.Equal(50, updates.Length);
        for (var i = 49_950; i < 50_000; i++)
            Assert.Contains($"800404{i % 3000:X8}", updates.Single(update => update.EndsWith($"030208{i % 50:X2}", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.All(updates, update => Assert.StartsWith("0401", NlriAndNextHop(update)[8..], StringComparison.Ordinal));
    }

    [Fact]
    public void A_route_that_flaps_while_the_peer_does_not_read_takes_no_more_room()
    {
        Established();
        var routes = Enumerable.Range(0, 50).Select(i => _rig.Route($"10.{i}.0.0/16")).ToArray();
        for (var i = 0; i < 100_000; i++)
        {
            var set = _rig.Set($"1.1.{i >> 8 & 255}.{i & 255}");
            _rig.Rib.Announce(routes[i % 50], set);
            _rig.Interner.Release(set);
        }
        Assert.Equal(50, _rig.Rib.PendingCount);
        Assert.InRange(_rig.Rib.PendingAllocated, 1, 400_000);
        Assert.InRange(_rig.Interner.Count, 50, 10_000);
        Assert.Equal(50, _rig.Flush().Length);
    }

    [Fact]
    public void Pending_changes_take_16_octets_a_route()
    {
        _rig.Rib.SessionUp(RibRig.Session());
        var set = _rig.Set("1.1.1.1");
        for (var i = 0; i < 60_000; i++) _rig.Announce($"10.{i >> 8}.{i & 255}.0/24", set);
        Assert.InRange(_rig.Rib.PendingAllocated / 60_000.0, 1, 16.5);
        _rig.Flush();
        Assert.Equal(0, _rig.Rib.PendingAllocated);
    }

    [Fact]
    public void Clear_withdraws_all_that_is_announced()
    {
        Established(FamilyId.Ipv4Unicast, RibRig.Vpn);
        var set = _rig.Set("1.1.1.1", "08:C0:00640001");
        _rig.Announce("10.0.0.0/8", set);
        _rig.Rib.Announce(_rig.Nlri(RibRig.Vpn, "010101000001"), set);
        _rig.Flush();
        _rig.Rib.Clear();
        Assert.Equal(0, _rig.Rib.Count);
        Assert.Equal(
        [
            "0002080A0000",
            "00000028" + "40010100400200" + "40030401010101" + "40050400000064" + "C0080400640001" + "800F09000180" + "010101000001",
        ], _rig.Flush());
    }

    [Fact]
    public void Routes_that_differ_in_labels_only_replace_each_other()
    {
        Established(RibRig.Vpn);
        var set = _rig.Set("1.1.1.1");
        var first = _rig.Nlri(RibRig.Vpn, "010101000001");
        var second = _rig.Nlri(RibRig.Vpn, "020202000001");
        Assert.True(_rig.Rib.Announce(first, set));
        Assert.True(_rig.Rib.Announce(second, set));
        Assert.EndsWith("020202000001", Assert.Single(_rig.Flush()), StringComparison.Ordinal);
        Assert.False(_rig.Rib.Announce(second, set));
        Assert.Equal(1, _rig.Rib.Count);
        using var other = new AdjRibOut(_rig.Store, _rig.Interner);
        other.Announce(first, set);
        _rig.Rib.Withdraw(first, set);
        Assert.Equal(0, _rig.Rib.Count);
        Assert.Equal(1, other.Count);
        Assert.EndsWith("010101000001", Assert.Single(_rig.Flush()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_stays_as_it_was()
    {
        var set = _rig.Set("1.1.1.1");
        var route = _rig.Route("10.0.0.0/8");
        _rig.Rib.Announce(route, set);
        _rig.Announce("2001:db8::/32", set);
        using var all = new Holder(_rig.Rib.Snapshot());
        using var some = new Holder(_rig.Rib.Snapshot(FamilyId.Ipv4Unicast));
        _rig.Rib.Clear();
        Assert.Equal(2, all.Batch.Count);
        Assert.Equal(new RouteChange(route, set, RouteAction.Announce), Assert.Single(some.Batch.Changes.ToArray()));
        Assert.Equal(new byte[] { 8, 10 }, _rig.Store.Nlri(route).ToArray());
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(false, true, 2)]
    [InlineData(true, false, 3)]
    public void A_peer_always_ends_up_with_what_was_said_last(bool grouped, bool suppress, int seed)
    {
        for (var run = 0; run < 120; run++)
        {
            using var model = new RibModel(grouped, suppress, seed * 1000 + run);
            model.Run(400);
        }
    }

    /// <summary>ExaBGP's conf-flow-redirect: two rules for the same packets are both announced, the last one last.</summary>
    [Fact]
    public void The_first_session_announces_every_version_of_a_route()
    {
        _rig = new RibRig(grouped: false);
        _rig.Announce("10.0.0.0/8", _rig.Set("1.1.1.1"));
        _rig.Announce("11.0.0.0/8", _rig.Set("1.1.1.1"));
        _rig.Announce("10.0.0.0/8", _rig.Set("2.2.2.2"));
        _rig.Announce("10.0.0.0/8", _rig.Set("3.3.3.3"));
        _rig.Rib.SessionUp(RibRig.Session());
        string Update(string nextHop, string nlri) => $"0000001540010100400200400304{nextHop}400504000000640" + "8" + nlri;
        Assert.Equal(
            [Update("01010101", "0A"), Update("02020202", "0A"), Update("03030303", "0A"), Update("01010101", "0B")],
            _rig.Flush());
        _rig.Rib.SessionDown();
        _rig.Announce("11.0.0.0/8", _rig.Set("4.4.4.4"));
        _rig.Rib.SessionUp(RibRig.Session());
        Assert.Equal([Update("03030303", "0A"), Update("04040404", "0B")], _rig.Flush());
    }

    [Fact]
    public void A_version_of_a_route_that_was_withdrawn_is_not_announced()
    {
        _rig.Announce("10.0.0.0/8", _rig.Set("1.1.1.1"));
        _rig.Announce("10.0.0.0/8", _rig.Set("2.2.2.2"));
        _rig.Rib.SessionUp(RibRig.Session());
        _rig.Withdraw("10.0.0.0/8", _rig.Set("2.2.2.2"));
        Assert.Empty(_rig.Flush());
    }

    [Fact]
    public void Versions_before_the_first_session_are_bounded_and_given_back()
    {
        var sets = new[] { _rig.Set("1.1.1.1"), _rig.Set("2.2.2.2") };
        var route = _rig.Route("10.0.0.0/8");
        for (var i = 0; i < 20_000; i++) _rig.Rib.Announce(route, sets[i % 2]);
        _rig.Rib.SessionUp(RibRig.Session());
        Assert.InRange(_rig.Flush().Length, 2, 5_000);
        _rig.Rib.Dispose();
        _rig.Store.Release(route);
        foreach (var set in sets) _rig.Interner.Release(set);
        Assert.Equal((0, 0), (_rig.Store.Count, _rig.Interner.Count));
    }

    private int TakeRoute(string prefix)
    {
        var route = _rig.Route(prefix);
        _rig.Store.Release(route);
        return route;
    }

    /// <summary>The one NLRI of an MP_REACH_NLRI, its next-hop with its length behind.</summary>
    private static string NlriAndNextHop(string update)
    {
        var field = update[(update.LastIndexOf("800E", StringComparison.Ordinal) + 12)..];
        var nextHop = field[..(2 + 2 * Convert.ToInt32(field[..2], 16))];
        return field[(nextHop.Length + 2)..] + nextHop;
    }

    private void Established(params FamilyId[] families)
    {
        var session = RibRig.Session(families);
        _rig.Rib.SessionUp(session);
        var route = _rig.Nlri(session.Families[0], "FFFFFFFFFFFF");
        var set = _rig.Set("9.9.9.9");
        _rig.Rib.Withdraw(route, set);
        _rig.Flush();
        _rig.Store.Release(route);
        _rig.Interner.Release(set);
    }

    private sealed class Holder(RouteBatch batch) : IDisposable
    {
        public RouteBatch Batch => batch;

        public void Dispose() => batch.Release();
    }
}
