using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ExaSharp.Testing;
using ExaSharp.Testing.Routers;
using Xunit;

namespace ExaSharp.Interop.Tests;

/// <summary>
/// A file of what a router's operator writes and what the helpers read of it. <c>&gt;</c> stands before a statement in
/// the router's own notation, <c>5</c> and <c>4</c> before the value of <c>update</c> in JSON 5.0.0 and 4.0.1, <c>t</c>
/// before what the text event says behind <c>announced</c>; ROUTER is the router's address. <c>UPDATE_GOLDENS=1</c>
/// writes what is read; whoever does it compares it with the statements.
/// </summary>
internal sealed class RouterScript(string name)
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string path = Path.Combine(RepositoryPaths.Root, "tests", "ExaSharp.Interop.Tests", "routers", name + ".txt");

    /// <summary>Originates each route, one after the other, and compares what arrives.</summary>
    public async Task Play(Router router, HelperChannel json, HelperChannel json4, HelperChannel text)
    {
        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        var seen = new StringBuilder();
        foreach (var line in lines.Where(line => line.Length == 0 || line[0] is '#' or '>'))
        {
            seen.Append(line).Append('\n');
            if (line is not ['>', ' ', ..])
                continue;
            await router.Originate(line[2..]);
            seen.Append("5 ").Append(await Update(json, line)).Append('\n');
            seen.Append("4 ").Append(await Update(json4, line)).Append('\n');
            var head = $"neighbor {router.Settings.Address} receive update announced ";
            var words = await text.WaitFor(told => told.StartsWith(head, StringComparison.Ordinal), $"text of {line}");
            seen.Append("t ").Append(words, head.Length, words.Length - head.Length).Append('\n');
        }

        // A session that was reset would have told the routes again, in another order.
        Assert.DoesNotContain(json.Lines, line => line.Contains("\"state\": \"down\"", StringComparison.Ordinal));
        var actual = seen.Replace(router.Settings.Address.ToString(), "ROUTER").ToString();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1")
            await File.WriteAllTextAsync(path, actual, TestContext.Current.CancellationToken);
        else
            Assert.Equal(lines, actual.TrimEnd('\n').Split('\n'));
    }

    private static async Task<string> Update(HelperChannel channel, string line)
    {
        static JsonElement? Announced(JsonElement told) => told.GetProperty("type").GetString() == "update"
            && told.GetProperty("neighbor").GetProperty("message").TryGetProperty("update", out var update)
            && update.TryGetProperty("announce", out _)
                ? update
                : null;
        return JsonSerializer.Serialize(Announced(await channel.WaitForEvent(told => Announced(told) is not null, line)), Compact);
    }
}
