using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Configuration.Settings;
using ExaSharp.Daemon;
using ExaSharp.Interop;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Api.Channels;

/// <summary>
/// The Unix socket of one daemon, over which programs command it (ExaBGP 6.0): in the folder of the named pipes, else in
/// the first of ExaBGP's folders that takes it, else in <c>run</c> below the installation prefix, which is made. What another
/// daemon left behind is replaced.
/// </summary>
internal sealed unsafe class ControlSocket : IDisposable
{
    private const int Backlog = 128;

    /// <summary>Of the folder that is made for it (ExaBGP 6.0).</summary>
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private enum Outcome : byte
    {
        Made,
        Refused,
        Taken,
    }

    private ControlSocket(string path, Socket listener) => (Path, Listener) = (path, listener);

    public string Path { get; }

    /// <summary>Listens already.</summary>
    public Socket Listener { get; }

    /// <summary>Where a daemon's socket is, or would be looked for first; null when there is none in any folder.</summary>
    /// <param name="root">The installation prefix, without a slash at its end.</param>
    /// <param name="name">The socket's name, without <c>.sock</c>.</param>
    /// <param name="path">The path that the settings give; empty: by name.</param>
    public static string? Find(string root, string name, string path)
    {
        if (path.Length > 0) return path;
        return PipeFolders.All(root).Select(folder => $"{folder}{name}.sock").FirstOrDefault(FileType.IsSocket);
    }

    /// <summary>Makes the socket; null, with the reason logged, when it can be made nowhere or another daemon has it.</summary>
    /// <param name="root">The installation prefix.</param>
    /// <param name="pipes">The folder of the named pipes; null when there are none.</param>
    /// <param name="settings">The socket's name, mode and owner.</param>
    /// <param name="loggers">Told where it is.</param>
    public static ControlSocket? TryOpen(string root, string? pipes, EnvironmentSettings settings, ILoggerFactory loggers)
    {
        var log = new SocketLog(loggers);
        var own = $"{root}/run/";
        string[] folders = pipes is null ? [.. PipeFolders.All(root)] : [pipes, .. PipeFolders.All(root)];
        string[] paths = settings.ApiSocketPath.Length > 0
            ? [System.IO.Path.GetFullPath(settings.ApiSocketPath)]
            : [.. folders.Where(Directory.Exists).Append(own).Select(folder => $"{folder}{Name(settings)}.sock")];
        var problem = "";
        foreach (var path in paths)
        {
            var last = path == paths[^1];
            switch (TryBind(path, settings, makeFolder: last, out var listener, out problem))
            {
                case Outcome.Made:
                    log.Listening(path);
                    return new ControlSocket(path, listener!);
                case Outcome.Taken:
                    log.Taken(path);
                    return null;
            }
        }
        log.NotUsable(paths[^1], problem);
        return null;
    }

    /// <summary>The socket's name: its own, or that of the named pipes.</summary>
    public static string Name(EnvironmentSettings settings) => settings.ApiSocketName.Length > 0 ? settings.ApiSocketName : settings.ApiPipename;

    public void Dispose()
    {
        Listener.Dispose();
        Remove(Path);
    }

    private static Outcome TryBind(string path, EnvironmentSettings settings, bool makeFolder, out Socket? listener, out string problem)
    {
        listener = null;
        problem = "";
        var folder = System.IO.Path.GetDirectoryName(path) ?? "/";
        // Made under another name, and given its own when its owner and mode are right.
        var draft = string.Create(CultureInfo.InvariantCulture, $"{folder.TrimEnd('/')}/.{Environment.ProcessId}.sock");
        Socket? socket = null;
        try
        {
            if (makeFolder && !Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder, FolderMode);
                // The umask is for files: it may take the folder's owner the right to enter it.
                File.SetUnixFileMode(folder, FolderMode);
            }
            if (FileType.IsSocket(path) && IsActive(path)) return Outcome.Taken;
            if (!FileType.IsSocket(path) && File.Exists(path))
            {
                problem = "a file that is not a socket is there";
                return Outcome.Refused;
            }
            socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            Remove(draft);
            socket.Bind(new UnixDomainSocketEndPoint(draft));
            Own(draft, settings);
            socket.Listen(Backlog);
            File.Move(draft, path, overwrite: true);
            listener = socket;
            return Outcome.Made;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = e.Message;
            socket?.Dispose();
            Remove(draft);
            return Outcome.Refused;
        }
    }

    /// <summary>Whether somebody listens there; a socket that may not be asked counts, too.</summary>
    private static bool IsActive(string path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is not SocketError.ConnectionRefused;
        }
    }

    private static void Own(string path, EnvironmentSettings settings)
    {
        fixed (byte* pointer = Encoding.UTF8.GetBytes(path + '\0'))
        {
            if (!Privileges.TryFindOwner(settings.ApiPipeUser, settings.ApiPipeGroup, settings.DaemonUser, out var user, out var group))
                throw new IOException("its owner is not known");
            if (Libc.ChangeOwner(pointer, user, group) != 0 || Libc.ChangeMode(pointer, (uint)settings.ApiPipeMode) != 0)
                throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is no longer ours to write to: the next start finds that nobody listens and replaces it.
        }
    }
}
