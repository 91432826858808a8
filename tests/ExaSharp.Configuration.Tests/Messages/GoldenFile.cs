using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Programs;
using ExaSharp.Testing;

namespace ExaSharp.Configuration.Tests.Messages;

/// <summary>
/// A file of configurations, each with what is said about it, exactly as an operator sees it. A case begins with
/// <c>## its name</c>; <c>--&gt;</c> stands before what is said.
/// </summary>
internal sealed class GoldenFile
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "tests", "ExaSharp.Configuration.Tests", "Messages", "Goldens");

    private readonly string _path;

    public GoldenFile(string name)
    {
        _path = Path.Combine(Folder, name);
        Text = File.ReadAllText(_path);
        foreach (var part in ("\n" + Text).Split("\n## ")[1..])
        {
            var (head, body) = Cut(part, "\n");
            var (configuration, said) = Cut(body, "\n-->\n");
            Cases.Add((head, configuration, said.TrimEnd('\n')));
        }
    }

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.golden").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public string Text { get; }

    public List<(string Name, string Configuration, string Said)> Cases { get; } = [];

    /// <summary>What is said about the configuration of a case.</summary>
    public static Parsed Read(string configuration) => Parsed.Text(configuration, programs: Programs, keyFiles: new KnownKeyFiles());

    /// <summary>The file as it would be if what is said now were right.</summary>
    public string Regenerated() =>
        string.Join("\n", Cases.Select(one => $"## {one.Name}\n{one.Configuration}\n-->\n{Shown(Read(one.Configuration))}\n"));

    /// <summary>Takes what is said now as right.</summary>
    public void Accept() => File.WriteAllText(_path, Regenerated());

    private static string Shown(Parsed parsed) => string.Join('\n',
    [
        .. DiagnosticRenderer.RenderAll(parsed.Source, parsed.Diagnostics, Severity.Error),
        .. DiagnosticRenderer.RenderAll(parsed.Source, parsed.Diagnostics, Severity.Warning),
    ]);

    private static (string, string) Cut(string text, string mark)
    {
        var place = text.IndexOf(mark, StringComparison.Ordinal);
        return place < 0 ? (text, "") : (text[..place], text[(place + mark.Length)..]);
    }

    private static readonly ProgramLocator Programs = new(new ProgramFiles(), new ProgramSearch { ConfigurationDirectory = "/etc/bgp", Path = "/bin", UserId = 7, GroupId = 7 });

    /// <summary>A file system with one program of each kind.</summary>
    private sealed class ProgramFiles : IFileProbe
    {
        private const UnixFileMode Runnable = (UnixFileMode)0b111_101_101;

        private static readonly Dictionary<string, FileFacts> Files = new()
        {
            ["/bin/cat"] = new(FileKind.Regular, Runnable, 0, 0),
            ["/bin/secret"] = new(FileKind.Regular, Runnable, 0, 0),
            ["/bin/directory"] = new(FileKind.Directory, Runnable, 0, 0),
            ["/bin/setuid"] = new(FileKind.Regular, Runnable | UnixFileMode.SetUser, 0, 0),
            ["/bin/setgid"] = new(FileKind.Regular, Runnable | UnixFileMode.SetGroup, 0, 0),
            ["/bin/text"] = new(FileKind.Regular, UnixFileMode.UserRead, 0, 0),
            ["/bin/fifo"] = new(FileKind.Other, Runnable, 0, 0),
        };

        public bool Exists(string path) => Files.ContainsKey(path);

        public FileAccessResult Open(string path, out FileFacts facts, out string? reason)
        {
            reason = null;
            if (!Files.TryGetValue(path, out facts)) return FileAccessResult.NotFound;
            if (path != "/bin/secret") return FileAccessResult.Readable;
            reason = $"[Errno 13] Permission denied: '{path}'";
            return FileAccessResult.Denied;
        }
    }
}
