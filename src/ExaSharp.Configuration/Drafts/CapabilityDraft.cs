using ExaSharp.Bgp.Session;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Drafts;

/// <summary>The <c>capability</c> blocks of a neighbour while they are read.</summary>
internal sealed class CapabilityDraft(FileDraft file) : IDraft
{
    public FileDraft File { get; } = file;

    public Setting<bool> Asn4 { get; set; }

    public Setting<bool> ExtendedMessage { get; set; }

    public Setting<bool> RouteRefresh { get; set; }

    /// <summary>Seconds; 0 for the hold time, null for off.</summary>
    public Setting<ushort?> GracefulRestart { get; set; }

    public Setting<AddPathMode> AddPath { get; set; }

    public Setting<bool> ExtendedNextHop { get; set; }

    public Setting<bool> MultiSession { get; set; }

    public Setting<bool> Operational { get; set; }

    public Setting<bool> Aigp { get; set; }

    public Setting<bool> SoftwareVersion { get; set; }

    public void Inherit(CapabilityDraft template, Merge merge)
    {
        Asn4 = merge.Scalar("asn4", Asn4, template.Asn4);
        ExtendedMessage = merge.Scalar("extended-message", ExtendedMessage, template.ExtendedMessage);
        RouteRefresh = merge.Scalar("route-refresh", RouteRefresh, template.RouteRefresh);
        GracefulRestart = merge.Scalar("graceful-restart", GracefulRestart, template.GracefulRestart);
        AddPath = merge.Scalar("add-path", AddPath, template.AddPath);
        ExtendedNextHop = merge.Scalar("nexthop", ExtendedNextHop, template.ExtendedNextHop);
        MultiSession = merge.Scalar("multi-session", MultiSession, template.MultiSession);
        Operational = merge.Scalar("operational", Operational, template.Operational);
        Aigp = merge.Scalar("aigp", Aigp, template.Aigp);
        SoftwareVersion = merge.Scalar("software-version", SoftwareVersion, template.SoftwareVersion);
    }

    /// <param name="hasNextHops">Whether the neighbour has entries of <c>nexthop</c>: they turn the capability on.</param>
    /// <param name="holdTime">What a restart time of 0 stands for.</param>
    public CapabilitySettings ToSettings(bool hasNextHops, ushort holdTime) => new()
    {
        Asn4 = Asn4.Or(true),
        ExtendedMessage = ExtendedMessage.Or(true),
        RouteRefresh = RouteRefresh.Value,
        GracefulRestart = GracefulRestart.Value == 0 ? holdTime : GracefulRestart.Value,
        AddPath = AddPath.Value,
        ExtendedNextHop = ExtendedNextHop.IsSet ? ExtendedNextHop.Value : hasNextHops ? true : null,
        MultiSession = MultiSession.Value,
        Operational = Operational.Value,
        Aigp = Aigp.IsSet ? Aigp.Value : null,
        SoftwareVersion = SoftwareVersion.Value,
    };
}
