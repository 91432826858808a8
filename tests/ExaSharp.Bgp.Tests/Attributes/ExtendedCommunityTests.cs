using System.Text.Json;
using ExaSharp.Bgp.Attributes.ExtendedCommunities;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;
using Xunit;
using static ExaSharp.Bgp.Tests.Attributes.AttributeTesting;

namespace ExaSharp.Bgp.Tests.Attributes;

public class ExtendedCommunityTests
{
    [Theory]
    [InlineData("1:2", "0002000100000002", "target:1:2")]
    [InlineData("target:65000:100", "0002fde800000064", "target:65000:100")]
    [InlineData("target:1.2.3.4:5", "0102010203040005", "target:1.2.3.4:5")]
    [InlineData("target:70000:1", "0102000111700001", "target:0.1.17.112:1")]
    [InlineData("target:70000L:1", "0102000111700001", "target:0.1.17.112:1")]
    [InlineData("target:5L:1", "0102000000050001", "target:0.0.0.5:1")]
    [InlineData("target4:5:1", "0102000000050001", "target:0.0.0.5:1")]
    [InlineData("origin:3:4", "0003000300000004", "origin:3:0.0.0.4")]
    [InlineData("origin:9000:9.9.9.9", "0003232809090909", "origin:9000:9.9.9.9")]
    [InlineData("origin:1.2.3.4:5", "0103010203040005", "origin:5:1.2.3.4")]
    [InlineData("origin4:70000:5", "0103000111700005", "origin:5:0.1.17.112")]
    [InlineData("redirect:65000:100", "8008fde800000064", "redirect:65000:100")]
    [InlineData("l2info:19:0:1500:111", "800a130005dc006f", "l2info:19:0:1500:111")]
    [InlineData("bandwidth:65000:1000", "4004fde8447a0000", "0x4004FDE8447A0000")]
    [InlineData("mup:1:10", "0c0000010000000a", "mup:1:10")]
    [InlineData("redirect-to-nexthop", "0800000000000000", "redirect-to-nexthop")]
    [InlineData("0x0002FDE800000064", "0002fde800000064", "target:65000:100")]
    [InlineData("[ 0x030b000000000064 ]", "030b000000000064", "0x030B000000000064")]
    // ExaBGP sends 0600000013f74569.
    [InlineData("0x86001c7413f74569", "86001c7413f74569", "mac-mobility:334972265")]
    public void Text_to_octets_and_back(string text, string octets, string shown)
    {
        var attributes = Parse("extended-community " + text);
        Assert.Equal("c01008" + octets, Encode(attributes, Ibgp));
        Assert.Equal("extended-community " + shown, ShownAsText(attributes, Ibgp));
    }

