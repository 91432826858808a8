using ExaSharp.Bgp.Capabilities;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Tests.Session;
using Xunit;

namespace ExaSharp.Bgp.Tests.Messages;

public class OpenMessageTests
{
    private const string Fixed = "04 fde8 00b4 01020304 ";

    private static readonly SessionSettings Everything = SessionTesting.Settings with
    {
        Capabilities = new CapabilitySettings
        {
            RouteRefresh = true,
            GracefulRestart = 120,
            AddPath = AddPathMode.SendReceive,
            Operational = true,
            SoftwareVersion = true,
        },
        NextHops = [(FamilyId.Ipv4Unicast, Afi.Ipv6), (FamilyId.Ipv6Unicast, Afi.Ipv4)],
        HostName = "myhost",
        DomainName = "example.com",
        SoftwareVersion = "ExaBGP/5.0.0-0+test",
    };

    private const string EverythingHex =
        "02060104000100010206010400020001 020641040000fde8 0208 0506 0001 0001 0002 020a 4508 00010103 00020103 "
        + "020c 400a 8078 00010180 00020180 0202 0200 0202 4600 0202 b900 0202 0600 0215 4913 06 6d79686f7374 0b 6578616d706c652e636f6d "
        + "0216 4b14 13 4578614247502f352e302e302d302b74657374";

    [Fact]
    public void The_default_open_is_that_of_ExaBGP()
    {
        var open = SessionTesting.Sent(SessionTesting.Settings);
        Assert.Equal(
            SessionTesting.Bytes(
                SessionTesting.Marker + "0039 01" + Fixed + "1c 0206010400010001 0206010400020001 020641040000fde8 02020600"),
            SessionTesting.Written(open.Write));
    }

    [Fact]
    public void All_capabilities_come_in_the_order_of_ExaBGP()
    {
        var written = SessionTesting.Written(SessionTesting.Sent(Everything).Write);
        var parameters = SessionTesting.Bytes(EverythingHex);
        Assert.Equal([.. SessionTesting.Bytes(Fixed), (byte)parameters.Length, .. parameters], written[19..]);
    }

    [Fact]
    public void Multi_session_comes_last_and_twice()
    {
        var settings = SessionTesting.Settings with
        {
            Families = [FamilyId.Ipv4Unicast],
            Capabilities = new CapabilitySettings { MultiSession = true, Asn4 = false, ExtendedMessage = false },
        };
        var written = SessionTesting.Written(SessionTesting.Sent(settings).Write);
        Assert.Equal(SessionTesting.Bytes(Fixed + "12 0206010400010001 0203440100 0203440101"), written[19..]);
    }

    [Fact]
    public void All_families_fit_the_classic_form_and_are_sorted()
    {
        var settings = SessionTesting.Settings with { Families = [.. AddressFamilies.Known.Reverse()] };
        var body = SessionTesting.Written(SessionTesting.Sent(settings).Write)[19..];
        Assert.Equal(0xb4, body[9]);
        Assert.Equal(AddressFamilies.Known, SessionTesting.ReadOpen(body).Find<MultiprotocolCapability>()!.Families);
    }

    [Fact]
    public void Parameters_of_255_octets_and_more_take_the_extended_form()
    {
        var settings = SessionTesting.Settings with
        {
            Families = AddressFamilies.Known,
            Capabilities = new CapabilitySettings { GracefulRestart = 120 },
            HostName = new string('h', 64),
            DomainName = new string('d', 64),
        };
        var body = SessionTesting.Written(SessionTesting.Sent(settings).Write)[19..];
        Assert.Equal(SessionTesting.Bytes("ffff"), body[9..11]);
        Assert.Equal(body.Length - 13, body[11] << 8 | body[12]);
        Assert.Equal(SessionTesting.Bytes("020006 0104 00010001"), body[13..22]);
        var read = SessionTesting.ReadOpen(body);
        Assert.Equal(AddressFamilies.Known, read.Find<MultiprotocolCapability>()!.Families);
        Assert.Equal(AddressFamilies.Known, read.Find<GracefulRestartCapability>()!.Families);
        Assert.Equal(settings.HostName, read.Find<HostnameCapability>()!.Host);
        Assert.Equal(settings.DomainName, read.Find<HostnameCapability>()!.Domain);
    }

