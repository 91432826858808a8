using System.Text.Json;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Text;
using Xunit;
using static ExaSharp.Tests.Api.Events.EventTestData;

namespace ExaSharp.Tests.Api.Events;

public class Json5EncoderTests
{
    private readonly Json5Encoder _encoder = new(Context());
    private readonly NeighborInfo _neighbor = Neighbor();

    [Fact]
    public void Connected() => Expect("state", "\"state\": \"connected\" } }", output => _encoder.Connected(_neighbor, output));

    [Fact]
    public void Up() => Expect("state", "\"state\": \"up\" } }", output => _encoder.Up(_neighbor, output));

    [Fact]
    public void Down() => Expect("state", """
        "state": "down", "reason": "notification sent (6,4)" } }
        """, output => _encoder.Down(_neighbor, "notification sent (6,4)", output));

    [Fact]
    public void Down_with_a_reason_that_needs_escapes() => Expect("state", """
        "state": "down", "reason": "a\nb \"\u00e9\" \ud83d\ude00" } }
        """, output => _encoder.Down(_neighbor, "a\nb \"é\" 😀", output));

    [Fact]
    public void Fsm() => Expect("fsm", "\"state\": \"ACTIVE\" } }", output => _encoder.Fsm(_neighbor, "ACTIVE", output));

    [Fact]
    public void Signal() => Expect("signal", """
        "code": "15", "name": "SIGTERM" } }
        """, output => _encoder.Signal(_neighbor, 15, "SIGTERM", output));

    [Fact]
    public void Negotiated() => Expect("negotiated", NegotiatedPart + " } }", output => _encoder.Negotiated(_neighbor, Session(), output));

    [Fact]
    public void Keepalive_sent() => Expect("keepalive", "\"direction\": \"send\"  } }",
        output => _encoder.Keepalive(new MessageEvent(_neighbor, EventDirection.Send), output));

    [Fact]
    public void Keepalive_received_with_its_octets() => Expect(
        "keepalive", "\"direction\": \"receive\"  } }",
        output => _encoder.Keepalive(new MessageEvent(_neighbor, EventDirection.Receive) { Header = Header }, output),
        octets: "\"header\": \"0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304\", ");

    [Fact]
    public void Notification_sent() => Expect("notification", """
        "direction": "send", "notification": { "code": 6, "subcode": 4, "data": "0x1441646D696E697374726174697665205265736574", "message": "\u0014Administrative Reset" }  } }
        """, output => _encoder.Notification(new MessageEvent(_neighbor, EventDirection.Send), 6, 4, "\u0014Administrative Reset"u8, output));

    [Fact]
    public void Notification_received_with_its_octets() => Expect(
        "notification",
        """
        "direction": "receive", "notification": { "code": 6, "subcode": 2, "data": "0x53687574646F776E20436F6D6D756E69636174696F6E3A20227465737422", "message": "Shutdown Communication: \"test\"" }  } }
        """,
        output => _encoder.Notification(
            new MessageEvent(_neighbor, EventDirection.Receive) { Header = Header, Body = [6, 2] }, 6, 2, "Shutdown Communication: \"test\""u8, output),
        octets: "\"header\": \"0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304\", \"body\": \"0x0602\", ");

    [Fact]
    public void Notification_without_data() => Expect("notification", """
        "direction": "send", "notification": { "code": 3, "subcode": 1, "data": "0x", "message": "" }  } }
        """, output => _encoder.Notification(new MessageEvent(_neighbor, EventDirection.Send), 3, 1, [], output));

    [Theory]
    [InlineData(0, "query")]
    [InlineData(1, "begin")]
    [InlineData(2, "end")]
    [InlineData(9, "invalid")]
    public void Route_refresh(byte subtype, string word) => Expect("refresh", $$"""
        "direction": "receive", "route-refresh": { "afi": "ipv4", "safi": "unicast", "subtype": "{{word}}" } } }
        """, output => _encoder.Refresh(new MessageEvent(_neighbor, EventDirection.Receive), FamilyId.Ipv4Unicast, subtype, output));

    [Fact]
    public void Route_refresh_of_an_unknown_family() => Expect("refresh", """
        "direction": "receive", "route-refresh": { "afi": "unknown-afi-0x7", "safi": "unknown safi 9", "subtype": "query" } } }
        """, output => _encoder.Refresh(new MessageEvent(_neighbor, EventDirection.Receive), new FamilyId((Afi)7, (Safi)9), 0, output));

    [Theory]
    [InlineData(MessageType.Open, "open", 1)]
    [InlineData(MessageType.Update, "update", 2)]
    [InlineData(MessageType.Notification, "notification", 3)]
    [InlineData(MessageType.Keepalive, "keepalive", 4)]
    [InlineData(MessageType.RouteRefresh, "route-refresh", 5)]
    [InlineData(MessageType.Operational, "operational", 6)]
    public void Packets(MessageType type, string word, int category) => Expect(word, $$"""
        "direction": "receive", "message": { "category": {{category}}, "header": "0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304", "body": "0x00010A" }  } }
        """, output => _encoder.Packets(new MessageEvent(_neighbor, EventDirection.Receive) { Header = Header, Body = [0, 1, 10] }, type, output));

