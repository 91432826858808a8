using System.Diagnostics;

namespace ExaSharp.Tests.Cli;

/// <summary>A run of the real program: what it printed and its exit status.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    /// <summary>Starts the program without waiting for it. No variable of the tests' own environment that begins with <c>exabgp</c> is passed on.</summary>
    public static Process Start(string[] arguments, params (string Name, string Value)[] variables) => Start(arguments, redirectInput: false, variables);

    /// <inheritdoc cref="Start(string[], ValueTuple{string, string}[])"/>
    public static Process Start(string[] arguments, bool redirectInput, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = redirectInput };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "exasharp.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("exabgp", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        // Tests may run as root; the daemon must then not become somebody who can not read what they wrote.
        start.Environment["exabgp_daemon_user"] = Environment.UserName;
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static async Task<ProgramRun> OfAsync(string[] arguments, params (string Name, string Value)[] variables)
    {
        using var process = Start(arguments, variables);
        return await EndAsync(process);
    }

    /// <summary>Waits for the end of a started program.</summary>
    public static async Task<ProgramRun> EndAsync(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return new ProgramRun(process.ExitCode, await output, await error);
    }
}
