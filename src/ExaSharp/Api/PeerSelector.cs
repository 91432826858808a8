using ExaSharp.Bgp.Text;

namespace ExaSharp.Api;

/// <summary>
/// Which neighbours a command is for: <c>neighbor IP|* [key value …] {, neighbor …}</c>. Each <c>key value</c> must stand in
/// the neighbour's name (ExaBGP matches the text of the name); commas separate alternatives; <c>*</c> takes every neighbour
/// and the rest of its alternative does not count. In 6.0 <c>peer IP|* [key value …]</c>, and for several
/// <c>peer [ IP [key value …] , IP … ]</c>.
/// </summary>
internal sealed class PeerSelector
{
    private static readonly string[] Keys = ["neighbor", "local-ip", "local-as", "peer-as", "router-id", "family-allowed"];

    private readonly List<List<string>?> _alternatives;

    private PeerSelector(List<List<string>?> alternatives) => _alternatives = alternatives;

    /// <summary>Whether the neighbour of that name is meant.</summary>
    public bool Matches(string neighborName)
    {
        foreach (var terms in _alternatives)
        {
            if (terms is null) return true;
            if (terms.TrueForAll(term => ContainsTerm(neighborName, term))) return true;
        }
        return false;
    }

    /// <summary>
    /// Whether a reader stands on a selector: on <c>neighbor</c>, or on <c>peer</c> when what follows is no command of 6.0.
    /// </summary>
    public static bool StandsAt(TokenReader reader, out bool ofPeer)
    {
        ofPeer = false;
        if (reader.TryKeyword("neighbor")) return true;
        if (!reader.TryKeyword("peer")) return false;
        var target = reader.Peek();
        ofPeer = target.Kind == TokenKind.OpenBracket
            || (target.Kind == TokenKind.Word && (Ascii.Equal(reader.Text(target), "*") || reader.Text(target).IndexOfAny((byte)'.', (byte)':') >= 0));
        return ofPeer;
    }

    /// <summary>
    /// Reads a selector when the reader stands on one; leaves the reader at the command's verb. Gives null, without an error, when there is none.
    /// </summary>
    public static bool TryParse(ref TokenReader reader, out PeerSelector? selector)
    {
        selector = null;
        if (!StandsAt(reader, out _)) return true;
        var alternatives = new List<List<string>?>();
        do
        {
            if (!reader.TryKeyword("neighbor") && !reader.TryKeyword("peer")) return reader.Expected("the word neighbor");
            if (!reader.TryTake(TokenKind.OpenBracket))
            {
                if (!TryParseAlternative(ref reader, alternatives)) return false;
                continue;
            }
            do
            {
                if (!TryParseAlternative(ref reader, alternatives)) return false;
            }
            while (reader.TryTake(TokenKind.Comma));
            if (!reader.TryTake(TokenKind.CloseBracket)) return reader.Expected("a ]");
        }
        while (reader.TryTake(TokenKind.Comma));
        selector = new PeerSelector(alternatives);
        return true;
    }

    /// <summary>Reads <c>*</c>, or a whole <c>IP [key value …]</c>.</summary>
    public static bool TryParseTarget(ref TokenReader reader, out PeerSelector? selector)
    {
        var alternatives = new List<List<string>?>();
        selector = TryParseAlternative(ref reader, alternatives) ? new PeerSelector(alternatives) : null;
        return selector is not null;
    }

    private static bool TryParseAlternative(ref TokenReader reader, List<List<string>?> alternatives)
    {
        if (!reader.RequireWord("a peer address or *", out var address)) return false;
        var terms = new List<string> { "neighbor " + System.Text.Encoding.UTF8.GetString(address) };
        var all = Ascii.Equal(address, "*");
        while (TryKey(ref reader, out var key))
        {
            if (!reader.RequireWord($"a value for {key}", out var value)) return false;
            terms.Add(key + " " + System.Text.Encoding.UTF8.GetString(value));
        }
        alternatives.Add(all ? null : terms);
        return true;
    }

    private static bool TryKey(ref TokenReader reader, out string key)
    {
        foreach (var candidate in Keys)
        {
            if (!reader.TryKeyword(candidate)) continue;
            key = candidate;
            return true;
        }
        key = "";
        return false;
    }

    /// <summary>Whether the term stands in the name between blanks (or a comma, or an end).</summary>
    private static bool ContainsTerm(string name, string term)
    {
        for (var at = name.IndexOf(term, StringComparison.Ordinal); at >= 0; at = name.IndexOf(term, at + 1, StringComparison.Ordinal))
        {
            var end = at + term.Length;
            if ((at == 0 || name[at - 1] == ' ') && (end == name.Length || name[end] is ' ' or ',')) return true;
        }
        return false;
    }
}
