using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Sections;

/// <summary>Reads one route; stands behind its first keyword.</summary>
internal delegate bool RouteReader(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch);

/// <summary><c>static</c>, <c>announce</c>, <c>flow</c> and <c>l2vpn</c> of a neighbour. The routes themselves are <see cref="RouteGrammar"/>'s.</summary>
internal static class RouteSections
{
    private static readonly Safi[] InetSafis =
    [
        Safi.Unicast, Safi.Multicast, Safi.NlriMpls, Safi.MplsVpn, Safi.McastVpn, Safi.Flow, Safi.FlowVpn, Safi.Mup, Safi.SrPolicy,
    ];

    /// <summary>Other words for some of them, which <see cref="FamilyNames"/> knows.</summary>
    private static readonly (string Keyword, Safi Safi)[] InetAliases =
        [("labeled-unicast", Safi.NlriMpls), ("flowspec", Safi.Flow), ("flowspec-vpn", Safi.FlowVpn)];

    public static readonly Section<RoutesDraft> Static = new("static",
    [
        Route("route", "prefix attribute value …", "a route, in a row or as a block",
            (ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) => grammar.TryParseRoute(ref reader, RouteAction.Announce, batch)),
        Route("attributes", "attribute value … nlri prefix …", "many routes with the same attributes", ReadAttributes),
        Route("attribute", "attribute value … nlri prefix …", "as attributes", ReadAttributes),
    ], []);

    public static readonly Section<RoutesDraft> Flow = new("flow",
    [
        Route("route", "[name] { … } | condition value … action value …", "a rule, in a row or as a block",
            (ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) => grammar.TryParseFlowRoute(ref reader, RouteAction.Announce, batch)),
    ], []);

    public static readonly Section<RoutesDraft> L2vpn = new("l2vpn",
    [
        Route("vpls", "[name] { … } | keyword value …", "a VPLS site, in a row or as a block",
            (ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) => grammar.TryParseFamily(ref reader, Afi.L2vpn, RouteAction.Announce, batch),
            takesKeyword: false),
    ], []);

    public static readonly Section<RoutesDraft> Announce = new("announce", [],
    [
        SubSection.Of<RoutesDraft, RoutesDraft>("ipv4", "IPv4 routes", Inet("ipv4", Afi.Ipv4), draft => draft),
        SubSection.Of<RoutesDraft, RoutesDraft>("ipv6", "IPv6 routes", Inet("ipv6", Afi.Ipv6), draft => draft),
        SubSection.Of<RoutesDraft, RoutesDraft>("l2vpn", "layer 2 VPN routes", L2vpn, draft => draft),
    ]);

    private static bool ReadAttributes(ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) =>
        grammar.TryParseAttributes(ref reader, RouteAction.Announce, batch);

    private static Section<RoutesDraft> Inet(string id, Afi afi) => new(id,
        [.. InetSafis.Select(safi => InetRoute(FamilyNames.Name(safi), afi, safi)), .. InetAliases.Select(alias => InetRoute(alias.Keyword, afi, alias.Safi))], []);

    private static Leaf<RoutesDraft> InetRoute(string keyword, Afi afi, Safi safi) =>
        AddressFamilies.Find(new FamilyId(afi, safi)) is null
            ? Leaf.NotSupported<RoutesDraft>(keyword)
            : Route(keyword, "route", "a route of this family",
                (ref TokenReader reader, RouteGrammar grammar, RouteBatch batch) => grammar.TryParseFamily(ref reader, afi, RouteAction.Announce, batch),
                takesKeyword: false);

    /// <param name="keyword">The word.</param>
    /// <param name="values">What follows, for people.</param>
    /// <param name="help">What it does.</param>
    /// <param name="read">Reads the route.</param>
    /// <param name="takesKeyword">Whether <paramref name="read"/> stands behind the keyword, or before it, as in <c>announce</c>.</param>
    private static Leaf<RoutesDraft> Route(string keyword, string values, string help, RouteReader read, bool takesKeyword = true) =>
        new(keyword, values, null, help, (ref TokenReader reader, RoutesDraft draft) => ReadRoute(ref reader, draft, takesKeyword, read))
        { OwnsStatement = true };

    /// <summary>Reads a whole statement. One that is wrong adds nothing, and reading goes on behind it.</summary>
    private static bool ReadRoute(ref TokenReader reader, RoutesDraft draft, bool takesKeyword, RouteReader read)
    {
        var batch = draft.Batch;
        var count = batch.Count;
        var keyword = reader.Peek().Span;
        var start = reader;
        if (takesKeyword) reader.Next();
        reader.SplitParentheses = true;
        draft.File.Grammar.Speaker = draft.Speaker;
        if (read(ref reader, draft.File.Grammar, batch) && (takesKeyword || IsInRow(reader, draft, keyword)) && TakeEnd(ref reader, keyword))
        {
            reader.SplitParentheses = false;
            draft.Note(count, keyword, keyword.To(reader.Last));
            return true;
        }
        batch.Truncate(count);
        reader = start;
        Statements.Skip(ref reader);
        return false;
    }

    /// <summary>ExaBGP has no block form of the routes of <c>announce</c>: the brace would open a section, and there is none.</summary>
    private static bool IsInRow(in TokenReader reader, RoutesDraft draft, TextSpan keyword)
    {
        if (reader.Source[reader.Last.Start] != '}') return true;
        var location = draft.File.Location;
        if (!location.Contains("/announce/", StringComparison.Ordinal)) return true;
        return reader.Fail(DiagnosticCode.UnknownKeyword, keyword,
            $"section {Values.Text(reader.Source.Slice(keyword.Start, keyword.Length))} is invalid in {location[(location.LastIndexOf('/') + 1)..]}, {location}");
    }

    /// <summary>Takes what ends a route: a semicolon, unless a block's brace already did.</summary>
    private static bool TakeEnd(ref TokenReader reader, TextSpan keyword)
    {
        if (reader.Source[reader.Last.Start] == '}') return true;
        var statement = keyword.To(reader.Last);
        switch (reader.Peek().Kind)
        {
            case TokenKind.Semicolon:
                reader.Next();
                return true;
            case TokenKind.End:
                return true;
            case TokenKind.CloseBrace:
                Statements.WarnOfNoSemicolon(reader, statement);
                return false;
            case TokenKind.EndOfLine:
                return Statements.FailUnended(reader, statement, "\";\"");
            default:
                return reader.Expected("\";\"");
        }
    }
}
