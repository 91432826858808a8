using System.Buffers;
using System.Text;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Tests.Families;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

/// <summary>The same route on a session that gets ExaBGP's octets and on one that gets the RFCs'.</summary>
public class RfcModeTests
{
    private const string Ibgp = "400101004002004005040000" + "0064";

    private readonly RouteStore _store = new();
    private readonly AttributeInterner _interner = new();
    private readonly List<SkipReason> _skipped = [];

    /// <summary>Family, what follows it in a command, the UPDATE's body as ExaBGP sends it, and as the RFCs have it; iBGP.</summary>
    public static TheoryData<string, string, string, string> Announcements => new()
    {
        {
            // RFC 5668 section 2: type 0x02 for a 4-octet AS; an address stays 0x01, and hexadecimal is as written.
            "ipv4 unicast",
            "10.0.0.0/24 next-hop 1.1.1.1 extended-community [ target:70000:1 origin:70000:2 target:100L:3 target:1.2.3.4:5 target:100:7 0x0102000111700009 ]",
            Update("40010100 400200 40030401010101 40050400000064 C01030" +
                "0002006400000007 0102000000640003 0102000111700001 0102000111700009 0102010203040005 0103000111700002", "180A0000"),
            Update("40010100 400200 40030401010101 40050400000064 C01030" +
                "0002006400000007 0102000111700009 0102010203040005 0202000000640003 0202000111700001 0203000111700002", "180A0000")
        },
        {
            // The same octets twice, once as a number and once as an address.
            "ipv4 unicast",
            "10.0.0.0/24 next-hop 1.1.1.1 extended-community [ target:70000:1 target:0.1.17.112:1 ] extended-community target:70000:1",
            Update("40010100 400200 40030401010101 40050400000064 C01018 0102000111700001 0102000111700001 0102000111700001", "180A0000"),
            Update("40010100 400200 40030401010101 40050400000064 C01018 0102000111700001 0202000111700001 0202000111700001", "180A0000")
        },
        {
            // RFC 4291 section 2.5.5.2: an IPv4 next-hop is the IPv4-mapped address; RFC 4760 section 3: no NEXT_HOP beside;
            // RFC 7606 section 5.1: MP_REACH_NLRI first.
            "ipv6 unicast", "2001:db8::/33 next-hop 1.1.1.1",
            Update("40010100 400200 40030401010101 40050400000064 800E0F 0002 01 04 01010101 00 2120010DB800"),
            Update("800E1B 0002 01 10 00000000000000000000FFFF01010101 00 2120010DB800" + Ibgp)
        },
        {
            "ipv6 unicast", "2001:db8::/32 next-hop 2001:db8::1",
            Update(Ibgp + "800E1A 0002 01 10 20010DB8000000000000000000000001 00 2020010DB8"),
            Update("800E1A 0002 01 10 20010DB8000000000000000000000001 00 2020010DB8" + Ibgp)
        },
        {
            // RFC 4798 section 2.
            "ipv6 nlri-mpls", "2001:db8::/33 label 100 next-hop 1.1.1.1",
            Update("40010100 400200 40030401010101 40050400000064 800E12 0002 04 04 01010101 00 3900064120010DB800"),
            Update("800E1E 0002 04 10 00000000000000000000FFFF01010101 00 3900064120010DB800" + Ibgp)
        },
        {
            // RFC 4659 section 3.2.1.2.
            "ipv6 mpls-vpn", "2001:db8::/33 label 100 rd 65000:1 next-hop 1.1.1.1",
            Update("40010100 400200 40030401010101 40050400000064 800E22 0002 80 0C 000000000000000001010101 00 79000641 0000FDE800000001 20010DB800"),
            Update("800E2E 0002 80 18 000000000000000000000000000000000000FFFF01010101 00 79000641 0000FDE800000001 20010DB800" + Ibgp)
        },
        {
            "ipv4 mpls-vpn", "10.0.0.0/24 label 100 rd 1:2 next-hop 1.1.1.1",
            Update("40010100 400200 40030401010101 40050400000064 800E20 0001 80 0C 000000000000000001010101 00 70000641 0000000100000002 0A0000"),
            Update("800E20 0001 80 0C 000000000000000001010101 00 70000641 0000000100000002 0A0000" + Ibgp)
        },
        {
            // RFC 8956 section 3.8.2, its second example with another type.
            "ipv6 flow", "destination-ipv6 ::1:1234:5678:9800:0/104/60 discard",
            Update("40010100 400200 40050400000064 C01008 8006000000000000 800E16 0002 85 00 00 10 01 68 3C 00000000 00000001 12345678 98"),
            Update("800E0F 0002 85 00 00 09 01 68 3C 11234567 8980" + Ibgp.Replace(" ", "", StringComparison.Ordinal) + "C01008 8006000000000000")
        },
        {
            "ipv6 flow", "source-ipv6 2001:db8::/32/0 next-header udp discard",
            Update("40010100 400200 40050400000064 C01008 8006000000000000 800E10 0002 85 00 00 0A 02 20 00 20010DB8 03 81 11"),
            Update("800E10 0002 85 00 00 0A 02 20 00 20010DB8 03 81 11" + Ibgp + "C01008 8006000000000000")
        },
        {
            "ipv6 flow-vpn", "rd 65000:1 source-ipv6 2001:db8::/32/16 discard",
            Update("40010100 400200 40050400000064 C01008 8006000000000000 800E15 0002 86 00 00 0F 0000FDE800000001 02 20 10 20010DB8"),
            Update("800E13 0002 86 00 00 0D 0000FDE800000001 02 20 10 0DB8" + Ibgp + "C01008 8006000000000000")
        },
        {
            // A TEID of 23 bits: its unused bit is the last one.
            "ipv4 mup", "mup-t2st 10.0.0.1 rd 100:100 teid 12345/23 next-hop 1.1.1.1",
            Update("40010100 400200 40030401010101 40050400000064 800E1D 0001 55 04 01010101 00 01000410 0000006400000064 37 0A000001 003039"),
            Update("800E1D 0001 55 04 01010101 00 01000410 0000006400000064 37 0A000001 006072" + Ibgp)
        },
        {
            "ipv4 mup", "mup-t2st 10.0.0.1 rd 100:100 teid 12345/32 next-hop 1.1.1.1",
            Update("40010100 400200 40030401010101 40050400000064 800E1E 0001 55 04 01010101 00 01000411 0000006400000064 40 0A000001 00003039"),
            Update("800E1E 0001 55 04 01010101 00 01000411 0000006400000064 40 0A000001 00003039" + Ibgp)
        },
        {
            "ipv4 unicast", "10.0.0.0/24 next-hop 1.1.1.1 originator-id 5.5.5.5 cluster-list [ 6.6.6.6 ]",
            Update("40010100 400200 40030401010101 40050400000064 80090405050505 800A0406060606", "180A0000"),
            Update("40010100 400200 40030401010101 40050400000064 80090405050505 800A0406060606", "180A0000")
        },
    };

