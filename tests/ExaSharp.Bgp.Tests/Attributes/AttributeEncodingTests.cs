using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;
using static ExaSharp.Bgp.Tests.Attributes.AttributeTesting;

namespace ExaSharp.Bgp.Tests.Attributes;

public class AttributeEncodingTests
{
    private delegate void Writing(ref WireWriter writer);

    private static string Written(Writing write)
    {
        var writer = new WireWriter(new byte[256]);
        write(ref writer);
        return Convert.ToHexStringLower(writer.Written);
    }

    /// <summary>Towards a peer of 2-octet AS numbers: AS_TRANS, and the AS4 attributes only when a number needs them.</summary>
    [Theory]
    [InlineData("as-path [ 4200000000 65000 4200000001 ]", "400208 0203 5ba0fde85ba0 c0110e 0203 fa56ea00 0000fde8 fa56ea01")]
    [InlineData("as-path [ 1 2 ] ( 3 )", "40020a 0202 0001 0002 0101 0003")]
    [InlineData("as-path [ 65535 ]", "400204 0201 ffff")]
    [InlineData("as-path [ 65536 ]", "400204 0201 5ba0 c01106 0201 00010000")]
    [InlineData("as-path [{ 65536 }] [ 1 65536 ]", "40020a 0301 5ba0 0202 0001 5ba0 c0110a 0202 00000001 00010000")]
    [InlineData("as-path [{ 65536 }]", "400204 0301 5ba0")]
    [InlineData("as-path [ ]", "400200")]
    [InlineData("aggregator 4200000000:1.2.3.4", "c00706 5ba0 01020304 c01208 fa56ea00 01020304")]
    [InlineData("aggregator 65000:1.2.3.4", "c00706 fde8 01020304")]
    public void Two_octet_AS_numbers(string text, string octets) =>
        Assert.Equal(octets.Replace(" ", "", StringComparison.Ordinal), Encode(text, Old));

    [Theory]
    [InlineData("local-preference 300")]
    [InlineData("aigp 10")]
    public void Not_sent_to_external_peers(string text)
    {
        Assert.Equal("", Encode(text, Ebgp));
        Assert.NotEqual("", Encode(text, Ibgp));
    }

    [Fact]
    public void Aigp_is_sent_to_an_external_peer_that_has_it_on() =>
        Assert.Equal("801a0b01000b000000000000000a", Encode("aigp 10", Ebgp with { Aigp = true }));

    [Fact]
    public void Defaults()
    {
        Assert.Equal("40010100", Written(Origin.EncodeDefault));
        Assert.Equal("400200", Path(Ibgp));
        Assert.Equal("40020602010000fde8", Path(Ebgp));
        Assert.Equal("4002040201fde8", Path(Old));
        Assert.Equal("40020402015ba0c0110602 01fa56ea00".Replace(" ", "", StringComparison.Ordinal), Path(Old with { LocalAs = 4200000000 }));
        Assert.Equal("40050400000064", Written((ref WireWriter writer) => LocalPref.EncodeDefault(Ibgp, ref writer)));
        Assert.Equal("", Written((ref WireWriter writer) => LocalPref.EncodeDefault(Ebgp, ref writer)));
        Assert.Equal("40030401020304", Written((ref WireWriter writer) => NextHopAttribute.Encode(IpAddress.FromIpv4(0x01020304), ref writer)));
        Assert.Equal("", Written((ref WireWriter writer) => NextHopAttribute.Encode(IpAddress.FromIpv6(1), ref writer)));

        static string Path(NegotiatedSession session) => Written((ref WireWriter writer) => AsPath.EncodeDefault(session, ref writer));
    }

