using System.Text;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Attributes;

/// <summary>Reads route attributes as a route does, and shows what came out in one word.</summary>
internal static class AttributeTesting
{
    public static readonly NegotiatedSession Ibgp = new() { LocalAs = 65000, PeerAs = 65000, Families = [FamilyId.Ipv4Unicast] };

    public static readonly NegotiatedSession Ebgp = Ibgp with { PeerAs = 65001 };

    public static readonly NegotiatedSession Old = Ebgp with { Asn4 = false };

    public static readonly NegotiatedSession WithAigp = Ibgp with { Aigp = true };

    public static readonly KeywordTable<RouteKeywordParser> Keywords = new(AttributeTypes.All.SelectMany(type => type.Keywords));

    /// <summary>The first error of a text with keywords and values; null when there is none.</summary>
    public static string? Parse(string text, TokenizerMode mode, out AttributeSetBuilder attributes)
    {
        var diagnostics = new DiagnosticBag();
        var draft = new RouteDraft();
        attributes = draft.Attributes;
        var reader = new TokenReader(Encoding.UTF8.GetBytes(text), mode, diagnostics) { SplitParentheses = true };
        while (!reader.Peek().EndsStatement)
        {
            Assert.True(reader.TryWord(out var word), $"no keyword where one should be in: {text}");
            var parser = Keywords.Find(word);
            Assert.NotNull(parser);
            var ok = parser(ref reader, draft);
            Assert.Equal(ok, !diagnostics.HasErrors);
            if (!ok) return diagnostics.Items[0].Message;
        }
        return null;
    }

    public static AttributeSetBuilder Parse(string text)
    {
        Assert.Null(Parse(text, TokenizerMode.Api, out var attributes));
        return attributes;
    }

    /// <summary>The attributes as they are sent, in hexadecimal.</summary>
    public static string Encode(AttributeSetBuilder attributes, NegotiatedSession session)
    {
        var writer = new WireWriter(new byte[70_000]);
        var walk = new AttributeSet.Enumerator(attributes.Canonical());
        while (walk.MoveNext()) AttributeTypes.Encode(walk.Current, session, ref writer);
        Assert.False(writer.Overflowed);
        return Convert.ToHexStringLower(writer.Written);
    }

    public static string Encode(string text, NegotiatedSession? session = null) => Encode(Parse(text), session ?? Ibgp);

    public static string ShownAsText(AttributeSetBuilder attributes, NegotiatedSession session) => Join(attributes, session, " ", AttributeTypes.AppendText);

    public static string ShownAsJson(AttributeSetBuilder attributes, NegotiatedSession session) => Join(attributes, session, ", ", AttributeTypes.AppendJsonMember);

    private delegate bool Appender(JsonVersion version, AttributeCode code, AttributeFlags flags, ReadOnlySpan<byte> value, NegotiatedSession session, TextBuffer output);

    private static string Join(AttributeSetBuilder attributes, NegotiatedSession session, string separator, Appender append)
    {
        var output = new TextBuffer();
        var walk = new AttributeSet.Enumerator(attributes.Canonical());
        while (walk.MoveNext())
        {
            var before = output.Length;
            if (before > 0) output.Append(separator);
            if (!append(JsonVersion.Five, walk.Current.Code, walk.Current.Flags, walk.Current.Value, session, output)) output.Truncate(before);
        }
        return output.ToString();
    }
}
