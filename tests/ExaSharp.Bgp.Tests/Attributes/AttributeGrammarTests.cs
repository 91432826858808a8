using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using ExaSharp.Testing;
using Xunit;
using static ExaSharp.Bgp.Tests.Attributes.AttributeTesting;

namespace ExaSharp.Bgp.Tests.Attributes;

public class AttributeGrammarTests
{
    /// <summary>Text, the octets towards an internal peer with 4-octet AS numbers, text and JSON back.</summary>
    [Theory]
    [InlineData("origin igp", "40010100", "origin igp", "\"origin\": \"igp\"")]
    [InlineData("origin EGP", "40010101", "origin egp", "\"origin\": \"egp\"")]
    [InlineData("origin Incomplete", "40010102", "origin incomplete", "\"origin\": \"incomplete\"")]
    [InlineData("med 7", "80040400000007", "med 7", "\"med\": 7")]
    [InlineData("med 4294967295", "800404ffffffff", "med 4294967295", "\"med\": 4294967295")]
    [InlineData("local-preference 300", "4005040000012c", "local-preference 300", "\"local-preference\": 300")]
    [InlineData("atomic-aggregate", "400600", "atomic-aggregate", "\"atomic-aggregate\": true")]
    [InlineData("aggregator 65000:9.9.9.9", "c007080000fde809090909", "aggregator ( 65000:9.9.9.9 )", "\"aggregator\": \"65000:9.9.9.9\"")]
    [InlineData("aggregator ( 65000:9.9.9.9 )", "c007080000fde809090909", "aggregator ( 65000:9.9.9.9 )", "\"aggregator\": \"65000:9.9.9.9\"")]
    [InlineData("aggregator (1.1:9.9.9.9)", "c007080001000109090909", "aggregator ( 65537:9.9.9.9 )", "\"aggregator\": \"65537:9.9.9.9\"")]
    [InlineData("originator-id 5.5.5.5", "80090405050505", "originator-id 5.5.5.5", "\"originator-id\": \"5.5.5.5\"")]
    [InlineData("cluster-list [ 7.7.7.7 6.6.6.6 ]", "800a080707070706060606", "cluster-list [ 7.7.7.7 6.6.6.6 ]", "\"cluster-list\": [ \"7.7.7.7\", \"6.6.6.6\" ]")]
    [InlineData("cluster-list 7.7.7.7", "800a0407070707", "cluster-list [ 7.7.7.7 ]", "\"cluster-list\": [ \"7.7.7.7\" ]")]
    [InlineData("aigp 10", "801a0b01000b000000000000000a", "aigp 0x000000000000000a", "\"aigp\": \"0x000000000000000a\"")]
    [InlineData("aigp 0xFFFFFFFFFFFFFFFF", "801a0b01000bffffffffffffffff", "aigp 0xffffffffffffffff", "\"aigp\": \"0xffffffffffffffff\"")]
    [InlineData("large-community 1:2:3", "c0200c000000010000000200000003", "large-community 1:2:3", "\"large-community\": [ [ 1, 2 , 3 ] ]")]
    [InlineData("large-community [ 4:5:6 1:2:3 4:5:6 ]", "c02018000000010000000200000003000000040000000500000006", "large-community [ 1:2:3 4:5:6 ]", "\"large-community\": [ [ 1, 2 , 3 ], [ 4, 5 , 6 ] ]")]
    [InlineData("large-community 18446744078004518915", "c0200c000000010000000100000003", "large-community 1:1:3", "\"large-community\": [ [ 1, 1 , 3 ] ]")]
    [InlineData("large-community 0x10000000200000003", "c0200c000000010000000200000003", "large-community 1:2:3", "\"large-community\": [ [ 1, 2 , 3 ] ]")]
    public void One_attribute(string text, string octets, string shown, string json)
    {
        foreach (var mode in new[] { TokenizerMode.Api, TokenizerMode.Configuration })
        {
            Assert.Null(Parse(text, mode, out var attributes));
            Assert.Equal(octets, Encode(attributes, WithAigp));
            Assert.Equal(shown, ShownAsText(attributes, WithAigp));
            Assert.Equal(json, ShownAsJson(attributes, WithAigp));
        }
    }