    [Theory]
    [InlineData(254, "fe 02")]
    [InlineData(255, "ffff 01")]
    public void The_extended_form_begins_at_exactly_255_octets(int length, string start)
    {
        // 21 families: 168 octets; asn4: 8; hostname: 6 and the names.
        var rest = length - 168 - 8 - 6;
        var settings = SessionTesting.Settings with
        {
            Families = AddressFamilies.Known,
            Capabilities = new CapabilitySettings { ExtendedMessage = false },
            HostName = new string('h', 40),
            DomainName = new string('d', rest - 40),
        };
        var body = SessionTesting.Written(SessionTesting.Sent(settings).Write)[19..];
        Assert.Equal(SessionTesting.Bytes(start), body[9..(9 + SessionTesting.Bytes(start).Length)]);
        Assert.Equal(settings.DomainName, SessionTesting.ReadOpen(body).Find<HostnameCapability>()!.Domain);
    }

    [Fact]
    public void A_large_AS_number_is_23456_in_two_octets()
    {
        var settings = SessionTesting.Settings with { LocalAs = 4200000000 };
        var body = SessionTesting.Written(SessionTesting.Sent(settings).Write)[19..];
        Assert.Equal(SessionTesting.Bytes("5ba0"), body[1..3]);
        var read = SessionTesting.ReadOpen(body);
        Assert.Equal(23456u, read.Asn);
        Assert.Equal(4200000000u, read.WholeAsn);
    }

    [Fact]
    public void A_graceful_restart_time_of_0_stands_for_the_hold_time_and_only_12_bits_are_sent()
    {
        Assert.Equal<ushort?>(180, Time(0, 180));
        Assert.Equal<ushort?>(0, Time(4096, 180));
        Assert.Equal<ushort?>(4095, Time(4095, 180));
        Assert.Null(Time(0, 0));
        Assert.Null(Time(null, 180));

        static ushort? Time(ushort? configured, ushort holdTime) =>
            SessionTesting.Sent(SessionTesting.Settings with
            {
                HoldTime = holdTime,
                Capabilities = new CapabilitySettings { GracefulRestart = configured },
            }).Find<GracefulRestartCapability>()?.Time;
    }

    [Fact]
    public void Json_of_a_sent_open_names_its_capabilities()
    {
        var json = SessionTesting.Text(SessionTesting.Sent(SessionTesting.Settings with { LocalAs = 4200000000 }).AppendJson);
        Assert.Equal(
            """{ "version": 4, "asn": 4200000000, "hold_time": 180, "router_id": "1.2.3.4", "capabilities": { "multiprotocol": { "name": "multiprotocol", "families": [ "ipv4/unicast", "ipv6/unicast" ] }, "asn4": { "name": "asn4", "asn4": 4200000000 }, "extended-message": { "name": "extended-message", "size": 65535 }, "hostname": { "host-name": null, "domain-name": null } } }""",
            json);
    }

    [Fact]
    public void Json_of_a_received_open_numbers_its_capabilities()
    {
        var json = SessionTesting.Text(SessionTesting.Received(Everything).AppendJson);
        Assert.Equal(
            """{ "version": 4, "asn": 65000, "hold_time": 180, "router_id": "1.2.3.4", "capabilities": { "1": { "name": "multiprotocol", "families": [ "ipv4/unicast", "ipv6/unicast" ] }, "65": { "name": "asn4", "asn4": 65000 }, "5": { "name": "nexthop", "conversion": [ "ipv4/unicast/ipv6" ] }, "69": { "name": "addpath", "ipv4/unicast": "send/receive","ipv6/unicast": "send/receive" }, "64": { "name": "graceful restart", "time": 120, "address-family-flags": { "ipv4/unicast": [ "restart" ] , "ipv6/unicast": [ "restart" ] }, "restart-flags": [ "forwarding" ]  }, "2": { "name": "route-refresh", "variant": "RFC" }, "70": { "name": "enhanced-route-refresh" }, "185": { "name": "operational" }, "6": { "name": "extended-message", "size": 65535 }, "73": { "host-name": "myhost", "domain-name": "example.com" }, "75": { "software": "ExaBGP/5.0.0-0+test" } } }""",
            json);
    }

    [Fact]
    public void Text_has_the_capabilities_by_code_in_lower_case()
    {
        var received = SessionTesting.Received(Everything);
        Assert.Equal(
            "version 4 asn 65000 hold_time 180 router_id 1.2.3.4 capabilities [multiprotocol(ipv4 unicast,ipv6 unicast), route refresh, nexthop(ipv4 unicast ipv6), extended message(65535), graceful restart flags 0x8 time 120 ipv4/unicast=0x80 ipv6/unicast=0x80, asn4(65000), addpath(send/receive ipv4 unicast,send/receive ipv6 unicast), enhanced route refresh, hostname(myhost example.com), software(exabgp/5.0.0-0+test), operational]",
            SessionTesting.Text(received.AppendText));
        Assert.Equal(
            "OPEN version=4 asn=65000 hold_time=180 router_id=1.2.3.4 capabilities=[Multiprotocol(ipv4 unicast,ipv6 unicast), Route Refresh, NextHop(ipv4 unicast ipv6), Extended Message(65535), Graceful Restart Flags 0x8 Time 120 ipv4/unicast=0x80 ipv6/unicast=0x80, ASN4(65000), AddPath(send/receive ipv4 unicast,send/receive ipv6 unicast), Enhanced Route Refresh, Hostname(myhost example.com), Software(ExaBGP/5.0.0-0+test), Operational]",
            received.ToString());
    }

