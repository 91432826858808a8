using System.Text.Json;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;
using static ExaSharp.Bgp.Tests.Attributes.AttributeTesting;

namespace ExaSharp.Bgp.Tests.Attributes;

public class LinkStateAttributeTests
{
    private const string EndX = "003980000100" + Sid;
    private const string Sid = "fc000000000000000000000000000001";
    private const string Flags = """{"B": 1, "S": 0, "P": 0, "RSV": 0}""";

    /// <summary>The versions of the events that know the attribute.</summary>
    private static readonly JsonVersion[] Shown = [JsonVersion.Four, JsonVersion.Five, JsonVersion.Six];

    /// <summary>TLVs that only the newest version knows, some of them malformed.</summary>
    private static readonly string[] NewInSix =
    [
        "0102000800000172000001bb", "01020001ff", "045a000480000064", "045a0003800000", "045b00080000006480000065", "045b000400000064",
        "045c000400000064", "045d000480ffffff", "045d0000", "045e00044cee6b28", "045f00047fc00000", "046000044cee6b28", "0460000100",
    ];

    private static readonly AttributeType LinkState = AttributeTypes.Find(AttributeCode.LinkState)!;

    public static TheoryData<string, string, string> Vectors => LinkStateVectors.All;

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Each_TLV_is_shown_as_ExaBGP_shows_it(string hex, string json, string text)
    {
        Assert.False(Validate(hex).IsError);
        Assert.Equal("{ " + json + " }", Json(hex));
        Assert.Equal("bgp-ls " + text, Text(hex));
    }

