using System.Globalization;
using System.Text;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.HealthCheck;

/// <summary>Values of flags, read as Python reads them and refused in its words.</summary>
internal static class FlagValues
{
    /// <summary>The facilities of syslog and their numbers (RFC 3164 section 4.1.1, and Python's names).</summary>
    public static IReadOnlyDictionary<string, int> Facilities { get; } =
        ("kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp security console solcron " +
        "local0 local1 local2 local3 local4 local5 local6 local7").Split(' ')
        .Select((name, number) => (name, number)).ToDictionary(entry => entry.name, entry => entry.number, StringComparer.OrdinalIgnoreCase);

    public static bool TryReadNumber(string text, out long number) =>
        long.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out number);

    /// <summary>Seconds with a fraction, up to ten years; not negative.</summary>
    public static bool TryReadSeconds(string text, out TimeSpan time)
    {
        const double most = 10 * 366 * 86400.0;
        time = default;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || !(seconds >= 0)) return false;
        time = TimeSpan.FromSeconds(Math.Min(seconds, most));
        return true;
    }

    public static string? Facility(string value) => Facilities.ContainsKey(value) ? null : $"{PythonText.Repr(value)} is no facility of syslog";

    public static string? NextHop(HealthCheckOptions options, string value)
    {
        if (!IpAddress.TryParse(Encoding.UTF8.GetBytes(value), out var address)) return $"invalid ip_address value: {PythonText.Repr(value)}";
        options.NextHop = address;
        return null;
    }

    public static string? Neighbor(HealthCheckOptions options, string value)
    {
        if (value.Trim() == "*") options.Neighbors.Add("*");
        else if (IpAddress.TryParse(Encoding.UTF8.GetBytes(value), out var address)) options.Neighbors.Add(address.ToString());
        else return $"invalid neighbor_address value: {PythonText.Repr(value)}";
        return null;
    }

    public static string? Ip(HealthCheckOptions options, string value)
    {
        if (!PythonNetwork.TryParse(value, out var network))
        {
            var hint = network.Address.IsDefined ? $" (it has host bits; its network is {new IpPrefix(network.Address.Mask(network.Length), network.Length)})" : "";
            return $"invalid ip_network value: {PythonText.Repr(value)}{hint}";
        }
        options.Ips.Add(network);
        return null;
    }

    /// <summary>
    /// Raw text of an attribute. It becomes part of a command, which a line end would end, so that one announcement would be several
    /// commands.
    /// </summary>
    public static string? Attribute(string value)
    {
        foreach (var rune in value.EnumerateRunes())
            if (rune.Value != '\t' && !PythonText.IsPrintable(rune)) return $"{PythonText.Repr(value)} contains the control character {PythonText.Repr(rune.ToString())}";
        return null;
    }

    public static string? Http(HealthCheckOptions options, string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return $"{PythonText.Repr(value)} is no URL of http or https";
        options.Http.Add(url);
        return null;
    }

    public static string? Expect(HealthCheckOptions options, string value)
    {
        List<(int, int)> ranges = [];
        foreach (var part in value.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !TryReadStatus(ends[0], out var first) || !TryReadStatus(ends[^1], out var last) || first > last)
                return $"{PythonText.Repr(value)} names no HTTP statuses; expected 200, 200,204 or 200-299";
            ranges.Add((first, last));
        }
        options.Expect = ranges;
        return null;
    }

    public static string? Tcp(HealthCheckOptions options, string value)
    {
        if (!HostAndPort.TryParse(value, null, out var target)) return $"{PythonText.Repr(value)} is not HOST:PORT";
        options.Tcp.Add(target);
        return null;
    }

    public static string? Dns(HealthCheckOptions options, string value)
    {
        if (!DnsQuestion.TryParse(value, out var question)) return $"{PythonText.Repr(value)} is not NAME@SERVER, NAME/TYPE@SERVER or NAME@SERVER:PORT";
        options.Dns.Add(question);
        return null;
    }

    private static bool TryReadStatus(string text, out int status) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= 100 and <= 599;
}