    [Theory]
    [MemberData(nameof(Announcements))]
    public void An_announcement_has_its_octets_of_either_kind(string family, string text, string exabgp, string rfc)
    {
        var session = Session(family);
        Assert.Equal(exabgp, Encode(family, text, session));
        Assert.Equal(rfc, Encode(family, text, session with { Rfc = true }));
    }

    /// <summary>RFC 4271 section 5.1.2; RFC 5065 section 5.3; RFC 4456 section 8; to an external peer.</summary>
    [Theory]
    [InlineData("", "4002 06 02010000FDE8", "4002 06 02010000FDE8")]
    [InlineData("as-path [ ]", "4002 00", "4002 06 02010000FDE8")]
    [InlineData("as-path [ 1 2 ]", "4002 0A 02020000000100000002", "4002 0E 02030000FDE80000000100000002")]
    [InlineData("as-path [ 65000 1 ]", "4002 0A 02020000FDE800000001", "4002 0E 02030000FDE80000FDE800000001")]
    [InlineData("as-path ( 1 2 )", "4002 0A 01020000000100000002", "4002 10 02010000FDE801020000000100000002")]
    [InlineData("as-path [{ 1 }] [ 2 ]", "4002 0C 030100000001020100000002", "4002 10 03020000FDE800000001020100000002")]
    [InlineData("as-path ({ 1 })", "4002 06 040100000001", "4002 0C 03010000FDE8040100000001")]
    [InlineData("originator-id 5.5.5.5 cluster-list [ 6.6.6.6 ]", "4002 06 02010000FDE8", "4002 06 02010000FDE8", "80090405050505800A0406060606")]
    public void Our_AS_stands_before_a_given_path(string attributes, string exabgp, string rfc, string onlyExabgp = "")
    {
        var session = Session("ipv4 unicast") with { PeerAs = 65001 };
        var text = $"10.0.0.0/24 next-hop 1.1.1.1 {attributes}";
        Assert.Equal(Update("40010100" + exabgp + "40030401010101" + onlyExabgp, "180A0000"), Encode("ipv4 unicast", text, session));
        Assert.Equal(Update("40010100" + rfc + "40030401010101", "180A0000"), Encode("ipv4 unicast", text, session with { Rfc = true }));
    }

