using ExaSharp.Cli;
using ExaSharp.Daemon;

namespace ExaSharp;

internal static class Program
{
    private static int Main(string[] args)
    {
        Signals.HeedIgnored();
        try
        {
            return CommandLine.Run(args, CliContext.FromProcess, CliContext.NameOfProcess());
        }
        catch (IOException error)
        {
            // As when standard output is a pipe whose reader is gone: who still listens on standard error is told.
            Console.Error.WriteLine($"error: {error.Message}");
            return ExitCode.Failure;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"exasharp {CliContext.ExaBgpVersion} ended because of an error of its own:\n{error}");
            return ExitCode.Failure;
        }
    }
}
