using System.Globalization;
using System.Net;
using ExaSharp.Testing;

namespace ExaSharp.Compat.Tests;

/// <summary>What a daemon tells a peer in the first session: its OPEN, and its UPDATEs up to the last End-of-RIB marker.</summary>
internal sealed record Told(BgpFrame Open, IReadOnlyList<string> Updates)
{
    /// <summary>ExaBGP of Debian.</summary>
    public static readonly IReadOnlyList<string> Reference = ["/usr/sbin/exabgp"];

    private static readonly IPAddress RouterId = IPAddress.Parse("10.255.0.1");

    /// <summary>Runs a daemon with a configuration until it has told a scripted peer everything, and stops it.</summary>
    /// <param name="command">The words that start the daemon.</param>
    /// <param name="scenario">The configuration and what the peer offers.</param>
    public static async Task<Told> By(IReadOnlyList<string> command, Scenario scenario)
    {
        using var directory = new TemporaryDirectory("compat");
        await using var peer = ScriptedPeer.Listen(new IPEndPoint(IPAddress.Loopback, LoopbackAddresses.FreePort(IPAddress.Loopback)));
        var path = directory.Write("exabgp.conf", scenario.Configuration);
        await using var daemon = CapturedProcess.Start(command[0], [.. command.Skip(1), path], directory.Path, new Dictionary<string, string>
        {
            ["exabgp_tcp_port"] = peer.EndPoint.Port.ToString(CultureInfo.InvariantCulture),
            ["exabgp_tcp_bind"] = "",
            ["exabgp_daemon_user"] = Environment.UserName,
            ["exabgp_log_destination"] = "stdout",
            ["exabgp_api_cli"] = "false",
        });
        try
        {
            await peer.Accept();
            var open = await peer.Establish(BgpFrame.Open(scenario.PeerAs, 180, RouterId, scenario.Families, scenario.Capabilities));
            List<string> updates = [];
            for (var left = scenario.Families.Count; left > 0;)
            {
                var update = await peer.Next(BgpFrame.UpdateType);
                updates.Add(Convert.ToHexString(update.Body));
                if (scenario.Families.Any(family => update.IsEndOfRibOf(family.Afi, family.Safi))) left--;
            }
            return new Told(open, updates);
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{command[0]}: {error.Message}\n{daemon.Transcript()}", error);
        }
    }
}

/// <summary>A configuration that both daemons are run with, and the peer's side of it.</summary>
/// <param name="Body">What stands in the neighbour beside addresses and AS numbers.</param>
/// <param name="Families">AFI and SAFI that both sides have.</param>
/// <param name="PeerAs">The peer's AS number; ours is 65000.</param>
/// <param name="Capabilities">More capabilities of the peer.</param>
internal sealed record Scenario(string Body, IReadOnlyList<(ushort Afi, byte Safi)> Families, ushort PeerAs = 65000, params byte[] Capabilities)
{
    public string Configuration => $$"""
        neighbor 127.0.0.1 {
            router-id 10.255.0.2;
            local-address 127.0.0.1;
            local-as 65000;
            peer-as {{PeerAs}};
            {{Body}}
        }
        """;
}
