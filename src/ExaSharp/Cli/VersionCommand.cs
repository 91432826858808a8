using System.CommandLine;
using System.Runtime.InteropServices;

namespace ExaSharp.Cli;

/// <summary><c>version</c>: ExaBGP's line first, which scripts read, then ours.</summary>
internal static class VersionCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("version", "report exabgp version");
        command.SetAction(_ => Run(context));
        return command;
    }

    private static int Run(CliContext context)
    {
        context.Output.WriteLine($"ExaBGP : {context.Version}");
        context.Output.WriteLine($"Sharp  : ExaSharp {typeof(VersionCommand).Assembly.GetName().Version?.ToString(3)}");
        context.Output.WriteLine($".NET   : {Environment.Version}");
        context.Output.WriteLine($"Uname  : {Uname()}");
        context.Output.WriteLine($"From   : {context.ProgramDirectory}");
        return ExitCode.Success;
    }

    /// <summary>As <c>uname -a</c>: system, host, release, version, machine.</summary>
    private static string Uname() => string.Join(
        ' ', Kernel("ostype"), Kernel("hostname"), Kernel("osrelease"), Kernel("version"), RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => "x86_64",
            Architecture.Arm64 => "aarch64",
            var other => other.ToString().ToLowerInvariant(),
        });

    private static string Kernel(string name)
    {
        try
        {
            return File.ReadAllText($"/proc/sys/kernel/{name}").Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }
}
