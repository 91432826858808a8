using ExaSharp.Bgp.Families;
using Xunit;
using static ExaSharp.Bgp.Tests.Families.FamilyTesting;

namespace ExaSharp.Bgp.Tests.Families;

public class RouteTargetConstraintTests
{
    private static readonly Family Rtc = Find("ipv4 rtc");

    /// <summary>Octets, JSON, text. Whole constraints are ExaBGP's; those with an open end it does not read.</summary>
    public static TheoryData<string, string, string> Vectors => new()
    {
        { "00", """{ "origin": 0, "route-target": null }""", "rtc wildcard" },
        { "600000FDE80002FDE800000064", """{ "origin": 65000, "route-target": "target:65000:100" }""", "rtc 65000:target:65000:100" },
        { "600000FDE84002FDE800000064", """{ "origin": 65000, "route-target": "target:65000:100" }""", "rtc 65000:target:65000:100" },
        { "600000FDE80102010203040064", """{ "origin": 65000, "route-target": "target:1.2.3.4:100" }""", "rtc 65000:target:1.2.3.4:100" },
        { "600000FDE802020001FDE80064", """{ "origin": 65000, "route-target": "target:130536:100" }""", "rtc 65000:target:130536:100" },
        { "600000FDE80003FDE800000064", """{ "origin": 65000, "route-target": "origin:65000:0.0.0.100" }""", "rtc 65000:origin:65000:0.0.0.100" },
        { "600000FDE88402FDE800000064", """{ "origin": 65000, "route-target": "0x0402FDE800000064" }""", "rtc 65000:0x0402FDE800000064" },
        { "200000FDE8", """{ "origin": 65000, "route-target": null }""", "rtc 65000:wildcard" },
        { "400000FDE84002FDE8", """{ "origin": 65000, "route-target": "0x0002FDE8/32" }""", "rtc 65000:0x0002FDE8/32" },
        { "210000FDE800", """{ "origin": 65000, "route-target": "0x00/1" }""", "rtc 65000:0x00/1" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Octets_are_shown_as_JSON_and_as_text(string hex, string json, string text)
    {
        var nlri = Read(Rtc, hex);
        Assert.Equal(json, Json(Rtc, nlri));
        Assert.Equal(text, ShownText(Rtc, nlri));
        Assert.Equal(text, ConfiguredText(Rtc, nlri));
    }

    [Theory]
    [InlineData("", "not enough data to extract the length of the RTC NLRI")]
    [InlineData("1F00000000", "incorrect RTC length: 31 (should be >=32,<=96)")]
    [InlineData("610000FDE80002FDE800000064", "incorrect RTC length: 97 (should be >=32,<=96)")]
    [InlineData("600000FDE80102", "RTC NLRI truncated: need 13 bytes, got 7")]
    [InlineData("200000FD", "RTC NLRI truncated: need 5 bytes, got 4")]
    public void What_is_malformed_resets_the_session(string hex, string message)
    {
        var error = ReadError(Rtc, hex);
        Assert.Equal((10, message), (error.Subcode, error.Text));
    }

    [Fact]
    public void Bits_behind_the_length_do_not_count()
    {
        Assert.Equal(Key(Rtc, "210000FDE800"), Key(Rtc, "210000FDE87F"));
        Assert.NotEqual(Key(Rtc, "210000FDE800"), Key(Rtc, "210000FDE880"));
        Assert.NotEqual(Key(Rtc, "210000FDE800"), Key(Rtc, "220000FDE800"));
    }

    [Fact]
    public void Constraints_are_received_only()
    {
        Assert.False(Rtc.CanBeAnnounced);
        Assert.Equal("unknown command \"rtc\"", Write(Rtc, "1:target:1:1"));
        Assert.Equal([4, 16], Enumerable.Range(0, 50).Where(Rtc.IsValidNextHopLength));
    }

    [Fact]
    public void Octets_of_no_meaning_do_no_harm() => Bombard(Rtc, [.. Vectors.Select(row => row.Data.Item1)], seed: 4684);
}
