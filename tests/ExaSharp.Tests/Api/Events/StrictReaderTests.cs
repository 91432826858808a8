using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Api.Events;

/// <summary>
/// Programs written against ExaBGP that are particular about what they read: one version of the JSON alone, dictionaries of prefixes, numbers or
/// strings, words at their places. A helper reads as they do what the encoders write (<see cref="EventVersionTests"/>, <see cref="JsonVersionTests"/>).
/// </summary>
public class StrictReaderTests
{
    [Fact]
    public async Task Every_event_is_taken_by_those_who_read_it_most_strictly()
    {
        var goldens = Path.Combine(AppContext.BaseDirectory, "Api", "Events", "Golden");
        await using var reader = CapturedProcess.Start("/usr/bin/env",
            ["python3", Path.Combine(AppContext.BaseDirectory, "helpers", "strict_readers.py"), Path.Combine(goldens, "events.txt"), Path.Combine(goldens, "updates.txt")],
            AppContext.BaseDirectory);
        Assert.True(await reader.WaitForExit() == 0, reader.Transcript());
        foreach (var what in new[] { "3.4.8", "4.0.1", "5.0.0", "6.0.0", "3.4.8 updates", "4.0.1 updates", "5.0.0 updates", "6.0.0 updates", "packets" })
            Assert.Contains(reader.Lines, line => line.StartsWith(what + " ", StringComparison.Ordinal));
    }
}
