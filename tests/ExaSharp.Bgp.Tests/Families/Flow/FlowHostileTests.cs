using System.Text;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Families.Flow;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Families.Flow;

/// <summary>Octets and text that nobody sane sends.</summary>
public class FlowHostileTests
{
    private static readonly FamilyId[] Families = [FamilyId.Ipv4Flow, FamilyId.Ipv4FlowVpn, FamilyId.Ipv6Flow, FamilyId.Ipv6FlowVpn];

    [Theory]
    [InlineData("", "not enough data to extract the length of the flow NLRI")]
    [InlineData("f0", "not enough data to extract the extended length of the flow NLRI")]
    [InlineData("01", "invalid length at the start of the the flow")]
    [InlineData("04048150", "invalid length at the start of the the flow")]
    [InlineData("f100048150", "invalid length at the start of the the flow")]
    public void A_broken_length_is_an_error_of_the_whole_field(string octets, string text)
    {
        var result = FlowCases.Receive(FamilyId.Ipv4Flow, Convert.FromHexString(octets), out _, out var error, out _);
        Assert.Equal(NlriResult.Error, result);
        Assert.Equal(BgpError.InvalidNetwork(text), error);
    }

    [Theory]
    [InlineData("ipv4", Safi.Flow, "0104", "a type without values")]
    [InlineData("ipv4", Safi.Flow, "020481", "an operator without its value")]
    [InlineData("ipv4", Safi.Flow, "03049150", "half a value")]
    [InlineData("ipv4", Safi.Flow, "03040150", "no last value")]
    [InlineData("ipv4", Safi.Flow, "030d8105", "flow-label in IPv4")]
    [InlineData("ipv4", Safi.Flow, "03008105", "type 0")]
    [InlineData("ipv6", Safi.Flow, "030e8105", "type 14")]
    [InlineData("ipv4", Safi.Flow, "06058150048150", "descending types")]
    [InlineData("ipv4", Safi.Flow, "0101", "no prefix length")]
    [InlineData("ipv4", Safi.Flow, "0401200000", "a short prefix")]
    [InlineData("ipv4", Safi.Flow, "0701210000000000", "a prefix length of 33")]
    [InlineData("ipv6", Safi.Flow, "020140", "no offset")]
    [InlineData("ipv6", Safi.Flow, "0401400000", "a short IPv6 prefix")]
    [InlineData("ipv6", Safi.Flow, "140181000000000000000000000000000000000000", "a prefix length of 129")]
    [InlineData("ipv4", Safi.FlowVpn, "0700000001000000", "a short route distinguisher")]
    [InlineData("ipv4", Safi.FlowVpn, "00", "no route distinguisher")]
    public void Malformed_components_concern_one_NLRI_only(string afi, Safi safi, string octets, string what)
    {
        Assert.NotEmpty(what);
        Assert.True(FamilyNames.TryParseAfi(Encoding.UTF8.GetBytes(afi), out var number));
        var result = FlowCases.Receive(new FamilyId(number, safi), Convert.FromHexString(octets + "ffff"), out _, out var error, out var rest);
        Assert.Equal(NlriResult.Skip, result);
        Assert.False(error.IsError);
        Assert.Equal(2, rest);
    }

    [Fact]
    public void Random_and_damaged_octets_are_read_or_refused_and_what_is_read_can_be_shown()
    {
        var random = new Random(20261120);
        var read = 0;
        var output = new TextBuffer();
        for (var i = 0; i < 60_000; i++)
        {
            var octets = Sample(random);
            var family = AddressFamilies.Find(Families[random.Next(Families.Length)])!;
            var reader = new WireReader(octets);
            while (!reader.AtEnd)
            {
                var before = reader.Remaining;
                var result = family.TryRead(ref reader, isWithdraw: false, out var nlri, out var error);
                Assert.Equal(result == NlriResult.Error, error.IsError);
                if (result == NlriResult.Error) break;
                Assert.True(reader.Remaining < before);
                if (result == NlriResult.Skip) continue;
                Assert.Equal(before - reader.Remaining, nlri.Length);
                read++;
                output.Clear();
                family.AppendText(nlri, default, output);
                family.AppendConfiguredText(nlri, default, output);
                output.Clear();
                family.AppendJson(nlri, default, default, compact: false, output);
                using var json = System.Text.Json.JsonDocument.Parse(output.WrittenMemory);
                Assert.False(family.Key(nlri, new byte[nlri.Length]).Length > nlri.Length);
            }
        }
        Assert.True(read > 1000, $"only {read} valid NLRI: the samples test nothing");
    }

    [Fact]
    public void Random_text_is_read_or_refused_with_a_reason()
    {
        string[] words =
        [
            .. FlowGrammar.Words.Names, "match", "then", "scope", "{", "}", ";", "[", "]", ",", "(", ")", "=80", ">", "&", "|", "=80&", "10.0.0.0/8",
            "::/0", "::/64/8", "tcp", "syn+ack", "1:1", "1.2.3.4", "self", "transitive:input:1:1", "\"", "'", "\\", "\n", "#", "é", "99999999999",
        ];
        var random = new Random(8955);
        var good = 0;
        for (var i = 0; i < 30_000; i++)
        {
            var text = string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(12)).Select(_ => words[random.Next(words.Length)]));
            foreach (var mode in new[] { TokenizerMode.Api, TokenizerMode.Configuration })
            {
                var diagnostics = new DiagnosticBag();
                var reader = new TokenReader(Encoding.UTF8.GetBytes(text), mode, diagnostics);
                var ok = FlowGrammar.TryParse(ref reader, new RouteDraft(), out var family);
                Assert.True(family.IsFlow);
                Assert.Equal(ok, !diagnostics.HasErrors);
                if (ok) good++;
            }
        }
        Assert.True(good > 1000, $"only {good} good routes: the samples test nothing");
    }

    private static byte[] Sample(Random random)
    {
        if (random.Next(3) == 0)
        {
            var noise = new byte[random.Next(40)];
            random.NextBytes(noise);
            if (noise.Length > 0 && random.Next(2) == 0) noise[0] = (byte)(noise.Length - 1);
            return noise;
        }
        var octets = Convert.FromHexString(FlowCases.Nlri(FlowSamples.Words(random, out _)));
        switch (random.Next(3))
        {
            case 0: return octets;
            case 1: return octets[..random.Next(octets.Length)];
            default:
                octets[random.Next(octets.Length)] ^= (byte)(1 << random.Next(8));
                return octets;
        }
    }
}