    [Fact]
    public void Packets_with_what_was_negotiated() => Expect("keepalive", """
        "direction": "receive", "message": { "category": 4, "header": "0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304", "body": "0x" } , 
        """ + NegotiatedPart + " } }", output => _encoder.Packets(
            new MessageEvent(_neighbor, EventDirection.Receive) { Header = Header, Negotiated = Session(), IsNegotiatedWanted = true }, MessageType.Keepalive, output));

    [Fact]
    public void Operational_advisory() => Expect("operational", """
        "direction": "receive", "operational": { "name": "ASM", "afi": "ipv4", "safi": "unicast", "advisory": "text" } } }
        """, output => _encoder.Operational(
            new MessageEvent(_neighbor, EventDirection.Receive),
            OperationalMessage.Advisory(OperationalKind.AdvisoryStatic, FamilyId.Ipv4Unicast, "text"), output));

    [Fact]
    public void Operational_query() => Expect("operational", """
        "direction": "send", "operational": { "name": "RPCQ", "afi": "ipv6", "safi": "unicast" } } }
        """, output => _encoder.Operational(
            new MessageEvent(_neighbor, EventDirection.Send),
            OperationalMessage.Query(OperationalKind.ReachableCountRequest, FamilyId.Ipv6Unicast, Address("10.0.0.1"), 1), output));

    [Fact]
    public void Operational_counter() => Expect("operational", """
        "direction": "receive", "operational": { "name": "RPCP", "afi": "ipv4", "safi": "unicast", "router-id": "10.0.0.1", "sequence": 1, "counter": 2 } } }
        """, output => _encoder.Operational(
            new MessageEvent(_neighbor, EventDirection.Receive),
            OperationalMessage.Reply(OperationalKind.ReachableCountReply, FamilyId.Ipv4Unicast, Address("10.0.0.1"), 1, 2), output));

    [Fact]
    public void Open_sent_names_its_capabilities() => Expect("open", """
        "direction": "send", "open": { "version": 4, "asn": 65001, "hold_time": 180, "router_id": "10.0.0.1", "capabilities": { "multiprotocol": { "name": "multiprotocol", "families": [ "ipv4/unicast", "ipv4/flow" ] }, "asn4": { "name": "asn4", "asn4": 65001 }, "extended-message": { "name": "extended-message", "size": 65535 }, "hostname": { "host-name": "exa", "domain-name": null } } } } }
        """, output => _encoder.Open(new MessageEvent(_neighbor, EventDirection.Send), SentOpen(), output));

    [Fact]
    public void Open_received_numbers_its_capabilities() => Expect(
        "open",
        """
        "direction": "receive", "open": { "version": 4, "asn": 65002, "hold_time": 180, "router_id": "10.0.0.2", "capabilities": { "1": { "name": "multiprotocol", "families": [ "ipv4/unicast", "ipv4/flow" ] }, "2": { "name": "route-refresh", "variant": "RFC" }, "65": { "name": "asn4", "asn4": 65002 } } } } }
        """,
        output => _encoder.Open(new MessageEvent(_neighbor, EventDirection.Receive) { Header = Header, Body = ReceivedOpenBody }, ReceivedOpen(), output),
        octets: "\"header\": \"0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304\", \"body\": \"0x" + Convert.ToHexString(ReceivedOpenBody) + "\", ");

    [Fact]
    public void Decode_says_in() => Expect("keepalive", "\"direction\": \"in\"  } }",
        output => _encoder.Keepalive(new MessageEvent(_neighbor, EventDirection.Decoded), output));

    [Fact]
    public void Shutdown_has_neither_neighbor_nor_counter() => Assert.Equal(
        """{ "exabgp": "5.0.0", "time": 1795185600.25, "host" : "exa", "pid" : 1234, "ppid" : 1, "type": "notification", "notification": "shutdown" }""" + "\n",
        Write(_encoder.Shutdown));

    [Fact]
    public void The_counter_is_the_neighbors_and_goes_up_with_each_event()
    {
        var other = Neighbor();
        for (var i = 1; i <= 3; i++)
        {
            Assert.StartsWith(Envelope + i + ",", Write(output => _encoder.Up(_neighbor, output)), StringComparison.Ordinal);
            Assert.StartsWith(Envelope + i + ",", Write(output => new Json5Encoder(Context()).Up(other, output)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2026-11-20T15:20:00Z", "1795188000.0")]
    [InlineData("2026-11-20T15:20:00.1234567Z", "1795188000.1234567")]
    [InlineData("1970-01-01T00:00:00.5Z", "0.5")]
    public void Time_is_written_as_Python_writes_a_float(string now, string expected)
    {
        var encoder = new Json5Encoder(new EventContext("exa", 1, 1, new FixedTime(now)));
        Assert.Contains($"\"time\": {expected}, ", Write(encoder.Shutdown), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_known_yet_still_makes_valid_json()
    {
        var neighbor = new NeighborInfo { PeerAddress = Address("2001:db8::2") };
        var text = Write(output => _encoder.Fsm(neighbor, "IDLE", output));
        Assert.Contains("""
            "neighbor": { "address": { "local": "None", "peer": "2001:db8::2" }, "asn": { "local": null, "peer": null } , "state": "IDLE" } }
            """, text, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(text);
    }

    private static void Expect(string type, string own, Action<TextBuffer> write, string octets = "")
    {
        var text = Write(write);
        Assert.Equal(Envelope + "1, \"type\": \"" + type + "\", " + octets + NeighborPart + own + "\n", text);
        using var document = JsonDocument.Parse(text);
    }
}
