using System.Text;
using ExaSharp.Configuration.Settings;
using ExaSharp.Daemon;

namespace ExaSharp.Cli;

/// <summary>The world that a command runs in: streams, variables, where the program is and where it was started.</summary>
internal sealed class CliContext
{
    /// <summary>ExaBGP's version that this program stands in for.</summary>
    public const string ExaBgpVersion = "5.0.13";

    private const string SourceTail = "src/exabgp/application";

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input.</summary>
    public Func<Stream> Input { get; init; } = Console.OpenStandardInput;

    /// <summary>An environment variable by its name; null when it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The names of all environment variables.</summary>
    public IReadOnlyCollection<string> VariableNames { get; init; } = [];

    /// <summary>The directory that the program was started in.</summary>
    public required string Directory { get; init; }

    /// <summary>The directory of the program itself.</summary>
    public required string ProgramDirectory { get; init; }

    /// <summary>The name that the program was started by.</summary>
    public string ProgramName { get; init; } = "exasharp";

    /// <summary>Whether somebody types on standard input and sees what is printed.</summary>
    public Func<bool> IsTerminal { get; init; } = () => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The argument of <c>--env-file</c>, or null.</summary>
    public string? EnvFileArgument { get; set; }

    /// <summary>The argument of ExaBGP 4.2's <c>--root</c>, or null.</summary>
    public string? RootArgument { get; set; }

    /// <summary>What <see cref="LoadSettings"/> found that was set and changes nothing, a line each.</summary>
    public IReadOnlyList<string> SettingWarnings { get; private set; } = [];

    /// <summary>What <c>version</c> answers: ExaBGP's, unless the variable <c>exabgp_version</c> says something else.</summary>
    public string Version => Variable("exabgp_version") ?? ExaBgpVersion;

    /// <summary>ExaBGP's installation prefix: <c>EXABGP_ROOT</c>, else the program's directory, without <c>/bin</c> or <c>/sbin</c>.</summary>
    public string Root
    {
        get
        {
            if (RootArgument is { } argument) return Path.GetFullPath(argument, Directory).TrimEnd('/');
            var root = Variable("EXABGP_ROOT") is { Length: > 0 } variable ? Path.GetFullPath(variable, Directory) : ProgramDirectory;
            root = Path.TrimEndingDirectorySeparator(root);
            if (root.EndsWith("/bin", StringComparison.Ordinal) || root.EndsWith("/sbin", StringComparison.Ordinal))
                root = Path.GetDirectoryName(root) ?? "/";
            var tail = root.IndexOf(SourceTail, StringComparison.Ordinal);
            return (tail >= 0 ? root[..tail] : root).TrimEnd('/');
        }
    }

    /// <summary>
    /// Where configuration files are: below <see cref="Root"/>. For a program in <c>/usr</c> or <c>/usr/local</c> that is a directory which is
    /// seldom there (ExaBGP 5.0); without it, it is <c>/etc/exabgp</c> (ExaBGP 4.2).
    /// </summary>
    public string Etc
    {
        get
        {
            var root = Root;
            var below = $"{root}/etc/exabgp";
            return root is "/usr" or "/usr/local" && !System.IO.Directory.Exists(below) ? "/etc/exabgp" : below;
        }
    }

    /// <summary>The file of settings, whether it exists or not.</summary>
    public string EnvFile => Path.GetFullPath(EnvFileArgument ?? Variable("EXABGP_ENVFILE") ?? $"{Etc}/exabgp.env", Directory);

    /// <summary>The context of this process.</summary>
    public static CliContext FromProcess(string? envFileArgument) => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Variable = Environment.GetEnvironmentVariable,
        VariableNames = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()],
        Directory = Environment.CurrentDirectory,
        ProgramName = NameOfProcess(),
        ProgramDirectory = Path.GetDirectoryName(Environment.ProcessPath) ?? "/",
        EnvFileArgument = envFileArgument,
    };

    /// <summary>The name by which this process was started, that of a link when it was started by one.</summary>
    public static string NameOfProcess()
    {
        try
        {
            // The runtime tells the file that the link leads to.
            return Path.GetFileName(File.ReadAllText("/proc/self/cmdline").Split('\0')[0]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "exasharp";
        }
    }

    /// <summary>The path of any other file given as an argument.</summary>
    public string PathOf(string argument) => Path.GetFullPath(argument, Directory);

    /// <summary>
    /// The path of a configuration file given as an argument: one that begins with <c>etc/exabgp</c> is in <see cref="Etc"/>
    /// (ExaBGP), any other where it says.
    /// </summary>
    public string ConfigurationPath(string argument)
    {
        const string prefix = "etc/exabgp";
        return argument.StartsWith(prefix, StringComparison.Ordinal)
            ? Path.Join(Etc, argument[Math.Min(prefix.Length + 1, argument.Length)..])
            : Path.GetFullPath(argument, Directory);
    }

    /// <summary>The settings of variables and file; null, with a line for each bad value, when there are errors.</summary>
    public EnvironmentSettings? LoadSettings()
    {
        string? text = null;
        try
        {
            if (File.Exists(EnvFile)) text = File.ReadAllText(EnvFile, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Error.WriteLine($"error: can not read {EnvFile} : {e.Message}");
            return null;
        }
        var (errors, warnings) = (new List<string>(), new List<string>());
        var source = new EnvironmentSource(Variable, text, Privileges.UserExists) { FileName = EnvFile, VariableNames = VariableNames };
        var settings = EnvironmentSettings.Load(source, errors, warnings);
        SettingWarnings = warnings;
        foreach (var error in errors) Error.WriteLine($"error: {error}");
        return errors.Count == 0 ? settings : null;
    }
}
