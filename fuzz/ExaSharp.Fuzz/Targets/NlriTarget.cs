using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Fuzz.Targets;

/// <summary>
/// NLRI: the first octet chooses the family from <see cref="AddressFamilies"/>, the second one whether they are withdrawn. What is
/// valid is shown in all its faces, and goes into the RFC's form and back.
/// </summary>
internal sealed class NlriTarget : FuzzTarget
{
    private readonly byte[] _pathId = [0, 0, 0, 7];

    public override string Name => "nlri";

    public override IEnumerable<byte[]> Derive(Corpus corpus)
    {
        foreach (var (id, nlri) in UpdateFields.Nlri(corpus))
        {
            for (var index = 0; index < AddressFamilies.All.Count; index++)
                if (AddressFamilies.All[index].Id == id) yield return [(byte)index, 0, .. nlri];
        }
    }

    public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
    {
        if (input.Length < 2) return;
        var family = AddressFamilies.All[input[0] % AddressFamilies.All.Count];
        var isWithdraw = (input[1] & 1) != 0;
        var isCompact = (input[1] & 2) != 0;
        var reader = new WireReader(input[2..]);
        while (!reader.AtEnd)
        {
            var before = reader.Remaining;
            var result = family.TryRead(ref reader, isWithdraw, out var nlri, out var error);
            if (result == NlriResult.Error)
            {
                shown.Append(error.Text ?? "");
                return;
            }
            if (reader.Remaining == before) throw new InvalidOperationException("nothing was read");
            if (result == NlriResult.Ok) Show(family, nlri, isWithdraw, isCompact, shown);
        }
    }

    private void Show(Family family, ReadOnlySpan<byte> nlri, bool isWithdraw, bool isCompact, TextBuffer shown)
    {
        var nextHop = IpAddress.FromIpv4(0x01020304);
        var pathId = family.TakesPathId ? _pathId : [];
        var start = shown.Length;
        family.AppendJson(nlri, pathId, nextHop, isCompact, shown);
        Shown.IsJson(shown, start);
        for (var version = JsonVersion.Four; version <= JsonVersion.Six; version++)
        {
            if (version < family.KnownSince) continue;
            start = shown.Length;
            family.AppendJson(version, nlri, default, default, !isCompact, shown);
            Shown.IsJson(shown, start);
        }
        start = shown.Length;
        family.AppendText(nlri, pathId, shown);
        family.AppendConfiguredText(nlri, default, shown);
        family.AppendRoute(nlri, pathId, NextHop.Of(nextHop), isOwn: true, shown);
        Shown.IsText(shown, start);
        shown.AppendHex(family.Key(nlri, new byte[nlri.Length]));
        ReadAgain(family, nlri, isWithdraw);
        if (family.HasRfcForm) shown.AppendHex(family.ToRfc(nlri, isWithdraw, new byte[nlri.Length + Family.RfcScratch]));
    }

    /// <summary>An NLRI is its octets: they alone are read as the same one.</summary>
    private static void ReadAgain(Family family, ReadOnlySpan<byte> nlri, bool isWithdraw)
    {
        var reader = new WireReader(nlri);
        var result = family.TryRead(ref reader, isWithdraw, out var again, out _);
        if (result != NlriResult.Ok || !reader.AtEnd || !again.SequenceEqual(nlri)) throw new InvalidOperationException($"{Convert.ToHexString(nlri)} alone is {result} {Convert.ToHexString(again)}");
    }
}
