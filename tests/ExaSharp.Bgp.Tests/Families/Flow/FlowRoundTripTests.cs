using System.Text;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Families.Flow;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Bgp.Tests.Families.Flow;

public class FlowRoundTripTests
{
    /// <summary>A rule is shown with the words that it was written with, in another order; read again it gives the same octets.</summary>
    [Fact]
    public void Text_octets_text_octets()
    {
        var random = new Random(8956);
        var longest = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var words = FlowSamples.Words(random, out var family);
            var result = FlowCases.Read(words);
            Assert.True(result.Ok, $"{words}: {result.Error}");
            Assert.Equal(family, result.Family);
            var text = FlowCases.Text(family, result.Nlri)["flow".Length..].Trim();
            var again = FlowCases.Read(Readable(text));
            Assert.True(again.Ok, $"{text}: {again.Error}");
            Assert.Equal(family, again.Family);
            Assert.Equal(result.Nlri, again.Nlri);
            Assert.Equal(Tokens(words), Tokens(Readable(text)));
            longest = Math.Max(longest, result.Nlri.Length / 2);
        }
        Assert.True(longest > 256, $"the longest NLRI has {longest} octets: long ones are not tested");
    }

    [Fact]
    public void Nothing_is_allocated_for_a_rule()
    {
        var route = "source 10.0.0.1/32 destination 192.168.0.1/32 protocol [ tcp udp ] port [ =http >8080&<8088 ] tcp-flags syn+ack "
            + "fragment [ not-a-fragment ] packet-length >=64&<=1500 icmp-type echo-request dscp 46 rd 65000:1 "
            + "rate-limit 9600 redirect 65000:1 mark 10 interface-set [ transitive:input:1:1 ]";
        var bytes = Encoding.UTF8.GetBytes(route);
        var block = Encoding.UTF8.GetBytes("name { match { source 2001:db8::/32/8; next-header tcp; flow-label 5; } then { discard; redirect [::1]:5; copy ::1; } }");
        var draft = new RouteDraft();
        var output = new TextBuffer(4096);
        var buffer = new byte[5000];
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++) Once();
        }));

        void Once()
        {
            Read(bytes);
            Read(block);
        }

        void Read(byte[] text)
        {
            draft.Clear();
            output.Clear();
            var reader = new TokenReader(text, TokenizerMode.Api);
            if (!FlowGrammar.TryParse(ref reader, draft, out var id)) throw new InvalidOperationException("refused");
            var family = AddressFamilies.Find(id)!;
            var writer = new WireWriter(buffer);
            if (!family.TryWriteNlri(draft, ref writer, out _)) throw new InvalidOperationException("not written");
            var wire = new WireReader(writer.Written);
            if (family.TryRead(ref wire, false, out var nlri, out _) != NlriResult.Ok) throw new InvalidOperationException("not read");
            family.AppendText(nlri, default, output);
            family.AppendConfiguredText(nlri, default, output);
            family.AppendJson(nlri, default, draft.NextHop.Address, false, output);
            draft.Attributes.Canonical();
        }
    }

    /// <summary>Several prefixes are shown as a list, which can not be written so.</summary>
    internal static string Readable(string text)
    {
        foreach (var name in new[] { "destination-ipv4", "destination-ipv6", "source-ipv4", "source-ipv6" })
        {
            var at = text.IndexOf(name + " [ ", StringComparison.Ordinal);
            if (at < 0) continue;
            var end = text.IndexOf(" ]", at, StringComparison.Ordinal);
            var list = text[(at + name.Length + 3)..end].Split(' ');
            text = text[..at] + string.Join(' ', list.Select(prefix => $"{name} {prefix}")) + text[(end + 2)..];
        }
        return text;
    }

    private static IEnumerable<string> Tokens(string text) => text.Split(' ').Order(StringComparer.Ordinal);
}