    [Theory]
    [InlineData("00")]
    [InlineData("04 0202 0200 aabb")]
    [InlineData("ff ff 0005 02 0002 0200")]
    // RFC 9072: the first octet does not matter once the second says 255, unless it is 0.
    [InlineData("2a ff 0005 02 0002 0200")]
    // Several capabilities in one parameter.
    [InlineData("06 0204 0200 0600")]
    public void Forms_of_optional_parameters_that_are_accepted(string parameters) =>
        Assert.True(OpenMessage.TryRead(SessionTesting.Bytes(Fixed + parameters), out _, out _));

    [Theory]
    [InlineData("03 fde8 00b4 01020304 00", 2, 1, "version number: 3")]
    [InlineData(Fixed + "02 0100", 2, 5, "Authentication Notification (Deprecated)")]
    [InlineData(Fixed + "02 0300", 2, 0, "Unknow OPEN parameter 0x3")]
    [InlineData(Fixed + "01 02", 2, 0, "Bad length for OPEN parameter (<2) 0x02")]
    [InlineData(Fixed + "02 0205", 2, 0, "Bad length for OPEN parameter (buffer underrun) 0x0205")]
    [InlineData(Fixed + "ff ff 0004 02 0002 0200", 2, 0, "Bad length for OPEN (extended) parameter (buffer underrun) 0x02000202")]
    [InlineData(Fixed + "ffff 0002 0200", 2, 0, "Bad length for OPEN (extended) parameter (<3) 0x0200")]
    [InlineData(Fixed + "ffff 0003 020009", 2, 0, "Bad length for OPEN (extended) parameter (buffer underrun) 0x020009")]
    [InlineData(Fixed + "ff", 2, 0, "Bad length for OPEN parameters (buffer underrun) 0xff")]
    [InlineData(Fixed + "ffff00", 2, 0, "Bad length for OPEN parameters (buffer underrun) 0xffff00")]
    [InlineData(Fixed + "08 0202 0200", 2, 0, "Bad length for OPEN parameters (buffer underrun) 0x0802020200")]
    [InlineData(Fixed + "03 0201 41", 2, 0, "Bad length for OPEN capability (<2) 0x41")]
    [InlineData(Fixed + "06 0204 4104 0001", 2, 0, "Bad length for OPEN capability (buffer underrun) 0x41040001")]
    [InlineData("04 fde8 00b4 01020304", 1, 2, "OPEN has an invalid message length of 28")]
    [InlineData("", 1, 2, "OPEN has an invalid message length of 19")]
    public void A_malformed_open_is_answered_with_the_words_of_ExaBGP(string body, byte code, byte subcode, string text)
    {
        Assert.False(OpenMessage.TryRead(SessionTesting.Bytes(body), out var open, out var error));
        Assert.Null(open);
        Assert.Equal(((NotificationCode)code, subcode, text), (error.Code, error.Subcode, error.Text));
    }

    [Fact]
    public void An_open_that_is_cut_anywhere_is_malformed_and_never_throws()
    {
        var body = SessionTesting.Written(SessionTesting.Sent(Everything).Write)[19..];
        for (var length = 0; length < body.Length; length++)
        {
            Assert.False(OpenMessage.TryRead(body.AsSpan(0, length), out _, out var error));
            Assert.True(error.IsError);
        }
    }

    [Fact]
    public void Damaged_opens_never_throw_and_what_is_read_can_be_shown_and_written()
    {
        var random = new Random(5492);
        var body = SessionTesting.Written(SessionTesting.Sent(Everything).Write)[19..];
        for (var round = 0; round < 5000; round++)
        {
            var damaged = body.ToArray();
            for (var flips = 1 + random.Next(6); flips > 0; flips--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            damaged[0] = 4;
            if (!OpenMessage.TryRead(damaged, out var open, out var error))
            {
                Assert.Equal(NotificationCode.OpenMessageError, error.Code);
                continue;
            }
            Assert.DoesNotContain('\n', SessionTesting.Text(open!.AppendText));
            using var json = System.Text.Json.JsonDocument.Parse(SessionTesting.Text(open.AppendJson));
            SessionTesting.Written(open.Write);
        }
    }
}
