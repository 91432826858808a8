using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Interop;
using Microsoft.Win32.SafeHandles;

namespace ExaSharp.Api.Channels;

/// <summary>The other end of a daemon's named pipes, ours or ExaBGP's.</summary>
internal sealed class PipeClient : CommandClient
{
    private const int ReadWrite = 2;
    private const int WriteOnly = 1;
    private const int NoReader = 6;

    /// <summary>Longer than a daemon waits between two looks whether somebody reads.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(120);

    private static readonly TimeSpan RetryTime = TimeSpan.FromMilliseconds(10);

    private readonly int _input;
    private readonly AnonymousPipeClientStream _output;

    private PipeClient(int input, int output, TimeProvider time)
    {
        _input = input;
        _output = new AnonymousPipeClientStream(PipeDirection.In, new SafePipeHandle(output, ownsHandle: true));
        Time = time;
    }

    /// <summary>How long a daemon may take to read or to answer (ExaBGP's number).</summary>
    protected override TimeSpan Patience => TimeSpan.FromSeconds(5);

    protected override TimeProvider Time { get; }

    /// <summary>Opens both pipes; null, with the reason, when that can't be done or no daemon reads.</summary>
    /// <param name="path">Their path without <c>.in</c> and <c>.out</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="problem">For the operator.</param>
    public static PipeClient? TryOpen(string path, TimeProvider time, out string problem)
    {
        problem = "";
        // Open for writing too, so that it does not end when the daemon closes it between two answers.
        var output = Open(path + ".out", ReadWrite);
        if (output < 0)
        {
            problem = $"could not open named pipe {path}.out: {Marshal.GetLastPInvokeErrorMessage()}";
            return null;
        }
        var input = Open(path + ".in", WriteOnly);
        if (input >= 0) return new PipeClient(input, output, time);
        problem = Marshal.GetLastPInvokeError() == NoReader
            ? "ExaBGP is not running / using the configured named pipe"
            : $"could not open named pipe {path}.in: {Marshal.GetLastPInvokeErrorMessage()}";
        _ = Libc.Close(output);
        return null;
    }

    /// <summary>What clients before did not read is still there.</summary>
    public override Task DrainAsync() => DrainAsync(Silence);

    public override void Dispose()
    {
        _output.Dispose();
        _ = Libc.Close(_input);
    }

    protected override async Task<bool> TryWriteAsync(ReadOnlyMemory<byte> line)
    {
        var start = Time.GetTimestamp();
        while (true)
        {
            line = line[WriteNow(line.Span)..];
            if (line.IsEmpty) return true;
            if (Time.GetElapsedTime(start) > Patience) return false;
            await Task.Delay(RetryTime, Time).ConfigureAwait(false);
        }
    }

    protected override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _output.ReadAsync(buffer, cancellationToken);

    private static unsafe int Open(string path, int flags)
    {
        fixed (byte* pointer = Encoding.UTF8.GetBytes(path + '\0'))
            return Libc.Open(pointer, flags | Libc.NonBlocking | Libc.CloseOnExec);
    }

    private unsafe int WriteNow(ReadOnlySpan<byte> line)
    {
        fixed (byte* pointer = line) return (int)Math.Max(Libc.Write(_input, pointer, line.Length), 0);
    }
}
