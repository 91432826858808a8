using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Session;

public class NegotiationTests
{
    private static readonly SessionSettings Ours = SessionTesting.Settings with { PeerAs = 65001 };

    private static readonly SessionSettings Theirs = SessionTesting.Settings with
    {
        LocalAs = 65001,
        RouterId = SessionTesting.Ip("5.6.7.8"),
    };

    [Fact]
    public void Two_default_speakers_agree()
    {
        var session = Agreed(Ours, Theirs);
        Assert.Equal((65000u, 65001u, false), (session.LocalAs, session.PeerAs, session.IsIbgp));
        Assert.Equal(SessionTesting.Ip("127.0.0.1"), session.LocalAddress);
        Assert.Equal(SessionTesting.Ip("127.0.0.2"), session.PeerAddress);
        Assert.Equal(SessionTesting.Ip("1.2.3.4"), session.RouterId);
        Assert.True(session.Asn4);
        Assert.Equal(65535, session.MessageSize);
        Assert.Equal([FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast], session.Families);
        Assert.Equal(RefreshKind.Absent, session.Refresh);
        Assert.Equal(
            """{ "message_size": 65535, "hold_time": 180, "asn4": true, "multisession": false, "operational": false, "refresh": "absent", "families": ["ipv4 unicast", "ipv6 unicast"], "nexthop": [], "add_path": {"send": [], "receive": []} } """,
            SessionTesting.Text(session.AppendJson));
    }

    [Fact]
    public void Everything_can_be_agreed_on()
    {
        var all = new CapabilitySettings
        {
            RouteRefresh = true,
            GracefulRestart = 120,
            AddPath = AddPathMode.SendReceive,
            Operational = true,
            Aigp = true,
        };
        IReadOnlyList<(FamilyId, Afi)> nextHops = [(FamilyId.Ipv4Unicast, Afi.Ipv6)];
        var session = Agreed(
            Ours with { Capabilities = all, NextHops = nextHops },
            Theirs with { Capabilities = all with { AddPath = AddPathMode.Receive }, NextHops = nextHops, HoldTime = 90 });
        Assert.True(session.Aigp);
        Assert.True(session.GracefulRestart);
        Assert.True(session.SendsPathId(FamilyId.Ipv6Unicast));
        Assert.False(session.ReceivesPathId(FamilyId.Ipv6Unicast));
        Assert.Equal(
            """{ "message_size": 65535, "hold_time": 90, "asn4": true, "multisession": false, "operational": true, "refresh": "enhanced", "families": ["ipv4 unicast", "ipv6 unicast"], "nexthop": ["ipv4 unicast ipv6"], "add_path": {"send": ["ipv4 unicast", "ipv6 unicast"], "receive": []} } """,
            SessionTesting.Text(session.AppendJson));
    }

    [Theory]
    [InlineData(AddPathMode.Send, AddPathMode.Send, false, false)]
    [InlineData(AddPathMode.Send, AddPathMode.Receive, true, false)]
    [InlineData(AddPathMode.Receive, AddPathMode.Send, false, true)]
    [InlineData(AddPathMode.SendReceive, AddPathMode.SendReceive, true, true)]
    [InlineData(AddPathMode.SendReceive, AddPathMode.None, false, false)]
    [InlineData(AddPathMode.None, AddPathMode.SendReceive, false, false)]
    public void Path_identifiers_need_a_sender_and_a_receiver(AddPathMode ours, AddPathMode theirs, bool sends, bool receives)
    {
        var session = Agreed(
            Ours with { Capabilities = new CapabilitySettings { AddPath = ours } },
            Theirs with { Capabilities = new CapabilitySettings { AddPath = theirs } });
        Assert.Equal(sends, session.SendsPathId(FamilyId.Ipv4Unicast));
        Assert.Equal(receives, session.ReceivesPathId(FamilyId.Ipv4Unicast));
    }

    [Theory]
    [InlineData(180, 90, 90)]
    [InlineData(90, 180, 90)]
    [InlineData(180, 0, 0)]
    [InlineData(0, 180, 0)]
    [InlineData(180, 3, 3)]
    public void The_smaller_hold_time_wins_and_0_with_it(ushort ours, ushort theirs, ushort used) =>
        Assert.Equal(used, Agreed(Ours with { HoldTime = ours }, Theirs with { HoldTime = theirs }).HoldTime);

    [Fact]
    public void Families_are_those_of_both_in_the_peers_order()
    {
        // 2/1, then 1/133, then 1/1; of ours the middle one is missing.
        var received = SessionTesting.ReadOpen(SessionTesting.Bytes(
            "04 fde9 00b4 05060708 18 0206010400020001 0206010400010085 0206010400010001"));
        var sent = SessionTesting.Sent(Ours);
        Assert.False(Negotiation.Negotiate(Ours, sent, received, out var session).IsError);
        Assert.Equal([FamilyId.Ipv6Unicast, FamilyId.Ipv4Unicast], session.Families);
        Assert.Equal([(FamilyId.Ipv4Flow, true)], Negotiation.Mismatches(sent, received));
    }

    [Fact]
    public void Without_multiprotocol_there_is_no_family_not_even_ipv4_unicast()
    {
        var received = SessionTesting.ReadOpen(SessionTesting.Bytes("04 fde9 00b4 05060708 00"));
        Assert.False(Negotiation.Negotiate(Ours, SessionTesting.Sent(Ours), received, out var session).IsError);
        Assert.Empty(session.Families);
        Assert.False(session.Asn4);
        Assert.Equal(4096, session.MessageSize);
        Assert.Equal(
            [(FamilyId.Ipv4Unicast, false), (FamilyId.Ipv6Unicast, false)],
            Negotiation.Mismatches(SessionTesting.Sent(Ours), received));
    }