    [Fact]
    public void A_full_segment_gets_another_one_before_it()
    {
        var path = string.Join(' ', Enumerable.Repeat("1", 255));
        var session = Session("ipv4 unicast") with { PeerAs = 65001, Rfc = true };
        Assert.Contains("50020404" + "02010000FDE8" + "02FF00000001", Encode("ipv4 unicast", $"10.0.0.0/24 next-hop 1.1.1.1 as-path [ {path} ]", session), StringComparison.Ordinal);
    }

    [Fact]
    public void Our_large_AS_before_a_path_is_told_in_AS4_PATH_to_an_old_peer()
    {
        var session = Session("ipv4 unicast") with { LocalAs = 70000, PeerAs = 65001, Asn4 = false, Rfc = true };
        Assert.Equal(
            Update("40010100 400206 0202 5BA0 0001 C0110A 0202 00011170 00000001 40030401010101", "180A0000"),
            Encode("ipv4 unicast", "10.0.0.0/24 next-hop 1.1.1.1 as-path [ 1 ]", session));
    }

    [Fact]
    public void The_path_is_sent_as_given_to_an_internal_peer() => Assert.Equal(
        Update("40010100 400206 0201 00000001 40030401010101 40050400000064", "180A0000"),
        Encode("ipv4 unicast", "10.0.0.0/24 next-hop 1.1.1.1 as-path [ 1 ]", Session("ipv4 unicast") with { Rfc = true }));

    /// <summary>RFC 8277 section 2.4: one label, 0x800000. RFC 4271 section 4.3: no attributes.</summary>
    [Theory]
    [InlineData("ipv4 nlri-mpls", "10.0.0.0/24 label 100 next-hop 1.1.1.1", "40030401010101", "0001 04 30 000641 0A0000", "0001 04 30 800000 0A0000")]
    [InlineData("ipv6 nlri-mpls", "2001:db8::/33 label [ 100 200 ] next-hop ::1", "", "0002 04 51 000640 000C81 20010DB800", "0002 04 39 800000 20010DB800")]
    [InlineData("ipv4 mpls-vpn", "10.0.0.0/24 label 100 rd 1:2 next-hop 1.1.1.1", "40030401010101", "0001 80 70 000641 0000000100000002 0A0000", "0001 80 70 800000 0000000100000002 0A0000")]
    [InlineData("ipv4 flow", "destination-ipv4 10.0.0.0/8", "", "0001 85 03 01 08 0A", "0001 85 03 01 08 0A")]
    [InlineData("ipv6 flow", "destination-ipv6 2001:db8::/32/16", "", "0002 85 07 01 20 10 20010DB8", "0002 85 05 01 20 10 0DB8")]
    public void A_withdraw_has_its_octets_of_either_kind(string family, string text, string nextHop, string exabgp, string rfc)
    {
        var session = Session(family);
        var unreach = Octets(exabgp);
        Assert.Equal(
            Update($"40010100 400200 {nextHop} 40050400000064 800F{unreach.Length / 2:X2}" + unreach),
            Encode(family, text, session, RouteAction.Withdraw));
        unreach = Octets(rfc);
        Assert.Equal(Update($"800F{unreach.Length / 2:X2}" + unreach), Encode(family, text, session with { Rfc = true }, RouteAction.Withdraw));
    }

    [Theory]
    [InlineData("ipv4 flow", "destination-ipv4 10.0.0.0/8 destination-ipv4 11.0.0.0/8", SkipReason.NoRfcForm)]
    [InlineData("ipv4 unicast", "10.0.0.0/8 next-hop 2001:db8::1", SkipReason.NextHopNotNegotiated)]
    [InlineData("ipv4 mpls-vpn", "10.0.0.0/8 rd 1:1 label 5 next-hop 2001:db8::1", SkipReason.NextHopNotNegotiated)]
    public void What_the_RFCs_have_no_octets_for_is_not_sent(string family, string text, SkipReason reason)
    {
        var session = Session(family);
        Assert.NotEqual("", Encode(family, text, session));
        Assert.Equal("", Encode(family, text, session with { Rfc = true }));
        Assert.Equal([reason], _skipped);
    }

    [Fact]
    public void An_IPv6_next_hop_is_sent_when_RFC_8950_was_negotiated()
    {
        var session = Session("ipv4 unicast") with { Rfc = true, ExtendedNextHops = [(FamilyId.Ipv4Unicast, Afi.Ipv6)] };
        Assert.Equal(
            Update("800E17 0001 01 10 20010DB8000000000000000000000001 00 080A" + Ibgp),
            Encode("ipv4 unicast", "10.0.0.0/8 next-hop 2001:db8::1", session));
    }

