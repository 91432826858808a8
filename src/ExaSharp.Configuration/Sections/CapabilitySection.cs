using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Sections;

/// <summary><c>capability { … }</c>.</summary>
internal static class CapabilitySection
{
    private static readonly (string Word, AddPathMode Mode)[] AddPathModes =
    [
        ("disable", AddPathMode.None), ("disabled", AddPathMode.None), ("receive", AddPathMode.Receive),
        ("send", AddPathMode.Send), ("send/receive", AddPathMode.SendReceive),
    ];

    public static readonly Section<CapabilityDraft> Definition = new("capability",
    [
        Leaf.Boolean<CapabilityDraft>("nexthop", bare: true, "RFC 8950 next-hops of another kind", (draft, value) => draft.ExtendedNextHop = value),
        Leaf.Of<CapabilityDraft, AddPathMode>("add-path", "disable | send | receive | send/receive", null, "RFC 7911 path identifiers", ReadAddPath, (draft, value) => draft.AddPath = value),
        Leaf.Boolean<CapabilityDraft>("asn4", bare: true, "RFC 6793 AS numbers of four octets", (draft, value) => draft.Asn4 = value),
        Leaf.Of<CapabilityDraft, ushort?>("graceful-restart", "0..65535 seconds | disable", "0", "RFC 4724 restart time; 0 is the hold time", ReadGracefulRestart, (draft, value) => draft.GracefulRestart = value),
        Leaf.Boolean<CapabilityDraft>("multi-session", bare: true, "a session a family", (draft, value) => draft.MultiSession = value),
        Leaf.Boolean<CapabilityDraft>("operational", bare: true, "operational messages", (draft, value) => draft.Operational = value),
        Leaf.Boolean<CapabilityDraft>("route-refresh", bare: true, "RFC 2918 and RFC 7313 route refresh", (draft, value) => draft.RouteRefresh = value),
        Leaf.Boolean<CapabilityDraft>("aigp", bare: true, "RFC 7311 AIGP to external peers", (draft, value) => draft.Aigp = value),
        Leaf.Boolean<CapabilityDraft>("extended-message", bare: true, "RFC 8654 long messages", (draft, value) => draft.ExtendedMessage = value),
        Leaf.Boolean<CapabilityDraft>("software-version", bare: false, "our software and its version", (draft, value) => draft.SoftwareVersion = value),
        Leaf.NotSupported<CapabilityDraft>("link-local-nexthop"),
        Leaf.NotSupported<CapabilityDraft>("link-local-prefer"),
    ], []);

    private static bool ReadAddPath(ref TokenReader reader, out AddPathMode value)
    {
        var word = Values.Take(ref reader);
        value = AddPathMode.None;
        foreach (var (name, mode) in AddPathModes)
        {
            if (!Ascii.EqualIgnoreCase(word, name)) continue;
            value = mode;
            return true;
        }
        if (IsOlderBoth(word))
        {
            value = AddPathMode.SendReceive;
            reader.Diagnostics?.Saw(ConfigurationGeneration.ExaBgp34);
            reader.Diagnostics?.Edits?.Replace(reader.Last, "send/receive", "both directions of add-path are send/receive");
            return true;
        }
        if (Ascii.EqualIgnoreCase(word, "receive/send")) return Values.Refuse(reader, word, "the option is send/receive", "send/receive");
        return Values.Refuse(reader, word, $"\"{Values.Text(word).ToLowerInvariant()}\" is an invalid add-path, options are: send, receive, send/receive",
            SpellChecker.Suggest(word, AddPathModes.Select(mode => mode.Word)));
    }

    /// <summary>ExaBGP 3.4 looks at the beginning and the end: <c>send-receive</c>.</summary>
    private static bool IsOlderBoth(ReadOnlySpan<byte> word)
    {
        var text = Values.Text(word);
        return text.StartsWith("send", StringComparison.OrdinalIgnoreCase) && text.EndsWith("receive", StringComparison.OrdinalIgnoreCase);
    }

    private static bool ReadGracefulRestart(ref TokenReader reader, out ushort? value)
    {
        value = 0;
        if (reader.Peek().EndsStatement) return true;
        var word = Values.Take(ref reader);
        if (Ascii.Equal(word, "disable") || Ascii.Equal(word, "disabled"))
        {
            value = null;
            return true;
        }
        if (!Values.TryInteger(word, out var seconds)) return Values.Refuse(reader, word, $"\"{Values.Text(word)}\" is an invalid graceful-restart time");
        if (seconds < 0) return Values.Refuse(reader, word, "graceful-restart can not be negative");
        if (seconds > ushort.MaxValue) return Values.Refuse(reader, word, "graceful-restart must be smaller or equal to 65535");
        value = (ushort)seconds;
        return true;
    }
}