    [Fact]
    public void Normal_refresh_when_the_peer_lacks_the_enhanced_one()
    {
        var ours = Ours with { Capabilities = new CapabilitySettings { RouteRefresh = true } };
        var received = SessionTesting.ReadOpen(SessionTesting.Bytes("04 fde9 00b4 05060708 04 0202 0200"));
        Assert.False(Negotiation.Negotiate(ours, SessionTesting.Sent(ours), received, out var session).IsError);
        Assert.Equal(RefreshKind.Normal, session.Refresh);

        // Cisco's code alone does not count.
        received = SessionTesting.ReadOpen(SessionTesting.Bytes("04 fde9 00b4 05060708 04 0202 8000"));
        Assert.False(Negotiation.Negotiate(ours, SessionTesting.Sent(ours), received, out session).IsError);
        Assert.Equal(RefreshKind.Absent, session.Refresh);
    }

    [Fact]
    public void A_large_AS_number_of_the_peer_comes_from_the_capability_only_when_both_speak_it()
    {
        var ours = Ours with { PeerAs = 4200000000 };
        Assert.Equal(4200000000u, Agreed(ours, Theirs with { LocalAs = 4200000000 }).PeerAs);

        var without = ours with { Capabilities = new CapabilitySettings { Asn4 = false } };
        var error = Refused(without, Theirs with { LocalAs = 4200000000 });
        Assert.Equal("ASN in OPEN (23456) did not match ASN expected (4200000000)", error.Text);
    }

    [Theory]
    [InlineData(65001u, true, 65001u)]
    [InlineData(4200000000u, true, 4200000000u)]
    [InlineData(65001u, false, 65001u)]
    [InlineData(4200000000u, false, 23456u)]
    public void Local_as_auto_mirrors_the_peer(uint peerAs, bool asn4, uint mirrored)
    {
        var ours = Ours with { LocalAs = null, PeerAs = null, Capabilities = new CapabilitySettings { Asn4 = asn4 } };
        var received = SessionTesting.Received(Theirs with { LocalAs = peerAs });
        var localAs = Negotiation.LocalAs(ours, received);
        Assert.Equal(mirrored, localAs);
        var sent = OpenMessage.Create(ours, localAs, ours.RouterId);
        Assert.False(Negotiation.Negotiate(ours, sent, received, out var session).IsError);
        Assert.True(session.IsIbgp);
        Assert.Equal(mirrored, session.PeerAs);
    }

    [Fact]
    public void Peer_as_auto_takes_any_AS_but_0()
    {
        var ours = Ours with { PeerAs = null };
        Assert.Equal(64999u, Agreed(ours, Theirs with { LocalAs = 64999 }).PeerAs);
        var error = Refused(ours, Theirs with { LocalAs = 0 });
        Assert.Equal((NotificationCode.OpenMessageError, 2), (error.Code, error.Subcode));
    }

    [Fact]
    public void The_validations_and_their_order()
    {
        // Each peer has the fault of its row and those of all later ones.
        var multi = Ours with { Capabilities = new CapabilitySettings { MultiSession = true } };
        var all = Theirs with { LocalAs = 65009, RouterId = SessionTesting.Ip("0.0.0.0"), HoldTime = 2 };
        Assert.Equal(Error(2, "ASN in OPEN (65009) did not match ASN expected (65001)"), Refused(multi, all));
        all = all with { LocalAs = 65001 };
        Assert.Equal(Error(3, "0.0.0.0 is an invalid router_id"), Refused(multi, all));
        all = all with { RouterId = Ours.RouterId };
        Assert.Equal(
            Error(3, "BGP Identifier collision, same router-id (1.2.3.4) on both sides of this IBGP session"),
            Refused(multi with { LocalAs = 65001 }, all));
        Assert.Equal(Error(6, "Hold Time is invalid (2)"), Refused(multi, all));
        Assert.Equal(Error(6, "Hold Time is invalid (1)"), Refused(multi, all with { HoldTime = 1 }));
        all = all with { HoldTime = 3 };
        Assert.Equal(Error(9, "multisession is mandatory with this peer"), Refused(multi, all));
        all = all with { Capabilities = new CapabilitySettings { MultiSession = true }, Families = [FamilyId.Ipv4Unicast] };
        Assert.Equal(Error(8, "when checking session id, capability multiprotocol did not match"), Refused(multi, all));
        Assert.True(Agreed(multi, all with { Families = Ours.Families }).MultiSession);
    }

    [Fact]
    public void An_external_peer_may_have_our_router_id() =>
        Assert.False(Agreed(Ours, Theirs with { RouterId = Ours.RouterId }).IsIbgp);

    [Fact]
    public void A_router_id_collision_is_found_with_large_AS_numbers_too()
    {
        var ours = Ours with { LocalAs = 4200000000, PeerAs = 4200000000 };
        Assert.Equal(3, Refused(ours, Theirs with { LocalAs = 4200000000, RouterId = ours.RouterId }).Subcode);
    }

    private static BgpError Error(byte subcode, string text) => BgpError.Reset(NotificationCode.OpenMessageError, subcode, text);

    private static NegotiatedSession Agreed(SessionSettings ours, SessionSettings theirs)
    {
        var error = Negotiation.Negotiate(ours, SessionTesting.Sent(ours), SessionTesting.Received(theirs), out var session);
        Assert.False(error.IsError, error.Text);
        return session;
    }

    private static BgpError Refused(SessionSettings ours, SessionSettings theirs)
    {
        var error = Negotiation.Negotiate(ours, SessionTesting.Sent(ours), SessionTesting.Received(theirs), out _);
        Assert.True(error.IsError);
        return error;
    }
}
