using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families;

/// <summary>A family whose routes are received and shown, and for which ExaBGP has no text to announce them by.</summary>
public abstract class ReceivedFamily : Family
{
    public sealed override bool CanBeAnnounced => false;

    public sealed override bool TryParseHead(ref TokenReader reader, RouteDraft draft) =>
        reader.Fail(DiagnosticCode.NotSupported, $"routes of the family {Id} can not be announced");

    public sealed override bool TryWriteNlri(RouteDraft draft, ref WireWriter writer, out string? error)
    {
        error = $"routes of the family {Id} can not be announced";
        return false;
    }
}