    [Theory]
    [InlineData("0002fde800000064", 842122827661412, "target:65000:100")]
    [InlineData("02020001fde80064", null, "target:130536:100")]
    [InlineData("01020a0000010064", null, "target:10.0.0.1:100")]
    [InlineData("0003fde80a000001", null, "origin:65000:10.0.0.1")]
    [InlineData("01030a0000010064", null, "origin:100:10.0.0.1")]
    [InlineData("02030001fde80064", null, "origin:130536:100")]
    [InlineData("8006000046160000", null, "rate-limit:9600")]
    [InlineData("8006000000000000", null, "rate-limit:0")]
    [InlineData("800600005368d4a5", null, "rate-limit:999999995904")]
    [InlineData("80060000bf800000", null, "rate-limit:-1")]
    [InlineData("800600007f7fffff", null, "rate-limit:340282346638528859811704183484516925440")]
    [InlineData("800600007f800000", null, "rate-limit:0")]
    [InlineData("800600007fc00000", null, "rate-limit:0")]
    [InlineData("8007000000000003", null, "action sample-terminal")]
    [InlineData("8007000000000002", null, "action sample")]
    [InlineData("8007000000000001", null, "action terminal")]
    [InlineData("8007000000000000", null, "action ")]
    [InlineData("8008fde800000064", null, "redirect:65000:100")]
    [InlineData("82080001fde80064", null, "0x82080001FDE80064")]
    [InlineData("800900000000000a", null, "mark 10")]
    [InlineData("0800000000000000", null, "redirect-to-nexthop")]
    [InlineData("0800000000000001", null, "copy-to-nexthop")]
    [InlineData("010c010203040000", null, "redirect-to-nexthop-ietf 1.2.3.4")]
    [InlineData("010c010203040001", null, "copy-to-nexthop-ietf 1.2.3.4 (with copy)")]
    [InlineData("800a130005dc0000", null, "l2info:19:0:1500:0")]
    [InlineData("030c000000000008", null, "encap:VXLAN")]
    [InlineData("030c000000000063", null, "encap:encap:UNKNOWN-99")]
    [InlineData("0600010000000005", null, "mac-mobility:5:sticky")]
    [InlineData("0600000000000005", null, "mac-mobility:5")]
    [InlineData("07020000fde84001", null, "interface-set:input:65000:1")]
    [InlineData("47020000fde8c001", null, "interface-set:input-output:65000:1")]
    [InlineData("47020000fde80001", null, "interface-set:0:65000:1")]
    [InlineData("0314000000010000", null, "consistentHashSortOrder:1")]
    [InlineData("0c0000010000000a", null, "mup:1:10")]
    [InlineData("0013fde800000064", null, "rtrecord:65000:100")]
    [InlineData("4004fde8447a0000", null, "")]
    [InlineData("030b000000000064", null, "")]
    [InlineData("4300000000000001", null, "")]
    [InlineData("0601000000000001", null, "")]
    [InlineData("000c20010db80000000000000000000000010000", null, "redirect-to-nexthop-ietf 2001:db8::1")]
    [InlineData("000c20010db80000000000000000000000010001", null, "copy-to-nexthop-ietf 2001:db8::1 (with copy)")]
    [InlineData("800b20010db80000000000000000000000010064", null, "0x800B20010DB80000000000000000000000010064")]
    [InlineData("000d20010db80000000000000000000000010064", null, "")]
    public void Json(string octets, object? value, string shown)
    {
        var bytes = Convert.FromHexString(octets);
        var output = new TextBuffer();
        ExtendedCommunityTypes.AppendJson(bytes, output);
        var number = new System.Numerics.BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        Assert.Equal($"{{ \"value\": {number}, \"string\": \"{shown}\" }}", output.ToString());
        if (value is not null) Assert.Equal(number.ToString(null, null), value.ToString());
        using var json = JsonDocument.Parse(output.WrittenMemory);

        output.Clear();
        ExtendedCommunityTypes.AppendText(bytes, output);
        Assert.Equal(shown.Length > 0 ? shown : "0x" + octets.ToUpperInvariant(), output.ToString());
    }

    [Theory]
    [InlineData("x", "invalid extended community x - lc+gc")]
    [InlineData("foo:1:2", "invalid extended community type foo")]
    [InlineData("redirect-to-nexthop:1:2", "invalid extended community type redirect-to-nexthop")]
    [InlineData("target:1:2:3", "invalid extended community target, expecting 3 fields")]
    [InlineData("target:70000:2:3:4:5", "invalid extended community target4, expecting 5 fields")]
    [InlineData("l2info:1:2", "invalid extended community l2info, expecting 2 fields")]
    [InlineData("target:1:4294967296", "invalid extended community, value is too large 4294967296")]
    [InlineData("target:70000:65536", "invalid extended community, value is too large 65536")]
    [InlineData("redirect:65536:1", "invalid extended community, value is too large 65536")]
    [InlineData("l2info:256:0:0:0", "invalid extended community, value is too large 256")]
    [InlineData("target:1:x", "invalid extended community target:1:x: Expecting 4 dotted decimal parts, got 1")]
    [InlineData("foo:1:x", "invalid extended community foo:1:x: Expecting 4 dotted decimal parts, got 1")]
    [InlineData("target:1.2.3:1", "invalid extended community target:1.2.3:1: Expecting 4 dotted decimal parts, got 3")]
    [InlineData("target:1.2.z.3:1", "invalid extended community target:1.2.z.3:1: \"z\" is not a decimal number")]
    [InlineData("target:1.2.300.3:1", "invalid extended community target:1.2.300.3:1: \"300\" is larger than 255")]
    [InlineData("target::1", "invalid extended community target::1: Expecting 4 dotted decimal parts, got 1")]
    [InlineData("0x00020001000000", "invalid extended community, expected 8 bytes, got 7")]
    [InlineData("0x000200010000000200", "invalid extended community, expected 8 bytes, got 9")]
    [InlineData("0x000200010000000", "invalid extended community 0x000200010000000")]
    [InlineData("0x000200010000000g", "invalid extended community 0x000200010000000g")]
    [InlineData("[ 1:2 , 3:4 ]", "invalid extended community , - lc+gc")]
    public void Errors(string text, string message) =>
        Assert.Equal(message, AttributeTesting.Parse("extended-community " + text, TokenizerMode.Api, out _));

