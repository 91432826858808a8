using System.Text.Json;
using System.Text.RegularExpressions;
using ExaSharp.Testing;

namespace ExaSharp.Tests.EndToEnd.Events;

/// <summary>A helper that only reads: each line that the daemon writes stands in a file of the daemon's directory.</summary>
/// <param name="Name">The process' name, and its file's.</param>
/// <param name="Encoder"><c>json</c> or <c>text</c>.</param>
/// <param name="Switches">What its <c>api</c> block asks for; null: it stands in no block of its own.</param>
internal sealed partial record EventRecorder(string Name, string Encoder, string? Switches)
{
    /// <summary>Whether it is started again, and goes on where the one before it ended.</summary>
    public bool ComesBack { get; init; }

    /// <summary>The process section.</summary>
    public string Section => $"process {Name} {{ run {(ComesBack ? $"/usr/bin/python3 {Script} @dir@/" : "/usr/bin/sed -u -n w@dir@/")}{Name}; encoder {Encoder}; }}\n";

    private static string Script => Path.Combine(AppContext.BaseDirectory, "helpers", "recorder.py");

    /// <summary>The neighbour's <c>api</c> block, if it has one.</summary>
    public string Block => Switches is null ? "" : $"api {Name} {{ processes [ {Name} ]; {Switches} }}\n";

    /// <summary>The same switches for a helper with JSON and one with text.</summary>
    public static EventRecorder[] Both(string name, string switches) =>
        [new EventRecorder(name + "-json", "json", switches), new EventRecorder(name + "-text", "text", switches)];

    /// <summary>Waits for a line, or for the last of several such, and gives all up to it.</summary>
    public async Task<IReadOnlyList<string>> Until(Scene scene, Predicate<string> last, int count = 1)
    {
        var path = Path.Combine(scene.Daemon.Directory, Name);
        var length = 0;
        List<string> lines = [];
        await Eventually.True(() =>
        {
            lines = Read(path);
            length = 0;
            for (var found = 0; found < count && length < lines.Count; length++)
                if (last(lines[length]) && ++found == count) return Task.FromResult(++length > 0);
            return Task.FromResult(false);
        }, $"line {count} of {Name} that is the last");
        return lines[..length];
    }

    /// <summary>
    /// Compares the lines with what ExaBGP wrote, the parts that all events have abbreviated (and thereby checked), and
    /// asserts that those of JSON are valid and without duplicate keys.
    /// </summary>
    public void Check(string part, Scene scene, IReadOnlyList<string> lines, string file = "event-matrix.txt")
    {
        if (Encoder == "json" && !IsRecording)
        {
            foreach (var line in lines)
                JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false }).Dispose();
        }
        Golden.Check(file, $"{part}, {Name}", scene, lines, Abbreviate);
    }

    public static bool IsDown(string line) =>
        line.Contains(" down - ", StringComparison.Ordinal) || line.Contains("\"state\": \"down\"", StringComparison.Ordinal);

    public static bool IsShutdown(string line) =>
        line.StartsWith("shutdown ", StringComparison.Ordinal) || line.Contains("\"shutdown\"", StringComparison.Ordinal);

    private static bool IsRecording => Environment.GetEnvironmentVariable("EXASHARP_TEST_GOLDEN") is { Length: > 0 };

    /// <summary>Complete lines only.</summary>
    private static List<string> Read(string path)
    {
        if (!File.Exists(path)) return [];
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. reader.ReadToEnd().Split('\n')[..^1]];
    }

    private static string Abbreviate(string line) => Marker().Replace(line
        .Replace("{ \"exabgp\": \"5.0.0\", \"time\": T, \"host\" : HOST, \"pid\" : PID, \"ppid\" : PID, ", "{ ENVELOPE ", StringComparison.Ordinal)
        .Replace("\"neighbor\": { \"address\": { \"local\": \"LOCAL\", \"peer\": \"PEER\" }, \"asn\": { \"local\": 65001, \"peer\": 65002 }, \"router-id\": \"10.0.0.1\" ", "NEIGHBOR", StringComparison.Ordinal), "0xMARKER");

    [GeneratedRegex("0x(?:FF){16}")]
    private static partial Regex Marker();
}
