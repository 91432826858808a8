namespace ExaSharp.Configuration.Programs;

/// <summary>How opening a file for reading ended.</summary>
public enum FileAccessResult : byte
{
    Readable,

    /// <summary>No such file (ENOENT).</summary>
    NotFound,

    /// <summary>It is there but can not be opened.</summary>
    Denied,
}

/// <summary>What a path leads to.</summary>
public enum FileKind : byte
{
    Regular,
    Directory,

    /// <summary>A FIFO, device or socket.</summary>
    Other,
}

/// <summary>The facts of an opened file, links followed (<c>fstat</c>).</summary>
/// <param name="Kind">Regular file, directory, or something else.</param>
/// <param name="Mode">Permission bits with set-uid and set-gid: the low 12 bits of <c>st_mode</c>.</param>
/// <param name="Owner">User id.</param>
/// <param name="Group">Group id.</param>
public readonly record struct FileFacts(FileKind Kind, UnixFileMode Mode, uint Owner, uint Group);

/// <summary>Looks at files; implemented by the daemon, so that the search of programs stays free of I/O.</summary>
public interface IFileProbe
{
    /// <summary>Whether the path leads to anything, links followed. Does not need permission to read it.</summary>
    bool Exists(string path);

    /// <summary>Opens the file for reading and looks at what was opened.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="facts">What it is; meaningful when readable.</param>
    /// <param name="reason">When denied, why, as <c>[Errno 13] Permission denied: 'path'</c>.</param>
    FileAccessResult Open(string path, out FileFacts facts, out string? reason);
}