    [Fact]
    public void Actions_of_FlowSpec()
    {
        Span<byte> space = stackalloc byte[ExtendedCommunity.Ipv6Size];
        var v6 = IpAddress.FromIpv6(new UInt128(0x20010db800000000, 1));
        var v4 = IpAddress.FromIpv4(0x01020304);
        Assert.Equal("8006000046160000", Hex(ExtendedCommunity.TrafficRate(space, 0, 9600)));
        Assert.Equal("8006fde800000000", Hex(ExtendedCommunity.TrafficRate(space, 65000, 0)));
        Assert.Equal("800c000046160000", Hex(ExtendedCommunity.TrafficRatePackets(space, 0, 9600)));
        Assert.Equal("8007000000000002", Hex(ExtendedCommunity.TrafficAction(space, sample: true, terminal: false)));
        Assert.Equal("8007000000000003", Hex(ExtendedCommunity.TrafficAction(space, sample: true, terminal: true)));
        Assert.Equal("800900000000000a", Hex(ExtendedCommunity.TrafficMarking(space, 10)));
        Assert.Equal("8008fde800000064", Hex(ExtendedCommunity.Redirect2(space, 65000, 100)));
        Assert.Equal("8208000111700064", Hex(ExtendedCommunity.Redirect4(space, 70000, 100)));
        Assert.Equal("8108010203040064", Hex(ExtendedCommunity.RedirectIpv4(space, v4, 100)));
        Assert.Equal("0800000000000000", Hex(ExtendedCommunity.RedirectToNextHop(space, copy: false)));
        Assert.Equal("0800000000000001", Hex(ExtendedCommunity.RedirectToNextHop(space, copy: true)));
        Assert.Equal("010c010203040001", Hex(ExtendedCommunity.RedirectToNextHopIetf(space, v4, copy: true)));
        Assert.Equal("000c20010db80000000000000000000000010000", Hex(ExtendedCommunity.RedirectToNextHopIetfIpv6(space, v6, copy: false)));
        Assert.Equal("000d20010db80000000000000000000000010064", Hex(ExtendedCommunity.RedirectIpv6(space, v6, 100)));
        Assert.Equal("07020000fde84001", Hex(ExtendedCommunity.InterfaceSet(space, transitive: true, 65000, 1, 1)));
        Assert.Equal("47020000fde8c001", Hex(ExtendedCommunity.InterfaceSet(space, transitive: false, 65000, 3, 1)));

        static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
    }

    [Fact]
    public void Any_octets_can_be_shown_as_valid_JSON()
    {
        var random = new Random(4360);
        var output = new TextBuffer();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[round % 2 == 0 ? 8 : 20];
            random.NextBytes(bytes);
            if (round % 3 == 0) (bytes[0], bytes[1]) = ((byte)random.Next(16), (byte)random.Next(24));
            output.Clear();
            ExtendedCommunityTypes.AppendJson(bytes, output);
            using var json = JsonDocument.Parse(output.WrittenMemory);
            Assert.Equal(
                new System.Numerics.BigInteger(bytes, isUnsigned: true, isBigEndian: true).ToString(null, null),
                json.RootElement.GetProperty("value").GetRawText());
        }
    }
}
