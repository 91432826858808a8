using System.Text.Json;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using Xunit;
using static ExaSharp.Tests.Api.Events.EventTestData;

namespace ExaSharp.Tests.Api.Events;

/// <summary>
/// UPDATEs of each family and attribute in the four versions of JSON, and in text. The goldens are what ExaBGP 3.4.28, 4.2.25, 5.0.13 and the
/// development tree of 6.0 wrote of the same octets; where a version is marked with a star ExaBGP wrote something else, which
/// exabgp-compat.md lists: what is no JSON, what it does not know, and what it does not survive.
/// </summary>
public class JsonVersionTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Api", "Events", "Golden");

    private static readonly Golden[] Goldens = [.. Read()];

    private static readonly Dictionary<string, Func<EventEncoder>> Versions = new()
    {
        ["3.4.8"] = () => new Json3Encoder(Context()),
        ["4.0.1"] = () => new Json4Encoder(Context()),
        ["5.0.0"] = () => new Json5Encoder(Context()),
        ["6.0.0"] = () => new Json6Encoder(Context()),
        ["text-3.4"] = () => new Text3Encoder(Context()),
        ["text-4.2"] = () => new TextEncoder(Context(), JsonVersion.Four),
        ["text-5.0"] = () => new TextEncoder(Context()),
    };

    private static readonly NegotiatedSession Plain = Session() with { Families = AddressFamilies.Known, AddPathSend = [], AddPathReceive = [], Aigp = true };

    private static readonly Dictionary<string, NegotiatedSession> Sessions = new()
    {
        ["plain"] = Plain,
        ["addpath"] = Plain with { AddPathReceive = AddressFamilies.Known },
        ["asn2"] = Plain with { Asn4 = false },
    };

    public static TheoryData<string> Cases() => [.. Goldens.Select(update => update.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_update_is_told_in_each_version_as_its_ExaBGP_tells_it(string name)
    {
        var update = Goldens.Single(update => update.Name == name);
        var seen = Versions.ToDictionary(version => version.Key, version => Message(Encode(version.Value(), update)));
        if (Environment.GetEnvironmentVariable("EXASHARP_TEST_GOLDEN") is { Length: > 0 } folder)
        {
            File.AppendAllLines(Path.Combine(folder, "versions.txt"), seen.Select(line => $"{name}|{line.Key}|{line.Value}"));
            return;
        }
        Assert.Equal(
            string.Join('\n', update.Expected.Select(line => $"{line.Key} {line.Value}")), string.Join('\n', seen.Select(line => $"{line.Key} {line.Value}")));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_version_is_valid_JSON_without_a_repeated_key(string name)
    {
        foreach (var version in Versions.Where(version => !version.Key.StartsWith("text", StringComparison.Ordinal)))
        {
            var text = Encode(version.Value(), Goldens.Single(update => update.Name == name));
            Assert.Equal(1, text.Count(character => character == '\n'));
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
    }

    /// <summary>As a reader of ExaBGP's repeated keys sees them.</summary>
    [Fact]
    public void In_3_4_the_last_of_the_routes_with_one_prefix_counts()
    {
        const string Attributes = "4001010040020602010000FDEA4003047F00000A";
        var routes = string.Concat(Enumerable.Range(0, 200).Select(i => $"{i:X8}180A01{i % 100:X2}"));
        var update = new Golden("", "addpath", $"00000014{Attributes}{routes}", new Dictionary<string, string>());

        using var document = JsonDocument.Parse(Encode(new Json3Encoder(Context()), update), new JsonDocumentOptions { AllowDuplicateProperties = false });

        var told = document.RootElement.GetProperty("neighbor").GetProperty("message").GetProperty("update")
            .GetProperty("announce").GetProperty("ipv4 unicast").GetProperty("127.0.0.10");
        Assert.Equal(100, told.EnumerateObject().Count());
        Assert.Equal("0.0.0.107", told.GetProperty("10.1.7.0/24").GetProperty("path-information").GetString());
    }

    private static string Encode(EventEncoder encoder, Golden update)
    {
        var output = new TextBuffer();
        var body = Convert.FromHexString(update.Octets);
        Assert.True(new UpdateReader().TryRead(body, Sessions[update.Session], out var view, out var error), error.Text);
        encoder.Update(new MessageEvent(Neighbor(), EventDirection.Receive), Sessions[update.Session], view, output);
        return output.ToString();
    }

    /// <summary>JSON from <c>"message"</c> on; text with line ends as <c>\n</c>, but the empty line.</summary>
    private static string Message(string text) => text.IndexOf("\"message\"", StringComparison.Ordinal) is >= 0 and var start
        ? text[start..^1]
        : text[..^1].Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>Parts of a line <c>## NAME | SESSION</c>, one of octets, and one for each version.</summary>
    private static IEnumerable<Golden> Read()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "updates.txt"));
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("## ", StringComparison.Ordinal)) continue;
            var head = lines[i][3..].Split(" | ");
            yield return new Golden(head[0], head[1], lines[i + 1], lines.Skip(i + 2).TakeWhile(line => line.Length > 0)
                .Select(line => line.Split(' ', 2)).ToDictionary(parts => parts[0].TrimEnd('*'), parts => parts[1]));
        }
    }

    private sealed record Golden(string Name, string Session, string Octets, IReadOnlyDictionary<string, string> Expected);
}
