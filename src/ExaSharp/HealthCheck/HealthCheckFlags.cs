namespace ExaSharp.HealthCheck;

/// <summary>All flags: ExaBGP's, then those that it does not have.</summary>
internal static class HealthCheckFlags
{
    public static IReadOnlyList<HealthCheckFlag> All { get; } =
    [
        Switch("--silent", ["-s"], "don't log to console", options => options.Silent = true) with { IsExclusive = true },
        Text("--syslog-facility", ["-sF"], "FACILITY", "log to syslog using FACILITY, default FACILITY is daemon",
            (options, value) => options.SyslogFacility = value, FlagValues.Facility) with { IsExclusive = true, IsValueOptional = true },
        Switch("--no-syslog", [], "disable syslog logging", options => options.NoSyslog = true) with { IsExclusive = true },
        Switch("--debug", ["-d"], "enable debugging", options => options.Debug = true),
        Switch("--no-ack", ["-a"], "set for exabgp 3.4 or 4.x when exabgp.api.ack=false", options => options.NoAck = true),
        Switch("--sudo", [], "use sudo to setup ip addresses", options => options.Sudo = true),
        Text("--name", ["-n"], "NAME", "name for this healthchecker", (options, value) => options.Name = value),
        Text("--pid", ["-p"], "FILE", "write PID to the provided file", (options, value) => options.PidFile = value),
        Text("--user", [], "USER", "set user after setting ip addresses", (options, value) => options.User = value),
        Text("--group", [], "GROUP", "set group after setting ip addresses", (options, value) => options.Group = value),

        Seconds("--interval", ["-i"], "wait N seconds between each healthcheck (zero to exit after first announcement)", (options, value) => options.Interval = value),
        Seconds("--fast-interval", ["-f"], "when a state change is about to occur, wait N seconds between each healthcheck", (options, value) => options.FastInterval = value),
        Number("--timeout", ["-t"], "N", "wait N seconds for the check command to execute", (options, value) => options.Timeout = value),
        Number("--rise", [], "N", "check N times before considering the service up", (options, value) => options.Rise = value),
        Number("--fall", [], "N", "check N times before considering the service down", (options, value) => options.Fall = value),
        Text("--disable", [], "FILE", "if FILE exists, the service is considered disabled", (options, value) => options.DisableFile = value),
        Text("--command", ["--cmd", "-c"], "CMD", "command to use for healthcheck", (options, value) => options.Command = value),

        new("--next-hop", ["-N"], "IP", "self IP address to use as next hop", FlagValues.NextHop),
        new("--ip", [], "IP", "advertise this IP address or network (CIDR notation)", FlagValues.Ip),
        Text("--ip-ifname", [], "IP%IFNAME", "bind this IP address or network (CIDR) to the given physical or logical interface (i.e. 192.165.14.1%eth0)",
            (options, value) => options.IpIfnames.Add(value)),
        Number("--local-preference", [], "P", "advertise with local preference P", (options, value) => options.LocalPreference = value),
        Switch("--deaggregate-networks", [], "Deaggregate Networks specified in --ip", options => options.DeaggregateNetworks = true),
        Switch("--no-ip-setup", [], "don't setup missing IP addresses", options => options.IpSetup = false),
        Switch("--dynamic-ip-setup", [], "delete setup ips on state down and disabled, then restore them when up", options => options.IpDynamic = true),
        Text("--label", [], "LABEL", "use the provided label to match setup ip addresses", (options, value) => options.Label = value),
        Switch("--label-exact-match", [], "use the provided label to exactly match setup ip addresses, not a prefix match", options => options.LabelExactMatch = true),
        Number("--start-ip", [], "N", "index of the first IP in the list of IP addresses", (options, value) => options.StartIp = value),
        Number("--up-metric", [], "M", "first IP get the metric M when the service is up", (options, value) => options.UpMetric = value),
        Number("--down-metric", [], "M", "first IP get the metric M when the service is down", (options, value) => options.DownMetric = value),
        Number("--disabled-metric", [], "M", "first IP get the metric M when the service is disabled", (options, value) => options.DisabledMetric = value),
        Number("--increase", [], "M", "for each additional IP address, increase metric value by M", (options, value) => options.Increase = value),
        Attribute("--community", "COMMUNITY", "announce IPs with the supplied community", (options, value) => options.Community = value),
        Attribute("--extended-community", "EXTENDEDCOMMUNITY", "announce IPs with the supplied extended community", (options, value) => options.ExtendedCommunity = value),
        Attribute("--large-community", "LARGECOMMUNITY", "announce IPs with the supplied large community", (options, value) => options.LargeCommunity = value),
        Attribute("--disabled-community", "DISABLEDCOMMUNITY", "announce IPs with the supplied community when down or disabled", (options, value) => options.DisabledCommunity = value),
        Attribute("--as-path", "ASPATH", "announce IPs with the supplied as-path", (options, value) => options.AsPath = value),
        Attribute("--up-as-path", "ASPATH", "announce IPs with the supplied as-path when the service is up", (options, value) => options.UpAsPath = value),
        Attribute("--down-as-path", "ASPATH", "announce IPs with the supplied as-path when the service is down", (options, value) => options.DownAsPath = value),
        Attribute("--disabled-as-path", "ASPATH", "announce IPs with the supplied as-path when the service is disabled", (options, value) => options.DisabledAsPath = value),
        Switch("--withdraw-on-down", [], "Instead of increasing the metric on health failure, withdraw the route", options => options.WithdrawOnDown = true),
        Number("--path-id", [], "PATHID", "path ID to advertise for the route", (options, value) => options.PathId = value),
        new("--neighbor", [], "NEIGHBOR", "advertise the route to the selected neighbors (* for all)", FlagValues.Neighbor),
        Switch("--debounce", [], "announce only on state changes, instead of every iteration", options => options.Debounce = true),

        Text("--execute", [], "CMD", "execute CMD on state change", (options, value) => options.Execute.Add(value)),
        Text("--up-execute", [], "CMD", "execute CMD when the service becomes available", (options, value) => options.UpExecute.Add(value)),
        Text("--down-execute", [], "CMD", "execute CMD when the service becomes unavailable", (options, value) => options.DownExecute.Add(value)),
        Text("--disabled-execute", [], "CMD", "execute CMD when the service is disabled", (options, value) => options.DisabledExecute.Add(value)),

        new("--http", [], "URL", "check that a GET of URL is answered with a status of --expect; no process is started (not in ExaBGP, nor are the next ones)", FlagValues.Http),
        new("--expect", [], "STATUS", "statuses that --http takes: 200, 200,204 or 200-299; default 200", FlagValues.Expect),
        new("--tcp", [], "HOST:PORT", "check that a TCP connection can be made", FlagValues.Tcp),
        new("--dns", [], "NAME[/TYPE]@SERVER", "check that SERVER[:PORT] has a record of TYPE (default A) for NAME", FlagValues.Dns),
        Seconds("--hold-down", [], "a service that went down stays down for at least N seconds; only checks after that count", (options, value) => options.HoldDown = value),
        Seconds("--ack-timeout", [], "wait at most N seconds for the answers to withdraws before addresses are removed; default 5", (options, value) => options.AckTimeout = value),
    ];

