using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Sections;

/// <summary><c>family { … }</c> and <c>add-path { … }</c>, which have the same statements.</summary>
internal static class FamilySection
{
    public static readonly Section<FamilyBlockDraft> Definition = Create("family");

    public static readonly Section<FamilyBlockDraft> AddPath = Create("add-path");

    public static void Read(ref TokenReader reader, NeighborDraft draft)
    {
        var keyword = reader.Last;
        var block = new FamilyBlockDraft(draft.File, draft.Families);
        Statements.TakeOpenBrace(ref reader);
        var errors = draft.File.Diagnostics.ErrorCount;
        Definition.Read(ref reader, block);
        draft.FamilyBlocks.Add(keyword.To(reader.Last));
        draft.RepeatedFamilies.AddRange(block.Repeated);
        if (block.IsMinimal) draft.MinimalFamilies = new Setting<bool>(true, block.Minimal);
        if (!block.HasEntries && draft.File.Diagnostics.ErrorCount == errors)
            draft.File.Diagnostics.Warning(DiagnosticCode.Ignored, keyword, "an empty family block stands for all families");
    }

    public static void ReadAddPath(ref TokenReader reader, NeighborDraft draft)
    {
        var keyword = reader.Last;
        var block = new FamilyBlockDraft(draft.File, draft.AddPath);
        Statements.TakeOpenBrace(ref reader);
        AddPath.Read(ref reader, block);
        if (block.HasEntries) draft.AddPathBlock = new Setting<bool>(true, keyword);
        // ExaBGP keeps the list empty then; leaving the block out means all families.
        if (block.All)
            draft.File.Diagnostics.Warning(DiagnosticCode.Ignored, keyword, "\"all\" names no family here: without an add-path block, all families have path identifiers");
    }

    private static Section<FamilyBlockDraft> Create(string id) => new(id,
    [
        Entry("ipv4", Afi.Ipv4),
        Entry("ipv6", Afi.Ipv6),
        Entry("l2vpn", Afi.L2vpn),
        Entry("bgp-ls", Afi.BgpLs),
        new("all", "", "", "all families; alone in its block", ReadAll),
        Alias("inet", "ipv4", Afi.Ipv4),
        Alias("inet4", "ipv4", Afi.Ipv4),
        Alias("inet6", "ipv6", Afi.Ipv6),
        new("minimal", "", "", "the families of the neighbor's routes, in ExaBGP 3.4", ReadMinimal) { Generation = ConfigurationGeneration.ExaBgp34 },
    ], []);

    /// <summary>An AFI by its name of ExaBGP 3.4.</summary>
    private static Leaf<FamilyBlockDraft> Alias(string keyword, string present, Afi afi) =>
        Entry(keyword, afi).Older(value => $"{present} {value};", $"the family {keyword} is now {present}");

    private static Leaf<FamilyBlockDraft> Entry(string keyword, Afi afi) =>
        new(keyword, string.Join(" | ", Words(afi)), null, "a family of this kind",
            (ref TokenReader reader, FamilyBlockDraft draft) => ReadPair(ref reader, draft, afi));

    private static bool ReadPair(ref TokenReader reader, FamilyBlockDraft draft, Afi afi)
    {
        var keyword = reader.Last;
        if (draft.All || draft.IsMinimal)
            return reader.Fail(DiagnosticCode.Conflict, $"can not add any family once family {(draft.All ? "all" : "minimal")} is set");
        var word = Values.Take(ref reader);
        var pair = Values.Pair(afi, word);
        var isWord = FamilyNames.TryParseSafi(word, out var safi);
        var family = new FamilyId(afi, safi);
        if (isWord && safi == Safi.SrPolicy) return reader.Fail(DiagnosticCode.NotSupported, $"the family {pair} is not supported yet");
        if (!isWord || !CanBeNamed(family)) return Values.Refuse(reader, word, $"invalid afi/safi pair {pair}", SpellChecker.Suggest(word, Words(afi)));
        return draft.TryAdd(family) || TakesTwice(reader, draft, keyword, pair);
    }

    /// <summary>A family that stands twice is an error since ExaBGP 4.</summary>
    private static bool TakesTwice(in TokenReader reader, FamilyBlockDraft draft, TextSpan keyword, string pair)
    {
        var message = $"duplicate afi/safi pair {pair}";
        if (reader.Diagnostics?.Generation != ConfigurationGeneration.ExaBgp34) return reader.Fail(DiagnosticCode.Duplicate, message);
        reader.Diagnostics.Warning(DiagnosticCode.Duplicate, reader.Last, message);
        draft.Repeated.Add(keyword);
        return true;
    }

    private static bool ReadMinimal(ref TokenReader reader, FamilyBlockDraft draft)
    {
        if (draft.HasEntries) return reader.Fail(DiagnosticCode.Conflict, "minimal can not be used with any other options");
        draft.Minimal = reader.Last;
        return true;
    }

    /// <summary>Behind other families it is ignored (ExaBGP).</summary>
    private static bool ReadAll(ref TokenReader reader, FamilyBlockDraft draft)
    {
        if (draft.HasFamilies || draft.All)
            reader.Diagnostics?.Warning(DiagnosticCode.Ignored, reader.Last, "ignored: \"all\" stands alone in its block");
        else draft.All = true;
        return true;
    }

    /// <summary>ExaBGP knows the family ipv4 rtc but has no word for it.</summary>
    private static bool CanBeNamed(FamilyId family) => family.Safi != Safi.Rtc && AddressFamilies.Known.Contains(family);

    private static IEnumerable<string> Words(Afi afi) =>
        AddressFamilies.Known.Where(family => family.Afi == afi && CanBeNamed(family)).Select(family => FamilyNames.Name(family.Safi));
}
