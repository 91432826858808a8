using System.Diagnostics;
using System.Text.Json;

namespace ExaSharp.Compat.Tests.Configurations;

/// <summary>ExaBGP's own parser, reading one text after the other in one process.</summary>
internal static class ReferenceParser
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>The outcomes of texts, in their order.</summary>
    public static async Task<IReadOnlyList<ConfigurationOutcome>> Read(string checkout, IReadOnlyList<string> texts)
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "helpers", "read_configurations.py"), checkout])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var writing = Task.Run(async () =>
        {
            foreach (var text in texts) await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(text));
            process.StandardInput.Close();
        });
        List<ConfigurationOutcome> outcomes = new(texts.Count);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            outcomes.Add(JsonSerializer.Deserialize<ConfigurationOutcome>(line, Options)!);
        await writing;
        await process.WaitForExitAsync();
        return outcomes.Count == texts.Count ? outcomes : throw new InvalidOperationException($"ExaBGP's parser ended at: {texts[outcomes.Count]}");
    }
}
