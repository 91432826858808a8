using System.Collections;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Api.Helpers;

/// <summary>What to run as a helper, and how.</summary>
internal sealed record HelperOptions
{
    /// <summary>The name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>Program and arguments; the path is not searched for.</summary>
    public required IReadOnlyList<string> Run { get; init; }

    /// <summary>Whether it is started again when it ends: the block's <c>respawn</c> and the setting <c>api.respawn</c>.</summary>
    public bool Respawn { get; init; } = true;

    /// <summary>Whether it is given up after too many deaths in a row; else it is started again later.</summary>
    public bool EndsForGood { get; init; }

    /// <summary>What happens when it does not read.</summary>
    public OverflowPolicy Overflow { get; init; }

    /// <summary>The environment, as <c>NAME=value</c>; see <see cref="BuildEnvironment"/>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The most bytes, their bookkeeping included, that wait for the helper.</summary>
    public int QueueLimit { get; init; } = ProcessSettings.DefaultQueueSize;

    /// <summary>
    /// A helper's environment: the daemon's, with <c>TERM=dumb</c> (some terminal libraries write escape codes at start),
    /// without <c>exabgp_cli_pipe</c>, which makes a daemon's program the helper of the command line, and without what systemd
    /// means for the daemon alone.
    /// </summary>
    /// <param name="inherited">The daemon's environment.</param>
    /// <param name="cliPipe">The directory of the named pipes, for that helper itself; null for all others.</param>
    public static IReadOnlyList<string> BuildEnvironment(IDictionary inherited, string? cliPipe = null)
    {
        var result = new List<string>(inherited.Count + 2);
        foreach (DictionaryEntry variable in inherited)
            if (variable.Key is not ("TERM" or "exabgp_cli_pipe" or "NOTIFY_SOCKET" or "WATCHDOG_PID" or "WATCHDOG_USEC")) result.Add($"{variable.Key}={variable.Value}");
        result.Add("TERM=dumb");
        if (cliPipe is not null) result.Add($"exabgp_cli_pipe={cliPipe}");
        return result;
    }
}
