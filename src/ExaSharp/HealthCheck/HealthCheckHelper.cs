using System.ComponentModel;
using ExaSharp.Api.Helpers;
using ExaSharp.Configuration.Programs;
using ExaSharp.Interop;

namespace ExaSharp.HealthCheck;

/// <summary>Runs our health check for a helper that is ExaBGP's, where that is not installed.</summary>
internal static class HealthCheckHelper
{
    /// <summary>Ends with 0 when <c>-m exabgp</c> would find its module.</summary>
    private const string LookForModule = """
        import sys
        try:
            from importlib.util import find_spec
            found = find_spec('exabgp.__main__')
        except ImportError:
            found = None
        sys.exit(not found)
        """;

    private static readonly TimeSpan LookTime = TimeSpan.FromSeconds(20);

    /// <summary>What to run for a helper: what it says, but our own health check for ExaBGP's where there is none.</summary>
    /// <param name="run">Program and arguments.</param>
    /// <param name="environment">The helper's environment.</param>
    /// <param name="program">Our own path.</param>
    public static async Task<IReadOnlyList<string>> ChooseAsync(IReadOnlyList<string> run, IReadOnlyList<string> environment, string program)
    {
        if (!HealthCheckRun.TryMatch(run, out var isPython, out var arguments)) return run;
        // A program that was not found is still named as in the configuration.
        var isThere = Path.IsPathRooted(run[0]) && File.Exists(run[0]);
        return isThere && (!isPython || await HasModuleAsync(run[0], environment).ConfigureAwait(false)) ? run : [program, "healthcheck", .. arguments];
    }

    private static async Task<bool> HasModuleAsync(string python, IReadOnlyList<string> environment)
    {
        try
        {
            using var child = ChildProcess.Start([python, "-c", LookForModule], environment);
            try
            {
                return (await child.Exited.WaitAsync(LookTime).ConfigureAwait(false)).Code == 0;
            }
            catch (TimeoutException)
            {
                child.Signal(Libc.SignalKill, group: true);
                return true;
            }
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