    private static HealthCheckFlag Switch(string name, string[] aliases, string help, Action<HealthCheckOptions> set) => new(name, aliases, null, help, (options, _) =>
    {
        set(options);
        return null;
    });

    private static HealthCheckFlag Text(
        string name, string[] aliases, string valueName, string help, Action<HealthCheckOptions, string> set, Func<string, string?>? check = null) =>
        new(name, aliases, valueName, help, (options, value) =>
        {
            if (check?.Invoke(value) is { } problem) return problem;
            set(options, value);
            return null;
        });

    private static HealthCheckFlag Attribute(string name, string valueName, string help, Action<HealthCheckOptions, string> set) =>
        Text(name, [], valueName, help, set, FlagValues.Attribute);

    private static HealthCheckFlag Number(string name, string[] aliases, string valueName, string help, Action<HealthCheckOptions, long> set) =>
        new(name, aliases, valueName, help, (options, value) =>
        {
            if (!FlagValues.TryReadNumber(value, out var number)) return $"invalid int value: {PythonText.Repr(value)}";
            set(options, number);
            return null;
        });

    private static HealthCheckFlag Seconds(string name, string[] aliases, string help, Action<HealthCheckOptions, TimeSpan> set) =>
        new(name, aliases, "N", help, (options, value) =>
        {
            if (!FlagValues.TryReadSeconds(value, out var time)) return $"invalid float value: {PythonText.Repr(value)}";
            set(options, time);
            return null;
        });
}
