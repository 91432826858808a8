namespace ExaSharp.Testing;

/// <summary>What code allocates once it has run often enough.</summary>
public static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// The octets that every run of an action allocates on this thread: the least of some runs, after one that does not
    /// count. The runtime itself may allocate in one of them, as when it compiles a loop anew or the collector empties a pool.
    /// </summary>
    public static long Of(Action action)
    {
        action();
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least != 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
