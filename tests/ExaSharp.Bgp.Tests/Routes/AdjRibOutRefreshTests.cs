using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using Xunit;

namespace ExaSharp.Bgp.Tests.Routes;

/// <summary>Routes that are sent again because the peer or somebody here asks for them (RFC 2918, RFC 7313).</summary>
public sealed class AdjRibOutRefreshTests : IDisposable
{
    private readonly RibRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_refresh_sends_each_route_in_its_own_update_before_what_is_pending()
    {
        _rig.Rib.SessionUp(RibRig.Session());
        var set = _rig.Set("1.1.1.1");
        _rig.Announce("10.0.0.0/8", set);
        _rig.Announce("11.0.0.0/8", set);
        _rig.Flush();
        _rig.Withdraw("12.0.0.0/8", set);
        _rig.Rib.Resend();
        _rig.Rib.Resend();
        const string attributes = "00000015" + "40010100400200" + "40030401010101" + "40050400000064";
        Assert.Equal([attributes + "080A", attributes + "080B", "0002080C0000"], _rig.Flush());
    }

    [Fact]
    public void Enhanced_refresh_puts_markers_around_the_family_asked_for()
    {
        var session = RibRig.Session(FamilyId.Ipv4Unicast, FamilyId.Ipv4Flow) with { Refresh = RefreshKind.Enhanced };
        _rig.Rib.SessionUp(session);
        _rig.Announce("10.0.0.0/8", _rig.Set("1.1.1.1"));
        _rig.Flush();
        _rig.Rib.Resend(FamilyId.Ipv4Unicast);
        Assert.Equal(
            ["RouteRefresh 00010101", "00000015" + "40010100400200" + "40030401010101" + "40050400000064" + "080A", "RouteRefresh 00010201"],
            _rig.Flush());
        _rig.Rib.Resend(FamilyId.Ipv6Unicast);
        Assert.False(_rig.Rib.HasPending);
        _rig.Rib.Resend();
        Assert.Equal(5, _rig.Flush().Length);
    }

    [Fact]
    public void A_refresh_in_progress_does_not_bring_withdrawn_routes_back()
    {
        var session = RibRig.Session() with { Refresh = RefreshKind.Enhanced };
        var set = _rig.Set("1.1.1.1");
        for (var i = 0; i < 10; i++) _rig.Announce($"{i + 1}.0.0.0/8", set);
        _rig.Rib.SessionUp(session);
        _rig.Rib.Resend();
        var peer = new PeerTable(session);
        for (var i = 9; _rig.Rib.HasPending; i--)
        {
            _rig.Output.Clear();
            _rig.Builder.Fill(_rig.Rib, _rig.Output, maxMessages: 1);
            peer.Apply(_rig.Output.WrittenSpan);
            if (i >= 0) _rig.Withdraw($"{i + 1}.0.0.0/8", set);
        }
        Assert.Empty(peer.Routes);
    }
}
