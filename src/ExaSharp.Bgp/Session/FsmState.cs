namespace ExaSharp.Bgp.Session;

/// <summary>
/// A neighbour's state as ExaBGP shows it, in <c>fsm</c> events and in <c>show neighbor</c>. It is not quite RFC 4271's: a
/// neighbour that connects, or waits for its next attempt, is shown as IDLE, and CONNECT begins when TCP is up.
/// </summary>
public enum FsmState : byte
{
    Idle = 0x01,
    Active = 0x02,
    Connect = 0x04,
    OpenSent = 0x08,
    OpenConfirm = 0x10,
    Established = 0x20,
}

/// <summary>The words for <see cref="FsmState"/>.</summary>
public static class FsmStateNames
{
    /// <summary>ExaBGP's word: <c>IDLE</c>, <c>OPENSENT</c>, ...</summary>
    public static string Name(FsmState state) => state switch
    {
        FsmState.Active => "ACTIVE",
        FsmState.Connect => "CONNECT",
        FsmState.OpenSent => "OPENSENT",
        FsmState.OpenConfirm => "OPENCONFIRM",
        FsmState.Established => "ESTABLISHED",
        _ => "IDLE",
    };
}
