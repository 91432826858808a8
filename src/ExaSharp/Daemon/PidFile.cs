using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ExaSharp.Interop;

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

    private PidFile(string path) => _path = path;

    /// <summary>Why the file could not be removed, in ExaBGP's words; null when it was or is still there.</summary>
    public string? RemoveError { get; private set; }

    /// <summary>Makes the file, with the process id and a newline.</summary>
    /// <param name="path">Where.</param>
    /// <param name="file">The file, when it was made.</param>
    /// <param name="message">ExaBGP's log line for what happened.</param>
    public static bool TryCreate(string path, out PidFile? file, out string message)
    {
        file = null;
        try
        {
            if (!TryWrite(path, FileMode.CreateNew))
            {
                if (IsAlive(ReadPid(path)))
                {
                    message = $"PIDfile already exists and program still running {path}";
                    return false;
                }
                TryWrite(path, FileMode.Create);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            message = $"issue accessing PID file {path} (most likely permission or ownership)";
            return false;
        }
        file = new PidFile(path);
        message = $"Created PIDfile {path} with value {Environment.ProcessId}";
        return true;
    }

    /// <summary>Removes the file.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RemoveError = $"Can not remove PIDfile {_path}";
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
