using System.Net;
using System.Text;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>The capability software-version tells the version that <c>exabgp_version</c> asks for, as ExaBGP's suite needs it.</summary>
public class SoftwareVersionTests
{
    [Fact]
    public async Task The_OPEN_tells_the_version_that_the_environment_asks_for()
    {
        await using var peer = ScriptedPeer.Listen(new IPEndPoint(IPAddress.Loopback, LoopbackAddresses.FreePort(IPAddress.Loopback)));
        await using var daemon = DaemonProcess.Start($$"""
            neighbor 127.0.0.1 {
                router-id 10.255.0.2; local-address 127.0.0.1; local-as 65000; peer-as 65000; connect {{peer.EndPoint.Port}};
                capability { software-version enable; }
                family { ipv4 unicast; }
            }
            """, settings: new Dictionary<string, string> { ["exabgp_version"] = "5.0.0-0+test" });
        await peer.Accept();
        var open = await peer.Establish(BgpFrame.Open(65000, 180, IPAddress.Parse("10.255.0.1"), [(1, 1)]));
        byte[] capability = [75, 20, 19, .. Encoding.ASCII.GetBytes("ExaBGP/5.0.0-0+test")];
        Assert.True(open.Body.IndexOf(capability) >= 0, open.ToString());
    }
}
