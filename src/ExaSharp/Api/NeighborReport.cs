using System.Globalization;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Settings;
using ExaSharp.Peers;

namespace ExaSharp.Api;

/// <summary>
/// What <c>show neighbor</c> tells of one neighbour, in ExaBGP 5.0's layouts: exporters and test suites read them with
/// regular expressions.
/// </summary>
internal sealed class NeighborReport
{
    public const string SummaryHeader = "Peer            AS        up/down state       |     #sent     #recvd";

    private static readonly (string Name, MessageType Type)[] Messages =
    [
        ("open", MessageType.Open), ("notification", MessageType.Notification), ("keepalive", MessageType.Keepalive),
        ("update", MessageType.Update), ("refresh", MessageType.RouteRefresh),
    ];

    private readonly PeerStatus _status;
    private readonly NeighborSettings _settings;
    private readonly SessionSettings _session;
    private readonly TimeSpan _elapsed;

    /// <param name="status">The session's state.</param>
    /// <param name="elapsed">How long it has been up or down.</param>
    public NeighborReport(PeerStatus status, TimeSpan elapsed)
    {
        _status = status;
        _settings = status.Settings;
        _session = status.Settings.Session;
        _elapsed = elapsed;
    }

    private bool Up => _status.IsEstablished;

    private string PeerAddress => _settings.IsRange ? _settings.Peer.ToString() : _settings.Peer.Address.ToString();

    private string LocalAddress => _session.LocalAddress.IsDefined ? _session.LocalAddress.ToString()
        : _status.Negotiated?.LocalAddress.ToString() ?? "None";

    /// <summary>Our AS; of <c>auto</c> what the session uses.</summary>
    private uint? LocalAs => _session.LocalAs ?? _status.Negotiated?.LocalAs;

    private uint? PeerAs => _session.PeerAs ?? _status.Negotiated?.PeerAs;