    /// <summary>RFC 7606 section 5.1: an UPDATE has announced or withdrawn routes, not both.</summary>
    [Theory]
    [InlineData(false, "0004080B080C 0015 40010100400200 40030401010101 40050400000064 080A")]
    [InlineData(true, "0000 0015 40010100400200 40030401010101 40050400000064 080A | 0004080B080C 0000")]
    public void Announced_and_withdrawn_routes_have_UPDATEs_of_their_own(bool rfc, string expected)
    {
        using var rig = new RibRig();
        rig.Rib.SessionUp(RibRig.Session() with { Rfc = rfc });
        var set = rig.Set("1.1.1.1");
        rig.Announce("9.0.0.0/8", set);
        rig.Flush();
        rig.Withdraw("11.0.0.0/8", set);
        rig.Announce("10.0.0.0/8", set);
        rig.Withdraw("12.0.0.0/8", set);
        Assert.Equal(expected.Replace(" ", "", StringComparison.Ordinal).Split('|'), rig.Flush());
    }

    /// <summary>ExaBGP sends the attributes of a withdraw that comes first on a session.</summary>
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void A_withdraw_before_all_else_leaves_nothing(bool rfc, int messages)
    {
        using var rig = new RibRig();
        rig.Rib.SessionUp(RibRig.Session(FamilyId.Ipv4Flow) with { Rfc = rfc });
        rig.Rib.Withdraw(rig.Nlri(FamilyId.Ipv4Flow, "0301080A"), rig.Set("", "04:80:00000007"));
        Assert.Equal(messages, rig.Flush().Length);
    }

    [Theory]
    [InlineData("ipv6 flow", "destination-ipv6 2001:db8:1234::/47/13 source-ipv6 2001:db8::1/128/127 next-header udp discard")]
    [InlineData("ipv6 flow", "destination-ipv6 ::/0/0 port [ >=80&<=90 =8080 ] discard")]
    [InlineData("ipv6 flow-vpn", "rd 1:2 source-ipv6 ::ff00/120/112 discard")]
    [InlineData("ipv6 mup", "mup-t2st 2001:db8::1 rd 100:100 teid 5/3 next-hop ::1")]
    [InlineData("ipv4 mup", "mup-t2st 10.0.0.1 rd 100:100 teid 1073741823/31 next-hop 1.1.1.1")]
    [InlineData("ipv4 mup", "mup-isd 10.0.0.0/8 rd 100:100 next-hop 1.1.1.1")]
    public void What_is_sent_is_read_as_what_it_was(string family, string text)
    {
        var session = Session(family) with { Rfc = true };
        var described = FamilyTesting.Find(family);
        foreach (var action in new[] { RouteAction.Announce, RouteAction.Withdraw })
        {
            var body = Convert.FromHexString(Encode(family, text, session, action));
            Assert.True(new UpdateReader().TryRead(body, session, out var view, out _));
            var section = view.Section(0);
            var read = section.GetEnumerator();
            Assert.True(read.MoveNext());
            var stored = Convert.FromHexString(FamilyTesting.Write(described, text));
            // The bits before an offset are not sent.
            if (family.Contains("flow", StringComparison.Ordinal) && text.Contains("2001", StringComparison.Ordinal))
            {
                Assert.Equal(FamilyTesting.ShownText(described, stored).Replace("2001:db8:1234::/47", "1:db8:1234::/47", StringComparison.Ordinal)
                    .Replace("2001:db8::1/128", "::1/128", StringComparison.Ordinal), FamilyTesting.ShownText(described, read.Current.Nlri));
            }
            else
            {
                Assert.Equal(Convert.ToHexString(stored), Convert.ToHexString(read.Current.Nlri));
            }
            Assert.False(read.MoveNext());
        }
    }

    [Theory]
    [InlineData("01 20 20 20010DB8", "an offset as long as the prefix")]
    [InlineData("01 81 80 80", "129 bits")]
    [InlineData("01 20 10 0D", "half a pattern")]
    [InlineData("01 08 00 20 01 08 00 20", "a type twice")]
    [InlineData("03 81 11 01 08 00 20", "types in the wrong order")]
    [InlineData("03 01 11", "a list without end")]
    [InlineData("0E 81 11", "an unknown type")]
    public void A_malformed_IPv6_rule_is_passed_over_and_the_next_one_read(string nlri, string what)
    {
        Assert.NotEmpty(what);
        var octets = Octets(nlri);
        var family = FamilyTesting.Find("ipv6 flow");
        var reader = new WireReader(Convert.FromHexString($"{octets.Length / 2:X2}{octets}0401181011"));
        var writer = new WireWriter(new byte[200]);
        Assert.Equal(NlriResult.Skip, family.TryReadRfc(ref reader, false, ref writer, out _));
        Assert.Equal(0, writer.Length);
        Assert.Equal(NlriResult.Ok, family.TryReadRfc(ref reader, false, ref writer, out _));
        Assert.True(reader.AtEnd);
        Assert.Equal("06011810000011", Convert.ToHexString(writer.Written));
    }

