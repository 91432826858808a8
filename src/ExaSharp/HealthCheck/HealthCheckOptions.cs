using ExaSharp.Bgp.Primitives;

namespace ExaSharp.HealthCheck;

/// <summary>What a health check was asked to do; <see cref="HealthCheckFlags"/> has a flag for each, with its meaning.</summary>
internal sealed class HealthCheckOptions
{
    public bool Silent { get; set; }

    public string SyslogFacility { get; set; } = "daemon";

    public bool NoSyslog { get; set; }

    public bool Debug { get; set; }

    public bool NoAck { get; set; }

    public bool Sudo { get; set; }

    public string? Name { get; set; }

    public string? PidFile { get; set; }

    public string? User { get; set; }

    public string? Group { get; set; }

    /// <summary>Zero: end after the first announcement.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The interval while the state may change.</summary>
    public TimeSpan FastInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Seconds; 0 and less: none.</summary>
    public long Timeout { get; set; } = 5;

    public long Rise { get; set; } = 3;

    public long Fall { get; set; } = 3;

    public TimeSpan HoldDown { get; set; }

    public string? DisableFile { get; set; }

    public string? Command { get; set; }

    public List<Uri> Http { get; } = [];

    /// <summary>Status codes, both ends included, one of which every HTTP check must be answered with.</summary>
    public List<(int First, int Last)> Expect { get; set; } = [(200, 200)];

    public List<HostAndPort> Tcp { get; } = [];

    public List<DnsQuestion> Dns { get; } = [];

    public IpAddress? NextHop { get; set; }

    public List<IpPrefix> Ips { get; set; } = [];

    /// <summary>As written: <c>IP%IFNAME</c>.</summary>
    public List<string> IpIfnames { get; } = [];

    /// <summary>Interfaces of the addresses that are not for the loopback interface.</summary>
    public Dictionary<IpPrefix, string> Interfaces { get; } = [];

    /// <summary>Sent when not negative.</summary>
    public long LocalPreference { get; set; } = -1;

    public bool DeaggregateNetworks { get; set; }

    public bool IpSetup { get; set; } = true;

    public bool IpDynamic { get; set; }

    public string? Label { get; set; }

    public bool LabelExactMatch { get; set; }

    public long StartIp { get; set; }

    public long UpMetric { get; set; } = 100;

    public long DownMetric { get; set; } = 1000;

    public long DisabledMetric { get; set; } = 500;

    public long Increase { get; set; } = 1;

    public string? Community { get; set; }

    public string? ExtendedCommunity { get; set; }

    public string? LargeCommunity { get; set; }

    public string? DisabledCommunity { get; set; }

    public string? AsPath { get; set; }

    public string? UpAsPath { get; set; }

    public string? DownAsPath { get; set; }

    public string? DisabledAsPath { get; set; }

    public bool WithdrawOnDown { get; set; }

    /// <summary>Not sent when 0 (ExaBGP).</summary>
    public long PathId { get; set; }

    /// <summary>Addresses, or <c>*</c>; empty means all too.</summary>
    public List<string> Neighbors { get; } = [];

    public bool Debounce { get; set; }

    /// <summary>How long the answers to withdraws are waited for before addresses are removed.</summary>
    public TimeSpan AckTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public List<string> Execute { get; } = [];

    public List<string> UpExecute { get; } = [];

    public List<string> DownExecute { get; } = [];

    public List<string> DisabledExecute { get; } = [];
}

/// <summary>A host, by name or address, and a port on it.</summary>
internal readonly record struct HostAndPort(string Host, int Port)
{
    /// <summary><c>host:port</c>, <c>[IPv6]:port</c>, or, when there is a default port, a host alone.</summary>
    public static bool TryParse(string text, int? defaultPort, out HostAndPort result)
    {
        result = default;
        var colon = text.LastIndexOf(':');
        // More than one colon and no bracket before the last is an IPv6 address alone.
        var isAlone = colon < 0 || text.EndsWith(']') || (text.IndexOf(':') != colon && text[colon - 1] != ']');
        var host = (isAlone ? text : text[..colon]).Trim('[', ']');
        var port = defaultPort ?? 0;
        if (!isAlone && !int.TryParse(text.AsSpan(colon + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out port)) return false;
        result = new HostAndPort(host, port);
        return host.Length > 0 && port is > 0 and <= ushort.MaxValue && !host.Any(char.IsWhiteSpace);
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
