using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;
using static ExaSharp.Bgp.Tests.Attributes.AttributeTesting;

namespace ExaSharp.Bgp.Tests.Attributes;

public class PrefixSidTests
{
    private static readonly AttributeType PrefixSid = AttributeTypes.Find(AttributeCode.PrefixSid)!;

    /// <summary>Text, octets, ExaBGP's text, JSON (with the SID and the behaviour where ExaBGP has <c>%s</c> and <c>%d</c>).</summary>
    public static TheoryData<string, string, string, string> Vectors => new()
    {
        { "bgp-prefix-sid [ 777 ]", "01000700000000000309", "[ 777 ]", "{ \"sr-label-index\": 777 }" },
        {
            "bgp-prefix-sid [ 300, [ ( 800000,4096 ), ( 1000000,5000 ) ] ]",
            "0100070000000000012C03000E00000C35000010000F4240001388", "[ 300, [ ( 800000,4096 ), ( 1000000,5000 ) ] ]",
            "{ \"sr-label-index\": 300, \"sr-srgbs\": [[800000, 4096], [1000000, 5000]] }"
        },
        {
            "bgp-prefix-sid-srv6 ( l3-service 2001:db8:1:1:: 0x48 [64,24,16,0,0,0] )",
            "0500220001001E0020010DB80001000100000000000000000000480001000640181000" + "0000",
            "[ l3-service [ sid-information [ sid:2001:db8:1:1:: flags:0 endpoint_behavior:0x48  [ sid-structure [64,24,16,0,0,0] ] ] ]",
            "{ \"l3-service\": [ { \"sid\": \"2001:db8:1:1::\", \"flags\": 0, \"endpoint_behavior\": 72, \"structure\": "
            + "{\"locator-block-length\": 64, \"locator-node-length\": 24, \"function-length\": 16, \"argument-length\": 0, "
            + "\"transposition-length\": 0, \"transposition-offset\": 0} } ] }"
        },
        {
            "bgp-prefix-sid-srv6 ( l2-service 2001:db8:1:1:: )",
            "0600190001001500" + "20010DB8000100010000000000000000" + "00FFFF00",
            "[ l2-service [ sid-information [ sid:2001:db8:1:1:: flags:0 endpoint_behavior:0xffff  ]",
            "{ \"l2-service\": [ { \"sid\": \"2001:db8:1:1::\", \"flags\": 0, \"endpoint_behavior\": 65535 } ] }"
        },
        {
            "bgp-prefix-sid-srv6 ( l3-service 2001:db8:1:1:: 19 )",
            "0500190001001500" + "20010DB8000100010000000000000000" + "00001300",
            "[ l3-service [ sid-information [ sid:2001:db8:1:1:: flags:0 endpoint_behavior:0x13  ]",
            "{ \"l3-service\": [ { \"sid\": \"2001:db8:1:1::\", \"flags\": 0, \"endpoint_behavior\": 19 } ] }"
        },
    };

