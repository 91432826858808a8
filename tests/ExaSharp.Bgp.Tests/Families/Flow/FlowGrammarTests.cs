using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Families.Flow;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Families.Flow;

/// <summary>The two forms of a flow route, and what surrounds them.</summary>
public class FlowGrammarTests
{
    private const string Octets = "0902200a000001048150";
    private const string Discard = "8006000000000000";

    [Theory]
    [InlineData("source 10.0.0.1/32 port =80 discard")]
    [InlineData("discard port [ =80 ] source 10.0.0.1/32")]
    [InlineData("  source   10.0.0.1/32\tport [=80]   discard  ")]
    [InlineData("{ match { source 10.0.0.1/32; port =80; } then { discard; } }")]
    [InlineData("name { then { discard; } match { port =80; source 10.0.0.1/32; } }")]
    [InlineData("source { match { source 10.0.0.1/32; port =80; } then { discard; } }")]
    [InlineData("\"my rule\" {match{source 10.0.0.1/32;port [=80];}then{discard;}}")]
    [InlineData("{ match { source 10.0.0.1/32; port =80 } then { discard } }")]
    [InlineData("{ match { source 10.0.0.1/32; port =80; } then { discard;")]
    [InlineData("{ match { source 10.0.0.1/32; } match { port =80; } then { discard; } scope { } }")]
    [InlineData("{ match { source 10.0.0.1/32; port =80; destination-port; } then { discard; accept; } }")]
    [InlineData("{ match { source \"10.0.0.1/32\"; port '=80'; } then { discard; } }")]
    public void Both_forms_in_any_order(string text)
    {
        foreach (var mode in new[] { TokenizerMode.Api, TokenizerMode.Configuration })
        {
            var result = FlowCases.Read(text, mode);
            Assert.True(result.Ok, result.Error);
            Assert.Equal(FamilyId.Ipv4Flow, result.Family);
            Assert.Equal(Octets, result.Nlri);
            Assert.Equal("10c00008" + Discard, result.Attributes);
            Assert.Null(result.Warning);
            Assert.Equal("", result.Rest);
        }
    }

    [Fact]
    public void A_block_over_several_lines_with_comments()
    {
        var result = FlowCases.Read("""
            optional-name {   # a comment
                match {
                    source 10.0.0.1/32;

                    port =80;   # another
                }
                then {
                    discard;
                }
            }
            next
            """, TokenizerMode.Configuration);
        Assert.True(result.Ok, result.Error);
        Assert.Equal(Octets, result.Nlri);
        Assert.Equal("next", result.Rest.Trim());
    }

