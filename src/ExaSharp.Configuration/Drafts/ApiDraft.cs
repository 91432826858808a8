using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Schema;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Drafts;

/// <summary>An <c>api</c> block while it is read.</summary>
internal sealed class ApiDraft(FileDraft file, string name, TextSpan span) : IDraft
{
    public FileDraft File { get; } = file;

    public string Name { get; } = name;

    public TextSpan Span { get; } = span;

    public IReadOnlyList<string> Processes { get; set; } = [];

    public IReadOnlyList<string> ProcessesMatch { get; set; } = [];

    public bool NeighborChanges { get; set; }

    public bool Negotiated { get; set; }

    public bool Fsm { get; set; }

    public bool Signal { get; set; }

    public ApiMessagesDraft Send { get; } = new(file);

    public ApiMessagesDraft Receive { get; } = new(file);

    /// <summary>Whether it asks for any event.</summary>
    public bool WantsEvents => NeighborChanges || Negotiated || Fsm || Signal || Send.Value != 0 || Receive.Value != 0;

    public ApiSettings ToSettings() => new()
    {
        Name = Name,
        Processes = Processes,
        ProcessesMatch = ProcessesMatch,
        NeighborChanges = NeighborChanges,
        Negotiated = Negotiated,
        Fsm = Fsm,
        Signal = Signal,
        Send = Send.Value,
        Receive = Receive.Value,
    };
}

/// <summary>A <c>send</c> or <c>receive</c> block while it is read.</summary>
internal sealed class ApiMessagesDraft(FileDraft file) : IDraft
{
    public FileDraft File { get; } = file;

    public ApiMessages Value { get; private set; }

    public void Set(ApiMessages message, bool on) => Value = on ? Value | message : Value & ~message;
}
