using System.Text.RegularExpressions;

namespace ExaSharp.HealthCheck;

/// <summary>Puts options together: those of a file, then those of the command line, which win or are added.</summary>
internal sealed partial class HealthCheckOptionReader
{
    private readonly List<HealthCheckFlag> _exclusive = [];

    public HealthCheckOptions Options { get; } = new();

    /// <summary>Takes a flag of the command line.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="value">Its value; null when it has none.</param>
    /// <returns>What is wrong, in ExaBGP's words; else null.</returns>
    public string? Take(HealthCheckFlag flag, string? value)
    {
        if (value is null && !flag.IsSwitch && !flag.IsValueOptional) return $"argument {flag.Spellings}: expected one argument";
        if (value is not null && flag.IsSwitch) return $"argument {flag.Spellings}: ignored explicit argument {PythonText.Repr(value)}";
        // Without a value it asks for nothing but the default.
        var isDefault = value is null && flag.IsValueOptional;
        if (flag.IsExclusive && !isDefault)
        {
            if (_exclusive.FirstOrDefault(other => other != flag) is { } other) return $"argument {flag.Spellings}: not allowed with argument {other.Spellings}";
            _exclusive.Add(flag);
        }
        return isDefault ? null : flag.Take(Options, value ?? "");
    }

    /// <summary>
    /// Takes a file of options: a line is a flag without dashes, alone or with <c>=</c> and its value; empty lines and those that
    /// begin with <c>#</c> are passed over (ExaBGP).
    /// </summary>
    /// <returns>What is wrong; else null.</returns>
    public string? TakeFile(string text)
    {
        foreach (var line in text.EnumerateLines())
        {
            var words = line.Trim();
            if (words.IsEmpty || words[0] == '#') continue;
            var equals = words.IndexOf('=');
            var name = $"--{(equals < 0 ? words : words[..equals]).Trim()}";
            if (Find(name) is not { } flag) return $"unrecognized arguments: {name}";
            if (Take(flag, equals < 0 ? null : words[(equals + 1)..].Trim().ToString()) is { } problem) return problem;
        }
        return null;
    }

    /// <summary>What does not fit together in all that was taken; null when it does. Completes the options.</summary>
    public string? Complete()
    {
        foreach (var text in Options.IpIfnames)
        {
            var parts = text.Split('%');
            if (parts.Length != 2) return $"Expected IP to IFNAME parameter: <ip_address>%<ifname>, got '{text}'";
            if (!PythonNetwork.TryParse(parts[0], out var ip)) return $"{PythonText.Repr(parts[0])} does not appear to be an IPv4 or IPv6 network";
            if (!Options.Ips.Contains(ip)) return $"No 'ip' parameter has been defined for the ip_ifname pair '{text}'";
            if (!InterfaceName().IsMatch(parts[1])) return $"Expected NIC interface name but got '{parts[1]}'";
            Options.Interfaces[ip] = parts[1];
        }
        if (Options.IpSetup || Options.IpDynamic || Options.DeaggregateNetworks)
        {
            foreach (var network in Options.Ips)
                if (!PythonNetwork.IsCountable(network)) return $"{network} has more than {PythonNetwork.MaxAddresses} addresses; with --no-ip-setup it can be announced as it is";
        }
        return null;
    }

    /// <summary>The flag of a name, or of one that was cut short and can be only one.</summary>
    private static HealthCheckFlag? Find(string name)
    {
        if (HealthCheckFlags.All.FirstOrDefault(flag => flag.Name == name || flag.Aliases.Contains(name)) is { } exact) return exact;
        var fitting = HealthCheckFlags.All.Where(flag => flag.Aliases.Append(flag.Name).Any(spelling => spelling.StartsWith(name, StringComparison.Ordinal))).ToList();
        return fitting.Count == 1 ? fitting[0] : null;
    }

    [GeneratedRegex(@"^[a-zA-Z0-9._:-]{1,15}$")]
    private static partial Regex InterfaceName();
}
