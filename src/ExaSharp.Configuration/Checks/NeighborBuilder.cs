using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Checks;

/// <summary>Makes the settings of a neighbour whose block, with its templates, was read; checks what ExaBGP checks then, in its order.</summary>
internal sealed class NeighborBuilder
{
    private readonly NeighborDraft _draft;
    private readonly DiagnosticBag _diagnostics;
    private readonly WrittenPrefix _peer;
    private readonly WrittenAddress _local;
    private readonly WrittenAddress _routerId;
    private readonly FamilyId[] _families;
    private Md5Settings? _md5;
    private TcpAoSettings? _tcpAo;

    private NeighborBuilder(NeighborDraft draft)
    {
        _draft = draft;
        _diagnostics = draft.File.Diagnostics;
        _peer = draft.Peer.Value;
        _local = draft.LocalAddress.Value;
        // Only an IPv4 session has an address that can be an identifier.
        _routerId = draft.RouterId.IsSet ? draft.RouterId.Value
            : _peer.Prefix.Address.IsIpv4 && _local.Address.IsIpv4 ? _local
            : default;
        _families = draft.MinimalFamilies.Value ? MinimalFamilies(draft)
            : draft.Families.Count == 0 ? [.. AddressFamilies.Known]
            : [.. draft.Families.Distinct().Order()];
    }

    /// <summary>The settings; null after errors were reported.</summary>
    public static NeighborSettings? Build(NeighborDraft draft)
    {
        var builder = new NeighborBuilder(draft);
        var errors = builder._diagnostics.ErrorCount;
        builder.CheckAddresses();
        builder._md5 = KeyCheck.Md5(draft, builder._diagnostics);
        builder._tcpAo = KeyCheck.TcpAo(draft, builder._diagnostics);
        builder.CheckRoutes();
        if (builder._diagnostics.ErrorCount > errors) return null;
        var settings = builder.Create();
        NeighborWarnings.Run(draft, settings);
        return settings;
    }

    /// <summary>The families of the routes; without any, the one that needs no announcement (RFC 4760).</summary>
    private static FamilyId[] MinimalFamilies(NeighborDraft draft)
    {
        FamilyId[] families = [.. draft.Routes.Facts.Concat(draft.InheritedFacts).Select(fact => fact.Family).Distinct().Order()];
        return families.Length > 0 ? families : [new FamilyId(Afi.Ipv4, Safi.Unicast)];
    }

    private void CheckAddresses()
    {
        List<string> missing = [];
        if (!_draft.LocalAs.IsSet) missing.Add("local-as");
        if (!_draft.PeerAs.IsSet) missing.Add("peer-as");
        if (missing.Count > 0) Fail(DiagnosticCode.MissingValue, _draft.Span, $"incomplete neighbor, missing {string.Join(", ", missing)}");

        var isAuto = !_local.Address.IsDefined;
        var sameFamily = isAuto || _local.Address.Afi == _peer.Prefix.Afi;
        if (isAuto && _draft.Listen.Value > 0) Fail(DiagnosticCode.MissingValue, _draft.Listen.Span, "incomplete neighbor, missing local-address");
        // With addresses of two kinds the identifier is not what is wrong.
        else if (!_routerId.Address.IsDefined && sameFamily) Fail(DiagnosticCode.MissingValue, _draft.Span, "incomplete neighbor, missing router-id");
        if (!sameFamily) Fail(DiagnosticCode.Conflict, _draft.LocalAddress.Span, "local-address and peer-address must be of the same family");

        if (_peer.Prefix.Length < _peer.Prefix.MaxLength && !_draft.Passive.Value && !_draft.File.Context.AllPassive)
            Fail(DiagnosticCode.Conflict, _draft.Span, "can only use ip ranges for the peer address with passive neighbors");
    }

    private void CheckRoutes()
    {
        foreach (var fact in _draft.Routes.Facts) CheckRoutes(fact, fact.Span);
        foreach (var fact in _draft.InheritedFacts) CheckRoutes(fact, _draft.Span);
    }

    private void CheckRoutes(RouteFact fact, TextSpan place)
    {
        var family = fact.Family;
        var sessionAfi = _peer.Prefix.Afi;
        if (fact.NextHopSelf && family.Afi != sessionAfi && family.Afi != Afi.Ipv4)
            Fail(DiagnosticCode.Conflict, place,
                $"use of \"next-hop self\": the route ({FamilyNames.Name(family.Afi)}) does not have the same family as the BGP tcp session ({FamilyNames.Name(sessionAfi)})");
        if (_families.AsSpan().Contains(family)) return;
        // ExaBGP 3.4 keeps back routes of any family.
        if (family.IsIpv4Unicast || _diagnostics.Generation == ConfigurationGeneration.ExaBgp34)
            _diagnostics.Warning(DiagnosticCode.Ignored, place, $"ignored: the family {FamilyNames.Name(family.Afi)} {FamilyNames.Name(family.Safi)} is not announced to this peer, its routes are kept back");
        else
            Fail(DiagnosticCode.Conflict, place,
                $"Trying to announce a route of type {FamilyNames.Name(family.Afi)},{FamilyNames.Name(family.Safi)} when we are not announcing the family to our peer");
    }

