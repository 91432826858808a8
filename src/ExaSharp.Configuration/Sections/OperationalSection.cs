using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Sections;

/// <summary><c>operational { … }</c>: messages for the peer. The messages themselves are <see cref="OperationalGrammar"/>'s.</summary>
internal static class OperationalSection
{
    public static readonly Section<OperationalDraft> Definition = new("operational", [.. OperationalGrammar.Keywords.Select(Message)], []);

    private static Leaf<OperationalDraft> Message(string keyword) =>
        new(keyword, "afi AFI safi SAFI …", null, "an operational message", (ref TokenReader reader, OperationalDraft draft) =>
        {
            var place = reader.Last;
            if (!OperationalGrammar.TryParseKind(System.Text.Encoding.UTF8.GetBytes(keyword), out var kind)) return false;
            if (!OperationalGrammar.TryParse(ref reader, kind, out var message)) return false;
            draft.Messages.Add((message!, place));
            return true;
        });
}
