using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration;

/// <summary>Reads a configuration file in ExaBGP's language.</summary>
public static class ConfigurationParser
{
    /// <summary>
    /// The settings of the file, or null when there were errors. Errors and warnings are added to
    /// <paramref name="diagnostics"/>; reading goes on behind an error, so that several are told at once. The routes of
    /// the result hold references to <paramref name="context"/>'s stores (<see cref="DaemonConfiguration.ReleaseRoutes"/>);
    /// after an error none are held.
    /// </summary>
    public static DaemonConfiguration? Parse(SourceText source, ConfigurationContext context, DiagnosticBag diagnostics) =>
        throw new NotImplementedException();
}
