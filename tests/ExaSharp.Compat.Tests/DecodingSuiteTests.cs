using System.Text.Json.Nodes;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>ExaBGP 5.0's own decoding cases, the ones whose families are there: <c>decode</c> gives the JSON that they expect.</summary>
public class DecodingSuiteTests
{
    /// <summary>What differs from run to run and from program to program.</summary>
    private static readonly string[] Volatile = ["exabgp", "host", "pid", "ppid", "time", "version"];

    private static readonly string Folder = EncodingSuite.Source is { } source
        ? Path.Combine(source, "qa/decoding")
        : Path.Combine(Vectors.Folder, "../decoding");

    public static TheoryData<string> Cases =>
    [
        "bgp-evpn-1", "bgp-flow-1", "bgp-flow-2", "bgp-flow-3", "bgp-flow-4", "bgp-open-sofware-version", "ipv4-unicast-1", "ipv4-unicast-2",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Decode_gives_what_the_case_expects(string name)
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"ExaBGP's test data is not at {Folder}");
        var lines = await File.ReadAllLinesAsync(Path.Combine(Folder, name), TestContext.Current.CancellationToken);
        var words = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] family = words[0] == "open" ? [] : ["-f", $"{words[1]} {words[2]}"];
        var result = await CapturedProcess.Run(
            DaemonProcess.Command[0],
            [.. DaemonProcess.Command.Skip(1), "decode", .. family, "--" + words[0], lines[1].Replace(" ", "", StringComparison.Ordinal)]);
        Assert.Equal("", result.Error);
        Assert.Equal(Comparable(lines[2]), Comparable(result.Output));
    }

    private static string Comparable(string json)
    {
        var document = JsonNode.Parse(json)!.AsObject();
        foreach (var member in Volatile) document.Remove(member);
        return document.ToJsonString();
    }
}
