namespace ExaSharp.Logging;

/// <summary>Where formatted log lines go. Used by one thread; may block, and may throw <see cref="IOException"/>.</summary>
internal interface ILogSink : IDisposable
{
    /// <summary>How its lines look.</summary>
    LogFormat Format { get; }

    /// <param name="line">The line, for what a destination needs beside the text.</param>
    /// <param name="text">The formatted line, without a line end.</param>
    void Write(LogLine line, string text);

    /// <summary>Everything written so far is out.</summary>
    void Flush();
}
