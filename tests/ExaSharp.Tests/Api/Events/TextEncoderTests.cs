using ExaSharp.Api.Events;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Text;
using Xunit;
using static ExaSharp.Tests.Api.Events.EventTestData;

namespace ExaSharp.Tests.Api.Events;

public class TextEncoderTests
{
    private const string Octets = " header 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304";

    private readonly TextEncoder _encoder = new(Context());
    private readonly NeighborInfo _neighbor = Neighbor();

    [Fact]
    public void Connected() => Expect("neighbor 127.0.0.2 connected\n\n", output => _encoder.Connected(_neighbor, output));

    [Fact]
    public void Up() => Expect("neighbor 127.0.0.2 up\n\n", output => _encoder.Up(_neighbor, output));

    [Fact]
    public void Down() => Expect("neighbor 127.0.0.2 down - notification sent (6,4)\n\n",
        output => _encoder.Down(_neighbor, "notification sent (6,4)", output));

    [Fact]
    public void A_reason_can_not_forge_an_event() => Expect("neighbor 127.0.0.2 down - a\\x0ab\\x200bé \\x7f\n\n",
        output => _encoder.Down(_neighbor, "a\nb\u200bé \u007f", output));

    [Fact]
    public void There_are_no_negotiated_fsm_and_signal_events() => Expect("", output =>
    {
        _encoder.Fsm(_neighbor, "IDLE", output);
        _encoder.Negotiated(_neighbor, Session(), output);
        _encoder.Signal(_neighbor, 15, "SIGTERM", output);
    });

    [Fact]
    public void Keepalive_sent() => Expect("neighbor 127.0.0.2 send keepalive\n\n",
        output => _encoder.Keepalive(new MessageEvent(_neighbor, EventDirection.Send), output));

    [Fact]
    public void Keepalive_received_with_its_octets() => Expect($"neighbor 127.0.0.2 receive keepalive{Octets}\n\n",
        output => _encoder.Keepalive(new MessageEvent(_neighbor, EventDirection.Receive) { Header = Header }, output));

    [Fact]
    public void Notification() => Expect("neighbor 127.0.0.2 send notification code 6 subcode 4 data 0x14\n\n",
        output => _encoder.Notification(new MessageEvent(_neighbor, EventDirection.Send), 6, 4, [0x14], output));

    [Fact]
    public void Notification_with_its_octets() => Expect($"neighbor 127.0.0.2 receive notification code 3 subcode 1 data 0x{Octets} body 0x0301\n\n",
        output => _encoder.Notification(new MessageEvent(_neighbor, EventDirection.Receive) { Header = Header, Body = [3, 1] }, 3, 1, [], output));

    [Fact]
    public void Route_refresh() => Expect($"neighbor 127.0.0.2 receive route-refresh afi ipv4 safi unicast query{Octets} body 0x00010001\n\n",
        output => _encoder.Refresh(new MessageEvent(_neighbor, EventDirection.Receive) { Header = Header, Body = [0, 1, 0, 1] }, FamilyId.Ipv4Unicast, 0, output));

    [Fact]
    public void Packets() => Expect($"neighbor 127.0.0.2 receive 2{Octets} body 0x00000000\n\n",
        output => _encoder.Packets(new MessageEvent(_neighbor, EventDirection.Receive) { Header = Header, Body = [0, 0, 0, 0] }, MessageType.Update, output));

    [Fact]
    public void Operational_advisory() => Expect("neighbor 127.0.0.2 receive operational ASM afi ipv4 safi unicast advisory \"a\\x0ab\"\n",
        output => _encoder.Operational(
            new MessageEvent(_neighbor, EventDirection.Receive),
            OperationalMessage.Advisory(OperationalKind.AdvisoryStatic, FamilyId.Ipv4Unicast, "a\nb"), output));

    [Fact]
    public void Operational_counter() => Expect($"neighbor 127.0.0.2 receive operational RPCP afi ipv4 safi unicast router-id 10.0.0.1 sequence 1 counter 2{Octets}\n",
        output => _encoder.Operational(
            new MessageEvent(_neighbor, EventDirection.Receive) { Header = Header },
            OperationalMessage.Reply(OperationalKind.ReachableCountReply, FamilyId.Ipv4Unicast, Address("10.0.0.1"), 1, 2), output));

    [Fact]
    public void Open() => Expect(
        "neighbor 127.0.0.2 receive open version 4 asn 65002 hold_time 180 router_id 10.0.0.2 capabilities [multiprotocol(ipv4 unicast,ipv4 flow), route refresh, asn4(65002)]\n\n",
        output => _encoder.Open(new MessageEvent(_neighbor, EventDirection.Receive), ReceivedOpen(), output));

    [Fact]
    public void Shutdown() => Expect("shutdown 1234 1\n\n", _encoder.Shutdown);

    private static void Expect(string expected, Action<TextBuffer> write) => Assert.Equal(expected, Write(write));
}
