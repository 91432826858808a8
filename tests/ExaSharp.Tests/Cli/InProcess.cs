using System.Text;
using ExaSharp.Cli;

namespace ExaSharp.Tests.Cli;

/// <summary>Runs a command that needs no process of its own, in a directory, with a text on standard input.</summary>
internal static class InProcess
{
    public static ProgramRun Run(string[] arguments, string input = "", string? directory = null)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        CliContext Context(string? envFile) => new()
        {
            Output = output,
            Error = error,
            Input = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Variable = _ => null,
            Directory = directory ?? Path.GetTempPath(),
            ProgramDirectory = "/nowhere",
            EnvFileArgument = envFile,
        };
        return new ProgramRun(CommandLine.Run(arguments, Context), output.ToString(), error.ToString());
    }
}
