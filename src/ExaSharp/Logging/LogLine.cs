using Microsoft.Extensions.Logging;

namespace ExaSharp.Logging;

/// <summary>One line to log, not yet formatted.</summary>
/// <param name="Time">Local time.</param>
/// <param name="Level">How grave.</param>
/// <param name="Source">Who says it.</param>
/// <param name="Message">What, without a line end.</param>
internal readonly record struct LogLine(DateTimeOffset Time, LogLevel Level, string Source, string Message);
