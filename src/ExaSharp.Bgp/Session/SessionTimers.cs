namespace ExaSharp.Bgp.Session;

/// <summary>
/// The deadlines of a session, one for each <see cref="TimerKind"/>, as timestamps of a <see cref="TimeProvider"/>. Holds no
/// clock: the caller tells what time it is.
/// </summary>
public sealed class SessionTimers
{
    /// <summary>What <see cref="NextDue"/> says when no timer runs.</summary>
    public const long Never = long.MaxValue;

    private readonly long[] _due = [Never, Never, Never, Never];

    /// <summary>The earliest deadline, or <see cref="Never"/>.</summary>
    public long NextDue
    {
        get
        {
            var next = Never;
            foreach (var due in _due) next = Math.Min(next, due);
            return next;
        }
    }

    /// <summary>Starts the timer, or starts it again.</summary>
    public void Set(TimerKind kind, long due) => _due[(int)kind] = due;

    public void Cancel(TimerKind kind) => _due[(int)kind] = Never;

    public void CancelAll() => Array.Fill(_due, Never);

    public bool IsRunning(TimerKind kind) => _due[(int)kind] != Never;

    /// <summary>
    /// Takes one timer whose deadline is not after <paramref name="now"/>, the earliest first (of equal ones the hold timer before
    /// the keepalive timer); it no longer runs.
    /// </summary>
    public bool TryTakeExpired(long now, out TimerKind kind)
    {
        var earliest = 0;
        for (var i = 1; i < _due.Length; i++)
            if (_due[i] < _due[earliest]) earliest = i;
        kind = (TimerKind)earliest;
        if (_due[earliest] == Never || _due[earliest] > now) return false;
        _due[earliest] = Never;
        return true;
    }
}
