namespace ExaSharp.Api.Events;

/// <summary>What all events of this daemon have in common.</summary>
/// <param name="Host">The machine's name, as <c>gethostname</c> gives it.</param>
/// <param name="ProcessId">The daemon's process id.</param>
/// <param name="ParentProcessId">Its parent's.</param>
/// <param name="Time">The clock of the events.</param>
/// <param name="Compact">The setting <c>exabgp.api.compact</c>: unicast NLRI as bare strings in JSON.</param>
public sealed record EventContext(string Host, int ProcessId, int ParentProcessId, TimeProvider Time, bool Compact = false);
