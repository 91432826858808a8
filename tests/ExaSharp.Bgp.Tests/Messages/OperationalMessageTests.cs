using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Tests.Session;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Messages;

public class OperationalMessageTests
{
    [Theory]
    [InlineData("0001 0007 0001 01 74657374", """{ "name": "ADM", "afi": "ipv4", "safi": "unicast", "advisory": "test" }""", "ADM afi ipv4 safi unicast advisory \"test\"")]
    [InlineData("0002 0003 0002 01", """{ "name": "ASM", "afi": "ipv6", "safi": "unicast", "advisory": "" }""", "ASM afi ipv6 safi unicast advisory \"\"")]
    [InlineData("0003 000b 0001 01 0a000001 00000007", """{ "name": "RPCQ", "afi": "ipv4", "safi": "unicast" }""", "RPCQ afi ipv4 safi unicast")]
    [InlineData("0004 000f 0001 01 0a000001 00000001 00000002", """{ "name": "RPCP", "afi": "ipv4", "safi": "unicast", "router-id": "10.0.0.1", "sequence": 1, "counter": 2 }""", "RPCP afi ipv4 safi unicast router-id 10.0.0.1 sequence 1 counter 2")]
    [InlineData("0008 000f 0001 85 0a000001 00000001 ffffffff", """{ "name": "LPCP", "afi": "ipv4", "safi": "flow", "router-id": "10.0.0.1", "sequence": 1, "counter": 4294967295 }""", "LPCP afi ipv4 safi flow router-id 10.0.0.1 sequence 1 counter 4294967295")]
    public void Each_form_is_read_shown_and_written(string hex, string json, string text)
    {
        var body = SessionTesting.Bytes(hex);
        Assert.True(OperationalMessage.TryRead(body, out var message, out _));
        Assert.True(message!.IsKnown);
        Assert.Equal(json, SessionTesting.Text(message.AppendJson));
        Assert.Equal(text, SessionTesting.Text(message.AppendText));
        Assert.Equal(body, SessionTesting.Body(SessionTesting.Written(message.Write), MessageType.Operational));
        for (var length = 0; length < body.Length; length++) OperationalMessage.TryRead(body.AsSpan(0, length), out _, out _);
    }

    [Theory]
    [InlineData("", "invalid operational message, not enough data for the header")]
    [InlineData("000200", "invalid operational message, not enough data for the header")]
    [InlineData("0002 0003 0001", "invalid operational advisory, not enough data for the family")]
    [InlineData("0003 000b 0001 01 0a000001 000000", "invalid operational query, not enough data")]
    [InlineData("0004 000f 0001 01 0a000001 00000001 000000", "invalid operational counter, not enough data")]
    public void A_short_one_is_answered_with_5_0(string hex, string text)
    {
        Assert.False(OperationalMessage.TryRead(SessionTesting.Bytes(hex), out _, out var error));
        Assert.Equal(BgpError.Reset(NotificationCode.FiniteStateMachineError, 0, text), error);
    }

    [Fact]
    public void An_unknown_kind_is_to_be_ignored()
    {
        Assert.True(OperationalMessage.TryRead([0xff, 0xff, 0, 0], out var message, out _));
        Assert.False(message!.IsKnown);
    }

    [Fact]
    public void An_advisory_ends_where_its_length_says_and_stays_on_its_line()
    {
        Assert.True(OperationalMessage.TryRead(SessionTesting.Bytes("0002 0005 0001 01 610a 6262"), out var message, out _));
        Assert.Equal("ASM afi ipv4 safi unicast advisory \"a\\x0a\"", SessionTesting.Text(message!.AppendText));
        Assert.True(OperationalMessage.TryRead(SessionTesting.Bytes("0002 0000 0001 01 6161"), out message, out _));
        Assert.True(message!.AdvisoryText.IsEmpty);
        Assert.True(OperationalMessage.TryRead(SessionTesting.Bytes("0002 ffff 0001 01 6161"), out message, out _));
        Assert.Equal(2, message!.AdvisoryText.Length);
    }

    [Fact]
    public void A_long_advisory_is_cut()
    {
        var message = OperationalMessage.Advisory(OperationalKind.AdvisoryStatic, FamilyId.Ipv4Unicast, new string('x', 3000));
        Assert.Equal(2048, message.AdvisoryText.Length);
        Assert.True(message.AdvisoryText.EndsWith("..."u8));
    }
}
