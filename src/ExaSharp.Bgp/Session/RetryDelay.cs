namespace ExaSharp.Bgp.Session;

/// <summary>
/// ExaBGP's back-off between attempts to connect: 0 1 2 3 4 5 7 9 11 14 17 21 26 32 39 47 57 60 60 ... seconds.
/// </summary>
public sealed class RetryDelay
{
    private const int Longest = 60;

    private int _next;

    /// <summary>The wait before the next attempt; each call makes the following one longer.</summary>
    public TimeSpan Next()
    {
        var delay = TimeSpan.FromSeconds(_next);
        // 1 + 1.2 times, truncated.
        _next = Math.Min((10 + 12 * _next) / 10, Longest);
        return delay;
    }

    /// <summary>Begins again at 0.</summary>
    public void Reset() => _next = 0;
}
