namespace ExaSharp.Configuration.Programs;

/// <summary>Reads the files that keys are in; implemented by the daemon, so that reading a configuration stays free of I/O.</summary>
public interface IKeyFiles
{
    /// <summary>Reads a small file.</summary>
    /// <param name="path">As written: absolute, or relative to the directory of the configuration.</param>
    /// <param name="content">Its text, without the line end behind it.</param>
    /// <param name="mode">Its permissions.</param>
    /// <param name="reason">When it can not be read, why.</param>
    bool TryRead(string path, out string content, out UnixFileMode mode, out string? reason);
}
