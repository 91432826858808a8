using System.Text;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Families;

/// <summary>Short verbs for tests of a family's faces.</summary>
internal static class FamilyTesting
{
    public static Family Find(string name)
    {
        var words = name.Split(' ');
        Assert.True(FamilyNames.TryParseAfi(Encoding.UTF8.GetBytes(words[0]), out var afi));
        Assert.True(FamilyNames.TryParseSafi(Encoding.UTF8.GetBytes(words[1]), out var safi));
        return AddressFamilies.Find(new FamilyId(afi, safi))!;
    }

    /// <summary>The octets of the only route of <c>AFI SAFI text</c>, in hexadecimal; the first error when there is none.</summary>
    public static string Write(Family family, string text, RouteAction action = RouteAction.Announce)
    {
        var (store, interner, diagnostics) = (new RouteStore(), new Bgp.Attributes.AttributeInterner(), new DiagnosticBag());
        var batch = new RouteBatch(store, interner);
        var id = family.Id;
        var reader = new TokenReader(Encoding.UTF8.GetBytes($"{FamilyNames.Name(id.Safi)} {text}"), TokenizerMode.Api, diagnostics);
        if (!new RouteGrammar(store, interner).TryParseFamily(ref reader, id.Afi, action, batch)) return diagnostics.Items[0].Message;
        Assert.Equal(1, batch.Count);
        Assert.Equal(id, store.Family(batch.Changes[0].Route));
        return Convert.ToHexString(store.Nlri(batch.Changes[0].Route));
    }

    /// <summary>Reads one NLRI with something behind it, in both directions of an UPDATE.</summary>
    public static byte[] Read(Family family, string hex)
    {
        var reader = new WireReader(Convert.FromHexString(hex + "AA"));
        Assert.Equal(NlriResult.Ok, family.TryRead(ref reader, isWithdraw: false, out var nlri, out var error));
        Assert.False(error.IsError);
        Assert.Equal(hex, Convert.ToHexString(nlri));
        Assert.Equal(1, reader.Remaining);
        return nlri.ToArray();
    }

    /// <summary>The error of reading octets; nothing of them was taken.</summary>
    public static BgpError ReadError(Family family, string hex, bool isWithdraw = false)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        Assert.Equal(NlriResult.Error, family.TryRead(ref reader, isWithdraw, out _, out var error));
        Assert.Equal(hex.Length / 2, reader.Remaining);
        Assert.Equal((ErrorAction.SessionReset, NotificationCode.UpdateMessageError), (error.Action, error.Code));
        return error;
    }

    public static string ShownText(Family family, ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId = default)
    {
        var buffer = new TextBuffer();
        family.AppendText(nlri, pathId, buffer);
        return buffer.ToString();
    }

    public static string ConfiguredText(Family family, ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId = default)
    {
        var buffer = new TextBuffer();
        family.AppendConfiguredText(nlri, pathId, buffer);
        return buffer.ToString();
    }

    /// <summary>The JSON, which any reader of JSON must understand.</summary>
    public static string Json(Family family, ReadOnlySpan<byte> nlri, ReadOnlySpan<byte> pathId = default)
    {
        var buffer = new TextBuffer();
        family.AppendJson(nlri, pathId, default, compact: false, buffer);
        using var parsed = System.Text.Json.JsonDocument.Parse(buffer.WrittenMemory);
        return buffer.ToString();
    }

    public static string Key(Family family, string hex) =>
        Convert.ToHexString(family.Key(Convert.FromHexString(hex), new byte[hex.Length / 2]));

    /// <summary>
    /// Reads octets that mean nothing, valid ones with bits changed, and shortened ones; what is read must be shown, keyed and
    /// read again, and nothing behind it touched.
    /// </summary>
    public static void Bombard(Family family, IReadOnlyList<string> valid, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 30_000; i++)
        {
            var field = i % 3 == 0 ? new byte[random.Next(40)] : Convert.FromHexString(valid[random.Next(valid.Count)]);
            if (i % 3 == 0) random.NextBytes(field);
            else if (i % 3 == 1) field[random.Next(field.Length)] ^= (byte)(1 << random.Next(8));
            else field = field[..random.Next(field.Length + 1)];
            var reader = new WireReader(field);
            var used = 0;
            while (!reader.AtEnd)
            {
                var before = reader.Remaining;
                var result = family.TryRead(ref reader, isWithdraw: random.Next(2) == 0, out var nlri, out var error);
                Assert.Equal(result == NlriResult.Error, error.IsError);
                if (result == NlriResult.Error) break;
                used += before - reader.Remaining;
                Assert.Equal(field.Length - used, reader.Remaining);
                Assert.True(reader.Remaining < before);
                if (result == NlriResult.Skip) continue;
                Assert.NotEqual("", ShownText(family, nlri));
                Assert.NotEqual("", ConfiguredText(family, nlri));
                Assert.NotEqual("", Json(family, nlri));
                Assert.True(family.Key(nlri, new byte[nlri.Length]).Length <= nlri.Length);
            }
        }
    }
}
