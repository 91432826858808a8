using System.Text;

namespace ExaSharp.Logging;

/// <summary>Standard error, for the destinations <c>stdout</c> and <c>stderr</c> alike (ExaBGP).</summary>
internal sealed class StandardErrorSink(LogFormat format) : ILogSink
{
    private readonly StreamWriter _writer = new(Console.OpenStandardError(), new UTF8Encoding(false), 16 * 1024);

    public LogFormat Format => format;

    public void Write(LogLine line, string text)
    {
        _writer.Write(text);
        _writer.Write('\n');
    }

    public void Flush() => _writer.Flush();

    public void Dispose() => _writer.Dispose();
}
