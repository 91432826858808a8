using System.Globalization;
using System.Text;

namespace ExaSharp.Logging;

/// <summary>
/// A file, always in the long form. Before it grows over a limit it becomes <c>.1</c>, that <c>.2</c>, and so on, and the
/// last is deleted (ExaBGP 5.0: 1 MiB and three old ones).
/// </summary>
internal sealed class FileSink : ILogSink
{
    public const long DefaultLimit = 1024 * 1024;

    private const int OldFiles = 3;

    private readonly string _path;
    private readonly long _limit;
    private FileStream _file;

    /// <exception cref="IOException">The file can not be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can not be opened.</exception>
    public FileSink(string path, LogFormat format, long limit = DefaultLimit)
    {
        _path = path;
        _limit = limit;
        Format = format with { IsShort = false, HasColors = false };
        _file = Open();
    }

    public LogFormat Format { get; }

    public void Write(LogLine line, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + '\n');
        if (!_file.CanWrite) _file = Open();
        if (_file.Length > 0 && _file.Length + bytes.Length >= _limit) Rotate();
        _file.Write(bytes);
    }

    public void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

    private void Rotate()
    {
        _file.Dispose();
        try
        {
            for (var i = OldFiles - 1; i >= 0; i--)
                if (File.Exists(Old(i))) File.Move(Old(i), Old(i + 1), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The directory is not ours to write: the file goes on growing.
        }
        _file = Open();
    }

    private string Old(int number) => number == 0 ? _path : string.Create(CultureInfo.InvariantCulture, $"{_path}.{number}");

    private FileStream Open() => new(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
}
