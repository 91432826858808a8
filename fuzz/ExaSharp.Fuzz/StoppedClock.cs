namespace ExaSharp.Fuzz;

/// <summary>Always the same time.</summary>
internal sealed class StoppedClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
}
