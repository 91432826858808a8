using System.Globalization;
using System.Text;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration;
using ExaSharp.Configuration.Programs;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Compat.Tests.Configurations;

/// <summary>Our parser, and the values of neighbours as <c>read_configurations.py</c> shows ExaBGP's.</summary>
internal static class OurParser
{
    private static readonly (string Name, ApiMessages Message)[] Messages =
    [
        ("consolidate", ApiMessages.Consolidate), ("keepalive", ApiMessages.Keepalive), ("notification", ApiMessages.Notification),
        ("open", ApiMessages.Open), ("operational", ApiMessages.Operational), ("packets", ApiMessages.Packets),
        ("parsed", ApiMessages.Parsed), ("refresh", ApiMessages.Refresh), ("update", ApiMessages.Update),
    ];

    public static ConfigurationOutcome Read(string text)
    {
        var source = new SourceText("test.conf", Encoding.UTF8.GetBytes(text));
        var diagnostics = new DiagnosticBag();
        var context = new ConfigurationContext(new RouteStore(), new AttributeInterner()) { Programs = new InstalledPrograms() };
        var configuration = ConfigurationParser.Parse(source, context, diagnostics);
        if (configuration is not null)
            return new ConfigurationOutcome(true, "", [.. configuration.Neighbors.Select(Show)]) { IsOfOlderGeneration = configuration.Generation < ConfigurationGeneration.ExaBgp50 };
        var errors = diagnostics.Items.Where(item => item.Severity == Severity.Error).Select(item => item.Message);
        return ConfigurationOutcome.Refused(string.Join(" | ", errors));
    }

    private static IReadOnlyList<string> Show(NeighborSettings neighbor)
    {
        var session = neighbor.Session;
        var peer = neighbor.Peer.Address.ToString();
        List<string> lines =
        [
            $"name {neighbor.Name}",
            $"description {neighbor.Description}",
            $"host-name {session.HostName ?? "none"}",
            $"domain-name {session.DomainName ?? "none"}",
            $"router-id {Show(session.RouterId)}",
            $"hold-time {session.HoldTime}",
            $"rate-limit {neighbor.RateLimit}",
            $"local-address {Show(session.LocalAddress)}",
            $"source-interface {neighbor.SourceInterface ?? "none"}",
            $"peer-address {(neighbor.IsRange ? $"{peer}/{neighbor.Peer.Length}" : peer)}",
            $"local-as {Show(session.LocalAs)}",
            $"peer-as {Show(session.PeerAs)}",
            $"passive {Show(neighbor.Passive)}",
            $"listen {neighbor.Listen}",
            $"connect {neighbor.Connect}",
            $"outgoing-ttl {Show(neighbor.OutgoingTtl)}",
            $"incoming-ttl {Show(neighbor.IncomingTtl)}",
            $"md5-password {neighbor.Md5?.Password ?? "none"}",
            $"md5-base64 {Show(neighbor.Md5?.Base64 ?? false)}",
            $"md5-ip {Show(neighbor.Md5Ip)}",
            $"group-updates {Show(neighbor.GroupUpdates)}",
            $"auto-flush {Show(neighbor.AutoFlush)}",
            $"adj-rib-in {Show(neighbor.AdjRibIn)}",
            $"adj-rib-out {Show(neighbor.AdjRibOut)}",
            $"manual-eor {Show(neighbor.ManualEor)}",
        ];
        Show(session, lines);
        Show(neighbor.Api, lines);
        lines.Add($"routes {neighbor.Routes.SelectMany(batch => batch.Changes.ToArray()).Select(change => change.Route).Distinct().Count()}");
        return lines;
    }

    private static void Show(SessionSettings session, List<string> lines)
    {
        var capabilities = session.Capabilities;
        lines.AddRange(
        [
            $"capability asn4 {Show(capabilities.Asn4)}",
            $"capability extended-message {Show(capabilities.ExtendedMessage)}",
            $"capability route-refresh {Show(capabilities.RouteRefresh)}",
            $"capability multi-session {Show(capabilities.MultiSession)}",
            $"capability operational {Show(capabilities.Operational)}",
            $"capability software-version {Show(capabilities.SoftwareVersion)}",
            $"capability nexthop {Show(capabilities.ExtendedNextHop)}",
            $"capability aigp {Show(capabilities.Aigp)}",
            $"capability graceful-restart {Show(capabilities.GracefulRestart)}",
            $"capability add-path {(int)capabilities.AddPath}",
            $"families {Show(session.Families)}",
            $"add-path {Show(capabilities.AddPath == AddPathMode.None ? [] : session.AddPathFamilies ?? session.Families)}",
            $"nexthop {string.Join(' ', session.NextHops.Select(entry => $"{entry.Family.ToSlashString()}/{FamilyNames.Name(entry.NextHop)}"))}",
        ]);
    }

    private static void Show(IReadOnlyList<ApiSettings> api, List<string> lines)
    {
        void Add(string key, Func<ApiSettings, bool> wants) =>
            lines.Add($"api {key} {string.Join(' ', api.Where(wants).SelectMany(block => block.Processes))}");

        Add("fsm", block => block.Fsm);
        Add("negotiated", block => block.Negotiated);
        Add("neighbor-changes", block => block.NeighborChanges);
        Add("processes", _ => true);
        lines.Add($"api processes-match {string.Join(' ', api.SelectMany(block => block.ProcessesMatch))}");
        foreach (var (name, message) in Messages) Add($"receive-{name}", block => block.Receive.HasFlag(message));
        foreach (var (name, message) in Messages) Add($"send-{name}", block => block.Send.HasFlag(message));
        Add("signal", block => block.Signal);
    }

    /// <summary>Takes programs that are there; which of several is not asked here.</summary>
    private sealed class InstalledPrograms : IProgramLocator
    {
        private static readonly string[] Folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');

        public bool TryLocate(string program, out string path, out string? error)
        {
            path = Folders.Select(folder => Path.Combine(folder, program)).Append(program).FirstOrDefault(File.Exists) ?? "";
            error = null;
            return path.Length > 0;
        }
    }

    private static string Show(IpAddress address) => address.IsDefined ? address.ToString() : "none";

    private static string Show(bool value) => value ? "true" : "false";

    private static string Show(bool? value) => value is { } known ? Show(known) : "none";

    private static string Show(uint? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "none";

    private static string Show(ushort? value) => Show((uint?)value);

    private static string Show(byte? value) => Show((uint?)value);

    private static string Show(IEnumerable<FamilyId> families) => string.Join(' ', families.Select(family => family.ToSlashString()));
}
