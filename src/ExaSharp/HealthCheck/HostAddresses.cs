using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.HealthCheck;

/// <summary>Sets addresses up with <c>ip</c> (iproute2), by ExaBGP's commands.</summary>
internal sealed partial class HostAddresses(HealthCheckOptions options, HealthCheckLog log) : IHostAddresses
{
    private const string Loopback = "lo";

    /// <summary>What <c>ip address add</c> ends with when the kernel refuses, mostly because the address is there.</summary>
    private const int Refused = 2;

    private const int NotFound = 127;

    /// <summary>The addresses of the loopback interface, for a check that was given none: with a label those that have it.</summary>
    public Task<List<IpPrefix>> FindAsync(CancellationToken cancel) => ReadAsync([Loopback], cancel);

    public async Task AddAsync(CancellationToken cancel)
    {
        var existing = (await ReadAsync(Interfaces(), cancel).ConfigureAwait(false)).ToHashSet();
        foreach (var ip in Own().Where(ip => !existing.Contains(ip)))
        {
            var name = InterfaceOf(ip);
            log.Debug($"Setup {name} IP address {ip}");
            var command = Command("add", ip, name);
            var status = (await ShellCommand.RunProgramAsync(command, isQuiet: true, cancel).ConfigureAwait(false)).Status;
            if (status is not 0 and not Refused)
                throw new HealthCheckException($"Command '{PythonText.Repr(command)}' returned non-zero exit status {status}.");
        }
    }

    public async Task RemoveAsync(CancellationToken cancel)
    {
        var existing = (await ReadAsync(Interfaces(), cancel).ConfigureAwait(false)).ToHashSet();
        foreach (var ip in Own().Where(existing.Contains))
        {
            var name = InterfaceOf(ip);
            log.Debug($"Remove {name} IP address {ip}");
            if ((await ShellCommand.RunProgramAsync(Command("delete", ip, name), isQuiet: true, cancel).ConfigureAwait(false)).Status != 0)
                log.Warning($"Unable to remove {name} IP address {ip} - is healthcheck running as root?");
        }
    }

    /// <summary>The addresses in the output of <c>ip -o address show</c>, but those of the loopback network; with a label those that have it.</summary>
    /// <param name="output">The output.</param>
    /// <param name="interfaces">The interfaces, which labels begin with.</param>
    /// <param name="label">A label without its interface, or null for all addresses.</param>
    /// <param name="isExact">Whether the label is all of it; else its beginning.</param>
    internal static List<IpPrefix> Parse(string output, IReadOnlyCollection<string> interfaces, string? label, bool isExact)
    {
        var labels = new Regex($@".*\s+(?:{string.Join('|', interfaces.Select(Regex.Escape))}):(?<label>[^\\\s]+)", RegexOptions.NonBacktracking);
        List<IpPrefix> result = [];
        foreach (var line in output.Split('\n'))
        {
            if (AddressLine().Match(line.Trim()) is not { Success: true } address) continue;
            // An address inside a network ("10.0.0.1/24") is none of ours; ours are hosts.
            if (!PythonNetwork.TryParse($"{address.Groups["ip"]}/{address.Groups["mask"]}", out var ip) || PythonNetwork.IsLoopback(ip)) continue;
            if (!string.IsNullOrEmpty(label))
            {
                if (labels.Match(line) is not { Success: true } found) continue;
                var text = found.Groups["label"].Value;
                if (isExact ? text != label : !text.StartsWith(label, StringComparison.Ordinal)) continue;
            }
            result.Add(ip);
        }
        return result;
    }

    private async Task<List<IpPrefix>> ReadAsync(IReadOnlyCollection<string> interfaces, CancellationToken cancel)
    {
        log.Debug("Retrieve IP addresses for loopback and ip-ifname interfaces");
        var output = new StringBuilder();
        foreach (var name in interfaces)
        {
            var outcome = await ShellCommand.RunProgramAsync(["ip", "-o", "address", "show", "dev", name], isQuiet: false, cancel).ConfigureAwait(false);
            if (outcome.Status == NotFound) throw new HealthCheckException("[Errno 2] No such file or directory: 'ip'");
            output.Append(Encoding.UTF8.GetString(outcome.Output)).Append('\n');
        }
        var result = Parse(output.ToString(), interfaces, options.Label, options.LabelExactMatch);
        log.Debug($"System addresses ({{{string.Join(", ", interfaces.Select(PythonText.Repr))}}}) detected: [{string.Join(", ", result.Select(Show))}]");
        return result;
    }

    private static string Show(IpPrefix ip) => string.Create(CultureInfo.InvariantCulture, $"IPv{(ip.Address.IsIpv4 ? 4 : 6)}Network('{ip}')");

    private IEnumerable<IpPrefix> Own() => options.Ips.SelectMany(PythonNetwork.Addresses).Distinct();

    private List<string> Interfaces() => [.. options.Interfaces.Values.Append(Loopback).Distinct()];

    private string InterfaceOf(IpPrefix ip) => options.Interfaces.GetValueOrDefault(ip, Loopback);

    private List<string> Command(string verb, IpPrefix ip, string name)
    {
        List<string> words = options.Sudo ? ["sudo"] : [];
        words.AddRange(["ip", "address", verb, ip.ToString(), "dev", name]);
        if (!string.IsNullOrEmpty(options.Label)) words.AddRange(["label", $"{name}:{options.Label}"]);
        return words;
    }

    [GeneratedRegex(@"^\d+:\s+\S+\s+inet6?\s+(?<ip>[\da-f.:]+)/(?<mask>\d+)\s+")]
    private static partial Regex AddressLine();
}
