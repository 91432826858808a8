using System.Diagnostics;
using System.Runtime.InteropServices;
using ExaSharp.Daemon;

namespace ExaSharp.Cli;

/// <summary>
/// Several configurations at once: a daemon of its own for each. Signals go on to all of them, so that none is left when
/// the first process is ended (in ExaBGP they are).
/// </summary>
internal sealed class ConfigurationGroup(IReadOnlyList<string> files)
{
    /// <summary>Runs until all daemons have ended; gives the first exit status that is not success.</summary>
    public int Run()
    {
        var words = Environment.GetCommandLineArgs()[1..];
        var daemons = files.Select(file => Start(words, file)).ToList();
        var registrations = DaemonSignal.All.Select(signal => PosixSignalRegistration.Create((PosixSignal)signal.Number, context =>
        {
            context.Cancel = true;
            // Ctrl-C reaches all processes of a terminal by itself.
            if (context.Signal == PosixSignal.SIGINT) return;
            foreach (var daemon in daemons) Send(daemon, signal.Number);
        })).ToList();
        foreach (var daemon in daemons) daemon.WaitForExit();
        foreach (var registration in registrations) registration.Dispose();
        return daemons.Select(daemon => daemon.ExitCode).FirstOrDefault(code => code != ExitCode.Success);
    }

    private static void Send(Process daemon, int signal)
    {
        if (!daemon.HasExited) _ = Interop.Libc.Kill(daemon.Id, signal);
    }

    /// <summary>Starts this program with the same arguments, but only one of the files.</summary>
    private Process Start(string[] words, string file)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        // Run through the dotnet host, the first word is the program.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (var word in words.Where(word => word == file || !files.Contains(word))) start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }
}
