using ExaSharp.Testing;
using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>TCP MD5 signatures (RFC 2385) and TTL security (RFC 5082) with routers that insist on them, whichever side connects.</summary>
public sealed class SocketOptionTests : InteropTest
{
    public static TheoryData<string, bool> RoutersBothWays
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var router in new[] { "bird", "gobgp", "frr" })
            {
                rows.Add(router, true);
                rows.Add(router, false);
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(RoutersBothWays))]
    public async Task The_session_comes_up_with_the_routers_key_and_with_no_other(string name, bool routerConnects)
    {
        var settings = Settings(routerConnects) with { Password = "secret" };
        await using var router = NewRouter(name, settings);
        // A router without a key that is up shows that the daemon had its time.
        await using var other = new BirdRouter(new RouterSettings { Families = [RouterFamily.Ipv4Unicast] });
        await router.Start();
        await other.Start();
        string Configuration(string key) => router.Settings.NeighborSection($"{key} static {{ route 10.1.0.0/24 next-hop 192.0.2.1; }}")
            + other.Settings.NeighborSection();
        await using var daemon = StartDaemon(Configuration("md5-password wrong;"), Listen(router.Settings));
        await other.WaitEstablished();
        Assert.False(await router.IsEstablished());
        daemon.ReloadWith(Configuration("md5-password \"c2VjcmV0\"; md5-base64 true;"));
        await router.WaitEstablished();
        await router.WaitCount(RouterFamily.Ipv4Unicast, 1);
        await AssertStops(daemon);
    }

    [Theory]
    [MemberData(nameof(RoutersBothWays))]
    public async Task The_session_comes_up_with_the_highest_ttl_and_not_with_the_usual_one(string name, bool routerConnects)
    {
        await using var near = NewRouter(name, Settings(routerConnects) with { TtlSecurity = true });
        await using var far = NewRouter(name, Settings(routerConnects: false) with { TtlSecurity = true, RouterId = "10.255.0.3" });
        await near.Start();
        await far.Start();
        const string Routes = "static { route 10.1.0.0/24 next-hop 192.0.2.1; }";
        await using var daemon = StartDaemon(
            far.Settings.NeighborSection(Routes) + near.Settings.NeighborSection("outgoing-ttl 255; incoming-ttl 254;" + Routes), Listen(near.Settings));
        await near.WaitEstablished();
        await near.WaitCount(RouterFamily.Ipv4Unicast, 1);
        Assert.False(await far.IsEstablished());
        await AssertStops(daemon);
    }

    [Theory]
    [MemberData(nameof(AllRouters))]
    public async Task A_session_without_hold_time_comes_up(string name)
    {
        await using var router = NewRouter(name, Settings(routerConnects: false));
        await router.Start();
        await using var daemon = StartDaemon(router.Settings.NeighborSection("hold-time 0; static { route 10.1.0.0/24 next-hop 192.0.2.1; }"));
        await router.WaitEstablished();
        await router.WaitCount(RouterFamily.Ipv4Unicast, 1);
        await AssertStops(daemon);
    }

    private static RouterSettings Settings(bool routerConnects)
    {
        var settings = new RouterSettings { Families = [RouterFamily.Ipv4Unicast] };
        return routerConnects ? settings with { PeerPort = LoopbackAddresses.FreePort(settings.PeerAddress) } : settings;
    }

    private static System.Net.IPEndPoint? Listen(RouterSettings settings) =>
        settings.PeerPort is { } port ? new System.Net.IPEndPoint(settings.PeerAddress, port) : null;
}
