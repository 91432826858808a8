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

    /// <summary>The opening brace of the section.</summary>
    public TextSpan Open { get; set; }

    public Setting<IReadOnlyList<string>> Run { get; set; }

    public Setting<HelperEncoder> Encoder { get; set; }

    public Setting<bool> Respawn { get; set; }

    public Setting<JsonVersion> Version { get; set; }

    public Setting<AckMode> Ack { get; set; }

    public Setting<OverflowPolicy> Overflow { get; set; }

    public Setting<int> QueueSize { get; set; }

    /// <summary>The form of its events when it says none: in ExaBGP 3.4 that is text, the setting of today is of later programs.</summary>
    public HelperEncoder DefaultEncoder { get; init; } = file.Context.DefaultEncoder;

    public ProcessSettings ToSettings(ConfigurationGeneration generation) =>
        new(Name, Run.Or([]), Encoder.Or(DefaultEncoder), Respawn.Or(true))
        {
            Generation = generation,
            Version = Version.IsSet ? Version.Value : null,
            Ack = Ack.IsSet ? Ack.Value : null,
            Overflow = Overflow.Or(OverflowPolicy.DropOldest),
            QueueSize = QueueSize.Or(ProcessSettings.DefaultQueueSize),
        };
}