    /// <summary>The whole set in one UPDATE, as ExaBGP sends it to an internal peer.</summary>
    [Fact]
    public void All_attributes_in_order_of_their_codes() => Assert.Equal(
        "40010101" + "40020a02020000000100000002" + "80040400000007" + "4005040000012c" + "400600" + "c007080000fde809090909"
        + "c0080c0001000200020002ffffff01" + "80090405050505" + "800a080606060607070707"
        + "c0101000020001000000020003000300000004" + "801a0b01000b000000000000000a" + "c02018000000010000000200000003000000040000000500000006"
        + "c063020102",
        Encode("attribute [ 0x63 0xc0 0x0102 ] large-community [ 4:5:6 1:2:3 ] aigp 10 extended-community [ origin:3:4 target:1:2 ] "
            + "cluster-list [ 6.6.6.6 7.7.7.7 ] originator-id 5.5.5.5 community [ no-export 2:2 1:2 ] aggregator 65000:9.9.9.9 "
            + "atomic-aggregate local-preference 300 med 7 as-path [ 1 2 ] origin egp"));

    [Fact]
    public void What_does_not_fit_overflows_and_writes_nothing_partial()
    {
        var attributes = Parse("as-path [ 4200000000 65000 ] community [ 1:2 3:4 ] aggregator 4200000000:1.2.3.4");
        for (var size = 0; size < 40; size++)
        {
            var writer = new WireWriter(new byte[size]);
            var walk = new AttributeSet.Enumerator(attributes.Canonical());
            while (walk.MoveNext()) AttributeTypes.Encode(walk.Current, Old, ref writer);
            Assert.True(writer.Overflowed);
            Assert.True(writer.Length <= size);
        }
    }

    /// <summary>Whatever octets a generic attribute put under a known code: sending and showing them does not fail.</summary>
    [Fact]
    public void Any_stored_value_can_be_sent_and_shown()
    {
        var random = new Random(7606);
        var output = new TextBuffer();
        var buffer = new byte[70_000];
        foreach (var type in AttributeTypes.All)
        {
            for (var round = 0; round < 400; round++)
            {
                var value = new byte[random.Next(0, 70)];
                random.NextBytes(value);
                if (round % 2 == 0 && value.Length > 2) (value[0], value[1]) = ((byte)random.Next(5), (byte)random.Next(6));
                foreach (var session in new[] { Ibgp, Ebgp, Old, WithAigp })
                {
                    output.Clear();
                    var writer = new WireWriter(buffer);
                    type.Encode(value, session, ref writer);
                    type.AppendJson(value, session, output);
                    type.AppendText(value, session, output);
                    Assert.False(writer.Overflowed);
                }
            }
        }
    }

    [Fact]
    public void Long_lists_are_sorted_as_short_ones_are()
    {
        var random = new Random(1997);
        foreach (var size in new[] { 4, 8, 12, 20 })
        {
            foreach (var count in new[] { 0, 1, 2, 31, 32, 33, 500 })
            {
                var records = new byte[size * count];
                for (var i = 0; i < records.Length; i++) records[i] = (byte)random.Next(3);
                var expected = records.Chunk(size).OrderBy(Convert.ToHexString, StringComparer.Ordinal).SelectMany(record => record).ToArray();
                AttributeSetBuilder.SortRecords(records, size);
                Assert.Equal(expected, records);
            }
        }
    }

    [Fact]
    public void Flags_are_those_that_the_RFCs_give()
    {
        const AttributeFlags transitive = AttributeFlags.Optional | AttributeFlags.Transitive;
        Assert.Equal(AttributeFlags.Transitive, AttributeTypes.Find(AttributeCode.Origin)!.Flags);
        Assert.Equal(AttributeFlags.Transitive, AttributeTypes.Find(AttributeCode.NextHop)!.Flags);
        Assert.Equal(AttributeFlags.Optional, AttributeTypes.Find(AttributeCode.MultiExitDisc)!.Flags);
        Assert.Equal(AttributeFlags.Optional, AttributeTypes.Find(AttributeCode.Aigp)!.Flags);
        Assert.Equal(transitive, AttributeTypes.Find(AttributeCode.LargeCommunity)!.Flags);
        Assert.Null(AttributeTypes.Find(0));
        Assert.Equal(transitive, AttributeTypes.Find(AttributeCode.PmsiTunnel)!.Flags);
        Assert.Null(AttributeTypes.Find(AttributeCode.TunnelEncapsulation));
    }
}
