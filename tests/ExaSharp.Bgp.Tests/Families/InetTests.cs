using System.Text;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Families;

public class InetTests
{
    private static readonly Family Ipv4 = AddressFamilies.Find(FamilyId.Ipv4Unicast)!;
    private static readonly Family Ipv6 = AddressFamilies.Find(FamilyId.Ipv6Unicast)!;

    public static TheoryData<string, string, string> Vectors => new()
    {
        { "ipv4 unicast", "0.0.0.0/0", "00" },
        { "ipv4 unicast", "10.0.0.0/8", "080A" },
        { "ipv4 unicast", "10.1.0.0/24", "180A0100" },
        { "ipv4 unicast", "10.1.2.128/25", "190A010280" },
        { "ipv4 unicast", "10.1.2.3/32", "200A010203" },
        { "ipv4 multicast", "224.0.1.0/24", "18E00001" },
        { "ipv6 unicast", "::/0", "00" },
        { "ipv6 unicast", "2001:db8::/32", "2020010DB8" },
        { "ipv6 unicast", "2001:db8:8000::/33", "2120010DB880" },
        { "ipv6 unicast", "2001:db8::1/128", "8020010DB8000000000000000000000001" },
        { "ipv6 multicast", "ff02::/16", "10FF02" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Text_and_octets_agree_both_ways(string family, string text, string hex)
    {
        var inet = Find(family);
        Assert.Equal(hex, Convert.ToHexString(Write(inet, text)));
        var reader = new WireReader(Convert.FromHexString(hex + "AA"));
        Assert.Equal(NlriResult.Ok, inet.TryRead(ref reader, isWithdraw: false, out var nlri, out var error));
        Assert.False(error.IsError);
        Assert.Equal(hex, Convert.ToHexString(nlri));
        Assert.Equal(1, reader.Remaining);
        Assert.Equal(text, Text(inet, nlri, []));
    }

    [Fact]
    public void Json_as_ExaBGP_writes_it()
    {
        var nlri = Convert.FromHexString("180A0100");
        Assert.Equal("{ \"nlri\": \"10.1.0.0/24\" }", Json(Ipv4, nlri, [], compact: false));
        Assert.Equal("\"10.1.0.0/24\"", Json(Ipv4, nlri, [], compact: true));
        Assert.Equal("{ \"nlri\": \"10.1.0.0/24\", \"path-information\": \"0.0.0.1\" }", Json(Ipv4, nlri, [0, 0, 0, 1], compact: false));
        Assert.Equal("{ \"nlri\": \"10.1.0.0/24\", \"path-information\": \"0.0.0.0\" }", Json(Ipv4, nlri, [0, 0, 0, 0], compact: true));
        Assert.Equal("10.1.0.0/24 path-information 0.0.0.1", Text(Ipv4, nlri, [0, 0, 0, 1]));
    }

    [Theory]
    [InlineData("10.0.0.0/33", "invalid netmask 33")]
    [InlineData("10.0.0.0/x", "invalid netmask x")]
    [InlineData("10.0.0.0/", "invalid netmask ")]
    [InlineData("10.0.0/24", "unrecognised ip address 10.0.0")]
    [InlineData("10.0.0.1/24", "invalid network 10.0.0.1 for netmask 24")]
    [InlineData("2001:db8::/32", "the prefix 2001:db8::/32 is not an ipv4 prefix")]
    [InlineData(";", "expected a prefix, not \";\"")]
    public void A_bad_prefix_is_refused_with_a_reason(string text, string message)
    {
        var diagnostics = new DiagnosticBag();
        var reader = new TokenReader(Encoding.UTF8.GetBytes(text), TokenizerMode.Api, diagnostics);
        Assert.False(Ipv4.TryParseHead(ref reader, new RouteDraft()));
        Assert.Equal(message, Assert.Single(diagnostics.Items).Message);
    }

    [Theory]
    [InlineData("ipv4 unicast", "")]
    [InlineData("ipv4 unicast", "21000000000000")]
    [InlineData("ipv4 unicast", "180A01")]
    [InlineData("ipv4 unicast", "08")]
    [InlineData("ipv6 unicast", "81000000000000000000000000000000000000")]
    [InlineData("ipv6 unicast", "80000000000000000000000000000000")]
    public void A_bad_length_is_an_invalid_network_field(string family, string hex)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.Equal(NlriResult.Error, Find(family).TryRead(ref reader, isWithdraw: true, out _, out var error));
        Assert.Equal((ErrorAction.SessionReset, NotificationCode.UpdateMessageError, 10), (error.Action, error.Code, (int)error.Subcode));
        Assert.Equal(hex.Length / 2, reader.Remaining);
    }

    [Fact]
    public void Bits_behind_the_mask_make_no_other_route_and_are_not_shown()
    {
        var odd = Convert.FromHexString("130AFFFF");
        Assert.Equal("130AFFE0", Convert.ToHexString(Ipv4.Key(odd, new byte[odd.Length])));
        Assert.Equal("10.255.224.0/19", Text(Ipv4, odd, []));
        Assert.Equal("{ \"nlri\": \"10.255.224.0/19\" }", Json(Ipv4, odd, [], compact: false));
        var clean = Convert.FromHexString("130AFFE0");
        Assert.True(Ipv4.Key(clean, new byte[4]) == clean);
        Assert.True(Ipv4.Key([0], new byte[1]).SequenceEqual(new byte[] { 0 }));
    }

    [Fact]
    public void Next_hop_lengths_are_those_of_the_family()
    {
        for (var length = 0; length <= 255; length++)
        {
            Assert.Equal(length == 4, Ipv4.IsValidNextHopLength(length));
            Assert.Equal(length is 16 or 32, Ipv6.IsValidNextHopLength(length));
        }
    }

    [Fact]
    public void Any_prefix_survives_text_and_octets()
    {
        var random = new Random(4271);
        var bytes = new byte[16];
        for (var i = 0; i < 5_000; i++)
        {
            random.NextBytes(bytes);
            var v4 = random.Next(2) == 0;
            var address = IpAddress.FromBytes(bytes.AsSpan(0, v4 ? 4 : 16));
            var length = (byte)random.Next(address.Length * 8 + 1);
            var text = new IpPrefix(address.Mask(length), length).ToString();
            var family = v4 ? Ipv4 : Ipv6;
            var written = Write(family, text);
            var reader = new WireReader(written);
            Assert.Equal(NlriResult.Ok, family.TryRead(ref reader, false, out var nlri, out _));
            Assert.True(reader.AtEnd);
            Assert.True(family.Key(nlri, new byte[17]).SequenceEqual(written));
            Assert.Equal(text, Text(family, nlri, []));
        }
    }

    [Fact]
    public void Random_octets_are_read_within_their_bounds()
    {
        var random = new Random(7606);
        var bytes = new byte[20];
        var scratch = new byte[20];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            var field = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            var reader = new WireReader(field);
            var family = i % 2 == 0 ? Ipv4 : Ipv6;
            var used = 0;
            while (!reader.AtEnd && family.TryRead(ref reader, false, out var nlri, out _) == NlriResult.Ok)
            {
                used += nlri.Length;
                Assert.Equal(field.Length - used, reader.Remaining);
                Assert.Equal(nlri.Length, family.Key(nlri, scratch).Length);
                Assert.Contains("/", Text(family, nlri, []), StringComparison.Ordinal);
            }
        }
    }

    private static Family Find(string name)
    {
        var words = name.Split(' ');
        Assert.True(FamilyNames.TryParseAfi(Encoding.UTF8.GetBytes(words[0]), out var afi));
        Assert.True(FamilyNames.TryParseSafi(Encoding.UTF8.GetBytes(words[1]), out var safi));
        return AddressFamilies.Find(new FamilyId(afi, safi))!;
    }

    private static byte[] Write(Family family, string text)
    {
        var draft = new RouteDraft();
        var reader = new TokenReader(Encoding.UTF8.GetBytes(text), TokenizerMode.Api);
        Assert.True(family.TryParseHead(ref reader, draft));
        var writer = new WireWriter(new byte[32]);
        Assert.True(family.TryWriteNlri(draft, ref writer, out _));
        return writer.Written.ToArray();
    }

    private static string Text(Family family, ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId)
    {
        var buffer = new TextBuffer();
        family.AppendText(nlri, pathId, buffer);
        return buffer.ToString();
    }

    private static string Json(Family family, ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId, bool compact)
    {
        var buffer = new TextBuffer();
        family.AppendJson(nlri, pathId, default, compact, buffer);
        return buffer.ToString();
    }
}
