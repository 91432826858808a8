using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration;
using ExaSharp.Configuration.Programs;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Daemon;

/// <summary>
/// A configuration file on disk. The path is made absolute when the object is made, since the daemon then leaves the
/// directory that it was started in; a symbolic link is followed each time the file is read, so that a reload sees where it
/// points then (ExaBGP).
/// </summary>
internal sealed class ConfigurationFile
{
    private readonly string _path;
    private readonly string _name;
    private readonly string _startDirectory = Environment.CurrentDirectory;
    private readonly IFileProbe _files;

    /// <param name="path">The path as the operator wrote it; messages show it so.</param>
    /// <param name="files">The file system.</param>
    public ConfigurationFile(string path, IFileProbe files)
    {
        _name = path;
        _path = Path.GetFullPath(path);
        _files = files;
    }

    /// <summary>Whether a regular file is there, links followed.</summary>
    public bool Exists => File.Exists(_path);

    /// <summary>Reads the file.</summary>
    /// <param name="routes">Where its NLRI are kept.</param>
    /// <param name="attributes">Where its attributes are kept.</param>
    /// <param name="settings">For <c>bgp.passive</c>.</param>
    /// <param name="diagnostics">Errors and warnings are added to it.</param>
    /// <param name="source">The text, to show diagnostics with.</param>
    /// <returns>The configuration; null when there were errors, or the file could not be read.</returns>
    public DaemonConfiguration? Read(
        RouteStore routes, AttributeInterner attributes, EnvironmentSettings settings, DiagnosticBag diagnostics, out SourceText source)
    {
        source = new SourceText(_name, ReadOnlyMemory<byte>.Empty);
        var resolved = Path.GetFullPath(File.ResolveLinkTarget(_path, returnFinalTarget: true)?.FullName ?? _path);
        try
        {
            source = new SourceText(_name, File.ReadAllBytes(resolved));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(DiagnosticCode.InvalidSyntax, default, $"the file can not be read: {error.Message}");
            return null;
        }
        var search = new ProgramSearch
        {
            ConfigurationDirectory = Path.GetDirectoryName(resolved) ?? "/",
            ExabgpEtc = Environment.GetEnvironmentVariable("EXABGP_ETC") ?? "",
            Path = Environment.GetEnvironmentVariable("PATH") ?? "",
            StartDirectory = _startDirectory,
            WorkingDirectory = Environment.CurrentDirectory,
            UserId = Interop.Libc.UserId,
            GroupId = Interop.Libc.GroupId,
        };
        var context = new ConfigurationContext(routes, attributes)
        {
            Programs = new ProgramLocator(_files, search),
            KeyFiles = new KeyFiles(search.ConfigurationDirectory, _files),
            AllPassive = settings.BgpPassive,
            Rfc = settings.BgpRfc,
            DefaultEncoder = settings.ApiEncoder,
        };
        return ConfigurationParser.Parse(source, context, diagnostics);
    }
}
