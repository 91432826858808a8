using System.Globalization;
using System.Text;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Tests.Api.Events;

/// <summary>A neighbour, a session and a clock for the events of the tests.</summary>
internal static class EventTestData
{
    /// <summary>What every JSON event of these tests begins with, up to the number of its counter.</summary>
    public const string Envelope = """{ "exabgp": "5.0.0", "time": 1795185600.25, "host" : "exa", "pid" : 1234, "ppid" : 1, "counter": """;

    /// <summary>The neighbour's part, up to what is the event's own.</summary>
    public const string NeighborPart = """
        "neighbor": { "address": { "local": "127.0.0.1", "peer": "127.0.0.2" }, "asn": { "local": 65001, "peer": 65002 }, "router-id": "10.0.0.1" , 
        """;

    public const string NegotiatedPart = """
        "negotiated": { "message_size": 65535, "hold_time": 180, "asn4": true, "multisession": false, "operational": true, "refresh": "enhanced", "families": ["ipv4 unicast", "ipv4 flow", "ipv6 unicast"], "nexthop": ["ipv4 unicast ipv6"], "add_path": {"send": ["ipv4 unicast", "ipv6 unicast"], "receive": ["ipv6 unicast"]} } 
        """;

    public static readonly byte[] Header = Convert.FromHexString("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304");

    public static EventContext Context(bool compact = false) => new("exa", 1234, 1, new FixedTime("2026-11-20T14:40:00.25Z"), compact);

    public static NeighborInfo Neighbor() => new()
    {
        LocalAddress = Address("127.0.0.1"),
        PeerAddress = Address("127.0.0.2"),
        LocalAs = 65001,
        PeerAs = 65002,
        RouterId = Address("10.0.0.1"),
    };

    public static NegotiatedSession Session() => new()
    {
        LocalAs = 65001,
        PeerAs = 65002,
        MessageSize = 65535,
        HoldTime = 180,
        Operational = true,
        Refresh = RefreshKind.Enhanced,
        Families = [FamilyId.Ipv4Unicast, FamilyId.Ipv4Flow, FamilyId.Ipv6Unicast],
        AddPathSend = [FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast],
        AddPathReceive = [FamilyId.Ipv6Unicast],
        ExtendedNextHops = [(FamilyId.Ipv4Unicast, Afi.Ipv6)],
    };

    /// <summary>AS 65002, hold time 180, 10.0.0.2; multiprotocol (ipv4 unicast, ipv4 flow), route refresh, asn4.</summary>
    public static byte[] ReceivedOpenBody { get; } = Convert.FromHexString(
        "04FDEA00B40A000002" + "1C" + "0206010400010001" + "0206010400010085" + "02020200" + "020641040000FDEA");

    public static OpenMessage ReceivedOpen() =>
        OpenMessage.TryRead(ReceivedOpenBody, out var open, out var error) ? open : throw new FormatException(error.Text);

    public static OpenMessage SentOpen() => OpenMessage.Create(
        new SessionSettings { Families = [FamilyId.Ipv4Unicast, FamilyId.Ipv4Flow], HostName = "exa" }, 65001, Address("10.0.0.1"));

    public static IpAddress Address(string text) =>
        IpAddress.TryParse(Encoding.UTF8.GetBytes(text), out var address) ? address : throw new FormatException(text);

    public static string Write(Action<TextBuffer> event_)
    {
        var buffer = new TextBuffer();
        event_(buffer);
        return buffer.ToString();
    }

    public sealed class FixedTime(string now) : TimeProvider
    {
        private readonly DateTimeOffset _now = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
