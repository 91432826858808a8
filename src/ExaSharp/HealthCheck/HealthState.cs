namespace ExaSharp.HealthCheck;

/// <summary>What a health check thinks of its service (ExaBGP's states).</summary>
internal enum HealthState : byte
{
    /// <summary>Nothing is known yet, or the service was enabled again.</summary>
    Init,

    /// <summary>An operator has taken the service out.</summary>
    Disabled,

    /// <summary>Checks succeed, but not yet often enough.</summary>
    Rising,

    /// <summary>Checks fail, but not yet often enough.</summary>
    Falling,

    Up,
    Down,

    /// <summary>The health check ends: everything is taken back.</summary>
    Exit,
}

/// <summary>How states are written: in logs, and in the variable <c>STATE</c> of commands.</summary>
internal static class HealthStates
{
    /// <summary>ExaBGP's name of a state.</summary>
    public static string NameOf(HealthState state) => state switch
    {
        HealthState.Init => "INIT",
        HealthState.Disabled => "DISABLED",
        HealthState.Rising => "RISING",
        HealthState.Falling => "FALLING",
        HealthState.Up => "UP",
        HealthState.Down => "DOWN",
        _ => "EXIT",
    };
}
