using System.Net;
using ExaSharp.Testing;
using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>
/// FlowSpec rules that come from a controller (GoBGP) become filter files on a white-box switch: the helper reads JSON
/// updates, and removes all files when the session goes down.
/// </summary>
public sealed class SwitchFilterTests : InteropTest
{
    private const string Udp = "match destination 10.10.0.5/32 protocol udp source-port ==53 then discard";
    private const string Tcp = "match source 192.0.2.0/24 destination 10.10.0.6/32 protocol tcp destination-port ==80 then rate-limit 9600";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rules_become_files_and_go_with_the_withdrawal_and_with_the_session(bool passive)
    {
        var settings = new RouterSettings { Families = [RouterFamily.Ipv4Flow] };
        if (passive)
            settings = settings with { PeerPort = LoopbackAddresses.FreePort(settings.PeerAddress) };
        await using var router = new GoBgpRouter(settings);
        await router.Start();
        using var filters = new TemporaryDirectory("acl");
        await using var daemon = StartDaemon($$"""
            {{Process("acl", "acl_filter.py", filters.Path, "json")}}
            template {
                neighbor controller {
                    router-id {{settings.PeerRouterId}};
                    local-as {{settings.PeerAs}};
                    peer-as {{settings.LocalAs}};
                    family {
                        ipv4 flow;
                    }
                    api speaking {
                        processes [ acl ];
                        receive { parsed; update; }
                        neighbor-changes;
                    }
                }
            }
            {{router.Settings.NeighborSection(inherited: "controller")}}
            """, passive ? new IPEndPoint(settings.PeerAddress, settings.PeerPort!.Value) : null);
        await router.WaitEstablished();

        await router.AnnounceRule(RouterFamily.Ipv4Flow, Udp);
        await router.AnnounceRule(RouterFamily.Ipv4Flow, Tcp);
        Assert.Equal(
            [
                "[iptables]\n-A FORWARD -p tcp -s 192.0.2.0/24 -d 10.10.0.6/32 --dport 80 -j POLICE --rate 9600\n",
                "[iptables]\n-A FORWARD -p udp -d 10.10.0.5/32 --sport 53 -j DROP\n",
            ], await Filters(filters, 2));

        await router.WithdrawRule(RouterFamily.Ipv4Flow, Tcp);
        Assert.Equal(["[iptables]\n-A FORWARD -p udp -d 10.10.0.5/32 --sport 53 -j DROP\n"], await Filters(filters, 1));

        await router.Stop();
        Assert.Empty(await Filters(filters, 0));
        await AssertStops(daemon);
    }

    private static async Task<IEnumerable<string>> Filters(TemporaryDirectory directory, int count)
    {
        var files = await Eventually.Last(() => Task.FromResult(Directory.GetFiles(directory.Path, "*.rules")), found => found.Length == count);
        return files.Select(File.ReadAllText).Order(StringComparer.Ordinal);
    }
}
