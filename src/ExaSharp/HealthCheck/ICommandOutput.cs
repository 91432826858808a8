using System.ComponentModel;
using System.Runtime.InteropServices;
using ExaSharp.Interop;

namespace ExaSharp.HealthCheck;

/// <summary>Where commands go.</summary>
internal interface ICommandOutput
{
    /// <summary>Writes all of it; may block.</summary>
    /// <exception cref="HealthCheckException">Nobody reads any more.</exception>
    void Write(ReadOnlySpan<byte> bytes);
}

/// <summary>
/// Standard output. .NET's own stream hides that nobody reads any more, and a file stream keeps a place of its own in a file that others
/// write to as well.
/// </summary>
internal sealed unsafe class StandardOutput : ICommandOutput
{
    private const int Descriptor = 1;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint count;
            fixed (byte* start = bytes) count = Libc.Write(Descriptor, start, bytes.Length);
            if (count >= 0) bytes = bytes[(int)count..];
            else if (Marshal.GetLastPInvokeError() is not Libc.ErrorInterrupted and var error) throw new HealthCheckException($"[Errno {error}] {new Win32Exception(error).Message}");
        }
    }
}
