namespace ExaSharp.Daemon;

/// <summary>How long <c>tcp.delay</c> keeps the daemon from connecting.</summary>
internal static class ConnectDelay
{
    /// <summary>A timer takes no more than some weeks.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromDays(20);

    /// <summary>
    /// The time, in whole seconds and never none, until the minutes since 1970 are a multiple of <paramref name="minutes"/> (ExaBGP).
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="minutes">1 or more.</param>
    public static TimeSpan From(DateTimeOffset now, int minutes)
    {
        var period = minutes * 60L;
        return TimeSpan.FromSeconds(period - now.ToUnixTimeSeconds() % period);
    }

    /// <summary>As much of a time as one timer can take.</summary>
    public static TimeSpan Step(TimeSpan wait) => wait < LongestStep ? wait : LongestStep;
}
