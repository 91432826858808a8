using System.Text;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Api.Helpers;

/// <summary>
/// What a helper writes to its standard error, as lines of the log with its name. It is always read, so that no helper waits;
/// long lines are cut, and of many in a second the rest is counted. Not thread-safe.
/// </summary>
internal sealed class HelperErrors(string name, ILogger logger, TimeProvider time)
{
    /// <summary>Octets of a line that are logged.</summary>
    public const int MaxLineLength = 4096;

    /// <summary>Lines that are logged in one <see cref="Window"/>.</summary>
    public const int MaxLines = 100;

    private readonly byte[] _line = new byte[MaxLineLength];
    private int _length;
    private bool _isCut;
    private int _lines;
    private long _dropped;
    private long _windowStart = time.GetTimestamp();

    /// <summary>How long lines are counted before there is room for others.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Reads until the helper closes it, or, after <paramref name="ended"/>, until nothing is left in it.</summary>
    public async Task ReadAsync(ChildPipe pipe, CancellationToken ended)
    {
        var buffer = new byte[MaxLineLength];
        // What a process that it left behind goes on writing is not the helper's.
        var afterEnd = pipe.Capacity;
        Task<int>? reading = null;
        while (afterEnd > 0)
        {
            reading ??= pipe.ReadAsync(buffer, ended);
            if (_dropped > 0 && await Task.WhenAny(reading, Task.Delay(Window, time, ended)).ConfigureAwait(false) != reading && !ended.IsCancellationRequested)
            {
                Tell();
                continue;
            }
            var count = await reading.ConfigureAwait(false);
            reading = null;
            if (count == 0) break;
            if (ended.IsCancellationRequested) afterEnd -= count;
            Take(buffer.AsSpan(0, count));
        }
        End();
    }

    /// <summary>Takes in what was read.</summary>
    public void Take(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var newline = octets.IndexOf((byte)'\n');
            var part = newline < 0 ? octets : octets[..newline];
            var kept = part[..Math.Min(part.Length, MaxLineLength - _length)];
            kept.CopyTo(_line.AsSpan(_length));
            _length += kept.Length;
            _isCut |= kept.Length < part.Length;
            if (newline < 0) return;
            EndLine();
            octets = octets[(newline + 1)..];
        }
    }

    /// <summary>Nothing more comes: logs what has no line end, and how much was left out.</summary>
    public void End()
    {
        if (_length > 0) EndLine();
        Tell();
    }

    private void EndLine()
    {
        if (time.GetElapsedTime(_windowStart) >= Window)
        {
            Tell();
            _windowStart = time.GetTimestamp();
            _lines = 0;
        }
        if (_lines < MaxLines)
        {
            _lines++;
            HelperLog.StandardError(logger, name, Text() + (_isCut ? " (cut)" : ""));
        }
        else
        {
            _dropped++;
        }
        _length = 0;
        _isCut = false;
    }

    /// <summary>The line without characters that would do something to a terminal.</summary>
    private string Text()
    {
        var text = Encoding.UTF8.GetString(_line.AsSpan(0, _length)).TrimEnd('\r').ToCharArray();
        for (var i = 0; i < text.Length; i++)
            if (char.IsControl(text[i]) && text[i] != '\t') text[i] = '?';
        return new string(text);
    }

    private void Tell()
    {
        if (_dropped > 0) HelperLog.StandardErrorDropped(logger, name, _dropped);
        _dropped = 0;
    }
}
