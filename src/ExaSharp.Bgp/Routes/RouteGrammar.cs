using System.Diagnostics.CodeAnalysis;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Families.Flow;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// The grammar of a route, the same for a configuration file and for an API command. Each method is called behind the
/// word that chose it, reads up to the end of the statement (<c>;</c>, the closing brace of a block, or the end of the
/// line; a terminating <c>;</c> is left to the caller), and adds what it read to the batch; on an error it reports to the
/// reader, adds nothing and gives false. In both cases the reader then stands at the end of the statement: behind the
/// closing brace of the statement's own block, or before what ends it. Not thread-safe: one per reader of text.
/// </summary>
public sealed class RouteGrammar(RouteStore store, AttributeInterner interner)
{
    /// <summary>The most routes that <c>split</c> makes of one statement.</summary>
    public const int MaxParts = 1 << 20;

    private const string InvalidRoute = "invalid route (missing next-hop, label or rd ?)";

    private readonly RouteBatchWriter _writer = new(store, interner, new byte[FlowFamily.MaxNlriSize], MaxParts);
    private readonly RouteDraft _draft = new();
    private readonly RepeatedWords _repeated = new();

    /// <summary>Who aggregates when <c>aggregator</c> has no value (ExaBGP 3.4): the neighbour's own side, as far as it is known.</summary>
    public (uint LocalAs, IpAddress Address)? Speaker
    {
        get => _draft.Speaker;
        set
        {
            if (value != _draft.Speaker) _repeated.Forget();
            _draft.Speaker = value;
        }
    }

    /// <summary><c>route PREFIX …</c> or <c>route PREFIX { … }</c>.</summary>
    public bool TryParseRoute(ref TokenReader reader, RouteAction action, RouteBatch batch)
    {
        var splitsParentheses = reader.SplitParentheses;
        reader.SplitParentheses = true;
        _writer.Begin(batch, action);
        return End(ref reader, splitsParentheses, ReadRoute(ref reader));
    }

    /// <summary><c>attributes … nlri PREFIX PREFIX …</c> (also <c>attribute</c>).</summary>
    public bool TryParseAttributes(ref TokenReader reader, RouteAction action, RouteBatch batch)
    {
        var splitsParentheses = Begin(ref reader, action, batch);
        return End(ref reader, splitsParentheses, ReadAttributes(ref reader));
    }

    /// <summary><c>ipv4 SAFI …</c> or <c>ipv6 SAFI …</c>, behind the AFI.</summary>
    public bool TryParseFamily(ref TokenReader reader, Afi afi, RouteAction action, RouteBatch batch)
    {
        var splitsParentheses = Begin(ref reader, action, batch);
        return End(ref reader, splitsParentheses, ReadFamily(ref reader, afi));
    }

    /// <summary>A route of a known family, behind the family's own word: <c>vpls …</c>.</summary>
    public bool TryParseOfFamily(ref TokenReader reader, Family family, RouteAction action, RouteBatch batch)
    {
        var splitsParentheses = Begin(ref reader, action, batch);
        return End(ref reader, splitsParentheses, ReadOfFamily(ref reader, family));
    }

    /// <summary><c>flow route …</c>, behind <c>route</c>: the block form with match, scope and then, or all words in a row.</summary>
    public bool TryParseFlowRoute(ref TokenReader reader, RouteAction action, RouteBatch batch)
    {
        var splitsParentheses = Begin(ref reader, action, batch);
        return End(ref reader, splitsParentheses, ReadFlowRoute(ref reader));
    }

    private bool Begin(ref TokenReader reader, RouteAction action, RouteBatch batch)
    {
        var splitsParentheses = reader.SplitParentheses;
        reader.SplitParentheses = true;
        _draft.Clear();
        _repeated.Forget();
        _writer.Begin(batch, action);
        return splitsParentheses;
    }

    private bool End(ref TokenReader reader, bool splitsParentheses, bool ok)
    {
        _writer.End(ok);
        reader.SplitParentheses = splitsParentheses;
        return ok;
    }

    private bool ReadRoute(ref TokenReader reader)
    {
        if (!PrefixText.TryParse(ref reader, Afi.Undefined, _draft)) return RouteWords.SkipStatement(ref reader);
        var place = reader.Last;
        return ReadWords(ref reader, _draft.Prefix) && AddOfAnyFamily(ref reader, place);
    }