    private string Duration
    {
        get
        {
            var seconds = (long)_elapsed.TotalSeconds;
            var time = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600 % 24}:{seconds / 60 % 60:00}:{seconds % 60:00}");
            var days = seconds / 86_400;
            return days == 0 ? time : string.Create(CultureInfo.InvariantCulture, $"{days} day{(days == 1 ? "" : "s")}, {time}");
        }
    }

    /// <summary>The line of <c>show neighbor summary</c>.</summary>
    public string Summary() => string.Create(CultureInfo.InvariantCulture,
        $"{PeerAddress,-15} {As(PeerAs),-7} {(Up ? Duration : "down"),9} {_status.State.ToLowerInvariant(),-12} {_status.Sent.Of(MessageType.Update),10} {_status.Received.Of(MessageType.Update),10}");

    /// <summary>The lines of <c>show neighbor extensive</c>.</summary>
    /// <param name="version">The ExaBGP whose layout is used: 4.2 indents and aligns otherwise.</param>
    public IEnumerable<string> Extensive(JsonVersion version)
    {
        var old = version <= JsonVersion.Four;
        string Header(string name, string columns) => old ? $"  {name}{new string(' ', 2)}{columns}" : $"    {name}{columns}";
        yield return $"Neighbor {PeerAddress}";
        yield return "";
        yield return Header("Session", "                       Local");
        yield return Row("local", LocalAddress, "", "");
        yield return Row("state", _status.State, "", "");
        yield return Row(Up ? "up for" : "down for", Duration, "", "");
        yield return "";
        yield return Header("Setup", "                         Local          Remote");
        yield return Row("AS", As(LocalAs), As(PeerAs), "");
        yield return Row("ID", _session.RouterId.ToString(), _status.PeerOpen?.RouterId.ToString() ?? "n/a", "");
        yield return Row("hold-time", Text(_session.HoldTime), _status.PeerOpen is { } open ? Text(open.HoldTime) : "n/a", "");
        yield return "";
        yield return Header("Capability", "                    Local          Remote");
        foreach (var (name, local, peer) in Capabilities()) yield return Row(name + ":", Enabled(local), Enabled(peer), "");
        yield return "";
        yield return Header("Families", "                      Local          Remote        Add-Path");
        foreach (var family in _session.Families)
            yield return Row(family + ":", "enabled", Enabled(Common(family)), AddPath(family), left: !old);
        yield return "";
        yield return Header("Message Statistic", "              Sent        Received");
        foreach (var (name, type) in Messages) yield return Row(name + ":", Text(_status.Sent.Of(type)), Text(_status.Received.Of(type)), "");
        yield return Row("total:", Text(_status.Sent.Total), Text(_status.Received.Total), "");
        // A line of ours: ExaBGP does not count them.
        if (_status.Received.Treated is > 0 and var treated) yield return Row("malformed:", "", Text(treated), "");
        yield return "";
    }

    /// <summary>The object of <c>show neighbor json</c>, in the spacing of Python's json module.</summary>
    public void AppendJson(TextBuffer output, JsonVersion version)
    {
        output.Append((byte)'{');
        AppendMembers(output, version);
        output.Append((byte)'}');
    }

    /// <summary>What stands between the braces of <see cref="AppendJson"/>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="version">In that of 6.0 what was negotiated is told by 1 and 0.</param>
    public void AppendMembers(TextBuffer output, JsonVersion version)
    {
        output.Append($"\"state\": \"{(Up ? "up" : "down")}\", \"duration\": {(long)_elapsed.TotalSeconds}, \"fsm\": \"{_status.State}\", \"local\": ");
        AppendSide(output, local: true, version);
        output.Append(", \"peer\": "u8);
        AppendSide(output, local: false, version);
        output.Append(", \"messages\": {\"sent\": "u8);
        AppendMessages(output, _status.Sent);
        output.Append(", \"received\": "u8);
        AppendMessages(output, _status.Received);
        output.Append("}, \"capabilities\": "u8);
        AppendNames(output, Capabilities().Where(c => c.Local == true && c.Peer == true).Select(c => c.Name));
        output.Append(", \"families\": "u8);
        AppendNames(output, _session.Families.Where(family => Common(family) == true).Select(family => family.ToString()));
        output.Append(", \"add-path\": {"u8);
        output.Append(string.Join(", ", _session.Families.Select(family => $"\"{family}\": \"{AddPath(family)}\"")));
        output.Append((byte)'}');
    }

    /// <summary>The lines of <c>show neighbor configuration</c>. A password is not shown.</summary>
    public IEnumerable<string> Configuration(JsonVersion version) => Configuration(version, showsKeys: false, routes: []);

    /// <summary>
    /// The lines of <c>validate -n -v</c>: what can be read as a configuration again. What is not set is left out, as ExaBGP's
    /// <c>None</c> would be taken for a name, and the whole of the families is <c>all</c>, as some of them have no name to be read by.
    /// </summary>
    /// <param name="routes">Routes, as they stand in a <c>static</c> section.</param>
    public IEnumerable<string> File(IEnumerable<string> routes)
    {
        var all = _session.Families.Count == Bgp.Families.AddressFamilies.Known.Count;
        var (lines, inFamilies) = (Configuration(JsonVersion.Five, showsKeys: true, ["", "static {", .. routes.Select(route => "    " + route), "}"]), false);
        foreach (var line in lines)
        {
            inFamilies &= line != "  }";
            if (!inFamilies && !line.EndsWith(" None;", StringComparison.Ordinal)) yield return line;
            if (!all || line is not ("  family {" or "  add-path {")) continue;
            inFamilies = true;
            if (line == "  family {") yield return "    all;";
        }
    }

    private IEnumerable<string> Configuration(JsonVersion version, bool showsKeys, IEnumerable<string> routes)
    {
        string Key(string key) => showsKeys ? key : "********";
        var capabilities = _session.Capabilities;
        // What 4.2 has not, and what it says otherwise.
        var old = version <= JsonVersion.Four;
        yield return $"neighbor {PeerAddress} {{";
        yield return $"  description \"{_settings.Description}\";";
        yield return $"  router-id {_session.RouterId};";
        yield return $"  host-name {_session.HostName ?? "None"};";
        yield return $"  domain-name {_session.DomainName ?? "None"};";
        yield return $"  local-address {(_session.LocalAddress.IsDefined ? _session.LocalAddress.ToString() : "auto")};";
        if (!old) yield return $"  source-interface {_settings.SourceInterface ?? "None"};";
        yield return $"  local-as {As(_session.LocalAs)};";
        yield return $"  peer-as {As(_session.PeerAs)};";
        yield return $"  hold-time {_session.HoldTime};";
        yield return $"  rate-limit {(_settings.RateLimit == 0 ? "disable" : Text(_settings.RateLimit))};";
        yield return $"  manual-eor {Bool(_settings.ManualEor)};";
        yield return "";
        yield return $"  passive {Bool(_settings.Passive)};";
        if (_settings.Listen != 0)
        {
            yield return "";
            yield return $"  listen {_settings.Listen};";
        }
        if (_settings.Connect != 0)
        {
            yield return "";
            yield return $"  connect {_settings.Connect};";
        }
        yield return $"  group-updates {Bool(_settings.GroupUpdates)};";
        yield return $"  auto-flush {Bool(_settings.AutoFlush)};";
        yield return $"  adj-rib-in {Bool(_settings.AdjRibIn)};";
        yield return $"  adj-rib-out {Bool(_settings.AdjRibOut)};";
        if (_settings.Md5?.File is { } file) yield return $"  md5-file \"{file}\";";
        else if (_settings.Md5 is { } md5) yield return $"  md5-password \"{Key(md5.Password)}\";";
        yield return $"  md5-base64 {(_settings.Md5 is { Base64: null } || (old && _settings.Md5 is null) ? "auto" : Bool(_settings.Md5?.Base64 == true))};";
        if (_session.LocalAddress.IsDefined)
            yield return $"  md5-ip \"{(_settings.Md5Ip.IsDefined ? _settings.Md5Ip : _session.LocalAddress)}\";";
        if (_settings.TcpAo is { } ao)
        {
            yield return "  tcp-ao {";
            yield return $"    keyid {ao.KeyId};";
            yield return $"    algorithm {TcpAoSettings.Algorithms.First(entry => entry.Algorithm == ao.Algorithm).Name};";
            yield return $"    password \"{Key(ao.Password)}\";";
            yield return $"    base64 {Bool(ao.Base64)};";
            yield return "  }";
        }
        if (_settings.OutgoingTtl is { } outgoing) yield return $"  outgoing-ttl {outgoing};";
        if (_settings.IncomingTtl is { } incoming) yield return $"  incoming-ttl {incoming};";
        // A keyword of ours: ExaBGP's configuration has no such line.
        if (_session.Rfc) yield return "  rfc true;";
        if (old) yield return "";
        yield return "  capability {";
        yield return $"    asn4 {Enable(capabilities.Asn4)};";
        yield return $"    route-refresh {Enable(capabilities.RouteRefresh)};";
        yield return $"    graceful-restart {(capabilities.GracefulRestart is { } time ? Text(time == 0 ? _session.HoldTime : time) : "disable")};";
        if (!old) yield return $"    software-version {Enable(capabilities.SoftwareVersion)};";
        yield return $"    nexthop {Enable(capabilities.ExtendedNextHop == true)};";
        yield return $"    add-path {AddPathMode(capabilities.AddPath)};";
        yield return $"    multi-session {Enable(capabilities.MultiSession)};";
        yield return $"    operational {Enable(capabilities.Operational)};";
        yield return $"    aigp {Enable(capabilities.Aigp == true)};";
        yield return "  }";
        yield return "  family {";
        foreach (var family in _session.Families) yield return $"    {family};";
        yield return "  }";
        yield return "  nexthop {";
        foreach (var (family, nextHop) in _session.NextHops) yield return $"    {family} {FamilyNames.Name(nextHop)};";
        yield return "  }";
        yield return "  add-path {";
        foreach (var family in AddPathFamilies) yield return $"    {family};";
        yield return "  }";
        foreach (var line in ApiBlocks()) yield return line;
        foreach (var line in routes) yield return line;
        yield return "}";
    }

    private static string Row(string name, string local, string remote, string last, bool left = false) =>
        left ? $"   {name,-20} {local,15} {remote,15} {last,-15}" : $"   {name,-20} {local,15} {remote,15} {last,15}";

    /// <summary>Families with ADD-PATH: without a block of them all.</summary>
    private IEnumerable<FamilyId> AddPathFamilies =>
        _session.Capabilities.AddPath == Bgp.Session.AddPathMode.None ? [] : _session.AddPathFamilies ?? _session.Families;

    /// <summary>One block for each mention of a process, as ExaBGP regroups them.</summary>
    private IEnumerable<string> ApiBlocks()
    {
        foreach (var process in _settings.Api.SelectMany(api => api.Processes))
        {
            var blocks = _settings.Api.Where(api => api.Processes.Contains(process)).ToList();
            yield return "  api {";
            yield return $"    processes [ {process} ];";
            if (blocks.Exists(api => api.NeighborChanges)) yield return "    neighbor-changes;";
            if (blocks.Exists(api => api.Negotiated)) yield return "    negotiated;";
            if (blocks.Exists(api => api.Fsm)) yield return "    fsm;";
            if (blocks.Exists(api => api.Signal)) yield return "    signal;";
            foreach (var line in Direction("receive", blocks.Aggregate(ApiMessages.None, (all, api) => all | api.Receive))) yield return line;
            foreach (var line in Direction("send", blocks.Aggregate(ApiMessages.None, (all, api) => all | api.Send))) yield return line;
            yield return "  }";
        }
    }

    private static IEnumerable<string> Direction(string name, ApiMessages messages)
    {
        (ApiMessages Flag, string Word)[] words =
        [
            (ApiMessages.Packets, "packets"), (ApiMessages.Parsed, "parsed"), (ApiMessages.Consolidate, "consolidate"),
            (ApiMessages.Notification, "notification"), (ApiMessages.Open, "open"), (ApiMessages.Keepalive, "keepalive"),
            (ApiMessages.Update, "update"), (ApiMessages.Refresh, "refresh"), (ApiMessages.Operational, "operational"),
        ];
        if (messages == ApiMessages.None) yield break;
        yield return $"    {name} {{";
        foreach (var (flag, word) in words)
            if (messages.HasFlag(flag)) yield return $"      {word};";
        yield return "    }";
    }

    /// <summary>Capabilities with our setting and the peer's announcement (null: not known).</summary>
    private IEnumerable<(string Name, bool? Local, bool? Peer)> Capabilities()
    {
        var ours = _session.Capabilities;
        bool? Peer(params CapabilityCode[] codes) => _status.PeerOpen is { } open ? codes.Any(open.Capabilities.Contains) : null;
        yield return ("asn4", ours.Asn4, _status.Negotiated?.Asn4);
        yield return ("route-refresh", ours.RouteRefresh, Peer(CapabilityCode.RouteRefresh));
        // ExaBGP knows these two, as absent, from the connection on.
        bool? absent = _status.State is "IDLE" or "ACTIVE" ? null : false;
        yield return ("multi-session", ours.MultiSession, Peer(CapabilityCode.MultiSession, CapabilityCode.MultiSessionCisco) ?? absent);
        yield return ("operational", ours.Operational, _status.Negotiated?.Operational ?? absent);
        yield return ("add-path", ours.AddPath != Bgp.Session.AddPathMode.None, Peer(CapabilityCode.AddPath));
        yield return ("extended-message", ours.ExtendedMessage, Peer(CapabilityCode.ExtendedMessage));
        yield return ("graceful-restart", ours.GracefulRestart is not null, Peer(CapabilityCode.GracefulRestart));
    }

    private bool? Common(FamilyId family) => _status.Negotiated?.HasFamily(family);

    private string AddPath(FamilyId family)
    {
        var send = _status.Negotiated?.SendsPathId(family) == true;
        var receive = _status.Negotiated?.ReceivesPathId(family) == true;
        return send && receive ? "send/receive" : send ? "send" : receive ? "receive" : "disabled";
    }

    private void AppendSide(TextBuffer output, bool local, JsonVersion version)
    {
        var numbers = version == JsonVersion.Six;
        string Flag(bool? value) => numbers && value is { } known ? known ? "1" : "0" : Json(value);
        output.Append("{\"capabilities\": {"u8);
        output.Append(string.Join(", ", Capabilities().Select(c => $"\"{c.Name}\": {Flag(local ? c.Local : c.Peer)}")));
        output.Append("}, \"families\": {"u8);
        output.Append(string.Join(", ", _session.Families.Select(f => $"\"{f}\": {(local ? "true" : Flag(Common(f)))}")));
        output.Append("}, \"add-path\": {"u8);
        output.Append(string.Join(", ", _session.Families.Select(f =>
            $"\"{f}\": {Flag(local ? _status.Negotiated?.SendsPathId(f) ?? false : _status.Negotiated?.ReceivesPathId(f) ?? false)}")));
        var asn = local ? LocalAs : PeerAs;
        var id = local ? $"\"{_session.RouterId}\"" : _status.PeerOpen is { } open ? $"\"{open.RouterId}\"" : "null";
        var hold = local ? Text(_session.HoldTime) : _status.PeerOpen is { } peer ? Text(peer.HoldTime) : "null";
        output.Append($"}}, \"address\": \"{(local ? LocalAddress : PeerAddress)}\", \"as\": {(asn is { } number ? Text(number) : "null")}, \"id\": {id}, \"hold\": {hold}}}");
    }

    private static void AppendMessages(TextBuffer output, MessageCounters counters)
    {
        var members = Messages.Select(message => $"\"{message.Name}\": {Text(counters.Of(message.Type))}");
        output.Append($"{{{string.Join(", ", members)}, \"total\": {Text(counters.Total)}}}");
    }

    private static void AppendNames(TextBuffer output, IEnumerable<string> names) =>
        output.Append($"[{string.Join(", ", names.Select(name => $"\"{name}\""))}]");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string As(uint? asn) => asn is { } number ? Text(number) : "auto";

    private static string Bool(bool value) => value ? "true" : "false";

    private static string Json(bool? value) => value is { } known ? Bool(known) : "null";

    private static string Enable(bool value) => value ? "enable" : "disable";

    private static string Enabled(bool? value) => value switch { null => "n/a", true => "enabled", false => "disabled" };

    private static string AddPathMode(AddPathMode mode) => mode switch
    {
        Bgp.Session.AddPathMode.Receive => "receive",
        Bgp.Session.AddPathMode.Send => "send",
        Bgp.Session.AddPathMode.SendReceive => "send/receive",
        _ => "disable",
    };
}
