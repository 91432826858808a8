using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;
using static ExaSharp.Bgp.Tests.Attributes.AttributeTesting;

namespace ExaSharp.Bgp.Tests.Attributes;

public class PmsiTunnelTests
{
    private static readonly AttributeType Pmsi = AttributeTypes.Find(AttributeCode.PmsiTunnel)!;

    /// <summary>A value and what ExaBGP shows of it.</summary>
    public static TheoryData<string, string> Vectors => new()
    {
        { "00060006400a000001", "pmsi:ingressreplication:0:100(1600):10.0.0.1" },
        { "010600000001020304", "pmsi:ingressreplication:1:0:1.2.3.4" },
        { "000600000101020304", "pmsi:ingressreplication:0:0(1):1.2.3.4" },
        { "0006000641", "pmsi:ingressreplication:0:100:" },
        { "00060006400102030405", "pmsi:ingressreplication:0:100:0x0102030405" },
        { "0000000000", "pmsi:notunnel:0:0:" },
        { "000000064000", "pmsi:notunnel:0:100:0x00" },
        { "8000000010", "pmsi:notunnel:128:1:" },
        { "0101000640010203", "pmsi:rsvp-tep2mplsp:1:100:0x010203" },
        { "0002000000", "pmsi:mldpp2mplsp:0:0:" },
        { "000300000001", "pmsi:pim-ssmtree:0:0:0x01" },
        { "0004000000", "pmsi:pim-smtree:0:0:" },
        { "0005000000", "pmsi:bidir-pimtree:0:0:" },
        { "0007fffff0", "pmsi:mldpmp2mplsp:0:1048575:" },
        { "0009000640aabb", "pmsi:unknown:0:100:0xAABB" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_generic_attribute_is_sent_as_it_is_and_shown_by_its_fields(string hex, string shown)
    {
        var attributes = Parse($"attribute [ 0x16 0xc0 0x{hex} ]");
        Assert.Equal($"c016{hex.Length / 2:x2}{hex}", Encode(attributes, Ebgp));
        Assert.Equal("pmsi " + shown, ShownAsText(attributes, Ebgp));
        Assert.Equal($"\"pmsi\": \"{shown}\"", ShownAsJson(attributes, Ebgp));
        Assert.False(Pmsi.Validate(Convert.FromHexString(hex), Ebgp).IsError);
    }

    [Theory]
    [InlineData("00060006", "treat-as-withdraw")]
    [InlineData("", "treat-as-withdraw due to pmsi-tunnel")]
    public void Routes_with_a_malformed_tunnel_are_withdrawn(string hex, string error)
    {
        var attributes = $"40010100400200400304010203044005040000006 4c016{hex.Length / 2:x2}{hex}".Replace(" ", "", StringComparison.Ordinal);
        var body = Convert.FromHexString($"0000{attributes.Length / 2:x4}{attributes}180a0000");
        Assert.True(new UpdateReader().TryRead(body, Ibgp, out var view, out _));
        Assert.Equal(error, view.ErrorText);
        Assert.Equal(ErrorAction.TreatAsWithdraw, view.Treated.Action);
    }

    [Fact]
    public void Octets_of_no_meaning_do_no_harm()
    {
        var random = new Random(6514);
        var output = new TextBuffer();
        for (var i = 0; i < 10_000; i++)
        {
            var value = new byte[random.Next(24)];
            random.NextBytes(value);
            Assert.Equal(value.Length < 5, Pmsi.Validate(value, Ebgp).IsError);
            output.Clear();
            Pmsi.AppendJson(value, Ebgp, output);
            using var json = System.Text.Json.JsonDocument.Parse(output.WrittenMemory);
            Pmsi.AppendText(value, Ebgp, output);
        }
    }
}
