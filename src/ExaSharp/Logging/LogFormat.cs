using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Logging;

/// <summary>
/// ExaBGP's log lines: the source padded to 15; the long form with the time and the process id before it; on a terminal
/// a carriage return first, the source coloured by level and the message in bold. The level itself is never printed.
/// </summary>
internal sealed record LogFormat(bool IsShort, bool HasColors, int ProcessId)
{
    private const string Bold = "\u001b[1m";
    private const string End = "\u001b[0m";

    public string Format(LogLine line)
    {
        var source = HasColors ? Source(line) : line.Source;
        var message = HasColors ? Message(line) : line.Message;
        var start = HasColors ? "\r" : "";
        return IsShort
            ? $"{start}{source,-15} {message}"
            : string.Create(CultureInfo.InvariantCulture, $"{start}{line.Time:HH:mm:ss} {ProcessId,-6} {source,-15} {message}");
    }

    private static string Source(LogLine line)
    {
        var color = line.Level switch
        {
            LogLevel.Critical => "\u001b[00;31m",
            LogLevel.Error => "\u001b[01;31m",
            LogLevel.Warning => "\u001b[01;33m",
            LogLevel.Information => "\u001b[01;32m",
            LogLevel.Trace => "\u001b[01;34m",
            _ => null,
        };
        return color is null ? line.Source : $"{color}{line.Source,-15}{End}";
    }

    private static string Message(LogLine line) =>
        line.Level is LogLevel.Error or LogLevel.Warning or LogLevel.Information ? $"{Bold}{line.Message,-8}{End}" : line.Message;
}
