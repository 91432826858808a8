using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Configuration.Settings;
using ExaSharp.Daemon;
using ExaSharp.Interop;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace ExaSharp.Api.Channels;

/// <summary>
/// The pair of named pipes of one daemon: found where ExaBGP looks for them, or made in the first of those folders that is
/// there and takes them (ExaBGP only says how to make them). What was made is removed at the end.
/// </summary>
internal sealed unsafe class NamedPipes : IDisposable
{
    private const int ReadWrite = 2;
    private const int WriteOnly = 1;

    private readonly bool _made;

    private readonly int _descriptor;

    private NamedPipes(string folder, string name, bool made, int descriptor)
    {
        Folder = folder;
        (InputPath, OutputPath) = ($"{folder}{name}.in", $"{folder}{name}.out");
        _made = made;
        _descriptor = descriptor;
        Input = new AnonymousPipeClientStream(PipeDirection.In, new SafePipeHandle(descriptor, ownsHandle: true));
    }

    /// <summary>The folder of both, with a slash at its end.</summary>
    public string Folder { get; }

    /// <summary>Where clients write commands.</summary>
    public string InputPath { get; }

    /// <summary>Where they read answers.</summary>
    public string OutputPath { get; }

    /// <summary>The commands. Open for writing too, so that it never comes to an end.</summary>
    public Stream Input { get; }

    /// <summary>Finds or makes the pipes; null, with the reason logged, when there are none or another daemon has them.</summary>
    /// <param name="root">The installation prefix.</param>
    /// <param name="settings">The pipes' name, mode and owner.</param>
    /// <param name="loggers">Told what ExaBGP tells.</param>
    public static NamedPipes? TryOpen(string root, EnvironmentSettings settings, ILoggerFactory loggers)
    {
        var log = new PipeLog(loggers);
        var name = settings.ApiPipename;
        var folder = PipeFolders.Find(root, name);
        var made = folder is null;
        folder ??= PipeFolders.All(root).FirstOrDefault(place => TryMake(place, settings, log));
        if (folder is null)
        {
            log.NotFound(name, PipeFolders.All(root));
            return null;
        }
        var path = $"{folder}{name}.in";
        var descriptor = Open(path, ReadWrite);
        if (descriptor < 0)
        {
            log.NotUsable(path, Marshal.GetLastPInvokeErrorMessage());
            return null;
        }
        if (!Libc.TryLock(descriptor))
        {
            // Two readers would each get some of the commands.
            log.Taken(path);
            _ = Libc.Close(descriptor);
            return null;
        }
        var pipes = new NamedPipes(folder, name, made, descriptor);
        log.Found(pipes.InputPath, pipes.OutputPath);
        return pipes;
    }

    /// <summary>Writes an empty line to the commands, so that who reads them looks up.</summary>
    public void Wake()
    {
        byte newline = (byte)'\n';
        _ = Libc.Write(_descriptor, &newline, 1);
    }

    /// <summary>Opens the answers for writing; a negative number when nobody reads them now.</summary>
    public int OpenOutput() => Open(OutputPath, WriteOnly);

    public void Dispose()
    {
        if (_made)
        {
            Remove(InputPath);
            Remove(OutputPath);
        }
        Input.Dispose();
    }

    private static bool TryMake(string folder, EnvironmentSettings settings, PipeLog log)
    {
        if (!Directory.Exists(folder)) return false;
        string[] paths = [$"{folder}{settings.ApiPipename}.in", $"{folder}{settings.ApiPipename}.out"];
        if (Array.Exists(paths, File.Exists)) return false;
        for (var i = 0; i < paths.Length; i++)
        {
            if (TryMakePipe(paths[i], settings, log)) continue;
            if (i > 0) Remove(paths[0]);
            return false;
        }
        return true;
    }

    private static bool TryMakePipe(string path, EnvironmentSettings settings, PipeLog log)
    {
        fixed (byte* pointer = Encoding.UTF8.GetBytes(path + '\0'))
        {
            if (Libc.MakePipe(pointer, 0) != 0) return false;
            // Not by the mode of the call: the umask would take from it.
            if (Privileges.TryFindOwner(settings.ApiPipeUser, settings.ApiPipeGroup, settings.DaemonUser, out var user, out var group)
                && Libc.ChangeOwner(pointer, user, group) == 0
                && Libc.ChangeMode(pointer, (uint)settings.ApiPipeMode) == 0) return true;
            log.NotUsable(path, Marshal.GetLastPInvokeErrorMessage());
        }
        Remove(path);
        return false;
    }

    private static int Open(string path, int flags)
    {
        fixed (byte* pointer = Encoding.UTF8.GetBytes(path + '\0'))
            return Libc.Open(pointer, flags | Libc.NonBlocking | Libc.CloseOnExec);
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is no longer ours to write to: the next start finds the pipes and takes them.
        }
    }
}
