using System.IO.Pipes;
using System.Runtime.InteropServices;
using ExaSharp.Interop;
using Microsoft.Win32.SafeHandles;

namespace ExaSharp.Api.Helpers;

/// <summary>Our end of a pipe that a child writes to.</summary>
internal sealed class ChildPipe : IDisposable
{
    private readonly SafePipeHandle _handle;
    private readonly AnonymousPipeClientStream _stream;

    /// <param name="descriptor">The end to read from, non-blocking; owned from now on.</param>
    public ChildPipe(int descriptor)
    {
        Capacity = Math.Max(Libc.FileControl(descriptor, Libc.GetPipeSize, 0), 4096);
        _handle = new SafePipeHandle(descriptor, ownsHandle: true);
        _stream = new AnonymousPipeClientStream(PipeDirection.In, _handle);
    }

    /// <summary>The most bytes that can be in it and not yet read.</summary>
    public int Capacity { get; }

    /// <summary>Waits for some bytes; when <paramref name="ended"/>, gives what there is at once. 0 at the end, or when there is nothing then.</summary>
    public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken ended)
    {
        try
        {
            if (!ended.IsCancellationRequested) return await _stream.ReadAsync(buffer, ended).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The helper is gone. What it wrote is still in the pipe, which a process that it left behind may keep open.
        }
        catch (IOException)
        {
            return 0;
        }
        return ReadAvailable(buffer.Span);
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Reads what is in it now, without waiting; 0 when there is nothing or it has ended.</summary>
    private unsafe int ReadAvailable(Span<byte> buffer)
    {
        var added = false;
        try
        {
            _handle.DangerousAddRef(ref added);
            fixed (byte* pointer = buffer)
            {
                nint count;
                do count = Libc.Read((int)_handle.DangerousGetHandle(), pointer, buffer.Length);
                while (count < 0 && Marshal.GetLastPInvokeError() == Libc.ErrorInterrupted);
                return (int)Math.Max(count, 0);
            }
        }
        finally
        {
            if (added) _handle.DangerousRelease();
        }
    }
}
