using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Schema;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Drafts;

/// <summary>A <c>process</c> section while it is read.</summary>
internal sealed class ProcessDraft(FileDraft file, string name, TextSpan span) : IDraft
{
    public FileDraft File { get; } = file;

    public string Name { get; } = name;

    public TextSpan Span { get; } = span;

    public Setting<IReadOnlyList<string>> Run { get; set; }

    public Setting<HelperEncoder> Encoder { get; set; }

    public Setting<bool> Respawn { get; set; }

    public ProcessSettings ToSettings() => new(Name, Run.Or([]), Encoder.Value, Respawn.Or(true));
}
