using System.Text;

namespace ExaSharp.Logging;

/// <summary>
/// Standard error, for the destinations <c>stdout</c> and <c>stderr</c> alike (ExaBGP). When it leads to systemd's journal each line begins with its
/// priority (<c>&lt;4&gt;</c>, sd-daemon(3)), which the journal takes off and keeps: <c>journalctl -p warning</c> works.
/// </summary>
internal sealed class StandardErrorSink(LogFormat format, bool isJournal = false, Stream? stream = null) : ILogSink
{
    private readonly StreamWriter _writer = new(stream ?? Console.OpenStandardError(), new UTF8Encoding(false), 16 * 1024);

    public LogFormat Format => format;

    public void Write(LogLine line, string text)
    {
        if (isJournal)
        {
            _writer.Write('<');
            _writer.Write((char)('0' + line.Severity));
            _writer.Write('>');
        }
        _writer.Write(text);
        _writer.Write('\n');
    }

    public void Flush() => _writer.Flush();

    public void Dispose() => _writer.Dispose();
}
