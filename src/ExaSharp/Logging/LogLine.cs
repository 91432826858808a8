using Microsoft.Extensions.Logging;

namespace ExaSharp.Logging;

/// <summary>One line to log, not yet formatted.</summary>
/// <param name="Time">Local time.</param>
/// <param name="Level">How grave.</param>
/// <param name="Source">Who says it.</param>
/// <param name="Message">What, without a line end.</param>
internal readonly record struct LogLine(DateTimeOffset Time, LogLevel Level, string Source, string Message)
{
    /// <summary>The level as syslog and the journal number it: 0 to 7, 7 the least grave (RFC 5424 section 6.2.1).</summary>
    public int Severity => Level switch
    {
        LogLevel.Critical => 2,
        LogLevel.Error => 3,
        LogLevel.Warning => 4,
        LogLevel.Information => 6,
        _ => 7,
    };
}
