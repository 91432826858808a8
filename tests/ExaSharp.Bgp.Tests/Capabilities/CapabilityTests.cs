using ExaSharp.Bgp.Capabilities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Tests.Session;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Capabilities;

public class CapabilityTests
{
    [Theory]
    [InlineData("4400 440101", "68", """{ "name": "multisession", "variant": "RFC", "capabilities": [ ] }""", "multisession (rfc) ")]
    [InlineData("8300", "131", """{ "name": "multisession", "variant": "Cisco", "capabilities": [ ] }""", "multisession ")]
    [InlineData("8000", "128", """{ "name": "route-refresh", "variant": "Cisco" }""", "cisco route refresh")]
    [InlineData("4d03010203", "77", """{ "name": "unknown", "iana": "unassigned", "value": 77, "raw": "010203" }""", "unassigned 77")]
    [InlineData("8201ff", "130", """{ "name": "unknown", "iana": "reserved", "value": 130, "raw": "FF" }""", "reserved 130")]
    [InlineData("0900", "9", """{ "name": "unknown", "iana": "unknown", "value": 9, "raw": "" }""", "unknown 9")]
    [InlineData("0900 0901aa", "9", """{ "name": "unknown", "iana": "unknown", "value": 9, "raw": "AA" }""", "unknown 9")]
    [InlineData("400280ff", "64", """{ "name": "graceful restart", "time": 255, "address-family-flags": { }, "restart-flags": [ "forwarding" ]  }""", "graceful restart flags 0x8 time 255 ")]
    [InlineData("40020000", "64", """{ "name": "graceful restart", "time": 0, "address-family-flags": { }, "restart-flags": [ ]  }""", "graceful restart flags 0x0 time 0 ")]
    [InlineData("4006807800070900", "64", """{ "name": "graceful restart", "time": 120, "address-family-flags": { "unknown-afi-0x7/unknown safi 9": [ ] }, "restart-flags": [ "forwarding" ]  }""", "graceful restart flags 0x8 time 120 unknown-afi-0x7/unknown safi 9=0x0")]
    [InlineData("4006400100010180 4006800200010100", "64", """{ "name": "graceful restart", "time": 2, "address-family-flags": { "ipv4/unicast": [ ] }, "restart-flags": [ "forwarding" ]  }""", "graceful restart flags 0x8 time 2 ipv4/unicast=0x0")]
    [InlineData("45080001010700020100", "69", """{ "name": "addpath", "ipv4/unicast": "invalid (7)","ipv6/unicast": "disabled" }""", "addpath(invalid (7) ipv4 unicast,disabled ipv6 unicast)")]
    [InlineData("4500", "69", """{ "name": "addpath" }""", "addpath()")]
    [InlineData("0500", "5", """{ "name": "nexthop", "conversion": [ ] }""", "nexthop()")]
    [InlineData("0506000100010002 0506000100010002", "5", """{ "name": "nexthop", "conversion": [ "ipv4/unicast/ipv6" ] }""", "nexthop(ipv4 unicast ipv6)")]
    [InlineData("490403410a42", "73", """{ "host-name": "A\nB", "domain-name": "" }""", "hostname(a\\x0ab )")]
    [InlineData("4900", "73", """{ "host-name": "", "domain-name": "" }""", "hostname( )")]
    [InlineData("4900 490401410142", "73", """{ "host-name": "A", "domain-name": "B" }""", "hostname(a b)")]
    [InlineData("4b020141", "75", """{ "software": "A" }""", "software(a)")]
    [InlineData("0106000100010000", "1", """{ "name": "multiprotocol", "families": [ "ipv4/unicast" ] }""", "multiprotocol(ipv4 unicast)")]
    [InlineData("010400010001 010400010001", "1", """{ "name": "multiprotocol", "families": [ "ipv4/unicast", "ipv4/unicast" ] }""", "multiprotocol(ipv4 unicast,ipv4 unicast)")]
    [InlineData("410400010001 410400010002", "65", """{ "name": "asn4", "asn4": 65538 }""", "asn4(65538)")]
    [InlineData("0603010203", "6", """{ "name": "extended-message", "size": 65535 }""", "extended message(65535)")]
    public void A_received_capability_is_shown_as_ExaBGP_shows_it(string hex, string key, string json, string text)
    {
        var open = SessionTesting.ReadOpen(Open(hex));
        Assert.EndsWith($"\"capabilities\": {{ \"{key}\": {json} }} }}", SessionTesting.Text(open.AppendJson), StringComparison.Ordinal);
        Assert.EndsWith($" capabilities [{text}]", SessionTesting.Text(open.AppendText), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0103000100", "invalid multiprotocol capability, expected 4 bytes, got 3")]
    [InlineData("41020001", "AS4 capability must be 4 bytes long, got 2")]
    [InlineData("400180", "invalid graceful-restart capability, not enough data for the header")]
    [InlineData("4003807800", "invalid graceful-restart capability, trailing data")]
    [InlineData("4503000101", "invalid ADD-PATH capability, trailing data")]
    [InlineData("05050001000100", "invalid extended next-hop capability, trailing data")]
    [InlineData("4903054142", "Hostname capability truncated: need 6 bytes for the host name, got 3")]
    [InlineData("490401410541", "Hostname capability truncated: need 8 bytes total, got 4")]
    [InlineData("490201ff", "the host name in the capability is not valid UTF-8")]
    [InlineData("490401410 1ff", "the domain name in the capability is not valid UTF-8")]
    [InlineData("4b00", "Software capability too short: need at least 1 byte")]
    [InlineData("4b020541", "Software capability truncated: need 6 bytes, got 2")]
    [InlineData("4b0201ff", "the software version in the capability is not valid UTF-8")]
    public void A_malformed_capability_is_answered_with_2_0(string hex, string text)
    {
        Assert.False(OpenMessage.TryRead(Open(hex), out _, out var error));
        Assert.Equal(BgpError.Reset(NotificationCode.OpenMessageError, 0, text), error);
    }

    [Fact]
    public void Every_descriptor_has_its_own_code_and_name_and_every_code_of_IANA_that_we_name_has_a_descriptor()
    {
        Assert.Equal(CapabilityTypes.All.Count, CapabilityTypes.All.Select(type => type.Code).Distinct().Count());
        Assert.Equal(CapabilityTypes.All.Count, CapabilityTypes.All.Select(type => type.Name).Distinct().Count());
        Assert.Equal(Enum.GetValues<CapabilityCode>().Order(), CapabilityTypes.All.Select(type => type.Code).Order());
        foreach (var type in CapabilityTypes.All) Assert.Same(type, CapabilityTypes.Find(type.Code));
        Assert.Null(CapabilityTypes.Find((CapabilityCode)78));
    }

    [Fact]
    public void Every_descriptor_survives_any_value()
    {
        var random = new Random(5492);
        foreach (var type in CapabilityTypes.All)
        {
            for (var round = 0; round < 2000; round++)
            {
                var value = new byte[random.Next(16)];
                random.NextBytes(value);
                if (!type.TryRead(value, null, out var capability, out var error))
                {
                    Assert.NotEmpty(error);
                    continue;
                }
                Assert.Equal(type.Code, capability.Code);
                Assert.True(type.TryRead(value, capability, out _, out _), "the same value again");
            }
        }
    }

    /// <summary>In ExaBGP all route refresh capabilities are Cisco's once a peer has sent that code.</summary>
    [Fact]
    public void A_code_of_Cisco_leaves_the_name_of_the_other_one_alone()
    {
        Assert.Contains("\"variant\": \"Cisco\"", Json("8000"), StringComparison.Ordinal);
        Assert.Contains("\"variant\": \"RFC\"", Json("0200"), StringComparison.Ordinal);
        Assert.Contains("\"variant\": \"Cisco\"", Json("8300"), StringComparison.Ordinal);
        Assert.Contains("\"variant\": \"RFC\"", Json("4400"), StringComparison.Ordinal);

        static string Json(string capability)
        {
            var parameters = Convert.FromHexString($"0402{capability.Length / 2:x2}{capability}");
            Assert.True(OptionalParameters.TryRead(parameters, out var capabilities, out _));
            return SessionTesting.Text(Assert.Single(capabilities).AppendJson);
        }
    }

    [Fact]
    public void Only_ipv4_families_with_an_ipv6_twin_are_announced_for_extended_next_hops()
    {
        var settings = SessionTesting.Settings with
        {
            Families = [FamilyId.Ipv4Unicast, FamilyId.Ipv4Multicast, FamilyId.Ipv6Unicast],
            NextHops =
            [
                (FamilyId.Ipv6Unicast, Afi.Ipv4), (FamilyId.Ipv4Multicast, Afi.Ipv6), (FamilyId.Ipv4Unicast, Afi.Ipv6),
                (new FamilyId(Afi.Ipv4, Safi.NlriMpls), Afi.Ipv6),
            ],
        };
        Assert.Equal(
            [(FamilyId.Ipv4Unicast, Afi.Ipv6)], SessionTesting.Sent(settings).Find<ExtendedNextHopCapability>()!.Entries);
        var off = settings with { Capabilities = new CapabilitySettings { ExtendedNextHop = false } };
        Assert.False(SessionTesting.Sent(off).Has(CapabilityCode.ExtendedNextHop));
        var empty = SessionTesting.Settings with { Capabilities = new CapabilitySettings { ExtendedNextHop = true } };
        Assert.Empty(SessionTesting.Sent(empty).Find<ExtendedNextHopCapability>()!.Entries);
        Assert.True(SessionTesting.Received(empty).Has(CapabilityCode.ExtendedNextHop));
    }

    [Fact]
    public void Add_path_is_announced_for_the_families_that_ExaBGP_encodes_it_for()
    {
        var settings = SessionTesting.Settings with
        {
            Families = [FamilyId.Ipv4Unicast, FamilyId.Ipv4Flow, FamilyId.Ipv6Unicast, new FamilyId(Afi.Ipv6, Safi.MplsVpn)],
            Capabilities = new CapabilitySettings { AddPath = AddPathMode.Send },
        };
        Assert.Equal(
            [FamilyId.Ipv4Unicast, FamilyId.Ipv6Unicast, new FamilyId(Afi.Ipv6, Safi.MplsVpn)],
            SessionTesting.Sent(settings).Find<AddPathCapability>()!.Families);
        var some = settings with { AddPathFamilies = [FamilyId.Ipv6Unicast, FamilyId.Ipv4Flow, FamilyId.Ipv4Multicast] };
        Assert.Equal([FamilyId.Ipv6Unicast], SessionTesting.Sent(some).Find<AddPathCapability>()!.Families);
    }

    [Fact]
    public void Long_names_are_cut()
    {
        var settings = SessionTesting.Settings with
        {
            HostName = new string('h', 100),
            DomainName = new string('d', 65),
            Capabilities = new CapabilitySettings { SoftwareVersion = true },
            SoftwareVersion = "ExaBGP/" + new string('5', 100),
        };
        var received = SessionTesting.Received(settings);
        Assert.Equal(new string('h', 64), received.Find<HostnameCapability>()!.Host);
        Assert.Equal(new string('d', 64), received.Find<HostnameCapability>()!.Domain);
        Assert.Equal("ExaBGP/" + new string('5', 54) + "...", received.Find<SoftwareVersionCapability>()!.Software);
    }

    private static byte[] Open(string capabilities)
    {
        var bytes = SessionTesting.Bytes(capabilities);
        return [.. SessionTesting.Bytes("04 fde8 00b4 01020304"), (byte)(bytes.Length + 2), 2, (byte)bytes.Length, .. bytes];
    }
}