    [Fact]
    public void All_TLVs_that_ExaBGP_knows_are_known_and_have_a_vector()
    {
        ushort[] known =
        [
            1024, 1025, 1026, 1027, 1028, 1029, 1030, 1031, 1034, 1035, 1038, 1088, 1089, 1090, 1091, 1092, 1093, 1094, 1095, 1096, 1097,
            1098, 1099, 1100, 1106, 1107, 1108, 1152, 1153, 1154, 1155, 1156, 1157, 1158, 1162, 1170, 1171, 1250, 1252,
        ];
        var shown = Vectors.Select(row => Convert.ToUInt16(row.Data.Item1[..4], 16)).ToHashSet();
        // Those that ExaBGP shows in its own way have a test of their own below.
        Assert.Equal([1029, 1031, 1038, 1108], known.Where(code => !shown.Contains(code)));
        Assert.All(known, code => Assert.DoesNotContain("generic-lsid", Json($"{code:x4}0000"), StringComparison.Ordinal));
        Assert.Contains("generic-lsid-1032", Json("04080000"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("04050010" + Sid, """{ "local-te-router-ids": ["fc00::1"] }""", "bgp-ls Local TE Router IDs: ['fc00::1']")]
    [InlineData("04070010" + Sid, """{ "remote-te-router-id": "fc00::1" }""", "bgp-ls Remote TE Router ID: fc00::1")]
    [InlineData("0408000161" + "0408000162" + "040a000100" + "0408000163",
        """{ "generic-lsid-1032": ["0x61", "0x62", "0x63"], "sr-capability-flags": {"I": 0, "V": 0, "RSV": 0}, "sids": [] }""",
        "bgp-ls Attribute with code [ 1032 ] not implemented, SR Capability Flags: {'I': 0, 'V': 0, 'RSV': 0}, sids: []")]
    public void What_there_is_is_shown(string hex, string json, string text)
    {
        Assert.False(Validate(hex).IsError);
        Assert.Equal(json, Json(hex));
        Assert.Equal(text, Text(hex));
    }

    /// <summary>RFC 9514 section 3.1: the second bit of two octets. ExaBGP looks at another one, and shows 64 for it.</summary>
    [Theory]
    [InlineData("40000000", 1)]
    [InlineData("4000", 1)]
    [InlineData("00400000", 0)]
    [InlineData("bfff0000", 0)]
    public void The_O_flag_of_SRv6_capabilities_is_read_where_it_is(string value, int shown)
    {
        var hex = $"040e{value.Length / 2:x4}{value}";
        Assert.Equal($$$"""{ "srv6-capabilities": {"flags": {"O": {{{shown}}}}} }""", Json(hex));
        Assert.Equal($"bgp-ls flags: {{'O': {shown}}}", Text(hex));
    }

    /// <summary>RFC 9514 section 4.2: the SID stands behind the neighbour. ExaBGP reads it from within.</summary>
    [Fact]
    public void The_SID_of_an_OSPF_LAN_adjacency_stands_behind_the_neighbor()
    {
        const string Value = "003980000100" + "0a000001" + Sid;
        Assert.Equal(
            $$"""{ "srv6-lan-endx-ospf": [ {"flags": {{Flags}}, "neighbor-id": "10.0.0.1", "behavior": 57, "algorithm": 0, "weight": 1, "sid": "fc00::1", "7-undecoded": "0xAA"} ] }""",
            Json("0454001f" + Value + "00070001aa"));
        Assert.Equal(
            "bgp-ls behavior: 57, neighbor-id: 10.0.0.1, flags: {'B': 1, 'S': 0, 'P': 0, 'RSV': 0}, algorithm: 0, weight: 1, sid: fc00::1",
            Text("0454001a" + Value));
        Assert.True(Validate("04540019" + Value[..^2]).IsError);
    }

    /// <summary>ExaBGP writes words that no reader of JSON takes.</summary>
    [Theory]
    [InlineData("7f800000", "inf")]
    [InlineData("ff800000", "-inf")]
    [InlineData("7fc00000", "nan")]
    public void A_bandwidth_that_is_no_number_is_null(string value, string text)
    {
        Assert.Equal("""{ "maximum-link-bandwidth": null }""", Json("04410004" + value));
        Assert.Equal("bgp-ls Maximum link bandwidth: " + text, Text("04410004" + value));
    }

    /// <summary>ExaBGP writes the key again, of which any reader of JSON takes the last.</summary>
    [Theory]
    [InlineData("040600040a000002" + "0447000105" + "04070010" + Sid, """{ "remote-te-router-id": "fc00::1", "igp-metric": 5 }""")]
    [InlineData("0447000105" + "0447000106" + "0447000107", """{ "igp-metric": 7 }""")]
    [InlineData("040a000180" + "0486000840000000" + "00000005",
        """{ "sr-capability-flags": {"I": 1, "V": 0, "RSV": 0}, "sids": [5], "sr-prefix-flags": {"R": 0, "N": 1, "P": 0, "E": 0, "V": 0, "L": 0, "RSV": 0}, "undecoded-sids": [], "sr-algorithm": 0 }""")]
    [InlineData("0486000840000000" + "00000005" + "040a000180",
        """{ "sr-prefix-flags": {"R": 0, "N": 1, "P": 0, "E": 0, "V": 0, "L": 0, "RSV": 0}, "sids": [], "undecoded-sids": [], "sr-algorithm": 0, "sr-capability-flags": {"I": 1, "V": 0, "RSV": 0} }""")]
    public void A_member_that_comes_again_is_written_once_with_its_last_value(string hex, string json) => Assert.Equal(json, Json(hex));

    [Fact]
    public void Text_shows_each_TLV_that_comes_again() =>
        Assert.Equal("bgp-ls IGP Metric: 5, IGP Metric: 6", Text("0447000105" + "0447000106"));

    [Fact]
    public void Adjacencies_are_one_list_and_one_line()
    {
        const string Twice = "04520016" + EndX + "04520016" + EndX;
        const string Shown = $$"""{"flags": {{Flags}}, "behavior": 57, "algorithm": 0, "weight": 1, "sid": "fc00::1"}""";
        Assert.Equal($$"""{ "srv6-endx": [ {{Shown}}, {{Shown}} ] }""", Json(Twice));
        const string Line = "behavior: 57, flags: {'B': 1, 'S': 0, 'P': 0, 'RSV': 0}, algorithm: 0, weight: 1, sid: fc00::1";
        Assert.Equal($"bgp-ls {Line}, {Line}", Text(Twice));
    }

    [Fact]
    public void Of_sub_TLVs_that_come_again_the_last_one_is_shown()
    {
        const string Sub = "04e40004" + "01010101" + "00070001aa" + "04e40004" + "02030405" + "00070001bb";
        Assert.Contains(
            """
            "sid": "fc00::1", "srv6-sid-structure": {"loc_block_len": 2, "loc_node_len": 3, "func_len": 4, "arg_len": 5}, "subtlv-not-implemented-7": "0xBB"} ] }
            """,
            Json("04520030" + EndX + Sub), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_begins_no_line_in_text_and_no_member_in_JSON()
    {
        const string Name = "04020007" + "610a222c22628a";
        Assert.Equal("""{ "node-name": "a\n\",\"b\ufffd" }""", Json(Name));
        Assert.Equal("bgp-ls Node Name: \"a\\n\\\",\\\"b\\ufffd\"", Text(Name));
        Assert.Equal("bgp-ls Node Name: r 1", Text("04020003" + "722031"));
    }

    [Theory]
    [InlineData("", "no TLV")]
    [InlineData("0400", "truncated TLV header")]
    [InlineData("04000002", "a TLV announces more than it carries")]
    [InlineData("0400000280", "a TLV announces more than it carries")]
    [InlineData("04000000", "malformed TLV 1024 (node-flags) of 0 octets")]
    [InlineData("040000028000", "malformed TLV 1024 (node-flags) of 2 octets")]
    [InlineData("04030000", "malformed TLV 1027 (area-id) of 0 octets")]
    [InlineData("04040005" + "0a00000100", "malformed TLV 1028 (local-te-router-ids) of 5 octets")]
    [InlineData("04060003" + "0a0000", "malformed TLV 1030 (remote-te-router-id) of 3 octets")]
    [InlineData("040a0000", "malformed TLV 1034 (sr-capability-flags) of 0 octets")]
    [InlineData("040a0006" + "800000000604", "malformed TLV 1034 (sr-capability-flags) of 6 octets")]
    [InlineData("040a000c" + "8000001f4004880003003e80", "malformed TLV 1034 (sr-capability-flags) of 12 octets")]
    [InlineData("040a000c" + "8000001f4004890004003e80", "malformed TLV 1034 (sr-capability-flags) of 12 octets")]
    [InlineData("040e0001" + "40", "malformed TLV 1038 (srv6-capabilities) of 1 octets")]
    [InlineData("04400003" + "000001", "malformed TLV 1088 (admin-group-mask) of 3 octets")]
    [InlineData("04410005" + "0000000100", "malformed TLV 1089 (maximum-link-bandwidth) of 5 octets")]
    [InlineData("04430004" + "00000001", "malformed TLV 1091 (unreserved-bandwidth) of 4 octets")]
    [InlineData("04450001" + "10", "malformed TLV 1093 (link-protection-flags) of 1 octets")]
    [InlineData("04470000", "malformed TLV 1095 (igp-metric) of 0 octets")]
    [InlineData("04470004" + "00000001", "malformed TLV 1095 (igp-metric) of 4 octets")]
    [InlineData("04480003" + "000001", "malformed TLV 1096 (shared-risk-link-groups) of 3 octets")]
    [InlineData("044b0001" + "30", "malformed TLV 1099 (sr-adj) of 1 octets")]
    [InlineData("044b0006" + "300000000493", "malformed TLV 1099 (sr-adj) of 6 octets")]
    [InlineData("044c0009" + "300000000000000000", "malformed TLV 1100 (sr-adj-lan-sids) of 9 octets")]
    [InlineData("04520015" + "003980000100fc0000000000000000000000000000", "malformed TLV 1106 (srv6-endx) of 21 octets")]
    [InlineData("04520018" + EndX + "0007", "malformed TLV 1106 (srv6-endx) of 24 octets")]
    [InlineData("0452001b" + EndX + "00070002aa", "malformed TLV 1106 (srv6-endx) of 27 octets")]
    [InlineData("0452001d" + EndX + "04e40003010101", "malformed TLV 1106 (srv6-endx) of 29 octets")]
    [InlineData("04820007" + "00000000000000", "malformed TLV 1154 (igp-extended-route-tags) of 7 octets")]
    [InlineData("04860007" + "30000000049310", "malformed TLV 1158 (sr-prefix-flags) of 7 octets")]
    [InlineData("0486000c" + "300000000000000500000006", "malformed TLV 1158 (sr-prefix-flags) of 12 octets")]
    [InlineData("048a0007" + "80010000000000", "malformed TLV 1162 (srv6-locator) of 7 octets")]
    [InlineData("04e20003" + "000102", "malformed TLV 1250 (srv6-endpoint-behavior) of 3 octets")]
    [InlineData("04e40003" + "201010", "malformed TLV 1252 (srv6-sid-structure) of 3 octets")]
    public void A_malformed_attribute_is_discarded_and_shown_as_octets(string hex, string reason)
    {
        Assert.Equal((ErrorAction.AttributeDiscard, "Invalid BGP-LS attribute, " + reason), (Validate(hex).Action, Validate(hex).Text));
        Assert.Equal($$"""{ "raw": "0x{{hex.ToUpperInvariant()}}" }""", Json(hex));
        Assert.Equal("bgp-ls 0x" + hex.ToUpperInvariant(), Text(hex));
    }

    [Fact]
    public void Names_and_areas_that_are_too_long_are_malformed()
    {
        Assert.True(Validate("04020100" + new string('6', 512)).IsError);
        Assert.False(Validate("040200ff" + new string('6', 510)).IsError);
        Assert.True(Validate("044a0100" + new string('6', 512)).IsError);
        Assert.True(Validate("04030015" + new string('f', 42)).IsError);
        Assert.Equal("""{ "area-id": "1461501637330902918203684832716283019655932542975" }""", Json("04030014" + new string('f', 40)));
        Assert.Equal("""{ "area-id": "0" }""", Json("04030002" + "0000"));
    }

    [Theory]
    [InlineData("801d03040000", null)]
    [InlineData("c01d00", null)]
    [InlineData("801d00", null)]
    [InlineData("801d0504000001" + "80", "bgp-ls")]
    public void The_routes_of_a_discarded_attribute_stay(string attribute, string? shown)
    {
        var attributes = $"400101004002004003040102030440050400000064{attribute}";
        var body = Convert.FromHexString($"0000{attributes.Length / 2:x4}{attributes}180a0000");
        Assert.True(new UpdateReader().TryRead(body, Ibgp, out var view, out _));
        Assert.Equal(shown is null ? "discard" : null, view.ErrorText);
        Assert.Equal(RouteAction.Announce, view.Section(0).Action);
        Assert.Equal(shown is not null, view.Attributes.ToArray().Any(found => found.Code == AttributeCode.LinkState));
    }

    /// <summary>They are not checked when they are received, because ExaBGP 5.0 does not know them.</summary>
    [Theory]
    [InlineData("01020001ff", """{ "link-local-remote-identifiers": "0xFF" }""")]
    [InlineData("045a0003800000" + "045a000400000064", """{ "unidirectional-link-delay": {"delay-us": 100, "anomalous": false} }""")]
    [InlineData("045a000400000064" + "045a0003800000", """{ "unidirectional-link-delay": "0x800000" }""")]
    [InlineData("045e0000", """{ "unidirectional-residual-bandwidth": "0x" }""")]
    public void A_malformed_TLV_that_only_6_0_knows_is_shown_as_octets(string hex, string json)
    {
        var output = new TextBuffer();
        LinkState.AppendMembers(JsonVersion.Six, Convert.FromHexString(hex), Ebgp, output);
        Assert.Equal("\"bgp-ls\": " + json, output.ToString());
    }

    [Fact]
    public void It_is_sent_as_a_generic_attribute()
    {
        var attributes = Parse("attribute [ 0x1d 0x80 0x0447000105 ]");
        Assert.Equal("801d050447000105", Encode(attributes, Ebgp));
        Assert.Equal("bgp-ls IGP Metric: 5", ShownAsText(attributes, Ebgp));
        Assert.Equal("""
            "bgp-ls": { "igp-metric": 5 }
            """, ShownAsJson(attributes, Ebgp));
    }

    /// <summary>Whatever TLVs stand together, in whatever number: one member a key.</summary>
    [Fact]
    public void No_key_comes_twice()
    {
        byte[][] vectors = [.. Vectors.Select(row => row.Data.Item1).Concat(NewInSix).Select(Convert.FromHexString)];
        var random = new Random(9552);
        for (var i = 0; i < 500; i++)
        {
            var value = Enumerable.Range(0, random.Next(1, 100)).SelectMany(_ => vectors[random.Next(vectors.Length)]).ToArray();
            Assert.False(LinkState.Validate(value, Ebgp).IsError);
            CheckUnique(value);
        }
        // As many as an attribute can hold, each of another type, and all of one.
        CheckUnique([.. Enumerable.Range(2000, 16_000).SelectMany(type => new byte[] { (byte)(type >> 8), (byte)type, 0, 0 })]);
        CheckUnique([.. Enumerable.Range(0, 16_000).SelectMany(_ => new byte[] { 4, 8, 0, 0 })]);
        CheckUnique([.. Enumerable.Range(0, 13_000).SelectMany(_ => new byte[] { 4, 71, 0, 1, 5 })]);
    }

    [Fact]
    public void Octets_of_no_meaning_do_no_harm()
    {
        string[] vectors = [.. Vectors.Select(row => row.Data.Item1), .. NewInSix];
        var random = new Random(7752);
        for (var i = 0; i < 30_000; i++)
        {
            var value = Convert.FromHexString(vectors[random.Next(vectors.Length)] + vectors[random.Next(vectors.Length)]);
            if (i % 3 == 0) random.NextBytes(value);
            else if (i % 3 == 1) value[random.Next(value.Length)] ^= (byte)(1 << random.Next(8));
            else value = value[..random.Next(value.Length + 1)];
            CheckUnique(value);
        }
    }

    [Fact]
    public void Showing_allocates_nothing()
    {
        byte[] value = [.. Vectors.Select(row => row.Data.Item1).Concat(NewInSix).SelectMany(Convert.FromHexString)];
        var output = new TextBuffer(1 << 16);
        void Show()
        {
            output.Clear();
            Assert.False(LinkState.Validate(value, Ebgp).IsError);
            foreach (var version in Shown)
            {
                LinkState.AppendMembers(version, value, Ebgp, output);
                LinkState.AppendText(version, value, Ebgp, output);
            }
        }
        Show();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Show();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static BgpError Validate(string hex) => LinkState.Validate(Convert.FromHexString(hex), Ebgp);

    private static string Json(string hex)
    {
        var output = new TextBuffer();
        LinkState.AppendJson(Convert.FromHexString(hex), Ebgp, output);
        return output.ToString();
    }

    private static string Text(string hex)
    {
        var output = new TextBuffer();
        LinkState.AppendText(Convert.FromHexString(hex), Ebgp, output);
        return output.ToString();
    }

    private static void CheckUnique(byte[] value)
    {
        var output = new TextBuffer();
        foreach (var version in Shown)
        {
            output.Clear();
            LinkState.AppendMembers(version, value, Ebgp, output.Append((byte)'{'));
            output.Append((byte)'}');
            using var json = JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { AllowDuplicateProperties = false });
            output.Clear();
            LinkState.AppendText(version, value, Ebgp, output);
            Assert.DoesNotContain('\n', output.ToString());
        }
    }
}
