using System.Text;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Tests.Session;
using ExaSharp.Bgp.Text;
using Xunit;

namespace ExaSharp.Bgp.Tests.Messages;

public class OperationalGrammarTests
{
    private static readonly IpAddress RouterId = IpAddress.FromIpv4(0x0a000001);

    [Theory]
    [InlineData("asm afi ipv4 safi unicast advisory \"a text\"", "0002 0009 0001 01 612074657874")]
    [InlineData("adm afi ipv6 safi flow advisory é", "0001 0005 0002 85 C3A9")]
    [InlineData("asm afi l2vpn safi vpls advisory \"\"", "0002 0003 0019 41")]
    [InlineData("rpcq afi ipv4 safi unicast sequence 7", "0003 000B 0001 01 0A000001 00000007")]
    [InlineData("apcq afi ipv4 safi unicast sequence 4294967295", "0005 000B 0001 01 0A000001 FFFFFFFF")]
    [InlineData("lpcq afi ipv4 safi unicast router-id 1.2.3.4 sequence 7", "0007 000B 0001 01 01020304 00000007")]
    [InlineData("rpcp router-id 1.2.3.4 afi ipv4 safi unicast sequence 7 counter 9", "0004 000F 0001 01 01020304 00000007 00000009")]
    [InlineData("apcp afi ipv4 safi mpls-vpn sequence 7 counter 0 router-id 1.2.3.4", "0006 000F 0001 80 01020304 00000007 00000000")]
    [InlineData("LPCP AFI ipv4 SAFI unicast SEQUENCE 7 COUNTER 9", "0008 000F 0001 01 0A000001 00000007 00000009")]
    [InlineData("rpcq afi ipv4 safi unicast sequence 0", "0003 000B 0001 01 0A000001 0000002A")]
    public void Each_form_has_its_octets(string text, string hex)
    {
        Assert.Null(Parse(text, out var message));
        var last = 41u;
        var complete = message!.Complete(RouterId, ref last);
        Assert.Equal(SessionTesting.Bytes(hex), SessionTesting.Body(SessionTesting.Written(complete.Write), MessageType.Operational));
        Assert.Null(Parse(text, out var again));
        Assert.Equal(message, again);
        Assert.Equal(message.GetHashCode(), again!.GetHashCode());
    }

    [Theory]
    [InlineData("asm", "invalid advisory syntax, missing argument(s) afi, safi, advisory")]
    [InlineData("asm afi", "invalid advisory syntax, missing argument(s) afi, safi, advisory")]
    [InlineData("asm afi ipv4", "invalid advisory syntax, missing argument(s) safi, advisory")]
    [InlineData("rpcp afi ipv4 safi unicast sequence 1", "invalid advisory syntax, missing argument(s) counter")]
    [InlineData("rpcq afi ipv4 safi unicast router-id", "invalid advisory syntax, missing argument(s) sequence")]
    [InlineData("asm safi unicast", "invalid operational syntax, unknown argument safi")]
    [InlineData("asm afi ipv4 safi unicast advice x", "invalid operational syntax, unknown argument advice")]
    [InlineData("asm afi ipv5 safi unicast advisory x", "invalid operational value for afi")]
    [InlineData("asm afi ipv4 safi uni advisory x", "invalid operational value for safi")]
    [InlineData("rpcq afi ipv4 safi unicast sequence 4294967296", "invalid operational value for sequence")]
    [InlineData("rpcq afi ipv4 safi unicast sequence -1", "invalid operational value for sequence")]
    [InlineData("rpcp afi ipv4 safi unicast sequence 1 counter x", "invalid operational value for counter")]
    [InlineData("rpcq router-id ::1 afi ipv4 safi unicast sequence 1", "invalid operational value for router-id")]
    [InlineData("asm afi ipv4 safi unicast advisory x y", "expected the end of the message, not \"y\"")]
    [InlineData("asm afi ipv4 safi unicast advisory x [", "expected the end of the message, not \"[\"")]
    public void What_is_wrong_is_told(string text, string error) => Assert.Equal(error, Parse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("foo")]
    [InlineData("ssq")]
    public void Other_words_are_no_kinds(string word) => Assert.False(OperationalGrammar.TryParseKind(Encoding.UTF8.GetBytes(word), out _));

    [Fact]
    public void Numbers_go_up_and_0_is_none()
    {
        Assert.Null(Parse("rpcq afi ipv4 safi unicast sequence 0", out var message));
        var last = uint.MaxValue - 1;
        Assert.Equal(uint.MaxValue, message!.Complete(RouterId, ref last).Sequence);
        Assert.Equal(1u, message.Complete(RouterId, ref last).Sequence);
        Assert.Equal(2u, message.Complete(RouterId, ref last).Sequence);
    }

    [Fact]
    public void A_message_is_equal_to_no_other()
    {
        string[] texts =
        [
            "asm afi ipv4 safi unicast advisory a", "asm afi ipv4 safi unicast advisory b", "asm afi ipv6 safi unicast advisory a",
            "adm afi ipv4 safi unicast advisory a", "rpcq afi ipv4 safi unicast sequence 1", "rpcq afi ipv4 safi unicast sequence 2",
            "rpcq afi ipv4 safi unicast sequence 1 router-id 1.1.1.1", "rpcp afi ipv4 safi unicast sequence 1 counter 1", "rpcp afi ipv4 safi unicast sequence 1 counter 2",
        ];
        var messages = texts.Select(text =>
        {
            Assert.Null(Parse(text, out var message));
            return message!;
        }).ToList();
        Assert.Equal(texts.Length, messages.Distinct().Count());
        Assert.False(messages[0].Equals((object?)null));
    }

    /// <summary>Whatever the words, there is a message or an error.</summary>
    [Fact]
    public void Words_in_any_order_do_no_harm()
    {
        string[] words = ["afi", "ipv4", "safi", "unicast", "advisory", "\"x y\"", "sequence", "1", "counter", "router-id", "1.2.3.4", "[", "]", ";", "{", "\"", "é", "99999999999"];
        var random = new Random(31117);
        for (var i = 0; i < 20_000; i++)
        {
            var text = OperationalGrammar.Keywords.ElementAt(random.Next(8)) + " " + string.Join(' ', Enumerable.Range(0, random.Next(10)).Select(_ => words[random.Next(words.Length)]));
            var error = Parse(text, out var message);
            Assert.Equal(error is null, message is not null);
        }
    }

    private static string? Parse(string text, out OperationalMessage? message)
    {
        var diagnostics = new DiagnosticBag();
        var reader = new TokenReader(Encoding.UTF8.GetBytes(text), TokenizerMode.Api, diagnostics);
        Assert.True(reader.TryWord(out var word));
        Assert.True(OperationalGrammar.TryParseKind(word, out var kind));
        var ok = OperationalGrammar.TryParse(ref reader, kind, out message);
        Assert.Equal(ok, !diagnostics.HasErrors);
        return ok ? null : diagnostics.Items[0].Message;
    }
}