    [Theory]
    [InlineData("[ 1 2 ]", "4002 0a 0202 00000001 00000002", "( 1 2 )", """{"0": {"element": "as-sequence", "value": [1, 2]}}""")]
    [InlineData("[1,2]", "4002 0a 0202 00000001 00000002", "( 1 2 )", """{"0": {"element": "as-sequence", "value": [1, 2]}}""")]
    [InlineData("( 3 4 )", "4002 0a 0102 00000003 00000004", "[ 3 4 ]", """{"0": {"element": "as-set", "value": [3, 4]}}""")]
    [InlineData("65000", "4002 06 0201 0000fde8", "( 65000 )", """{"0": {"element": "as-sequence", "value": [65000]}}""")]
    [InlineData("[ 1.1 ]", "4002 06 0201 00010001", "( 65537 )", """{"0": {"element": "as-sequence", "value": [65537]}}""")]
    [InlineData("[ 1 ] ( 3 ) [ 5 ]", "4002 12 0201 00000001 0101 00000003 0201 00000005", "( 1 ) [ 3 ] ( 5 )",
        """{"0": {"element": "as-sequence", "value": [1]}, "1": {"element": "as-set", "value": [3]}, "2": {"element": "as-sequence", "value": [5]}}""")]
    [InlineData("[ 1 ( 3 ) 5 ]", "4002 10 0202 00000001 00000005 0101 00000003", "( 1 5 ) [ 3 ]",
        """{"0": {"element": "as-sequence", "value": [1, 5]}, "1": {"element": "as-set", "value": [3]}}""")]
    [InlineData("[ 1 [ 3 , 4 ] ]", "4002 10 0201 00000001 0102 00000003 00000004", "( 1 ) [ 3 4 ]",
        """{"0": {"element": "as-sequence", "value": [1]}, "1": {"element": "as-set", "value": [3, 4]}}""")]
    [InlineData("[{ 1 }] ({ 2 5 })", "4002 10 0301 00000001 0402 00000002 00000005", "{( 1 )} {[ 2 5 ]}",
        """{"0": {"element": "as-sequence", "value": [1]}, "1": {"element": "as-sequence", "value": [2, 5]}}""")]
    public void As_path(string path, string octets, string shown, string json)
    {
        foreach (var mode in new[] { TokenizerMode.Api, TokenizerMode.Configuration })
        {
            Assert.Null(Parse("as-path " + path, mode, out var attributes));
            Assert.Equal(octets.Replace(" ", "", StringComparison.Ordinal), Encode(attributes, Ibgp));
            Assert.Equal("as-path " + shown, ShownAsText(attributes, Ibgp));
            Assert.Equal("\"as-path\": " + json, ShownAsJson(attributes, Ibgp));
        }
    }

    [Fact]
    public void An_empty_as_path_is_sent_and_not_shown()
    {
        var attributes = Parse("as-path [ ]");
        Assert.Equal("400200", Encode(attributes, Ebgp));
        Assert.Equal("", ShownAsText(attributes, Ebgp));
        Assert.Equal("", ShownAsJson(attributes, Ebgp));
    }

