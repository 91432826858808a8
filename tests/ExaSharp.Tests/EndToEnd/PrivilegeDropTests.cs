using System.Net;
using System.Runtime.InteropServices;
using ExaSharp.Daemon;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>A daemon that root starts is somebody else before it has anything to do with a peer.</summary>
public sealed class PrivilegeDropTests
{
    private const string Account = "nobody";

    [Fact]
    public async Task The_first_octet_for_a_peer_is_written_without_privileges()
    {
        Assert.SkipUnless(Privileges.IsRoot, "only root drops privileges");
        foreach (var path in (string[])[DaemonProcess.Command[0], RuntimeEnvironment.GetRuntimeDirectory()])
            Assert.SkipUnless(IsForAll(path), $"{Account} could not read {path}");
        Assert.True(Privileges.TryFindOwner(Account, "", Account, out var user, out _));
        var (listen, peer) = (LoopbackAddresses.NextEndPoint(), LoopbackAddresses.Next());
        await using var daemon = DaemonProcess.Start(
            $"neighbor {peer} {{ router-id 10.0.0.1; local-address {listen.Address}; local-as {Scene.LocalAs}; peer-as {Scene.PeerAs}; passive; }}",
            listen, new Dictionary<string, string> { ["exabgp_daemon_user"] = Account });
        // Connects as soon as somebody listens, and speaks at once.
        await using var speaker = await ScriptedPeer.Connect(peer, listen);
        await speaker.Send(BgpFrame.Open(Scene.PeerAs, 180, IPAddress.Parse("10.0.0.2"), [(1, 1)]));
        await speaker.Next(BgpFrame.OpenType);
        var threads = Directory.EnumerateFiles($"/proc/{daemon.Id}/task", "status", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .Select(Read).Where(status => status.Count > 0).ToList();
        Assert.NotEmpty(threads);
        foreach (var status in threads)
        {
            Assert.Equal(string.Join('\t', Enumerable.Repeat(user, 4)), status["Uid"]);
            Assert.DoesNotContain("0", status["Gid"].Split('\t'));
            Assert.Equal(("", "0000000000000000"), (status["Groups"], status["CapEff"]));
        }
    }

    /// <summary>The lines of a thread's status; none when it has ended meanwhile.</summary>
    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            return File.ReadAllLines(path).Select(line => line.Split(':', 2)).ToDictionary(parts => parts[0], parts => parts[1].Trim());
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static bool IsForAll(string path)
    {
        for (var place = Path.GetFullPath(path); place is not null; place = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(place)))
            if (!File.GetUnixFileMode(place).HasFlag(UnixFileMode.OtherExecute)) return false;
        return true;
    }
}
