namespace ExaSharp.Cli.Prompt;

/// <summary>
/// The commands typed before, the last <see cref="Limit"/> of them, kept in a file that only its owner may read: commands can name what
/// an attacker would like to know. Without a file that can be written they are known until the end of the program.
/// </summary>
internal sealed class CommandHistory
{
    /// <summary>The most commands kept.</summary>
    public const int Limit = 1000;

    private readonly string? _path;
    private readonly List<string> _lines = [];

    /// <param name="path">The file, which need not exist; null for none.</param>
    public CommandHistory(string? path)
    {
        _path = path;
        try
        {
            if (path is not null && File.Exists(path)) _lines.AddRange(File.ReadLines(path).TakeLast(Limit));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _lines.Clear();
        }
    }

    public int Count => _lines.Count;

    public string this[int index] => _lines[index];

    /// <summary>The file of a user: <c>exasharp/history</c> in <c>XDG_STATE_HOME</c>, else in <c>.local/state</c> of <c>HOME</c>; null without either.</summary>
    public static string? PathFor(Func<string, string?> variable)
    {
        var state = variable("XDG_STATE_HOME") is { Length: > 0 } named && Path.IsPathRooted(named) ? named
            : variable("HOME") is { Length: > 0 } home ? Path.Join(home, ".local", "state")
            : null;
        return state is null ? null : Path.Join(state, "exasharp", "history");
    }

    /// <summary>Keeps a command, unless it is the one before again.</summary>
    public void Add(string line)
    {
        if (_lines.Count > 0 && _lines[^1] == line) return;
        _lines.Add(line);
        if (_lines.Count > Limit) _lines.RemoveAt(0);
        if (_path is not null) TrySave(_path);
    }

    private void TrySave(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var written = $"{path}.{Environment.ProcessId}";
            using (var file = new FileStream(written, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                using var writer = new StreamWriter(file);
                foreach (var line in _lines) writer.WriteLine(line);
            }
            File.Move(written, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was typed is worth less than what is being done.
        }
    }
}