    [Fact]
    public void A_long_as_path_is_split_into_segments_of_255()
    {
        var attributes = Parse($"as-path [ {string.Join(' ', Enumerable.Range(1, 300))} ]");
        var octets = Encode(attributes, Ibgp);
        Assert.StartsWith("5002" + (4 + 300 * 4).ToString("x4", null) + "02ff00000001", octets, StringComparison.Ordinal);
        Assert.Contains("022d00000100", octets, StringComparison.Ordinal);
        Assert.StartsWith("5002" + (4 + 300 * 2).ToString("x4", null) + "02ff0001", Encode(attributes, Old), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1:2", "00010002", "1:2", "[ 1, 2 ]")]
    [InlineData("0x00010002", "00010002", "1:2", "[ 1, 2 ]")]
    [InlineData("65538", "00010002", "1:2", "[ 1, 2 ]")]
    [InlineData("[ 65535:65281 9:9 1:2 9:9 ]", "00010002 00090009 00090009 ffffff01", "[ 1:2 9:9 9:9 no-export ]", "[ 1, 2 ], [ 9, 9 ], [ 9, 9 ], [ 65535, 65281 ]")]
    [InlineData("[ no-export NO_ADVERTISE no-export-subconfed nopeer no-peer blackhole ]",
        "ffff029a ffffff01 ffffff02 ffffff03 ffffff04 ffffff04",
        "[ blackhole no-export no-advertise no-export-subconfed no-peer no-peer ]",
        "[ 65535, 666 ], [ 65535, 65281 ], [ 65535, 65282 ], [ 65535, 65283 ], [ 65535, 65284 ], [ 65535, 65284 ]")]
    [InlineData("[ graceful-shutdown accept_own llgr-stale no-llgr ]", "ffff0000 ffff0001 ffff0006 ffff0007",
        "[ 65535:0 65535:1 65535:6 65535:7 ]", "[ 65535, 0 ], [ 65535, 1 ], [ 65535, 6 ], [ 65535, 7 ]")]
    public void Communities(string text, string octets, string shown, string json)
    {
        octets = octets.Replace(" ", "", StringComparison.Ordinal);
        var attributes = Parse("community " + text);
        Assert.Equal($"c008{octets.Length / 2:x2}{octets}", Encode(attributes, Ibgp));
        Assert.Equal("community " + shown, ShownAsText(attributes, Ibgp));
        Assert.Equal($"\"community\": [ {json} ]", ShownAsJson(attributes, Ibgp));
    }

    [Fact]
    public void An_empty_list_of_communities_is_not_sent()
    {
        Assert.Equal("", Encode("community [ ]"));
        Assert.Equal("", Encode("large-community [ ]"));
        Assert.Equal("", Encode("extended-community [ ]"));
    }

    [Theory]
    [InlineData("med 1 med 2", "80040400000001")]
    [InlineData("community 1:1 community 2:2", "c0080400010001")]
    [InlineData("attribute [ 0x04 0x80 0x00000009 ] med 2", "80040400000009")]
    [InlineData("extended-community target:2:2 extended-community [ target:1:1 ]", "c0101000020001000000010002000200000002")]
    public void The_first_value_wins_but_extended_communities_are_merged(string text, string octets) => Assert.Equal(octets, Encode(text));

    [Theory]
    [InlineData("attribute [ 0x63 0xE0 0x0102 ]", "e063020102", "attribute [ 0x63 0xE0 0x0102 ]", "\"attribute-0x63-0xE0\": \"0x0102\"")]
    [InlineData("attribute [ 0x99 0x70 0x ]", "70990000", "attribute [ 0x99 0x70 0x ]", "\"attribute-0x99-0x70\": \"0x\"")]
    [InlineData("attribute [ 0x99 0x70 0xDEADbeef ]", "70990004deadbeef", "attribute [ 0x99 0x70 0xdeadbeef ]", "\"attribute-0x99-0x70\": \"0xdeadbeef\"")]
    [InlineData("attribute [ 0x08 0xD0 0x00010002 ]", "d008000400010002", "community 1:2", "\"community\": [ [ 1, 2 ] ]")]
    public void Generic_attribute(string text, string octets, string shown, string json)
    {
        var attributes = Parse(text);
        Assert.Equal(octets, Encode(attributes, Ibgp));
        Assert.Equal(shown, ShownAsText(attributes, Ibgp));
        Assert.Equal(json, ShownAsJson(attributes, Ibgp));
    }

    [Theory]
    [InlineData("origin x", "unknown origin x")]
    [InlineData("med -1", "invalid MED -1")]
    [InlineData("med 4294967296", "invalid MED 4294967296")]
    [InlineData("local-preference 1e3", "invalid local preference 1e3")]
    [InlineData("as-path [ 1 x ]", "could not parse as-path")]
    [InlineData("as-path x", "could not parse as-path")]
    [InlineData("as-path [ 1 2", "could not parse as-path")]
    [InlineData("as-path ( 1 ( 2 ) )", "could not parse as-path")]
    [InlineData("as-path [ 1 ( 2 [ 3 ] ) ]", "could not parse as-path")]
    [InlineData("as-path [ 4294967296 ]", "could not parse as-path")]
    [InlineData("aggregator 1.2.3.4", "invalid aggregator")]
    [InlineData("aggregator ( 1:1.2.3.4", "invalid aggregator")]
    [InlineData("aggregator 1:::1", "invalid aggregator")]
    [InlineData("originator-id 1.2.3", "invalid Originator ID 1.2.3")]
    [InlineData("originator-id ::1", "invalid Originator ID ::1")]
    [InlineData("cluster-list [ ]", "invalid cluster list")]
    [InlineData("cluster-list [ 1.2.3.4 , 1.2.3.5 ]", "invalid cluster list")]
    [InlineData("community [ 1:2 , 3:4 ]", "invalid community name ,")]
    [InlineData("community x", "invalid community name x")]
    [InlineData("community 1:x", "invalid community 1:x")]
    [InlineData("community 1:65536", "invalid community 1:65536 (suffix too large)")]
    [InlineData("community 65536:1", "invalid community 65536:1 (prefix too large)")]
    [InlineData("community 0x100000000", "invalid community 0x100000000 (too large)")]
    [InlineData("community 4294967296", "invalid community 4294967296 (too large)")]
    [InlineData("community [ 1:2", "the line ends where ] was expected")]
    [InlineData("large-community 1:2", "invalid community 1:2")]
    [InlineData("large-community 1:2:3:4", "invalid community 1:2:3:4")]
    [InlineData("large-community 1:2:4294967296", "invalid community 4294967296 in 1:2:4294967296 too large")]
    [InlineData("large-community x", "invalid large community name x")]
    [InlineData("large-community 79228162514264337593543950336", "invalid large community 79228162514264337593543950336 (too large)")]
    [InlineData("aigp x", "aigp requires number (decimal or hexadecimal 0x prefixed)")]
    [InlineData("aigp 18446744073709551616", "aigp requires number (decimal or hexadecimal 0x prefixed)")]
    [InlineData("attribute 0x01", "invalid attribute, does not starts with [")]
    [InlineData("attribute [ 01 0x40 0x ]", "invalid attribute, code is not 0x hexadecimal")]
    [InlineData("attribute [ 0x100 0x40 0x ]", "invalid attribute, code is not 0x hexadecimal")]
    [InlineData("attribute [ 0x01 40 0x ]", "invalid attribute, flag is not 0x hexadecimal")]
    [InlineData("attribute [ 0x01 0x40 00 ]", "invalid attribute, data is not 0x hexadecimal")]
    [InlineData("attribute [ 0x01 0x40 0x123 ]", "invalid attribute, data is not 0x hexadecimal")]
    [InlineData("attribute [ 0x01 0x40 0x12 0x13 ]", "invalid attribute, does not ends with ]")]
    [InlineData("attribute [ 0x0e 0x80 0x12 ]", "invalid attribute, code 0x0E is made from the route itself")]
    public void Errors(string text, string message) => Assert.Equal(message, Parse(text, TokenizerMode.Api, out _));

    [Theory]
    [InlineData("as-path [ 1 2")]
    [InlineData("community [ 1:2")]
    [InlineData("cluster-list [ 1.2.3.4")]
    [InlineData("aggregator (")]
    [InlineData("attribute [ 0x63 0xE0")]
    [InlineData("med")]
    [InlineData("origin")]
    [InlineData("as-path")]
    [InlineData("aigp")]
    public void A_value_that_is_cut_off_is_an_error_and_nothing_of_the_next_line_is_taken(string text)
    {
        Assert.NotNull(Parse(text + ";", TokenizerMode.Configuration, out _));
        Assert.NotNull(Parse(text, TokenizerMode.Api, out _));
        Assert.NotNull(Parse(text + "\nmed 1", TokenizerMode.Configuration, out _));
    }

    [Fact]
    public void A_value_too_long_for_an_attribute_is_an_error()
    {
        Assert.NotNull(Parse($"attribute [ 0x63 0xE0 0x{new string('0', 2 * 65536)} ]", TokenizerMode.Api, out _));
        Assert.Null(Parse($"attribute [ 0x63 0xE0 0x{new string('0', 2 * 65535)} ]", TokenizerMode.Api, out _));
    }

    [Fact]
    public void Reading_sending_and_showing_attributes_allocates_nothing()
    {
        var text = ("origin igp as-path [ 1 4200000000 ( 3 ) ] med 7 local-preference 300 atomic-aggregate aggregator ( 70000:1.2.3.4 ) "
            + "community [ no-export 1:2 0x10001 ] originator-id 1.2.3.4 cluster-list [ 1.2.3.4 5.6.7.8 ] extended-community [ target:1:2 "
            + "origin:1.2.3.4:5 0x0002FDE800000064 ] extended-community 9:9 aigp 10 large-community [ 4:5:6 1:2:3 ] attribute [ 0x63 0xE0 0x0102 ]").ToArray();
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var draft = new RouteDraft();
        var output = new TextBuffer(4096);
        var buffer = new byte[4096];
        void Run(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                draft.Clear();
                output.Clear();
                var reader = new TokenReader(bytes, TokenizerMode.Api);
                var ok = true;
                while (ok && reader.TryWord(out var word)) ok = Keywords.Find(word)!(ref reader, draft);
                var writer = new WireWriter(buffer);
                var walk = new AttributeSet.Enumerator(draft.Attributes.Canonical());
                while (walk.MoveNext())
                {
                    AttributeTypes.Encode(walk.Current, Old, ref writer);
                    AttributeTypes.AppendText(JsonVersion.Five, walk.Current.Code, walk.Current.Flags, walk.Current.Value, Old, output);
                    AttributeTypes.AppendJsonMember(JsonVersion.Five, walk.Current.Code, walk.Current.Flags, walk.Current.Value, Old, output);
                }
                Assert.True(ok && writer.Length > 100 && output.Length > 100);
            }
        }
        Assert.Equal(0, Allocations.Of(() => Run(100)));
    }

    [Fact]
    public void Every_attribute_is_listed_once_in_order_of_its_code()
    {
        var listed = AttributeTypes.All.Select(type => (byte)type.Code).ToList();
        Assert.Equal(listed.Order().Distinct(), listed);
        var types = typeof(AttributeType).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(AttributeType)) && !type.IsAbstract);
        Assert.Equal(types.Select(type => type.Name).Order(), AttributeTypes.All.Select(type => type.GetType().Name).Order());
    }
}
