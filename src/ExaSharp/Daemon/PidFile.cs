using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Interop;
using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Daemon;

/// <summary>
/// The file <c>daemon.pid</c>: made only when there is none, or when the process that it names is gone; removed at the end
/// by who made it.
/// </summary>
internal sealed class PidFile : IDisposable
{
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _path;
    private readonly ILogger _logger;

    private PidFile(string path, ILogger logger)
    {
        _path = path;
        _logger = logger;
    }

    /// <summary>Makes the file, with the process id and a newline; null, with the reason logged, when it can not.</summary>
    /// <param name="path">Where; empty for no file at all, which is no failure.</param>
    /// <param name="logger">A logger with the source <see cref="LogSource.Daemon"/>.</param>
    public static PidFile? TryCreate(string path, ILogger logger)
    {
        if (path.Length == 0) return new PidFile(path, logger);
        try
        {
            if (!TryWrite(path, FileMode.CreateNew))
            {
                if (IsAlive(ReadPid(path)))
                {
                    ProcessLog.PidFileTaken(logger, path);
                    return null;
                }
                TryWrite(path, FileMode.Create);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            ProcessLog.PidFileBroken(logger, path);
            return null;
        }
        ProcessLog.PidFileCreated(logger, path, Environment.ProcessId);
        return new PidFile(path, logger);
    }

    /// <summary>Removes the file.</summary>
    public void Dispose()
    {
        if (_path.Length == 0) return;
        try
        {
            File.Delete(_path);
            ProcessLog.PidFileRemoved(_logger, _path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ProcessLog.PidFileNotRemoved(_logger, _path);
        }
    }

    private static bool TryWrite(string path, FileMode mode)
    {
        try
        {
            using var stream = new FileStream(path, new FileStreamOptions { Mode = mode, Access = FileAccess.Write, UnixCreateMode = Mode });
            stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")));
            return true;
        }
        catch (IOException) when (mode == FileMode.CreateNew && File.Exists(path))
        {
            return false;
        }
    }

    private static int ReadPid(string path)
    {
        using var reader = new StreamReader(path);
        return int.Parse(reader.ReadLine()?.Trim() ?? "", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    private static bool IsAlive(int pid) => pid > 0 && (Libc.Kill(pid, 0) == 0 || Marshal.GetLastPInvokeError() == Libc.ErrorNotPermitted);
}
