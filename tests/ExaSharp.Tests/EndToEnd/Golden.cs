using System.Text.RegularExpressions;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>
/// Lines as ExaBGP 5.0 writes them, in files of this folder: a part begins with <c>## NAME</c>. What differs from run to run stands as a word:
/// PEER, LOCAL and PORT for the session's addresses, T, HOST, PID for times and processes. Set <c>EXASHARP_TEST_GOLDEN</c> to a folder to have
/// what is seen written there instead of compared.
/// </summary>
internal static partial class Golden
{
    public static void Check(string file, string part, Scene scene, IEnumerable<string> lines, Func<string, string>? shorten = null)
    {
        var seen = lines.Select(line => Normalize(scene, line)).Select(shorten ?? (line => line)).ToList();
        if (Environment.GetEnvironmentVariable("EXASHARP_TEST_GOLDEN") is { Length: > 0 } folder)
        {
            File.AppendAllLines(Path.Combine(folder, file), [$"## {part}", .. seen]);
            return;
        }
        Assert.Equal(string.Join('\n', Part(file, part)), string.Join('\n', seen));
    }

    private static IEnumerable<string> Part(string file, string part) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "EndToEnd", "Golden", file))
            .SkipWhile(line => line != $"## {part}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

    private static string Normalize(Scene scene, string line)
    {
        var (peer, local) = (scene.Remote.ToString(), scene.Local.ToString());
        // In columns first.
        if (line.StartsWith("   local ", StringComparison.Ordinal))
            line = line.Replace(local.PadLeft(15), "LOCAL".PadLeft(15), StringComparison.Ordinal);
        line = line
            .Replace(peer.PadRight(15) + " 65002 ", "PEER".PadRight(15) + " 65002 ", StringComparison.Ordinal)
            .Replace(peer, "PEER", StringComparison.Ordinal).Replace(local, "LOCAL", StringComparison.Ordinal)
            .Replace($"connect {scene.Peer.EndPoint.Port};", "connect PORT;", StringComparison.Ordinal);
        line = Envelope().Replace(line, "\"time\": T, \"host\" : HOST, \"pid\" : PID, \"ppid\" : PID");
        line = Shutdown().Replace(line, "shutdown PID PID");
        line = Duration().Replace(line, "\"duration\": 0");
        return Clock().Replace(line, "0:00:00");
    }

    [GeneratedRegex("\"time\": [0-9.]+, \"host\" : \"[^\"]*\", \"pid\" : [0-9]+, \"ppid\" : [0-9]+")]
    private static partial Regex Envelope();

    [GeneratedRegex("^shutdown [0-9]+ [0-9]+$")]
    private static partial Regex Shutdown();

    [GeneratedRegex("\"duration\": [0-9]+")]
    private static partial Regex Duration();

    [GeneratedRegex("0:00:[0-9][0-9]")]
    private static partial Regex Clock();
}
