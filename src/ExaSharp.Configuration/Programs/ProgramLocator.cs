namespace ExaSharp.Configuration.Programs;

/// <summary>Where and as whom programs are looked for.</summary>
public sealed record ProgramSearch
{
    /// <summary>The directory of the configuration file, links resolved; absolute.</summary>
    public string ConfigurationDirectory { get; init; } = "/";

    /// <summary>The variable <c>EXABGP_ETC</c>; empty when not set.</summary>
    public string ExabgpEtc { get; init; } = "";

    /// <summary>The variable <c>PATH</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary>The variable <c>PWD</c>: where the daemon was started.</summary>
    public string StartDirectory { get; init; } = "";

    /// <summary>The directory that helpers run in, which relative paths are of: <c>/</c> in the daemon.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>The user as whom it is checked whether a program may be run.</summary>
    public uint UserId { get; init; }

    /// <summary>That user's group.</summary>
    public uint GroupId { get; init; }
}

/// <summary>
/// Finds programs as ExaBGP does: a list of places, of which the last one where the program exists wins, so that
/// <c>PATH</c> comes before the directory of the configuration; then checks that it can be run safely.
/// </summary>
public sealed class ProgramLocator(IFileProbe files, ProgramSearch search) : IProgramLocator
{
    /// <summary>The directory that packages install samples and helpers in.</summary>
    private const string SystemDirectory = "/etc/exabgp";

    /// <summary>How a path below ExaBGP's configuration directory is written.</summary>
    private const string EtcPrefix = "etc/exabgp";

    /// <inheritdoc/>
    public bool TryLocate(string program, out string path, out string? error)
    {
        path = program;
        foreach (var candidate in Candidates(program))
            if (files.Exists(candidate)) path = candidate;
        error = Check(path);
        path = Absolute(path);
        return error is null;
    }

    /// <summary>The places where a program may be, in ascending preference; none for an absolute path.</summary>
    public IEnumerable<string> Candidates(string program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.Length == 0 || program.StartsWith('/')) return [];
        return program.StartsWith(EtcPrefix, StringComparison.Ordinal) ? EtcCandidates(program) : PathCandidates(program);
    }

    private IEnumerable<string> PathCandidates(string program)
    {
        yield return Join(SystemDirectory, program);
        yield return Join(search.ConfigurationDirectory, program);
        foreach (var directory in search.Path.Split(':'))
            yield return Join(directory, program);
    }

    /// <summary>ExaBGP puts the directory <c>/etc/exabgp</c> itself into this list, and can then choose it; the program in it is meant.</summary>
    private IEnumerable<string> EtcCandidates(string program)
    {
        var rest = program[EtcPrefix.Length..].TrimStart('/');
        if (search.ExabgpEtc.Length > 0) yield return Join(search.ExabgpEtc, rest);
        yield return Join(SystemDirectory, rest);
        if (search.ExabgpEtc.Length > 0 || search.StartDirectory.Length == 0) yield break;

        var parts = search.StartDirectory.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 0 && parts[^1] is "etc" or "sbin") yield return Join("/" + string.Join('/', parts[..^1]), program);
        if (!parts.Contains("etc")) yield return Join(search.StartDirectory, program);
    }

    private string Join(string directory, string program) => Absolute(Path.Join(directory, program));

    /// <summary>Absolute, without <c>.</c>, <c>..</c> and doubled slashes.</summary>
    private string Absolute(string path) => path.Contains('\0', StringComparison.Ordinal) || path.Length == 0 ? path : Path.GetFullPath(path, search.WorkingDirectory);

    private string? Check(string program)
    {
        var access = FileAccessResult.NotFound;
        FileFacts facts = default;
        string? reason = null;
        if (program.Length > 0 && !program.Contains('\0', StringComparison.Ordinal)) access = files.Open(Absolute(program), out facts, out reason);
        if (access == FileAccessResult.NotFound) return $"can not locate the program \"{program}\"";
        if (access == FileAccessResult.Denied) return $"can not access program \"{program}\": {reason}";
        if (facts.Kind == FileKind.Directory) return $"can not execute directories \"{program}\"";
        if ((facts.Mode & UnixFileMode.SetUser) != 0) return $"refusing to run setuid programs \"{program}\"";
        if ((facts.Mode & UnixFileMode.SetGroup) != 0) return $"refusing to run setgid programs \"{program}\"";

        var execute = UnixFileMode.OtherExecute;
        if (facts.Owner == search.UserId) execute |= UnixFileMode.UserExecute;
        if (facts.Group == search.GroupId) execute |= UnixFileMode.GroupExecute;
        if ((facts.Mode & execute) == 0) return $"exabgp will not be able to run this program \"{program}\"";
        return facts.Kind == FileKind.Regular ? null : $"program must be a regular file \"{program}\"";
    }
}