    /// <summary>Octets that mean nothing, valid ones with bits changed, and shortened ones: read or refused, never more.</summary>
    [Theory]
    [InlineData("ipv6 flow", "07 01 20 10 0DB8 03 81 11 | 09 01 68 3C 1123456789 80")]
    [InlineData("ipv6 flow-vpn", "0D 0000FDE800000001 02 20 10 0DB8")]
    [InlineData("ipv4 mup", "01 0004 10 0000006400000064 37 0A000001 006072 | 01 0001 0C 0000006400000064 18 0A0001")]
    public void Hostile_octets_do_no_harm(string name, string valid)
    {
        var family = FamilyTesting.Find(name);
        var session = Session(name) with { Rfc = true };
        var samples = valid.Split('|').Select(Octets).ToArray();
        var random = new Random(20817);
        var reader = new UpdateReader();
        var stored = new byte[6 * 256];
        for (var i = 0; i < 20_000; i++)
        {
            var field = i % 3 == 0 ? new byte[random.Next(40)] : Convert.FromHexString(samples[random.Next(samples.Length)]);
            if (i % 3 == 0) random.NextBytes(field);
            else if (i % 3 == 1) field[random.Next(field.Length)] ^= (byte)(1 << random.Next(8));
            else field = field[..random.Next(field.Length + 1)];
            var value = $"{(ushort)family.Id.Afi:X4}{(byte)family.Id.Safi:X2}" + Convert.ToHexString(field);
            var body = Convert.FromHexString(Update($"800F{value.Length / 2:X2}{value}"));
            if (!reader.TryRead(body, session, out var view, out var error))
            {
                Assert.Equal(ErrorAction.SessionReset, error.Action);
                continue;
            }
            for (var s = 0; s < view.SectionCount; s++)
            {
                foreach (var item in view.Section(s))
                {
                    var scratch = new byte[item.Nlri.Length + Family.RfcScratch];
                    var rfc = family.ToRfc(item.Nlri, false, scratch);
                    Assert.False(rfc.IsEmpty);
                    var again = new WireReader(rfc);
                    var writer = new WireWriter(stored);
                    Assert.Equal(NlriResult.Ok, family.TryReadRfc(ref again, false, ref writer, out _));
                    Assert.Equal(Convert.ToHexString(item.Nlri), Convert.ToHexString(writer.Written));
                    Assert.NotEqual("", FamilyTesting.Json(family, item.Nlri));
                }
            }
        }
    }

    private static NegotiatedSession Session(string family) => new()
    {
        LocalAs = 65000,
        PeerAs = 65000,
        LocalAddress = RibRig.Address("127.0.0.1"),
        PeerAddress = RibRig.Address("127.0.0.2"),
        RouterId = RibRig.Address("1.2.3.4"),
        Families = [FamilyTesting.Find(family).Id],
    };

    /// <summary>The body of an UPDATE without withdrawn routes.</summary>
    private static string Update(string attributes, string nlri = "")
    {
        attributes = Octets(attributes);
        return $"0000{attributes.Length / 2:X4}{attributes}{nlri}";
    }

    private static string Octets(string text) => text.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The body of the UPDATE with the route; empty when it is not sent.</summary>
    private string Encode(string family, string text, NegotiatedSession session, RouteAction action = RouteAction.Announce)
    {
        var diagnostics = new DiagnosticBag();
        var batch = new RouteBatch(_store, _interner);
        var words = family.Split(' ');
        var reader = new TokenReader(Encoding.UTF8.GetBytes($"{words[1]} {text}"), TokenizerMode.Api, diagnostics);
        var parsed = new RouteGrammar(_store, _interner).TryParseFamily(ref reader, FamilyTesting.Find(family).Id.Afi, action, batch);
        Assert.True(parsed, parsed ? "" : diagnostics.Items[0].Message);
        var output = new ArrayBufferWriter<byte>();
        if (!new UpdateBuilder(_store, _interner).TryWrite(batch.Changes[0], session, output, out var reason)) _skipped.Add(reason);
        return output.WrittenCount == 0 ? "" : Assert.Single(RibRig.Messages(output.WrittenSpan));
    }
}
