using ExaSharp.Configuration.Programs;

namespace ExaSharp.Configuration.Tests;

/// <summary>The files of this machine, all owned by the user whom programs are checked for.</summary>
internal sealed class DiskFiles : IFileProbe
{
    /// <summary>Finds programs as the daemon would for a configuration file in a directory, without those of <c>PATH</c>.</summary>
    public static ProgramLocator LocatorFor(string directory) => new(new DiskFiles(), new ProgramSearch { ConfigurationDirectory = directory });

    public bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    public FileAccessResult Open(string path, out FileFacts facts, out string? reason)
    {
        facts = default;
        reason = null;
        if (!Exists(path)) return FileAccessResult.NotFound;
        facts = new FileFacts(Directory.Exists(path) ? FileKind.Directory : FileKind.Regular, OperatingSystem.IsWindows() ? UnixFileMode.OtherExecute : File.GetUnixFileMode(path), 0, 0);
        return FileAccessResult.Readable;
    }
}