    private NeighborSettings Create()
    {
        var holdTime = _draft.HoldTime.Or(180);
        var capabilities = _draft.Capability.ToSettings(_draft.NextHop.Entries.Count > 0, holdTime);
        return new NeighborSettings
        {
            Name = NeighborName.Create(_peer, _local.Text ?? "", _draft.LocalAs.Value, _draft.PeerAs.Value, _routerId.Text,
                capabilities.MultiSession ? _families : null),
            Peer = _peer.Prefix,
            Session = new SessionSettings
            {
                LocalAddress = _local.Address,
                PeerAddress = _peer.Prefix.Address,
                LocalAs = _draft.LocalAs.Value,
                PeerAs = _draft.PeerAs.Value,
                RouterId = _routerId.Address,
                HoldTime = holdTime,
                Rfc = _draft.Rfc.Or(_draft.File.Context.Rfc),
                Families = _families,
                Capabilities = capabilities,
                AddPathFamilies = AddPathFamilies(capabilities.AddPath),
                NextHops = NextHops(capabilities.ExtendedNextHop == true),
                HostName = _draft.HostName.Value,
                DomainName = _draft.DomainName.Value,
            },
            Description = _draft.Description.Or(""),
            Passive = _draft.Passive.Value,
            Listen = _draft.Listen.Value,
            Connect = _draft.Connect.Value,
            SourceInterface = string.IsNullOrEmpty(_draft.SourceInterface.Value) ? null : _draft.SourceInterface.Value,
            OutgoingTtl = _draft.OutgoingTtl.Value,
            IncomingTtl = _draft.IncomingTtl.Value,
            Md5 = _md5,
            TcpAo = _tcpAo,
            Md5Ip = Md5Ip(),
            RateLimit = _draft.RateLimit.Value,
            GroupUpdates = _draft.GroupUpdates.Or(true),
            AutoFlush = _draft.AutoFlush.Or(true),
            AdjRibIn = _draft.AdjRibIn.Or(true),
            AdjRibOut = AdjRibOut(capabilities.RouteRefresh),
            ManualEor = _draft.ManualEor.Value,
            Operational = Operational(capabilities.Operational),
            Api = [.. _draft.Api.Select(api => api.ToSettings())],
            Routes = ConfiguredRoutes.Of([.. _draft.AllRoutes]),
        };
    }

    /// <summary>Without an address of our own, <c>md5-ip</c> has no effect (ExaBGP).</summary>
    private IpAddress Md5Ip()
    {
        if (!_draft.Md5Ip.IsSet) return _local.Address;
        if (_local.Address.IsDefined) return _draft.Md5Ip.Value.Address;
        _diagnostics.Warning(DiagnosticCode.Ignored, _draft.Md5Ip.Span, "ignored: md5-ip needs a local-address");
        return default;
    }

    /// <summary>A peer that may ask for the routes again needs them kept.</summary>
    private bool AdjRibOut(bool routeRefresh)
    {
        if (_draft.AdjRibOut.Or(true)) return true;
        if (!routeRefresh) return false;
        _diagnostics.Warning(DiagnosticCode.Conflict, _draft.AdjRibOut.Span,
            $"route-refresh enabled but adj-rib-out disabled for {NeighborName.Peer(_peer)}, auto-enabling adj-rib-out");
        return true;
    }

    /// <summary>The messages of families that the peer is told of; ExaBGP leaves the others out without a word.</summary>
    private List<OperationalMessage> Operational(bool isOn)
    {
        List<OperationalMessage> messages = [];
        foreach (var (message, place) in _draft.Operational.Messages)
        {
            if (!_families.AsSpan().Contains(message.Family))
            {
                _diagnostics.Warning(DiagnosticCode.Ignored, place, $"ignored: the family {message.Family} is not announced to this peer");
                continue;
            }
            if (!isOn) _diagnostics.Warning(DiagnosticCode.Ignored, place, "ignored: the capability operational is not announced to this peer");
            messages.Add(message);
        }
        return messages;
    }

    private List<FamilyId>? AddPathFamilies(AddPathMode mode)
    {
        if (!_draft.AddPathBlock.IsSet || mode == AddPathMode.None) return null;
        List<FamilyId> families = [];
        foreach (var family in _draft.AddPath.Distinct().Order())
        {
            if (_families.AsSpan().Contains(family)) families.Add(family);
            else _diagnostics.Warning(DiagnosticCode.Ignored, _draft.AddPathBlock.Span, $"skipping add-path family {family} as it is not negotiated");
        }
        return families;
    }

    private List<(FamilyId Family, Afi NextHop)> NextHops(bool isOn)
    {
        List<(FamilyId, Afi)> result = [];
        if (!isOn) return result;
        foreach (var entry in _draft.NextHop.Entries)
        {
            var other = new FamilyId(entry.NextHop, entry.Family.Safi);
            if (!_families.AsSpan().Contains(entry.Family))
                _diagnostics.Warning(DiagnosticCode.Ignored, entry.Span, $"skipping nexthop afi,safi {entry.Family.ToSlashString()} as it is not negotiated");
            else if (!_families.AsSpan().Contains(other))
                _diagnostics.Warning(DiagnosticCode.Ignored, entry.Span, $"skipping nexthop afi {other.ToSlashString()} as it is not negotiated");
            else if (!result.Contains((entry.Family, entry.NextHop))) result.Add((entry.Family, entry.NextHop));
        }
        return result;
    }

    private void Fail(string code, TextSpan span, string message) => _diagnostics.Error(code, span, message);
}
