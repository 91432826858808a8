using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Drafts;

/// <summary>A <c>process</c> section inside a neighbour or group (ExaBGP 3.4): the process, and who has to do with it.</summary>
/// <param name="process">The process.</param>
/// <param name="owner">The neighbour or group that the section stands in.</param>
internal sealed class EmbeddedProcess(ProcessDraft process, NeighborDraft owner)
{
    /// <summary>All kinds of messages: ExaBGP 3.4 gives raw messages of every kind to who asks for raw ones.</summary>
    public const ApiMessages AllMessages = ApiMessages.Open | ApiMessages.Update | ApiMessages.Notification | ApiMessages.Keepalive
        | ApiMessages.Refresh | ApiMessages.Operational;

    public ProcessDraft Process { get; } = process;

    /// <summary>The section, from its keyword to its closing brace.</summary>
    public TextSpan Section { get; set; }

    /// <summary>What it asked for, by the keywords of ExaBGP 3.4.</summary>
    public ApiMessages Receive { get; set; }

    public bool SendPackets { get; set; }

    public bool NeighborChanges { get; set; }

    /// <summary>Statements about events, which stand in api blocks now.</summary>
    public List<TextSpan> EventStatements { get; } = [];

    /// <summary>The block outside of all others that the section stands in: the group, or the neighbour without one.</summary>
    public NeighborDraft Outermost => owner.Group ?? owner;

    /// <summary>Whether the neighbour's events are for this process: it stands in the neighbour or in its group.</summary>
    public bool Observes(NeighborDraft neighbor) => owner == neighbor || (owner.IsGroup && neighbor.Group == owner);

    /// <summary>
    /// Whether the process may command the neighbour: both belong to the same group. Neighbours outside of groups are one
    /// group, as in a file without any every process reaches every neighbour.
    /// </summary>
    public bool Commands(NeighborDraft neighbor) => (owner.IsGroup ? owner : owner.Group) == neighbor.Group;

    /// <summary>The api blocks that say the same: none for a process that has nothing to do with the neighbour.</summary>
    public IEnumerable<ApiSettings> ApiFor(NeighborDraft neighbor)
    {
        if (!Commands(neighbor)) yield break;
        IReadOnlyList<string> processes = [Process.Name];
        if (!Observes(neighbor))
        {
            yield return new ApiSettings { Processes = processes };
            yield break;
        }
        var words = Receive & ~ApiMessages.Packets;
        var isConsolidated = Receive.HasFlag(ApiMessages.Consolidate | ApiMessages.Packets);
        var hasPackets = Receive.HasFlag(ApiMessages.Packets) && !isConsolidated;
        var send = SendPackets && !isConsolidated ? ApiMessages.Packets | AllMessages : 0;
        // Who asks for OPEN gets ours too.
        if (send == 0 && words.HasFlag(ApiMessages.Open | ApiMessages.Parsed)) send = ApiMessages.Open | ApiMessages.Parsed;
        yield return new ApiSettings
        {
            Processes = processes,
            NeighborChanges = NeighborChanges,
            Receive = isConsolidated ? Receive : words & ~ApiMessages.Consolidate,
            Send = send,
        };
        if (hasPackets) yield return new ApiSettings { Processes = processes, Receive = ApiMessages.Packets | AllMessages };
    }
}
