using System.Globalization;
using System.Net;
using ExaSharp.Testing;
using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>
/// Routes injected over HTTP: the NANOG hackathon's configuration with a Flask helper, curl, and BIRD as the router
/// that must learn the routes.
/// </summary>
public sealed class HttpInjectionTests : InteropTest
{
    private const string Announcements = """
        announce {
            ipv6 {
                unicast 3001:99:a::/64 next-hop self;
                unicast 3001:99:b::/64 next-hop self;
            }
        }
        flow {
            route TEST {
                match {
                    source 3001:99:a::10/128;
                    destination 3001:99:b::10/128;
                }
                then {
                    redirect 6:302;
                }
            }
        }
        """;

    private static readonly FlowRule Configured =
        new("destination 3001:99:b::10/128; source 3001:99:a::10/128", "redirect:6:302");

    [Fact]
    public Task Routes_posted_by_curl_reach_the_router() => Inject("api { processes [ http-api ]; }\n");

    /// <summary>
    /// The configuration as it was published has no api block. ExaBGP up to 4.2.19 let every helper command every
    /// neighbor; from 4.2.20 on, 5.0 included, a helper that no api block names gets "error".
    /// </summary>
    [Fact]
    public Task Routes_posted_by_curl_reach_a_neighbor_without_an_api_block() => Inject("");

    private async Task Inject(string api)
    {
        var flask = await CapturedProcess.Run("/usr/bin/python3", ["-c", "import flask"]);
        Assert.True(flask.ExitCode == 0, $"this test needs Debian's package python3-flask: {flask.Error}");
        await using var router = new BirdRouter(new RouterSettings { Address = IPAddress.IPv6Loopback, PeerAddress = IPAddress.IPv6Loopback });
        await router.Start();
        var port = LoopbackAddresses.FreePort(IPAddress.Loopback);
        var process = Process("http-api", "flask_api.py", FormattableString.Invariant($"127.0.0.1 {port}"), "json");
        await using var daemon = StartDaemon(process + router.Settings.NeighborSection(api + Announcements));

        Assert.Equal(["3001:99:a::/64", "3001:99:b::/64"], await Prefixes(router, 2));
        Assert.Equal([Configured], await router.FlowRulesWhen(RouterFamily.Ipv6Flow, 1));

        await Post(port, "announce route 3001:10:66::5/128 next-hop self");
        await Post(port, "announce flow route source 3001:1:a::10/128 destination 3001:4:b::10/128 redirect 6:302");
        Assert.Equal(["3001:10:66::5/128", "3001:99:a::/64", "3001:99:b::/64"], await Prefixes(router, 3));
        Assert.Equal(
            [new FlowRule("destination 3001:4:b::10/128; source 3001:1:a::10/128", "redirect:6:302"), Configured],
            await router.FlowRulesWhen(RouterFamily.Ipv6Flow, 2));

        await Post(port, "withdraw route 3001:10:66::5/128 next-hop self");
        await Post(port, "withdraw flow route source 3001:1:a::10/128 destination 3001:4:b::10/128 redirect 6:302");
        Assert.Equal(["3001:99:a::/64", "3001:99:b::/64"], await Prefixes(router, 2));
        Assert.Equal([Configured], await router.FlowRulesWhen(RouterFamily.Ipv6Flow, 1));
        await AssertStops(daemon);
    }

    private static async Task<IEnumerable<string>> Prefixes(Router router, int count)
    {
        var routes = await router.RoutesWhen(RouterFamily.Ipv6Unicast, count);
        Assert.All(routes, route => Assert.Equal(("::1", "65010"), (route.NextHop, route.AsPath)));
        return routes.Select(route => route.Prefix);
    }

    // Flask takes a moment to listen; curl's exit code 7 is a refused connection.
    private static async Task Post(int port, string command)
    {
        const int refused = 7;
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/command");
        var answer = await Eventually.Last(
            () => CapturedProcess.Run("/usr/bin/curl", ["--silent", "--show-error", "--fail", "--form", "command=" + command, url]),
            answer => answer.ExitCode != refused);
        Assert.Equal(new CommandResult(0, command, ""), answer);
    }
}