    /// <summary>
    /// What stands behind the prefix. Most routes come in runs of the same attributes: the draft still has what the same text
    /// said one statement before.
    /// </summary>
    private bool ReadWords(ref TokenReader reader, IpPrefix prefix)
    {
        if (_repeated.TrySkip(ref reader))
        {
            _writer.Repeat();
            return true;
        }
        _repeated.Forget();
        _draft.Clear();
        _draft.Prefix = prefix;
        _draft.HasPrefix = true;
        var start = reader.Last.End;
        var remarks = reader.Diagnostics?.Items.Count;
        if (!RouteWords.ForRoute.TryRead(ref reader, _draft)) return false;
        if (reader.Diagnostics?.Items.Count == remarks && reader.Diagnostics?.Edits is null) _repeated.Remember(ref reader, start);
        return true;
    }

    private bool ReadAttributes(ref TokenReader reader)
    {
        if (!RouteWords.ForAttributes.TryRead(ref reader, _draft)) return false;
        return ReadPrefixes(ref reader) || RouteWords.SkipStatement(ref reader);
    }

    private bool ReadPrefixes(ref TokenReader reader)
    {
        if (!reader.TryKeyword("nlri")) return reader.Expected("nlri and the prefixes");
        do
        {
            if (!PrefixText.TryParse(ref reader, Afi.Undefined, _draft)) return false;
            if (!AddOfAnyFamily(ref reader, reader.Last)) return false;
        }
        while (!reader.Peek().EndsStatement);
        return true;
    }

    private bool ReadFamily(ref TokenReader reader, Afi afi)
    {
        if (!TryReadFamily(ref reader, afi, out var family)) return RouteWords.SkipStatement(ref reader);
        return ReadOfFamily(ref reader, family);
    }

    private bool ReadOfFamily(ref TokenReader reader, Family family)
    {
        if (!family.TryParseHead(ref reader, _draft)) return RouteWords.SkipStatement(ref reader);
        var place = reader.Last;
        return RouteWords.ForFamily(family).TryRead(ref reader, _draft)
            && _writer.TryAdd(ref reader, family, _draft, place, family.Incomplete);
    }

    private static bool TryReadFamily(ref TokenReader reader, Afi afi, [NotNullWhen(true)] out Family? family)
    {
        family = null;
        if (!reader.RequireWord("a subsequent address family", out var word)) return false;
        if (!FamilyNames.TryParseSafi(word, out var safi)) return RouteWords.FailUnknown(ref reader, word, SafiNames(afi));
        return TryFind(ref reader, new FamilyId(afi, safi), reader.Last, out family);
    }

    private bool ReadFlowRoute(ref TokenReader reader)
    {
        var place = reader.Last;
        return FlowGrammar.TryParse(ref reader, _draft, out var id)
            && TryFind(ref reader, id, place, out var family)
            && _writer.TryAdd(ref reader, family, _draft, place, InvalidRoute);
    }

    /// <summary>
    /// Adds the route of the draft to the family that its words choose: <c>rd</c> a VPN, <c>label</c> labelled unicast, and
    /// an IPv4 multicast group multicast (ExaBGP), unicast otherwise.
    /// </summary>
    private bool AddOfAnyFamily(ref TokenReader reader, TextSpan place)
    {
        var prefix = _draft.Prefix;
        var safi = _draft.Rd is not null ? Safi.MplsVpn
            : _draft.Labels.Count > 0 ? Safi.NlriMpls
            : prefix.Address.IsIpv4 && prefix.Address.Ipv4Value >> 28 == 0xe ? Safi.Multicast
            : Safi.Unicast;
        return TryFind(ref reader, new FamilyId(prefix.Afi, safi), place, out var family)
            && _writer.TryAdd(ref reader, family, _draft, place, InvalidRoute);
    }

    private static bool TryFind(ref TokenReader reader, FamilyId id, TextSpan place, [NotNullWhen(true)] out Family? family)
    {
        family = AddressFamilies.Find(id);
        if (family is { CanBeAnnounced: true }) return true;
        if (family is not null) return RouteWords.FailUnknown(ref reader, System.Text.Encoding.UTF8.GetBytes(FamilyNames.Name(id.Safi)), SafiNames(id.Afi));
        return AddressFamilies.Known.Contains(id)
            ? reader.Fail(DiagnosticCode.NotSupported, place, $"the family {id} is not supported yet")
            : reader.Fail(DiagnosticCode.InvalidValue, place, $"there is no family {id}");
    }

    private static IEnumerable<string> SafiNames(Afi afi) =>
        AddressFamilies.All.Where(family => family.Id.Afi == afi && family.CanBeAnnounced).Select(family => FamilyNames.Name(family.Id.Safi));
}