    /// <summary>The octets are those that ExaBGP 4.2 sends.</summary>
    [Theory]
    [InlineData("ipv6", "020013" + "000000" + "20010001000000000000000000000010")]
    [InlineData("vpn", "040013" + "000000" + "20010001000000000000000000000010")]
    [InlineData("l3vpn", "050015" + "00" + "20010001000000000000000000000010" + "00ffff00")]
    public void Forms_of_4_2(string kind, string hex)
    {
        Assert.Null(Parse($"bgp-prefix-sid-srv6 ( {kind} 2001:1::10 )", TokenizerMode.Configuration, out var attributes));
        Assert.Equal($"c028{hex.Length / 2:x2}{hex}", Encode(attributes, Ebgp));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Text_octets_and_JSON_agree(string text, string hex, string shown, string json)
    {
        foreach (var mode in new[] { TokenizerMode.Api, TokenizerMode.Configuration })
        {
            Assert.Null(Parse(text, mode, out var attributes));
            Assert.Equal($"c028{hex.Length / 2:x2}{hex.ToLowerInvariant()}", Encode(attributes, Ebgp));
            Assert.StartsWith("bgp-prefix-sid " + shown, ShownAsText(attributes, Ebgp), StringComparison.Ordinal);
            Assert.Equal("\"bgp-prefix-sid\": " + json, ShownAsJson(attributes, Ebgp));
        }
        Assert.False(PrefixSid.Validate(Convert.FromHexString(hex), Ebgp).IsError);
    }

    [Theory]
    [InlineData("bgp-prefix-sid 300", "expect '[', but received '300'")]
    [InlineData("bgp-prefix-sid [ x ]", "\"x\" is not a label index, a number of at most 4294967295")]
    [InlineData("bgp-prefix-sid [ 1, [ ( 16777216,1 ) ] ]", "\"16777216\" is not the base of an SRGB, a number of at most 16777215")]
    [InlineData("bgp-prefix-sid [ 1, [ ( 1 1 ) ] ]", "expect ',', but received '1'")]
    [InlineData("bgp-prefix-sid [ ]", "expected a label index, not \"]\"")]
    [InlineData("bgp-prefix-sid-srv6 l3-service", "expect '(', but received 'l3-service'")]
    [InlineData("bgp-prefix-sid-srv6 ( l4-service ::1 )", "expect 'l3-service' or 'l2-service', but received 'l4-service'")]
    [InlineData("bgp-prefix-sid-srv6 ( l3-service 1.2.3.4 )", "'1.2.3.4' is not an IPv6 address")]
    [InlineData("bgp-prefix-sid-srv6 ( l3-service ::1 0x10000 )", "\"0x10000\" is not an endpoint behavior, a number of at most 65535")]
    [InlineData("bgp-prefix-sid-srv6 ( l3-service ::1 1 [1,2,3,4,5] )", "expect ',', but received ']'")]
    [InlineData("bgp-prefix-sid-srv6 ( l3-service ::1 1 [1,2,3,4,5,6]", "the line ends where \")\" was expected")]
    public void What_is_wrong_with_a_text_is_told(string text, string message) =>
        Assert.Equal(message, Parse(text, TokenizerMode.Api, out _));

    [Theory]
    [InlineData("010006", ErrorAction.AttributeDiscard)]
    [InlineData("01", ErrorAction.AttributeDiscard)]
    [InlineData("010006000000000000", ErrorAction.AttributeDiscard)]
    [InlineData("030003000000", ErrorAction.AttributeDiscard)]
    [InlineData("050000", ErrorAction.TreatAsWithdraw)]
    [InlineData("0500040001000100", ErrorAction.TreatAsWithdraw)]
    [InlineData("06000400010000", ErrorAction.TreatAsWithdraw)]
    public void What_is_malformed_is_handled_as_RFC_8669_and_RFC_9252_say(string hex, ErrorAction action) =>
        Assert.Equal(action, PrefixSid.Validate(Convert.FromHexString(hex), Ebgp).Action);

    [Fact]
    public void Unknown_TLVs_are_shown_as_octets()
    {
        var value = Convert.FromHexString("0900020102");
        Assert.False(PrefixSid.Validate(value, Ebgp).IsError);
        Assert.Equal("{ \"attribute-not-implemented-9\": \"0x0102\" }", Json(value));
    }

    [Fact]
    public void Of_several_TLVs_of_a_type_the_JSON_has_the_first()
    {
        var value = Convert.FromHexString("0100070000000000007F" + "0900020102" + "01000700000000000020" + "09000103");
        Assert.Equal("{ \"sr-label-index\": 127, \"attribute-not-implemented-9\": \"0x0102\" }", Json(value));
    }

    [Fact]
    public void Any_octets_can_be_shown()
    {
        var random = new Random(8669);
        foreach (var row in Vectors)
        {
            for (var i = 0; i < 5_000; i++)
            {
                var value = Convert.FromHexString(row.Data.Item2);
                if (i % 2 == 0) value[random.Next(value.Length)] ^= (byte)(1 << random.Next(8));
                else value = value[..random.Next(value.Length + 1)];
                PrefixSid.Validate(value, Ebgp);
                using var parsed = System.Text.Json.JsonDocument.Parse(Json(value));
                var text = new TextBuffer();
                PrefixSid.AppendText(value, Ebgp, text);
            }
        }
    }

    private static string Json(byte[] value)
    {
        var output = new TextBuffer();
        PrefixSid.AppendJson(value, Ebgp, output);
        return output.ToString();
    }
}
