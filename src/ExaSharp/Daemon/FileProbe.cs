using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Configuration.Programs;
using ExaSharp.Interop;

namespace ExaSharp.Daemon;

/// <summary>Looks at files with the rights of the process.</summary>
internal sealed unsafe class FileProbe : IFileProbe
{
    private const int AccessDenied = 13;
    private const int NotADirectory = 20;

    /// <summary>Offsets in <c>struct statx</c>, which is the same on all processors: <c>stx_uid</c>, <c>stx_gid</c>, <c>stx_mode</c>.</summary>
    private const int OwnerOffset = 20;
    private const int GroupOffset = 24;
    private const int ModeOffset = 28;

    private const int TypeMask = 0xf000;
    private const int TypeDirectory = 0x4000;
    private const int TypeRegular = 0x8000;

    /// <inheritdoc/>
    public bool Exists(string path) => File.Exists(path) || Directory.Exists(path) || Path.Exists(path);

    /// <inheritdoc/>
    public FileAccessResult Open(string path, out FileFacts facts, out string? reason)
    {
        facts = default;
        reason = null;
        int descriptor;
        // Not blocking: opening a FIFO would wait for a writer.
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0')) descriptor = Libc.Open(name, Libc.CloseOnExec | Libc.NonBlocking);
        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error is Libc.ErrorNoEntry or NotADirectory) return FileAccessResult.NotFound;
            var text = error == AccessDenied ? "Permission denied" : new Win32Exception(error).Message;
            reason = $"[Errno {error}] {text}: '{path}'";
            return FileAccessResult.Denied;
        }
        try
        {
            return TryDescribe(descriptor, out facts) ? FileAccessResult.Readable : FileAccessResult.NotFound;
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    private static bool TryDescribe(int descriptor, out FileFacts facts)
    {
        facts = default;
        var status = stackalloc byte[Libc.OpaqueSize];
        byte empty = 0;
        if (Libc.Status(descriptor, &empty, Libc.StatusOfDescriptor, Libc.StatusBasic, status) != 0) return false;
        var span = new ReadOnlySpan<byte>(status, Libc.OpaqueSize);
        var mode = MemoryMarshal.Read<ushort>(span[ModeOffset..]);
        var kind = (mode & TypeMask) switch
        {
            TypeRegular => FileKind.Regular,
            TypeDirectory => FileKind.Directory,
            _ => FileKind.Other,
        };
        facts = new FileFacts(
            kind, (UnixFileMode)(mode & 0xfff), MemoryMarshal.Read<uint>(span[OwnerOffset..]), MemoryMarshal.Read<uint>(span[GroupOffset..]));
        return true;
    }
}
