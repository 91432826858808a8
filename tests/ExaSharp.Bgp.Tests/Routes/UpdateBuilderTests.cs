using System.Buffers;
using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

/// <summary>The octets of UPDATEs. Those without another word are of ExaBGP's own test suite.</summary>
public sealed class UpdateBuilderTests : IDisposable
{
    private const string Defaults = "4001010040020040050400000064";

    private RibRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Ipv4_routes_of_one_set_share_an_update_and_ipv6_routes_do_not()
    {
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast));
        var v4 = _rig.Set("10.0.0.1");
        var v6 = _rig.Set("2a02:b80:1::1");
        _rig.Announce("193.0.2.1/32", v4);
        _rig.Announce("2a02:b80:0:1::1/128", v6);
        _rig.Announce("193.0.2.2/32", v4);
        _rig.Announce("2a02:b80:0:2::2/128", v6);
        Assert.Equal(
        [
            "00000015400101004002004003040A0000014005040000006420C100020120C1000202",
            "000000374001010040020040050400000064800E26000201102A020B8000010000000000000000000100802A020B80000000010000000000000001",
            "000000374001010040020040050400000064800E26000201102A020B8000010000000000000000000100802A020B80000000020000000000000002",
        ], _rig.Flush());
    }

    [Fact]
    public void Without_group_updates_each_route_has_its_update_in_order_of_arrival()
    {
        _rig = new RibRig(grouped: false);
        _rig.Rib.SessionUp(RibRig.Session());
        var set = _rig.Set("10.0.0.1");
        _rig.Announce("10.2.0.0/16", set);
        _rig.Announce("10.1.0.0/16", set);
        Assert.Equal(
            ["00000015400101004002004003040A00000140050400000064100A02", "00000015400101004002004003040A00000140050400000064100A01"],
            _rig.Flush());
    }

    [Fact]
    public void Routes_in_an_update_are_sorted_by_path_identifier_then_mask_then_address()
    {
        _rig.Rib.SessionUp(RibRig.Session() with { AddPathSend = [FamilyId.Ipv4Unicast] });
        var set = _rig.Set("10.0.0.1");
        foreach (var (prefix, path) in new (string, uint?)[] { ("10.0.2.0/24", 1), ("10.0.0.0/16", 2), ("9.0.0.0/8", null), ("10.0.1.0/24", 1), ("11.0.0.0/8", 1) })
            _rig.Rib.Announce(_rig.Route(prefix, path), set);
        var message = Assert.Single(_rig.Flush());
        Assert.EndsWith("64" + "00000001080B" + "00000001180A0001" + "00000001180A0002" + "00000002100A00" + "000000000809", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Withdraws_and_announces_of_a_set_share_an_update()
    {
        Established();
        var set = _rig.Set("1.1.1.1");
        _rig.Announce("10.7.0.0/24", set);
        _rig.Withdraw("10.1.0.0/24", set);
        Assert.Equal(["0004180A0100" + "0015" + "40010100400200400304010101014005040000006" + "4180A0700"], _rig.Flush());
    }

    [Fact]
    public void A_withdraw_of_ipv4_unicast_carries_no_attributes()
    {
        Established();
        _rig.Withdraw("2.2.0.0/25", _rig.Set("101.1.101.1"));
        Assert.Equal(["000519020200000000"], _rig.Flush());
    }

    [Fact]
    public void A_withdraw_of_ipv6_unicast_carries_only_itself()
    {
        Established(FamilyId.Ipv6Unicast);
        _rig.Rib.Withdraw(_rig.Route("2001:db8::/32"), _rig.Set("2001:db8::1", "04:80:00000001"));
        Assert.Equal(["0000000B" + "800F08" + "000201" + "2020010DB8"], _rig.Flush());
    }

    [Fact]
    public void Other_families_withdraw_with_the_attributes_given()
    {
        Established(RibRig.Vpn);
        var attributes = new[] { "08:C0:00640001", "10:C0:0002FDE900000001" };
        var route = _rig.Nlri(RibRig.Vpn, "68003E810000FDE8000000010104");
        _rig.Rib.Announce(route, _rig.Set("101.1.101.1", attributes));
        Assert.Equal(
            ["00000049400101004002004003046501650140050400000064C0080400640001C010080002FDE900000001800E1F0001800C0000000000000000650165010068003E810000FDE8000000010104"],
            _rig.Flush());
        _rig.Rib.Withdraw(route, _rig.Set("101.1.101.1", attributes));
        Assert.Equal(
            ["0000003B400101004002004003046501650140050400000064C0080400640001C010080002FDE900000001800F1100018068003E810000FDE8000000010104"],
            _rig.Flush());
    }

    [Fact]
    public void Vpls_sends_no_next_hop_attribute()
    {
        Established(RibRig.Vpls);
        var route = _rig.Nlri(RibRig.Vpls, "00110001C0A8C901007B000500010008029CE1");
        _rig.Rib.Announce(route, _rig.Set("192.168.201.1"));
        Assert.Equal(["0000002D" + Defaults + "800E1C00194104C0A8C90100" + "00110001C0A8C901007B000500010008029CE1"], _rig.Flush());
    }

    [Fact]
    public void Multicast_vpn_routes_share_an_update()
    {
        Established(RibRig.Mvpn);
        var set = _rig.Set("10.10.6.3", "10:C0:0102C0A85E0C0005");
        _rig.Rib.Announce(_rig.Nlri(RibRig.Mvpn, "07160000FDE80001869F0000FDE8200A630C0220EFFBFFE4"), set);
        _rig.Rib.Announce(_rig.Nlri(RibRig.Mvpn, "06160000FDE80001869F0000FDE8200A63C70120EFFBFFE4"), set);
        Assert.Equal(
            ["0000005C400101004002004003040A0A060340050400000064C010080102C0A85E0C0005800E39000105040A0A06030006160000FDE80001869F0000FDE8200A63C70120EFFBFFE407160000FDE80001869F0000FDE8200A630C0220EFFBFFE4"],
            _rig.Flush());
    }

    [Fact]
    public void The_next_hop_may_be_of_the_other_family()
    {
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast));
        _rig.Announce("153.153.153.153/32", _rig.Set("bad:cafe:bad:cafe:bad:cafe:bad:cafe"));
        _rig.Announce("dead:beef:dead:beef:dead:beef:dead:beef/128", _rig.Set("170.170.170.170"));
        Assert.Equal(
        [
            "0000002B4001010040020040050400000064800E1A000101100BADCAFE0BADCAFE0BADCAFE0BADCAFE002099999999",
            "0000003240010100400200400304AAAAAAAA40050400000064800E1A00020104AAAAAAAA0080DEADBEEFDEADBEEFDEADBEEFDEADBEEF",
        ], _rig.Flush());
    }

    [Fact]
    public void Multicast_goes_through_mp_reach()
    {
        Established(FamilyId.Ipv4Multicast);
        var route = _rig.Route("224.0.0.0/4", safi: Safi.Multicast);
        _rig.Rib.Announce(route, _rig.Set("1.1.1.1"));
        Assert.Equal(["00000023" + "4001010040020040030401010101" + "40050400000064" + "800E0B" + "000102" + "0401010101" + "00" + "04E0"], _rig.Flush());
        _rig.Rib.Withdraw(route, _rig.Set(""));
        Assert.Equal(["00000008" + "800F05" + "000102" + "04E0"], _rig.Flush());
    }

    [Fact]
    public void An_external_peer_gets_our_as_and_no_local_preference()
    {
        _rig.Rib.SessionUp(RibRig.Session() with { LocalAs = 65500 });
        _rig.Announce("10.0.0.0/24", _rig.Set("1.1.1.1", "05:40:0000012C"));
        Assert.Equal(["00000014" + "40010100" + "4002060201" + "0000FFDC" + "40030401010101" + "180A0000"], _rig.Flush());
    }

    [Theory]
    [InlineData(4200000000, "400204" + "0201" + "5BA0" + "C01106" + "0201" + "FA56EA00")]
    [InlineData(100, "400204" + "0201" + "0064")]
    public void An_external_peer_of_2_octet_numbers_gets_our_as_in_2_octets(uint asn, string path)
    {
        _rig.Rib.SessionUp(RibRig.Session() with { LocalAs = asn, Asn4 = false });
        _rig.Announce("10.0.0.0/8", _rig.Set("1.1.1.1"));
        Assert.Contains("40010100" + path + "40030401010101" + "080A", Assert.Single(_rig.Flush()), StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_stand_in_ascending_order_and_what_was_given_replaces_the_default()
    {
        Established();
        _rig.Announce("10.0.0.0/8", _rig.Set("1.1.1.1", "05:40:00000007", "04:80:00000009", "01:40:02", "08:C0:00010002"));
        Assert.Equal(["00000023" + "40010102" + "400200" + "40030401010101" + "80040400000009" + "40050400000007" + "C0080400010002" + "080A"], _rig.Flush());
    }

    [Theory]
    [InlineData("63:C0:0102", "C063020102")]
    [InlineData("99:70:", "70990000")]
    [InlineData("99:F0:01", "F099000101")]
    public void Attributes_written_by_hand_keep_their_flags(string attribute, string expected)
    {
        Established();
        _rig.Announce("10.0.0.0/8", _rig.Set("1.1.1.1", attribute));
        Assert.EndsWith(expected + "080A", Assert.Single(_rig.Flush()), StringComparison.Ordinal);
    }

    [Fact]
    public void Mp_fields_written_by_hand_are_not_sent()
    {
        Established();
        _rig.Announce("10.0.0.0/8", _rig.Set("1.1.1.1", "03:40:02020202", "0E:80:00", "0F:80:00"));
        Assert.Equal(["00000015" + "4001010040020040030401010101" + "40050400000064" + "080A"], _rig.Flush());
    }

    [Fact]
    public void Path_identifiers_are_sent_when_negotiated_and_0_stands_for_none()
    {
        _rig.Rib.SessionUp(RibRig.Session() with { AddPathSend = [FamilyId.Ipv4Unicast] });
        var set = _rig.Set("10.0.0.1");
        _rig.Rib.Announce(_rig.Route("10.0.0.10/32", 1), set);
        _rig.Rib.Announce(_rig.Route("10.0.0.10/32"), set);
        Assert.EndsWith("64" + "00000001" + "200A00000A" + "00000000" + "200A00000A", Assert.Single(_rig.Flush()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_path_identifiers_an_nlri_is_sent_once(bool grouped)
    {
        _rig = new RibRig(grouped);
        Established();
        var set = _rig.Set("1.1.1.1");
        _rig.Rib.Announce(_rig.Route("10.0.0.0/24", 1), set);
        _rig.Rib.Announce(_rig.Route("10.0.0.0/24", 2), set);
        _rig.Rib.Withdraw(_rig.Route("10.0.0.0/24", 3), set);
        Assert.Equal(["00000015" + "4001010040020040030401010101" + "40050400000064" + "180A0000"], _rig.Flush());
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(65535)]
    public void A_message_is_filled_to_the_last_octet(int size)
    {
        var session = RibRig.Session() with { MessageSize = size };
        _rig.Rib.SessionUp(session);
        var set = _rig.Set("1.1.1.1");
        for (var i = 0; i < 40_000; i++) _rig.Announce($"10.{i >> 8}.{i & 255}.0/24", set);
        for (var i = 0; i < 3; i++) _rig.Announce($"9.{i}.0.0/16", set);
        var messages = _rig.Flush();
        var peer = new PeerTable(session);
        peer.Apply(_rig.Output.WrittenSpan);
        Assert.Equal(40_003, peer.Routes.Count);
        Assert.Equal((40_003 * 4 + size) / (size - 48), messages.Length);
        Assert.All(messages[..^1], message => Assert.InRange(19 + message.Length / 2, size - 3, size));
    }

    [Fact]
    public void Mp_messages_are_filled_too()
    {
        var session = Established(RibRig.Mvpn);
        var set = _rig.Set("1.1.1.1");
        for (var i = 0; i < 1000; i++)
        {
            var nlri = _rig.Nlri(RibRig.Mvpn, $"060A0000000000000000{i:X4}");
            if (i % 3 == 0) _rig.Rib.Withdraw(nlri, set);
            else _rig.Rib.Announce(nlri, set);
        }
        var messages = _rig.Flush();
        var peer = new PeerTable(session);
        peer.Apply(_rig.Output.WrittenSpan);
        Assert.Equal(666, peer.Routes.Count);
        Assert.Equal(334, peer.Withdraws);
        Assert.Equal(3, messages.Length);
        Assert.All(messages[..^1], message => Assert.InRange(19 + message.Length / 2, 4096 - 11, 4096));
    }

    [Fact]
    public void A_route_that_does_not_fit_into_a_message_is_passed_over()
    {
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv4Unicast, RibRig.Vpn));
        var big = _rig.Set("1.1.1.1", "08:C0:" + new string('0', 2 * 4068));
        var exact = _rig.Set("1.1.1.1", "08:C0:" + new string('0', 2 * 4046));
        var route = _rig.Route("10.0.0.0/24");
        var vpn = _rig.Nlri(RibRig.Vpn, "010101000001");
        _rig.Rib.Announce(route, big);
        _rig.Rib.Announce(vpn, big);
        _rig.Announce("10.0.0.0/8", exact);
        _rig.Announce("11.0.0.0/16", exact);
        Assert.EndsWith("080A", Assert.Single(_rig.Flush()), StringComparison.Ordinal);
        Assert.Equal(4096, _rig.Output.WrittenCount);
        Assert.Equal(
            [(route, SkipReason.TooLarge), (vpn, SkipReason.TooLarge), (_rig.Route("11.0.0.0/16"), SkipReason.TooLarge)], _rig.Skipped);
        Assert.Equal(4, _rig.Rib.Count);
        _rig.Rib.Withdraw(route, big);
        _rig.Rib.Withdraw(vpn, big);
        Assert.Equal(["0004180A00000000", "0000000C800F09000180010101000001"], _rig.Flush());
        Assert.False(_rig.Rib.HasPending);
    }

    [Fact]
    public void A_route_that_has_no_next_hop_is_passed_over()
    {
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast, FamilyId.Ipv4Flow));
        var none = _rig.Route("10.0.0.0/24");
        var self = _rig.Route("2001:db8::/32");
        _rig.Rib.Announce(none, _rig.Set(""));
        _rig.Rib.Announce(self, _rig.Set("self"));
        _rig.Rib.Announce(_rig.Nlri(FamilyId.Ipv4Flow, "03020800"), _rig.Set(""));
        Assert.Equal(["0000001A" + Defaults + "800E09" + "000185" + "00" + "00" + "03020800"], _rig.Flush());
        Assert.Equal([(none, SkipReason.NoNextHop), (self, SkipReason.NextHopSelfUnresolved)], _rig.Skipped);
    }

    [Fact]
    public void A_route_that_can_not_be_sent_takes_what_the_peer_has_of_it_away()
    {
        _rig.Rib.SessionUp(RibRig.Session());
        _rig.Announce("10.0.0.0/8", _rig.Set("1.1.1.1"));
        _rig.Announce("11.0.0.0/8", _rig.Set("1.1.1.1"));
        _rig.Flush();
        _rig.Announce("10.0.0.0/8", _rig.Set(""));
        _rig.Announce("11.0.0.0/8", _rig.Set("1.1.1.1", "08:C0:" + new string('0', 2 * 4068)));
        Assert.Equal(["0002080A0000", "0002080B0000"], _rig.Flush());
        Assert.Equal([SkipReason.NoNextHop, SkipReason.TooLarge], _rig.Skipped.Select(skipped => skipped.Reason));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "127.0.0.1", "4003047F000001")]
    [InlineData("10.0.0.0/8", "::1", "40030401020304")]
    [InlineData("2001:db8::/32", "::1", "800E1A0002011000000000000000000000000000000001002020010DB8")]
    public void Next_hop_self_is_our_address_or_for_ipv4_our_router_id(string prefix, string local, string expected)
    {
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast) with { LocalAddress = RibRig.Address(local) });
        _rig.Announce(prefix, _rig.Set("self"));
        Assert.Contains(expected, Assert.Single(_rig.Flush()), StringComparison.Ordinal);
    }

    [Fact]
    public void End_of_rib_markers_come_in_the_order_of_the_peer()
    {
        var session = RibRig.Session(FamilyId.Ipv6Unicast, FamilyId.Ipv4Unicast, FamilyId.Ipv4Flow);
        Assert.Equal(3, _rig.Builder.WriteEndOfRibs(session, _rig.Output));
        Assert.Equal(["00000007900F0003000201", "00000000", "00000007900F0003000185"], RibRig.Messages(_rig.Output.WrittenSpan));
    }

    [Fact]
    public void Without_a_family_a_keepalive_takes_the_place_of_the_end_of_rib()
    {
        Assert.Equal(1, _rig.Builder.WriteEndOfRibs(new NegotiatedSession(), _rig.Output));
        Assert.Equal(["Keepalive "], RibRig.Messages(_rig.Output.WrittenSpan));
    }

    [Fact]
    public void One_change_can_be_written_apart_from_any_rib()
    {
        var route = _rig.Route("10.0.0.0/24");
        var set = _rig.Set("1.1.1.1");
        var session = RibRig.Session();
        Assert.True(_rig.Builder.TryWrite(new RouteChange(route, set, RouteAction.Announce), session, _rig.Output, out _));
        Assert.True(_rig.Builder.TryWrite(new RouteChange(route, set, RouteAction.Withdraw), session, _rig.Output, out _));
        Assert.Equal(
            ["00000015" + "4001010040020040030401010101" + "40050400000064" + "180A0000", "0004180A00000000"],
            RibRig.Messages(_rig.Output.WrittenSpan));
        Assert.False(_rig.Builder.TryWrite(new RouteChange(route, _rig.Set(""), RouteAction.Announce), session, _rig.Output, out var reason));
        Assert.Equal(SkipReason.NoNextHop, reason);
        Assert.Equal(2, _rig.Builder.Messages);
        Assert.Equal(2, _rig.Builder.Routes);
    }

    [Theory]
    [InlineData(true, 1, int.MaxValue)]
    [InlineData(false, 7, int.MaxValue)]
    [InlineData(true, int.MaxValue, 100)]
    public void Sending_in_slices_gives_the_same_octets(bool grouped, int maxMessages, int maxBytes)
    {
        var whole = Send(grouped, int.MaxValue, int.MaxValue, out var calls);
        Assert.Equal(1, calls);
        var sliced = Send(grouped, maxMessages, maxBytes, out calls);
        Assert.True(calls > 3);
        Assert.True(whole.AsSpan().SequenceEqual(sliced));
    }

    [Fact]
    public void Sending_allocates_nothing_for_a_route_or_an_update()
    {
        _rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast) with { Refresh = RefreshKind.Enhanced });
        var sets = new[] { _rig.Set("1.1.1.1"), _rig.Set("self"), _rig.Set("2001:db8::1") };
        var routes = new List<int>();
        for (var i = 0; i < 3000; i++)
            routes.Add(i % 2 == 0 ? _rig.Route($"10.{(i * 7 & 255)}.{i >> 5}.0/24") : _rig.Route($"2001:db8:{i:x}::/48"));
        var output = new ArrayBufferWriter<byte>(4_000_000);
        for (var i = 0; i < 5; i++) Round(i);
        // The garbage collector may empty the array pool between two rounds: what counts is what every round allocates.
        var least = long.MaxValue;
        for (var i = 5; i < 15; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Round(i);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);

        void Round(int round)
        {
            for (var i = 0; i < routes.Count; i++)
            {
                if ((i + round) % 3 == 0) _rig.Rib.Withdraw(routes[i], sets[0]);
                else _rig.Rib.Announce(routes[i], sets[(i + round) % 3]);
            }
            _rig.Rib.Resend();
            output.ResetWrittenCount();
            while (_rig.Rib.HasPending) _rig.Builder.Fill(_rig.Rib, output, maxMessages: 25);
            Assert.True(output.WrittenCount > 10_000);
        }
    }

    private static byte[] Send(bool grouped, int maxMessages, int maxBytes, out int calls)
    {
        using var rig = new RibRig(grouped);
        rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast) with { Refresh = RefreshKind.Enhanced });
        var random = new Random(5);
        var sets = new[] { rig.Set("1.1.1.1"), rig.Set("1.1.1.2") };
        for (var i = 0; i < 4000; i++) rig.Announce($"{random.Next(1, 200)}.{random.Next(256)}.0.0/{random.Next(16, 25)}", sets[random.Next(2)]);
        for (var i = 0; i < 20; i++) rig.Announce($"2001:db8:{i:x}::/48", sets[0]);
        calls = 0;
        while (rig.Rib.HasPending)
        {
            rig.Builder.Fill(rig.Rib, rig.Output, maxMessages, maxBytes);
            if (calls++ == 2) Assert.True(calls < 100_000);
        }
        return rig.Output.WrittenSpan.ToArray();
    }

    /// <summary>A session whose first flush, which sends no withdraws, is over.</summary>
    private NegotiatedSession Established(params FamilyId[] families)
    {
        var session = RibRig.Session(families);
        _rig.Rib.SessionUp(session);
        Span<byte> nlri = stackalloc byte[5];
        BinaryPrimitives.WriteUInt32BigEndian(nlri[1..], 0x01020304);
        var family = session.Families[0];
        var route = _rig.Store.Acquire(family, null, nlri);
        var set = _rig.Interner.Acquire(ReadOnlySpan<byte>.Empty, NextHop.Of(IpAddress.FromIpv4(9)));
        _rig.Rib.Withdraw(route, set.Id);
        _rig.Flush();
        _rig.Output.Clear();
        return session;
    }
}
