using System.Text;

namespace ExaSharp.Interop;

/// <summary>What stands at a path, links followed.</summary>
internal static unsafe class FileType
{
    private const int TypeMask = 0xf000;
    private const int Pipe = 0x1000;
    private const int Socket = 0xc000;

    public static bool IsPipe(string path) => Of(path) == Pipe;

    public static bool IsSocket(string path) => Of(path) == Socket;

    /// <summary>The type's bits of the mode; 0 when there is nothing, or nothing that may be looked at.</summary>
    private static int Of(string path)
    {
        // The mode stands at octet 28 of struct statx.
        const int modeOffset = 28;
        var status = stackalloc byte[Libc.OpaqueSize];
        fixed (byte* pointer = Encoding.UTF8.GetBytes(path + '\0'))
            return Libc.Status(0, pointer, 0, Libc.StatusBasic, status) == 0 ? *(ushort*)(status + modeOffset) & TypeMask : 0;
    }
}
