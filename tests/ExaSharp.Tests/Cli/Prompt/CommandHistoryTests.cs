using ExaSharp.Cli.Prompt;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Cli.Prompt;

/// <summary>The commands that are remembered from one run to the next.</summary>
public sealed class CommandHistoryTests : IDisposable
{
    private readonly TemporaryDirectory _home = new("history");

    public void Dispose() => _home.Dispose();

    [Fact]
    public void The_last_commands_are_there_the_next_time_and_nobody_else_can_read_them()
    {
        var path = CommandHistory.PathFor(name => name == "HOME" ? _home.Path : null)!;
        Assert.Equal(Path.Combine(_home.Path, ".local/state/exasharp/history"), path);
        var history = new CommandHistory(path);
        for (var i = 0; i < CommandHistory.Limit + 10; i++) history.Add($"command {i / 2}");

        var next = new CommandHistory(path);

        Assert.Equal((CommandHistory.Limit + 10) / 2, next.Count);
        Assert.Equal($"command {(CommandHistory.Limit + 9) / 2}", next[next.Count - 1]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        for (var i = 0; i < CommandHistory.Limit; i++) next.Add($"more {i}");
        Assert.Equal(CommandHistory.Limit, File.ReadLines(path).Count());
    }

    [Fact]
    public void Without_a_place_to_keep_them_they_are_known_for_now()
    {
        File.WriteAllText(Path.Combine(_home.Path, "file"), "");
        var history = new CommandHistory(Path.Combine(_home.Path, "file", "history"));
        history.Add("one");
        Assert.Equal("one", history[0]);
        Assert.Null(CommandHistory.PathFor(_ => null));
        Assert.Equal("/state/exasharp/history", CommandHistory.PathFor(name => name == "XDG_STATE_HOME" ? "/state" : "/home"));
    }
}
