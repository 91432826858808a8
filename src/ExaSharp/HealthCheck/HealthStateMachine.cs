namespace ExaSharp.HealthCheck;

/// <summary>
/// ExaBGP's state machine of a health check: a service is up after <c>rise</c> checks in a row that succeeded, down after
/// <c>fall</c> that failed. Beyond ExaBGP: hold-down.
/// </summary>
/// <param name="rise">Checks in a row that must succeed; 1 and less: the first one decides.</param>
/// <param name="fall">Checks in a row that must fail; 1 and less: the first one decides.</param>
/// <param name="holdDown">A service that went down stays down at least this long, whatever its checks say; they count only then.</param>
internal sealed class HealthStateMachine(long rise, long fall, TimeSpan holdDown)
{
    private long _checks;
    private TimeSpan _downSince;

    public HealthState State { get; private set; } = HealthState.Init;

    /// <summary>Takes the result of one check.</summary>
    /// <param name="disabled">Whether the service is disabled; the result does not matter then.</param>
    /// <param name="successful">Whether the check succeeded.</param>
    /// <param name="now">The time on any clock that only goes forward.</param>
    /// <returns>The state that was entered; null when there was no transition.</returns>
    public HealthState? Step(bool disabled, bool successful, TimeSpan now)
    {
        if (disabled) return State == HealthState.Disabled ? null : Enter(HealthState.Disabled, now);
        switch (State)
        {
            case HealthState.Disabled:
                return Enter(HealthState.Init, now);
            case HealthState.Rising when successful:
                return ++_checks >= rise ? Enter(HealthState.Up, now) : null;
            case HealthState.Falling when !successful:
                return ++_checks >= fall ? Enter(HealthState.Down, now) : null;
            case HealthState.Up when successful:
            case HealthState.Down when !successful || now - _downSince < holdDown:
                return null;
            default:
                _checks = 1;
                return Enter(successful ? HealthState.Rising : HealthState.Falling, now);
        }
    }

    private HealthState Enter(HealthState state, TimeSpan now)
    {
        if (state == HealthState.Rising && rise <= 1) state = HealthState.Up;
        if (state == HealthState.Falling && fall <= 1) state = HealthState.Down;
        if (state == HealthState.Down) _downSince = now;
        return State = state;
    }
}
