using System.Globalization;
using System.Text;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.HealthCheck;

/// <summary>The commands that tell the daemon of a state; ExaBGP's, octet by octet.</summary>
internal static class RouteCommands
{
    /// <summary>One command, without its line end, for each address.</summary>
    /// <param name="options">What to announce, and how.</param>
    /// <param name="state">Up, down, disabled or exit.</param>
    public static IEnumerable<string> For(HealthCheckOptions options, HealthState state)
    {
        var isAnnounced = state == HealthState.Up || (!options.WithdrawOnDown && state != HealthState.Exit);
        var metric = MetricOf(options, state);
        foreach (var ip in options.Ips)
        {
            yield return Command(options, state, ip, isAnnounced ? metric : null);
            metric += options.Increase;
        }
    }

    private static string Command(HealthCheckOptions options, HealthState state, IpPrefix ip, Int128? metric)
    {
        var line = new StringBuilder(Prefix(options));
        line.Append(metric is null ? " withdraw" : " announce");
        line.Append(CultureInfo.InvariantCulture, $" route {ip} next-hop {options.NextHop?.ToString() ?? "self"}");
        if (metric is { } med)
        {
            line.Append(CultureInfo.InvariantCulture, $" med {med}");
            if (options.LocalPreference >= 0) line.Append(CultureInfo.InvariantCulture, $" local-preference {options.LocalPreference}");
            Append(line, "community", CommunityOf(options, state));
            Append(line, "extended-community", options.ExtendedCommunity);
            Append(line, "large-community", options.LargeCommunity);
            Append(line, "as-path", AsPathOf(options, state));
        }
        if (options.PathId != 0) line.Append(CultureInfo.InvariantCulture, $" path-information {options.PathId}");
        return line.ToString();
    }

    private static string Prefix(HealthCheckOptions options) => options.Neighbors.Count == 0 || options.Neighbors.Contains("*")
        ? "neighbor *"
        : string.Join(", ", options.Neighbors.Select(neighbor => $"neighbor {neighbor}"));

    private static void Append(StringBuilder line, string keyword, string? values)
    {
        if (!string.IsNullOrEmpty(values)) line.Append(' ').Append(keyword).Append(" [ ").Append(values).Append(" ]");
    }

    private static Int128 MetricOf(HealthCheckOptions options, HealthState state) => state switch
    {
        HealthState.Up => options.UpMetric,
        HealthState.Down => options.DownMetric,
        HealthState.Disabled => options.DisabledMetric,
        _ => 0,
    };

    private static string? CommunityOf(HealthCheckOptions options, HealthState state) =>
        state is HealthState.Down or HealthState.Disabled && !string.IsNullOrEmpty(options.DisabledCommunity) ? options.DisabledCommunity : options.Community;

    /// <summary>The path of a state, also an empty one, stands in place of the general one.</summary>
    private static string? AsPathOf(HealthCheckOptions options, HealthState state) => state switch
    {
        HealthState.Up => options.UpAsPath,
        HealthState.Down => options.DownAsPath,
        HealthState.Disabled => options.DisabledAsPath,
        _ => null,
    } ?? options.AsPath;
}
