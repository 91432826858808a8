using System.Buffers.Binary;
using System.Text;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

public class RouteGrammarTests
{
    private readonly RouteStore _store = new();
    private readonly AttributeInterner _interner = new();
    private readonly RouteGrammar _grammar;
    private readonly RouteBatch _batch;
    private readonly DiagnosticBag _diagnostics = new();

    public RouteGrammarTests()
    {
        _grammar = new RouteGrammar(_store, _interner);
        _batch = new RouteBatch(_store, _interner);
    }

    [Theory]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4")]
    [InlineData("route 10.0.0.1 next-hop self", "ipv4 unicast 10.0.0.1/32 next-hop self")]
    [InlineData("route 10.0.0.1 next-hop SELF", "ipv4 unicast 10.0.0.1/32 next-hop self")]
    [InlineData("route 2001:db8::/32 next-hop 2001:db8::1", "ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1")]
    [InlineData("route 2001:db8::1 next-hop 1.2.3.4", "ipv6 unicast 2001:db8::1/128 next-hop 1.2.3.4")]
    [InlineData("route 10.0.0.0/8 next-hop 2001:db8::1", "ipv4 unicast 10.0.0.0/8 next-hop 2001:db8::1")]
    [InlineData("route 224.0.0.0/4 next-hop 1.2.3.4", "ipv4 multicast 224.0.0.0/4 next-hop 1.2.3.4")]
    [InlineData("route 239.255.255.255/32 next-hop 1.2.3.4", "ipv4 multicast 239.255.255.255/32 next-hop 1.2.3.4")]
    [InlineData("route 240.0.0.0/4 next-hop 1.2.3.4", "ipv4 unicast 240.0.0.0/4 next-hop 1.2.3.4")]
    [InlineData("route ff00::/8 next-hop ::1", "ipv6 unicast ff00::/8 next-hop ::1")]
    [InlineData("route 10.0.0.0/24 med 5 next-hop 1.2.3.4", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 med 5")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 med 5 med 6 next-hop 9.9.9.9", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 med 5")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 origin EGP local-preference 7", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 origin egp local-preference 7")]
    [InlineData("route 10.0.0.0/24  next-hop 1.2.3.4  community [65001:666]  ", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 community 65001:666")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 path-information 1", "ipv4 unicast 10.0.0.0/24 path-information 0.0.0.1 next-hop 1.2.3.4")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 path-information 1.2.3.4 path-information 9", "ipv4 unicast 10.0.0.0/24 path-information 1.2.3.4 next-hop 1.2.3.4")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 path-information 0", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 name 'a name' withdraw", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4")]
    [InlineData("route 10.0.0.0/24 { next-hop 1.2.3.4; med 5; }", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 med 5")]
    [InlineData("route 10.0.0.0/24 { next-hop 1.2.3.4; med 5 }", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 med 5")]
    [InlineData("route 10.0.0.0/24 {next-hop 1.2.3.4;med 5;}", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 med 5")]
    [InlineData("route 10.0.0.0/24 { as-path [ 1 2 ] ( 3 4 ); next-hop 1.2.3.4; }", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 as-path ( 1 2 ) [ 3 4 ]")]
    [InlineData("route 10.0.0.0/24 { next-hop 1.2.3.4; med 5", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 med 5")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 split /23", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 split /24", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4")]
    [InlineData("ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 path-information 7 med 1", "ipv4 unicast 10.0.0.0/24 path-information 0.0.0.7 next-hop 1.2.3.4 med 1")]
    [InlineData("ipv4 unicast 224.0.0.0/24 next-hop 1.2.3.4", "ipv4 unicast 224.0.0.0/24 next-hop 1.2.3.4")]
    [InlineData("ipv4 multicast 10.0.0.0/24 next-hop 1.2.3.4", "ipv4 multicast 10.0.0.0/24 next-hop 1.2.3.4")]
    [InlineData("ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1", "ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1")]
    [InlineData("ipv6 multicast ff02::/16 next-hop 2001:db8::1", "ipv6 multicast ff02::/16 next-hop 2001:db8::1")]
    [InlineData("ipv4 unicast 10.0.0.0/24 { next-hop 1.2.3.4; }", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4")]
    public void One_route(string text, string expected)
    {
        Assert.Equal(["announce " + expected], Parse(text, TokenizerMode.Api));
        Assert.Equal(["announce " + expected], Parse(text + ";", TokenizerMode.Configuration));
    }

    [Theory]
    [InlineData("route 10.0.0.0/24", "ipv4 unicast 10.0.0.0/24")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 med 5 as-path [ 1 ]", "ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 as-path ( 1 ) med 5")]
    [InlineData("route 10.0.0.0/24 { }", "ipv4 unicast 10.0.0.0/24")]
    [InlineData("ipv6 unicast 2001:db8::/32", "ipv6 unicast 2001:db8::/32")]
    [InlineData("attributes nlri 10.0.0.0/24", "ipv4 unicast 10.0.0.0/24")]
    public void A_withdraw_needs_no_next_hop_and_takes_any_attributes(string text, string expected) =>
        Assert.Equal(["withdraw " + expected], Parse(text, TokenizerMode.Api, RouteAction.Withdraw));

    [Theory]
    [InlineData("attributes")]
    [InlineData("attribute")]
    public void Attributes_are_shared_by_many_prefixes(string word)
    {
        Assert.Equal(
            [
                "announce ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 med 5",
                "announce ipv4 multicast 224.1.0.0/16 next-hop 1.2.3.4 med 5",
                "announce ipv6 unicast 2001:db8::/32 next-hop 1.2.3.4 med 5",
                "announce ipv4 unicast 10.0.0.1/32 next-hop 1.2.3.4 med 5",
            ],
            Parse($"{word} next-hop 1.2.3.4 med 5 nlri 10.0.0.0/24 224.1.0.0/16 2001:db8::/32 10.0.0.1", TokenizerMode.Api));
        Assert.Equal(1, _interner.Count);
        _batch.Release();
        Assert.Equal((0, 0), (_interner.Count, _store.Count));
    }

    [Theory]
    [InlineData("flow route source 10.0.0.3/32 rate-limit 0", "ipv4 flow flow source-ipv4 10.0.0.3/32 extended-community rate-limit:0")]
    [InlineData("flow route name { match { source 10.0.0.3/32; protocol =17; } then { discard; } }", "ipv4 flow flow source-ipv4 10.0.0.3/32 protocol =udp extended-community rate-limit:0")]
    [InlineData("flow route { rd 1:2; match { destination 2001:db8::/32; } then { accept; } }", "ipv6 flow-vpn flow destination-ipv6 2001:db8::/32/0 rd 1:2")]
    [InlineData("ipv6 flow destination 2001:db8::/32 discard", "ipv6 flow flow destination-ipv6 2001:db8::/32/0 extended-community rate-limit:0")]
    public void Flow_routes_go_to_the_family_that_they_describe(string text, string expected) =>
        Assert.Equal(["announce " + expected], Parse(text, TokenizerMode.Api));

    [Theory]
    [InlineData("flow route foo 5", "invalid keyword \"foo\"")]
    [InlineData("ipv4 flow source 10.0.0.0/8 med 5", "invalid keyword \"med\"")]
    public void A_wrong_flow_route_leaves_nothing(string text, string message) => Refuse(text, message);

    [Fact]
    public void Split_gives_the_parts_in_address_order()
    {
        Assert.Equal(
            [
                "announce ipv4 unicast 10.52.0.0/18 next-hop 1.2.3.4", "announce ipv4 unicast 10.52.64.0/18 next-hop 1.2.3.4",
                "announce ipv4 unicast 10.52.128.0/18 next-hop 1.2.3.4", "announce ipv4 unicast 10.52.192.0/18 next-hop 1.2.3.4",
            ],
            Parse("route 10.52.0.0/16 next-hop 1.2.3.4 split /18", TokenizerMode.Api));
        Assert.Equal(
            ["withdraw ipv6 unicast ::/1", "withdraw ipv6 unicast 8000::/1"],
            Parse("ipv6 unicast ::/0 split /1", TokenizerMode.Api, RouteAction.Withdraw));
        Assert.Equal(
            ["announce ipv4 unicast 10.0.0.0/32 next-hop self", "announce ipv4 unicast 10.0.0.1/32 next-hop self"],
            Parse("attributes split /32 next-hop self nlri 10.0.0.0/31", TokenizerMode.Api));
    }

    [Fact]
    public void Split_of_2_to_the_20_parts_is_the_most()
    {
        Assert.True(ReadText("route 10.0.0.0/12 next-hop 1.2.3.4 split /32", TokenizerMode.Api));
        Assert.Equal(RouteGrammar.MaxParts, _batch.Count);
        Assert.Equal("announce ipv4 unicast 10.15.255.255/32 next-hop 1.2.3.4", Show(_batch.Changes[^1]));
        _batch.Release();
        Assert.Equal(0, _store.Count);
        Refuse("route 10.0.0.0/11 next-hop 1.2.3.4 split /32", "split /32 makes more than 1048576 routes of 10.0.0.0/11");
        Refuse("route ::/0 next-hop ::1 split /128", "split /128 makes more than 1048576 routes of ::/0");
        Refuse("attributes next-hop self split /24 nlri 10.0.0.0/8 10.0.0.0/4 10.0.0.0/4", "split /24 makes more than 1048576 routes of 0.0.0.0/4", prefixes: "0.0.0.0/4");
    }

    [Fact]
    public void Watchdogs_are_kept_beside_the_routes()
    {
        Assert.Equal(2, Parse("attributes next-hop self watchdog dog withdraw nlri 10.0.0.0/24 10.0.1.0/24", TokenizerMode.Api).Count);
        Assert.Equal(new WatchdogTag("dog", StartsWithdrawn: true), _batch.Watchdog(0));
        Assert.Equal(new WatchdogTag("dog", StartsWithdrawn: true), _batch.Watchdog(1));
        Assert.Single(Parse("route 10.0.2.0/24 next-hop self withdraw", TokenizerMode.Api));
        Assert.Null(_batch.Watchdog(2));
    }

    [Theory]
    [InlineData("route 10.0.0.0/24", "invalid route (missing next-hop, label or rd ?)")]
    [InlineData("route 2001:db8::/32 med 5", "invalid route (missing next-hop, label or rd ?)")]
    [InlineData("route 10.0.0.0/24 { }", "invalid route (missing next-hop, label or rd ?)")]
    [InlineData("route 10.0.0.0/24 { next-hop 1.2.3.4;; }", "invalid keyword \"\"")]
    [InlineData("route 10.0.0.0/24 { med 5; }", "invalid route (missing next-hop, label or rd ?)")]
    [InlineData("route 10.0.0.0/24 {", "the line ends where a keyword or \"}\" was expected")]
    [InlineData("attributes med 5 nlri 10.0.0.0/24", "invalid route (missing next-hop, label or rd ?)")]
    [InlineData("ipv4 unicast 10.0.0.0/24", "invalid announcement (missing next-hop ?)")]
    [InlineData("ipv4 multicast 10.0.0.0/24", "invalid announcement (missing next-hop ?)")]
    [InlineData("route 10.0.0.1/24 next-hop 1.2.3.4", "invalid network 10.0.0.1 for netmask 24")]
    [InlineData("route 10.50.0.0 255.255.255.0 next-hop 1.2.3.4", "unknown command \"255.255.255.0\"")]
    [InlineData("route 10.0.0.0/24 next-hop selfas-path [ 1 ]", "can not decode this ip address : selfas-path")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 origin bogus", "unknown origin bogus")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 foo 5", "unknown command \"foo\"")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 [ 5 ]", "expected a keyword, not \"[\"")]
    [InlineData("route 10.0.0.0/24 next-hop", "the line ends where an address or self was expected")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 split 25", "split /<number>")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 split \"\"", "split /<number>")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 split /33", "10.0.0.0/24 can not be split into parts of /33")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 split /129", "split /<number>")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 watchdog announce", "invalid watchdog name announce")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 path-information x", "invalid path-information x")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 rd x", "invalid route-distinguisher x")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 label 1048576", "invalid label 1048576")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 label [ 1", "the line ends where a label was expected")]
    [InlineData("route", "the line ends where a prefix was expected")]
    [InlineData("attributes next-hop 1.2.3.4", "the line ends where nlri and the prefixes was expected")]
    [InlineData("attributes next-hop 1.2.3.4 nlri", "the line ends where a prefix was expected")]
    [InlineData("attributes next-hop 1.2.3.4 nlri 10.0.0.0/24 , 10.0.1.0/24", "expected a prefix, not \",\"")]
    [InlineData("attributes next-hop 1.2.3.4 nlri 10.0.0.0/24 igp", "unrecognised ip address igp")]
    [InlineData("attributes foo 5 nlri 10.0.0.0/24", "The command 'foo' is not known or valid where used")]
    [InlineData("attributes next-hop 1.2.3.4 { nlri 10.0.0.0/24; }", "expected nlri and the prefixes, not \"{\"")]
    [InlineData("ipv4 10.0.0.0/8 next-hop 1.2.3.4", "unknown command \"10.0.0.0/8\"")]
    [InlineData("ipv6 unicast 10.0.0.0/24 next-hop 1.2.3.4", "the prefix 10.0.0.0/24 is not an ipv6 prefix")]
    [InlineData("ipv4 unicast 2001:db8::/32 next-hop 1.2.3.4", "the prefix 2001:db8::/32 is not an ipv4 prefix")]
    [InlineData("ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 label 5", "unknown command \"label\"")]
    [InlineData("ipv4 multicast 10.0.0.0/24 next-hop 1.2.3.4 path-information 5", "unknown command \"path-information\"")]
    [InlineData("ipv4 vpls endpoint 5", "there is no family ipv4 vpls")]
    public void A_wrong_route_is_refused_with_its_reason_and_leaves_nothing(string text, string message) => Refuse(text, message);

    [Fact]
    public void A_block_may_leave_out_its_closing_brace_but_not_right_behind_the_opening_one()
    {
        Assert.Single(Parse("route 10.0.0.0/24 { med 5;", TokenizerMode.Api, RouteAction.Withdraw));
        Assert.Empty(Parse("route 10.0.0.0/24 {", TokenizerMode.Api, RouteAction.Withdraw));
    }

    [Theory]
    [InlineData("route 10.0.0.0/24 nexthop 1.2.3.4", "next-hop")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 comunity 1:1", "community")]
    [InlineData("attributes next-hop 1.2.3.4 origine igp nlri 10.0.0.0/24", "origin")]
    [InlineData("ipv4 unicat 10.0.0.0/24", "unicast")]
    public void A_misspelt_word_gets_a_suggestion(string text, string suggestion)
    {
        Assert.Empty(Parse(text, TokenizerMode.Api));
        var diagnostic = Assert.Single(_diagnostics.Items);
        Assert.Equal(suggestion, diagnostic.Suggestion);
        Assert.Equal(DiagnosticCode.UnknownKeyword, diagnostic.Code);
    }

    [Theory]
    [InlineData("ipv4 rtc 1:target:1:1", DiagnosticCode.UnknownKeyword, "unknown command \"rtc\"")]
    [InlineData("ipv4 evpn mac", DiagnosticCode.InvalidValue, "there is no family ipv4 evpn")]
    public void Families_that_can_not_be_announced_are_refused_by_name(string text, string code, string message)
    {
        Assert.Empty(Parse(text, TokenizerMode.Api));
        Assert.Equal((code, message), (_diagnostics.Items[^1].Code, _diagnostics.Items[^1].Message));
    }

    [Fact]
    public void A_block_may_stand_on_many_lines_and_reports_all_that_is_wrong_with_it()
    {
        const string good = """
            route 10.0.0.0/24 {
                next-hop 1.2.3.4; # where to
                as-path [ 1 2 3 ];
            }
            """;
        Assert.Equal(["announce ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4 as-path ( 1 2 3 )"], Parse(good, TokenizerMode.Configuration));
        const string bad = """
            route 10.0.0.0/24 {
                next-hop 1.2.3;
                origin bogus;
                foo { bar; }
                med 5
                local-preference x;
            }
            """;
        Assert.Empty(Parse(bad, TokenizerMode.Configuration));
        Assert.Equal(
            ["can not decode this ip address : 1.2.3", "unknown origin bogus", "unknown command \"foo\"", "the line ends where ; or } was expected", "invalid local preference x"],
            _diagnostics.Items.Select(item => item.Message));
    }

    [Fact]
    public void Words_behind_a_value_in_a_block_are_read_over_with_a_warning()
    {
        Assert.Equal(["announce ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4"], Parse("route 10.0.0.0/24 { next-hop 1.2.3.4 med 5; }", TokenizerMode.Api));
        var warning = Assert.Single(_diagnostics.Items);
        Assert.Equal((Severity.Warning, "\"med\" and what follows it is ignored"), (warning.Severity, warning.Message));
    }

    [Theory]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 ; next", TokenKind.Semicolon)]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 } next", TokenKind.CloseBrace)]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4\nnext", TokenKind.EndOfLine)]
    [InlineData("route 10.0.0.0/24 { next-hop 1.2.3.4; } next", TokenKind.Word)]
    [InlineData("route 10.0.0.0/24 foo bar [ 1 ] ; next", TokenKind.Semicolon)]
    [InlineData("route 10.0.0.0/24 foo { bar { 1; } } next", TokenKind.Word)]
    [InlineData("route 10.0.0.0/24 { foo { bar; } baz; } next", TokenKind.Word)]
    [InlineData("route 10.0.0.0/24 { } next", TokenKind.Word)]
    [InlineData("route x { next-hop 1.2.3.4; } next", TokenKind.Word)]
    [InlineData("route x ; next", TokenKind.Semicolon)]
    [InlineData("attributes foo ; next", TokenKind.Semicolon)]
    [InlineData("attributes nlri 10.0.0.0/24 ; next", TokenKind.Semicolon)]
    [InlineData("ipv4 foo { bar; } next", TokenKind.Word)]
    [InlineData("ipv4 unicast x ; next", TokenKind.Semicolon)]
    [InlineData("flow route foo 5 ; next", TokenKind.Semicolon)]
    [InlineData("flow route [ ; next", TokenKind.Semicolon)]
    [InlineData("flow route a { match { foo; } } next", TokenKind.Word)]
    [InlineData("flow route { match { source 10.0.0.0/8; } } next", TokenKind.Word)]
    public void Reading_stops_at_the_end_of_the_statement_after_an_error_too(string text, TokenKind expected)
    {
        var reader = new TokenReader(Encoding.UTF8.GetBytes(text), TokenizerMode.Configuration, _diagnostics);
        Read(ref reader, RouteAction.Announce);
        Assert.Equal(expected, reader.Peek().Kind);
        Assert.False(reader.SplitParentheses);
        if (expected != TokenKind.Word) reader.Next();
        Assert.True(reader.TryKeyword("next"));
    }

    [Fact]
    public void An_error_takes_back_only_its_own_statement()
    {
        Assert.Single(Parse("route 10.0.0.0/24 next-hop 1.2.3.4", TokenizerMode.Api));
        Assert.Empty(Parse("attributes next-hop 1.2.3.4 nlri 10.1.0.0/24 10.2.0.0/24 10.3.0.1/24", TokenizerMode.Api));
        Assert.Equal((1, 1, 1), (_batch.Count, _store.Count, _interner.Count));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_route()
    {
        var lines = new[]
        {
            "route 10.0.0.0/24 next-hop 1.2.3.4 origin igp med 5 community [ 65001:1 65001:2 ] as-path [ 1 2 3 ]"u8.ToArray(),
            "route 10.0.1.0/24 { next-hop self; local-preference 5; }"u8.ToArray(),
            "attributes next-hop 1.2.3.4 nlri 10.0.0.0/24 10.0.1.0/24 10.0.2.0/24"u8.ToArray(),
            "ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1 path-information 5"u8.ToArray(),
            "flow route source 10.0.0.3/32 protocol [ =tcp =udp ] destination-port >1024&<2048 rate-limit 9600"u8.ToArray(),
        };
        // The store holds the routes, so that reading them again only finds them.
        var kept = new RouteBatch(_store, _interner);
        foreach (var line in lines) ReadLine(line, kept);
        var reused = new RouteBatch(_store, _interner);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 200; i++) ReadAll(lines, reused);
        }));
    }

    [Fact]
    public void Random_words_are_read_or_refused_and_leave_no_reference_behind()
    {
        string[] good =
        [
            "next-hop self", "next-hop 1.2.3.4", "next-hop ::1", "med 5", "origin igp", "community 65001:1", "community [ 65001:1 no-export ]",
            "as-path [ 1 2 ] ( 3 )", "name 'a b'", "watchdog dog", "withdraw", "path-information 5", "extended-community target:1:2", "split /26",
            "attribute [ 0x20 0xC0 0x01 ]", "aggregator ( 1:1.2.3.4 )", "large-community 1:2:3", "cluster-list [ 1.2.3.4 ]", "aigp 5", "; ",
        ];
        string[] words =
        [
            "unicast", "10.0.0.0/8", "2001:db8::/32", "::1", "next-hop", "{", "}", ";", "[", "]", "(", ")", ",", "label", "rd", "1:2", "nlri", "\"",
            "'a'", "\\", "#", "\n", "é", "as-path", "community", "split", "extended-community", "attribute", "aggregator", "5", "cluster-list",
        ];
        var random = new Random(5);
        var kept = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder(random.Next(3) switch { 0 => "route 10.0.0.0/24 ", 1 => "attributes ", _ => "ipv4 unicast 10.0.0.0/24 " });
            if (random.Next(4) == 0) text.Append("{ ");
            for (var n = random.Next(8); n > 0; n--)
                text.Append(random.Next(8) == 0 ? words[random.Next(words.Length)] : good[random.Next(good.Length)]).Append(random.Next(8) == 0 ? "" : " ");
            if (text[0] == 'a') text.Append("nlri 10.0.0.0/24 2001:db8::/32");
            var before = _batch.Count;
            var ok = ReadText(text.ToString(), random.Next(2) == 0 ? TokenizerMode.Api : TokenizerMode.Configuration);
            if (!ok) Assert.Equal(before, _batch.Count);
            else kept++;
            if (_batch.Count > 1000) _batch.Release();
        }
        Assert.True(kept > 100);
        _batch.Release();
        Assert.Equal((0, 0), (_store.Count, _interner.Count));
    }

    private void ReadAll(byte[][] lines, RouteBatch batch)
    {
        foreach (var line in lines) ReadLine(line, batch);
        batch.Release();
    }

    private void ReadLine(byte[] line, RouteBatch batch)
    {
        var reader = new TokenReader(line, TokenizerMode.Api);
        Assert.True(Read(ref reader, RouteAction.Announce, batch));
    }

    private bool ReadText(string text, TokenizerMode mode)
    {
        _diagnostics.Clear();
        var reader = new TokenReader(Encoding.UTF8.GetBytes(text), mode, _diagnostics);
        var ok = Read(ref reader, RouteAction.Announce);
        Assert.Equal(!ok, _diagnostics.HasErrors);
        return ok;
    }

    private void Refuse(string text, string message, string? prefixes = null)
    {
        if (prefixes is not null) text = text.Replace("10.0.0.0/4", prefixes, StringComparison.Ordinal);
        Assert.Empty(Parse(text, TokenizerMode.Api));
        Assert.Equal(message, _diagnostics.Items[0].Message);
        Assert.Equal(0, _store.Count);
        Assert.Equal(0, _interner.Count);
    }

    private bool Read(ref TokenReader reader, RouteAction action, RouteBatch? batch = null)
    {
        batch ??= _batch;
        if (reader.TryKeyword("route")) return _grammar.TryParseRoute(ref reader, action, batch);
        if (reader.TryKeyword("ipv4")) return _grammar.TryParseFamily(ref reader, Afi.Ipv4, action, batch);
        if (reader.TryKeyword("ipv6")) return _grammar.TryParseFamily(ref reader, Afi.Ipv6, action, batch);
        if (reader.TryKeyword("flow"))
        {
            reader.Next();
            return _grammar.TryParseFlowRoute(ref reader, action, batch);
        }
        reader.Next();
        return _grammar.TryParseAttributes(ref reader, action, batch);
    }

    private List<string> Parse(string text, TokenizerMode mode, RouteAction action = RouteAction.Announce)
    {
        _diagnostics.Clear();
        var first = _batch.Count;
        var reader = new TokenReader(Encoding.UTF8.GetBytes(text), mode, _diagnostics);
        var ok = Read(ref reader, action);
        Assert.Equal(!ok, _diagnostics.HasErrors);
        if (!ok) Assert.Equal(first, _batch.Count);
        var result = new List<string>();
        for (var i = first; i < _batch.Count; i++) result.Add(Show(_batch.Changes[i]));
        return result;
    }

    private string Show(RouteChange change)
    {
        var output = new TextBuffer();
        var set = _interner.Get(change.Attributes);
        var id = _store.Family(change.Route);
        output.Append(change.Action == RouteAction.Announce ? "announce " : "withdraw ").Append(id.ToString()).Append(" ");
        Span<byte> pathId = stackalloc byte[4];
        var path = _store.PathId(change.Route);
        BinaryPrimitives.WriteUInt32BigEndian(pathId, path ?? 0);
        AddressFamilies.Find(id)!.AppendText(_store.Nlri(change.Route), path is null ? [] : pathId, output);
        if (!set.NextHop.IsNone) output.Append($" next-hop {set.NextHop}");
        foreach (var attribute in set)
        {
            output.Append(" ");
            AttributeTypes.AppendText(JsonVersion.Five, attribute.Code, attribute.Flags, attribute.Value, new NegotiatedSession { Aigp = true }, output);
        }
        return output.ToString();
    }
}
