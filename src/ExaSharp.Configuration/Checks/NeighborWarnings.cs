using ExaSharp.Bgp.Capabilities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Checks;

/// <summary>
/// What ExaBGP accepts without a word although it can not work, or not as the operator who wrote it expects.
/// </summary>
internal static class NeighborWarnings
{
    public static void Run(NeighborDraft draft, NeighborSettings settings)
    {
        var diagnostics = draft.File.Diagnostics;
        CheckTimers(draft, diagnostics);
        CheckMd5(draft, diagnostics);
        CheckPassive(draft, diagnostics);
        CheckAddPath(draft, settings, diagnostics);
        CheckNextHops(draft, diagnostics);
        foreach (var fact in draft.Routes.Facts) CheckNextHop(fact, fact.Span, settings, diagnostics);
        foreach (var fact in draft.InheritedFacts) CheckNextHop(fact, draft.Span, settings, diagnostics);
    }

    private static void CheckTimers(NeighborDraft draft, DiagnosticBag diagnostics)
    {
        if (draft.HoldTime is { IsSet: true, Value: 0 })
            diagnostics.Warning(DiagnosticCode.Questionable, draft.HoldTime.Span, "with a hold-time of 0 a peer that is gone is not noticed: there are no KEEPALIVE messages");
    }

    private static void CheckMd5(NeighborDraft draft, DiagnosticBag diagnostics)
    {
        if (!draft.Md5Base64.IsSet) return;
        if (!draft.Md5Password.IsSet && !draft.Md5File.IsSet)
            diagnostics.Warning(DiagnosticCode.Ignored, draft.Md5Base64.Span, "ignored: there is no md5-password");
        else if (draft.Md5Base64.Value is null)
            diagnostics.Warning(DiagnosticCode.Questionable, draft.Md5Base64.Span, "md5-base64 auto stands for false: the password is taken as it is written");
    }

    /// <summary>A passive neighbour does not connect.</summary>
    private static void CheckPassive(NeighborDraft draft, DiagnosticBag diagnostics)
    {
        if (!draft.Passive.Value) return;
        if (draft.Connect.Value > 0)
            diagnostics.Warning(DiagnosticCode.Ignored, draft.Connect.Span, "ignored: a passive neighbor does not connect");
        if (!string.IsNullOrEmpty(draft.SourceInterface.Value))
            diagnostics.Warning(DiagnosticCode.Ignored, draft.SourceInterface.Span, "ignored: a passive neighbor does not connect");
    }

    private static void CheckAddPath(NeighborDraft draft, NeighborSettings settings, DiagnosticBag diagnostics)
    {
        if (!draft.AddPathBlock.IsSet) return;
        if (settings.Session.Capabilities.AddPath == AddPathMode.None)
        {
            diagnostics.Warning(DiagnosticCode.Ignored, draft.AddPathBlock.Span, "ignored: the capability add-path is not on");
            return;
        }
        foreach (var family in settings.Session.AddPathFamilies ?? [])
            if (!AddPathCapability.AnnouncedFamilies.Contains(family))
                diagnostics.Warning(DiagnosticCode.Ignored, draft.AddPathBlock.Span, $"ignored: {family} has no path identifiers");
    }

    private static void CheckNextHops(NeighborDraft draft, DiagnosticBag diagnostics)
    {
        foreach (var entry in draft.NextHop.Entries)
        {
            if (draft.Capability.ExtendedNextHop is { IsSet: true, Value: false })
                diagnostics.Warning(DiagnosticCode.Ignored, entry.Span, "ignored: the capability nexthop is off");
            else if (entry.NextHop != Afi.Ipv6)
                diagnostics.Warning(DiagnosticCode.Ignored, entry.Span, "ignored: only IPv4 routes with IPv6 next-hops are announced (RFC 8950)");
        }
    }

    /// <summary>RFC 8950: the peer has to know that an IPv4 route may have an IPv6 next-hop.</summary>
    private static void CheckNextHop(RouteFact fact, TextSpan place, NeighborSettings settings, DiagnosticBag diagnostics)
    {
        var family = fact.Family;
        if (family.Afi != Afi.Ipv4 || fact.NextHopAfi != Afi.Ipv6) return;
        if (family.Safi is not (Safi.Unicast or Safi.Multicast or Safi.NlriMpls or Safi.MplsVpn)) return;
        if (!settings.Session.Families.Contains(family) || settings.Session.NextHops.Contains((family, Afi.Ipv6))) return;
        diagnostics.Warning(DiagnosticCode.Conflict, place,
            $"an IPv6 next-hop of {family} needs \"nexthop {{ {family} ipv6; }}\" and both families, or the peer does not take it (RFC 8950)");
    }
}
