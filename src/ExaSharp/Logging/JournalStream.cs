using System.Globalization;
using System.Runtime.InteropServices;
using ExaSharp.Interop;

namespace ExaSharp.Logging;

/// <summary>Whether standard error leads to systemd's journal.</summary>
internal static unsafe class JournalStream
{
    private const int StandardError = 2;

    // struct statx: stx_ino at 32, stx_dev_major and stx_dev_minor at 136 and 140.
    private const int Inode = 32;
    private const int Major = 136;
    private const int Minor = 140;

    /// <summary>Whether it is the stream that the variable names, and not one that somebody put in its place since.</summary>
    /// <param name="variable">The value of <c>JOURNAL_STREAM</c>: device and inode number, with a colon between (systemd.exec(5)).</param>
    public static bool IsStandardError(string? variable) => variable is not null && variable == Name(StandardError);

    /// <summary>Device and inode of an open file as <c>JOURNAL_STREAM</c> has them; null when there is none.</summary>
    public static string? Name(int descriptor)
    {
        var status = stackalloc byte[Libc.OpaqueSize];
        byte empty = 0;
        if (Libc.Status(descriptor, &empty, Libc.StatusOfDescriptor, Libc.StatusBasic, status) != 0) return null;
        var octets = new ReadOnlySpan<byte>(status, Libc.OpaqueSize);
        ulong major = MemoryMarshal.Read<uint>(octets[Major..]), minor = MemoryMarshal.Read<uint>(octets[Minor..]);
        // As makedev(3) puts them together.
        var device = (minor & 0xff) | (major & 0xfff) << 8 | (minor & ~0xffUL) << 12 | (major & ~0xfffUL) << 32;
        return string.Create(CultureInfo.InvariantCulture, $"{device}:{MemoryMarshal.Read<ulong>(octets[Inode..])}");
    }
}
