using System.Text;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Families.Flow;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Families.Flow;

/// <summary>What reading a flow route gave, for tests: all in hexadecimal or text.</summary>
internal sealed record FlowResult(
    bool Ok, FamilyId Family, string Nlri, string NextHop, string Attributes, string? Error, string? Suggestion, string? Warning, string Rest);

/// <summary>Short ways from text to octets and from octets to text.</summary>
internal static class FlowCases
{
    /// <summary>Reads what stands behind <c>route</c>.</summary>
    public static FlowResult Read(string text, TokenizerMode mode = TokenizerMode.Api, Afi afi = Afi.Undefined)
    {
        var diagnostics = new DiagnosticBag();
        var draft = new RouteDraft();
        var reader = new TokenReader(Encoding.UTF8.GetBytes(text), mode, diagnostics);
        var ok = afi == Afi.Undefined
            ? FlowGrammar.TryParse(ref reader, draft, out var family)
            : FlowGrammar.TryParseWords(ref reader, afi, draft, out family);
        var nlri = "";
        string? error = diagnostics.Items.FirstOrDefault(item => item.Severity == Severity.Error)?.Message;
        if (ok)
        {
            var buffer = new byte[5000];
            var writer = new WireWriter(buffer);
            ok = AddressFamilies.Find(family)!.TryWriteNlri(draft, ref writer, out error);
            nlri = Convert.ToHexStringLower(writer.Written);
        }
        return new FlowResult(ok, family, nlri, draft.NextHop.ToString(), Convert.ToHexStringLower(draft.Attributes.Canonical()), error,
            diagnostics.Items.FirstOrDefault(item => item.Severity == Severity.Error)?.Suggestion,
            diagnostics.Items.FirstOrDefault(item => item.Severity == Severity.Warning)?.Message,
            Encoding.UTF8.GetString(reader.Source[reader.Peek().Span.Start..]));
    }

    /// <summary>The octets of a route that must be readable.</summary>
    public static string Nlri(string text)
    {
        var result = Read(text);
        Assert.True(result.Ok, $"{text}: {result.Error}");
        return result.Nlri;
    }

    /// <summary>The extended communities that the actions give, without the head of the attribute.</summary>
    public static string Communities(string text)
    {
        var result = Read(text);
        Assert.True(result.Ok, $"{text}: {result.Error}");
        Assert.StartsWith("10c0", result.Attributes, StringComparison.Ordinal);
        return result.Attributes[8..];
    }

    public static NlriResult Receive(FamilyId family, ReadOnlySpan<byte> octets, out byte[] nlri, out BgpError error, out int rest)
    {
        var reader = new WireReader(octets);
        var result = AddressFamilies.Find(family)!.TryRead(ref reader, isWithdraw: false, out var span, out error);
        nlri = span.ToArray();
        rest = reader.Remaining;
        return result;
    }

    /// <summary>The text of octets that must be valid and whole.</summary>
    public static string Text(FamilyId family, string hex)
    {
        var output = new TextBuffer();
        AddressFamilies.Find(family)!.AppendText(Valid(family, hex), default, output);
        return output.ToString();
    }

    public static string ConfiguredText(FamilyId family, string hex)
    {
        var output = new TextBuffer();
        AddressFamilies.Find(family)!.AppendConfiguredText(Valid(family, hex), default, output);
        return output.ToString();
    }

    public static string Json(FamilyId family, string hex, string nextHop = "", JsonVersion version = JsonVersion.Five)
    {
        var output = new TextBuffer();
        Assert.Equal(nextHop.Length > 0, IpAddress.TryParse(Encoding.UTF8.GetBytes(nextHop), out var address));
        AddressFamilies.Find(family)!.AppendJson(version, Valid(family, hex), default, address, compact: false, output);
        return output.ToString();
    }

    private static byte[] Valid(FamilyId family, string hex)
    {
        Assert.Equal(NlriResult.Ok, Receive(family, Convert.FromHexString(hex), out var nlri, out _, out var rest));
        Assert.Equal(0, rest);
        Assert.Equal(hex, Convert.ToHexStringLower(nlri));
        return nlri;
    }
}
