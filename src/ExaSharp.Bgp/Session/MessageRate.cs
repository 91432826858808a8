namespace ExaSharp.Bgp.Session;

/// <summary>
/// How many messages may be handled now under <c>rate-limit N</c>: N in each second, which begins with its first message. Holds no
/// clock: the caller tells the time as timestamps of a <see cref="TimeProvider"/>. ExaBGP lets each neighbour have N turns in a
/// second, of one message each way.
/// </summary>
/// <param name="frequency">Timestamps in a second.</param>
public sealed class MessageRate(long frequency)
{
    private long _end = long.MinValue;
    private int _used;

    /// <summary>Messages a second; 0 for any number.</summary>
    public int Limit { get; set; }

    /// <summary>When there is room again; <see cref="SessionTimers.Never"/> while there is some.</summary>
    public long NextDue(long now) => Limit > 0 && _used >= Limit && now < _end ? _end : SessionTimers.Never;

    /// <summary>How many messages may be handled at a moment.</summary>
    public int Room(long now)
    {
        if (Limit == 0) return int.MaxValue;
        if (now >= _end) _used = 0;
        return Math.Max(0, Limit - _used);
    }

    /// <summary>Counts messages that were handled; more than there was room for are taken off the same second only.</summary>
    public void Count(int messages, long now)
    {
        if (messages == 0) return;
        if (now >= _end || _used == 0) (_used, _end) = (0, now + frequency);
        _used = (int)Math.Min(int.MaxValue, (long)_used + messages);
    }
}
