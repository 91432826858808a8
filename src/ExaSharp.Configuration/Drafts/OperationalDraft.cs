using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Drafts;

/// <summary>An <c>operational</c> section while it is read.</summary>
internal sealed class OperationalDraft(FileDraft file) : IDraft
{
    public FileDraft File { get; } = file;

    /// <summary>The messages with the places of their keywords.</summary>
    public List<(OperationalMessage Message, TextSpan Span)> Messages { get; } = [];
}
