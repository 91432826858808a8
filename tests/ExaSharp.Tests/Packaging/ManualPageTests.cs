using System.Text.RegularExpressions;
using ExaSharp.Testing;
using ExaSharp.Tests.Cli;
using Xunit;

namespace ExaSharp.Tests.Packaging;

/// <summary>The manual pages name what there is, and man has nothing to say against them.</summary>
public sealed partial class ManualPageTests
{
    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "docs/man")).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_warnings(string page)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/man"), "man is not installed");
        var run = await CapturedProcess.Run("/usr/bin/env",
            ["LC_ALL=C.UTF-8", "man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", Path.Combine(RepositoryPaths.Root, "docs/man", page)]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    /// <summary>The health check has a help of its own for its many options.</summary>
    [Fact]
    public void Every_command_and_option_is_told()
    {
        var text = Text("exasharp.8");
        var commands = Help().Split("\nCommands:\n")[1].Split('\n').Select(line => Command().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToList();
        Assert.Contains("server", commands);
        List<string> missing = [];
        foreach (var command in commands)
        {
            if (Section(text, command) is not { } section) missing.Add(command);
            else if (command != "healthcheck") missing.AddRange(Options(command).Where(option => !section.Contains(option, StringComparison.Ordinal)).Select(option => $"{command} {option}"));
        }
        Assert.Empty(missing);
    }

    [GeneratedRegex("^  ([a-z]+)")]
    private static partial Regex Command();

    [GeneratedRegex("^  (?:-., )*(--[a-z0-9-]+)", RegexOptions.Multiline)]
    private static partial Regex Option();

    private static string Help(params string[] command) => InProcess.Run([.. command, "--help"]).Output.ReplaceLineEndings("\n");

    private static IEnumerable<string> Options(string command) => Option().Matches(Help(command)).Select(match => match.Groups[1].Value).Where(option => option != "--help");

    private static string Text(string page) =>
        File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs/man", page)).Replace("\\-", "-", StringComparison.Ordinal);

    private static string? Section(string text, string command)
    {
        var heading = text.Split("\n.SS ").Skip(1).FirstOrDefault(section => section.TrimStart('"').Split(' ', '\n')[0].TrimEnd('"') == command);
        return heading?.Split("\n.SH ")[0];
    }
}