    [Theory]
    [InlineData("source 10.0.0.1/32 port =80 discard; route more", ";")]
    [InlineData("{ match { source 10.0.0.1/32; port =80; } then { discard; } } ; route more", ";")]
    [InlineData("source 10.0.0.1/32 port =80 discard }", "}")]
    public void What_ends_the_statement_is_left_to_the_caller(string text, string rest)
    {
        var result = FlowCases.Read(text);
        Assert.True(result.Ok, result.Error);
        Assert.Equal(Octets, result.Nlri);
        Assert.StartsWith(rest, result.Rest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rd 65535:65536; next-hop 5.6.7.8;", "0e0000ffff0001000002200a000001", "5.6.7.8")]
    [InlineData("next-hop SELF; route-distinguisher 1.2.3.4:5;", "0e000101020304000502200a000001", "self")]
    [InlineData("rd 70000:1;", "0e000200011170000102200a000001", "")]
    public void Route_distinguisher_and_next_hop_in_both_forms(string statements, string octets, string nextHop)
    {
        foreach (var text in new[]
        {
            $"vpn {{ {statements} match {{ source 10.0.0.1/32; }} then {{ redirect-to-nexthop; }} }}",
            statements.Replace(';', ' ') + "source 10.0.0.1/32 redirect-to-nexthop",
        })
        {
            var result = FlowCases.Read(text);
            Assert.True(result.Ok, result.Error);
            Assert.Equal(FamilyId.Ipv4FlowVpn, result.Family);
            Assert.Equal(octets, result.Nlri);
            Assert.Equal(nextHop, result.NextHop);
        }
    }

    [Theory]
    [InlineData("source-port =17 =19 =69 discard", "070601110113" + "8145")]
    [InlineData("destination-port =80 >8080&<8088 accept", "09050150121f90d41f98")]
    [InlineData("tcp-flags fin syn discard", "050900018002")]
    [InlineData("port http https discard", "06040150" + "9101bb")]
    [InlineData("port discard discard", "03048109")]
    [InlineData("{ match { destination-port =80 >8080&<8088; } }", "09050150121f90d41f98")]
    public void A_list_may_be_written_without_brackets(string text, string octets)
    {
        var result = FlowCases.Read(text);
        Assert.True(result.Ok, result.Error);
        Assert.Equal(octets, result.Nlri);
        Assert.Null(result.Warning);
    }

    [Theory]
    [InlineData("{ match { source 10.0.0.1/32 foo bar; port =80; } then { discard hi; } }", "this is ignored: nothing may follow the value")]
    [InlineData("{ match { source 10.0.0.1/32; port =80; } then { discard now } }", "this is ignored: nothing may follow the value")]
    public void What_follows_a_value_in_a_block_is_ignored_with_a_warning(string text, string warning)
    {
        var result = FlowCases.Read(text);
        Assert.True(result.Ok, result.Error);
        Assert.Equal(Octets, result.Nlri);
        Assert.Equal(warning, result.Warning);
    }

    [Theory]
    [InlineData("{ match { sorce 10.0.0.1/32; dscp 64; source 10.0.0.0/8; } then { marc 5; } } after", 3)]
    [InlineData("{ wrong { a; b { c; } } match { port foo; } } after", 2)]
    [InlineData("{ match { port [ =80 ; } then { mark x; } } after", 2)]
    [InlineData("{ ; match { } then [ } after", 2)]
    public void All_errors_of_a_block_are_reported_and_reading_goes_on_behind_it(string text, int errors)
    {
        var diagnostics = new DiagnosticBag();
        var reader = new TokenReader(System.Text.Encoding.UTF8.GetBytes(text), TokenizerMode.Api, diagnostics);
        Assert.False(FlowGrammar.TryParse(ref reader, new RouteDraft(), out _));
        Assert.Equal(errors, diagnostics.ErrorCount);
        Assert.True(reader.TryKeyword("after"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("x { rd 1:1; match {")]
    [InlineData("{ match { source 10.0.0.1/32; } then {")]
    public void A_block_that_ends_with_its_opening_brace_is_refused(string text) =>
        Assert.False(FlowCases.Read(text, TokenizerMode.Api).Ok);

    [Fact]
    public void The_families_are_listed_and_need_no_next_hop()
    {
        foreach (var id in new[] { FamilyId.Ipv4Flow, FamilyId.Ipv4FlowVpn, FamilyId.Ipv6Flow, FamilyId.Ipv6FlowVpn })
        {
            var family = AddressFamilies.Find(id);
            Assert.NotNull(family);
            Assert.Equal(id, family.Id);
            Assert.False(family.NeedsNextHop);
            Assert.False(family.SendsNextHopAttribute);
            Assert.False(family.TakesPathId);
            Assert.True(family.WithdrawCarriesAttributes);
            Assert.Equal(0, family.NextHopRdLength);
            Assert.Equal(id.Afi == Afi.Ipv6 ? "0 16 32" : "0 4",
                string.Join(' ', Enumerable.Range(0, 50).Where(family.IsValidNextHopLength)));
        }
    }

    [Theory]
    [InlineData("source 10.0.0.0/8", Safi.FlowVpn, "a flow-vpn route needs a route distinguisher (rd)")]
    [InlineData("rd 1:1 source 10.0.0.0/8", Safi.Flow, "a flow route with a route distinguisher (rd) is of the family flow-vpn")]
    public void The_family_written_and_the_route_distinguisher_must_agree(string words, Safi safi, string error)
    {
        var family = AddressFamilies.Find(new FamilyId(Afi.Ipv4, safi))!;
        var draft = new RouteDraft();
        var reader = new TokenReader(System.Text.Encoding.UTF8.GetBytes(words), TokenizerMode.Api);
        Assert.True(family.TryParseHead(ref reader, draft));
        var writer = new WireWriter(new byte[100]);
        Assert.False(family.TryWriteNlri(draft, ref writer, out var reason));
        Assert.Equal(error, reason);
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void The_longest_rule_passes_through_the_route_grammar()
    {
        var text = $"port [{string.Concat(Enumerable.Repeat(" =1", 2047))} ] discard";
        var store = new RouteStore();
        var interner = new AttributeInterner();
        var batch = new RouteBatch(store, interner);
        var reader = new TokenReader(System.Text.Encoding.UTF8.GetBytes(text), TokenizerMode.Api);
        Assert.True(new RouteGrammar(store, interner).TryParseFlowRoute(ref reader, RouteAction.Announce, batch));
        Assert.Equal(FamilyId.Ipv4Flow, store.Family(batch.Changes[0].Route));
        Assert.Equal(FlowFamily.MaxNlriSize, store.Nlri(batch.Changes[0].Route).Length);
    }
}
