using System.Text.Json;
using System.Text.Json.Nodes;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>ExaBGP 5.0's own decoding cases: <c>decode</c> gives the JSON that they expect.</summary>
public class DecodingSuiteTests
{
    /// <summary>What differs from run to run and from program to program.</summary>
    private static readonly string[] Volatile = ["exabgp", "host", "pid", "ppid", "time", "version"];

    private static readonly string Folder = EncodingSuite.Source is { } source
        ? Path.Combine(source, "qa/decoding")
        : Path.Combine(Vectors.Folder, "../decoding");

    public static TheoryData<string> Cases =>
    [
        "bgp-evpn-1", "bgp-flow-1", "bgp-flow-2", "bgp-flow-3", "bgp-flow-4", "bgp-ls-1", "bgp-ls-2", "bgp-ls-3", "bgp-ls-4", "bgp-ls-5", "bgp-ls-6",
        "bgp-ls-7", "bgp-ls-8", "bgp-ls-9", "bgp-ls-10", "bgp-open-sofware-version", "ipv4-unicast-1", "ipv4-unicast-2",
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

    [Fact]
    public void No_case_is_left_out()
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"ExaBGP's test data is not at {Folder}");
        Assert.Equal(
            Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
            Cases.Select(row => row.Data).Order(StringComparer.Ordinal));
    }

    private static string Comparable(string json)
    {
        using var document = JsonDocument.Parse(json);
        var message = Normal(document.RootElement)!.AsObject();
        foreach (var member in Volatile) message.Remove(member);
        return message.ToJsonString();
    }

    /// <summary>Of a key that a case has twice, the last value counts, as for ExaBGP's own comparison.</summary>
    private static JsonNode? Normal(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array) return new JsonArray([.. element.EnumerateArray().Select(Normal)]);
        if (element.ValueKind != JsonValueKind.Object) return JsonNode.Parse(element.GetRawText());
        var members = new JsonObject();
        foreach (var member in element.EnumerateObject()) members[member.Name] = Normal(member.Value);
        return members;
    }
}
