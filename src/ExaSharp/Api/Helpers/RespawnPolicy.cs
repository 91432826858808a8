namespace ExaSharp.Api.Helpers;

/// <summary>
/// When a helper that ended may start again. As ExaBGP: more than <see cref="MaxStarts"/> starts, the first included, in
/// one window of 64 seconds aligned to the epoch are too many. ExaBGP starts again at once each time, and then ends; here a
/// helper that keeps dying waits a little longer each time, so that it does not burn the processor, but less in all than the
/// window, and then for the next window.
/// </summary>
internal sealed class RespawnPolicy
{
    /// <summary>Starts in one window (ExaBGP's number).</summary>
    public const int MaxStarts = 5;

    private const long WindowMask = ~0x3fL;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);

    private long _window = -1;
    private int _starts;

    /// <summary>Counts a start.</summary>
    /// <param name="now">The time of the start.</param>
    /// <param name="delay">How long to wait before it; when there were too many, before asking again.</param>
    /// <returns>False when there were too many: the helper must not be started.</returns>
    public bool TryStart(DateTimeOffset now, out TimeSpan delay)
    {
        delay = TimeSpan.Zero;
        var window = now.ToUnixTimeSeconds() & WindowMask;
        if (window != _window)
        {
            _window = window;
            _starts = 0;
        }
        if (++_starts > MaxStarts)
        {
            delay = DateTimeOffset.FromUnixTimeSeconds(window + 64) - now;
            return false;
        }
        // The first restart is at once: one death is no pattern.
        if (_starts > 2) delay = FirstDelay * (1 << (_starts - 3));
        return true;
    }
}
