using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Sections;

/// <summary>
/// The keywords of a neighbour that ExaBGP 3.4 has and later ones have not, or have elsewhere: read into the same drafts as
/// those of today.
/// </summary>
internal static class OlderLeaves
{
    /// <summary>What <c>ttl-security</c> alone stands for (RFC 5082).</summary>
    private const byte MostTtl = 255;

    public static readonly IReadOnlyList<Leaf<NeighborDraft>> All =
    [
        InCapability("graceful-restart"),
        InCapability("add-path"),
        InCapability("multi-session"),
        InCapability("asn4"),
        InCapability("aigp"),
        InCapability("route-refresh"),
        Leaf.Of<NeighborDraft, string>("md5", "key", null, "md5-password of ExaBGP 3.4", ReadMd5, (draft, value) => draft.Md5Password = value)
            .Older(value => $"md5-password {Quoting.Quote(Unquoted(value))};", "md5 is now md5-password"),
        Leaf.Of<NeighborDraft, byte?>("ttl-security", "1..255", "255", "outgoing-ttl of ExaBGP 3.4", ReadTtl, (draft, value) => draft.OutgoingTtl = value)
            .Older(value => $"outgoing-ttl {(value.Length == 0 ? "255" : value)};", "ttl-security is now outgoing-ttl"),
        Gone("peer-updates"),
        Gone("parse-routes"),
        Gone("receive-routes"),
        Gone("receive-packets"),
        Gone("send-packets"),
    ];

    /// <summary>A keyword that stands in <c>capability { … }</c> now.</summary>
    private static Leaf<NeighborDraft> InCapability(string keyword)
    {
        var leaf = CapabilitySection.Definition.Leaves.Single(leaf => leaf.Keyword == keyword);
        return new Leaf<NeighborDraft>(keyword, leaf.Values, leaf.Bare, leaf.Help,
                (ref TokenReader reader, NeighborDraft draft) => leaf.Read(ref reader, draft.Capability))
            .Older(value => $"capability {{ {keyword}{(value.Length == 0 ? "" : " " + value)}; }}", $"{keyword} now stands in capability");
    }

    /// <summary>A keyword that stood in a neighbor before ExaBGP 3.0 and means nothing any more.</summary>
    private static Leaf<NeighborDraft> Gone(string keyword) =>
        new Leaf<NeighborDraft>(keyword, "", "", "without meaning", (ref TokenReader reader, NeighborDraft draft) =>
        {
            reader.Diagnostics?.WarnOnce(DiagnosticCode.Ignored, reader.Last, $"ignored: {keyword} has no meaning in a neighbor any more, a process says which events it wants");
            while (!reader.Peek().EndsStatement) reader.Next();
            return true;
        }).Older(_ => "", $"{keyword} is gone");

    /// <summary>All of the statement is the key, blanks too; quotes around it are not part of it.</summary>
    private static bool ReadMd5(ref TokenReader reader, out string value)
    {
        value = "";
        if (reader.Peek().EndsStatement)
            return reader.Fail(DiagnosticCode.MissingValue, "md5 requires the md5 password as an argument (quoted or unquoted).  FreeBSD users should use \"kernel\" as the argument.");
        var span = reader.Peek().Span;
        while (!reader.Peek().EndsStatement) span = span.To(reader.Next().Span);
        value = Unquoted(Values.Text(reader.Source.Slice(span.Start, span.Length)));
        return true;
    }

    private static string Unquoted(string text) =>
        text.Length > 2 && text[0] == text[^1] && text[0] is '"' or '\'' ? text[1..^1] : text;

    private static bool ReadTtl(ref TokenReader reader, out byte? value)
    {
        value = MostTtl;
        if (reader.Peek().EndsStatement) return true;
        var word = Values.Take(ref reader);
        if (!Values.TryInteger(word, out var ttl) || ttl is <= 0 or > MostTtl)
            return Values.Refuse(reader, word, $"\"{Values.Text(word)}\" is an invalid ttl-security (1-254)");
        value = (byte)ttl;
        return true;
    }
}
