using System.CommandLine;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Cli;

/// <summary>
/// <c>env</c>: the settings in force, in the form of the env file or of environment variables. Called <c>exabgp</c>, or with an option, the
/// program writes ExaBGP's octets; else each setting has its meaning and its default above it, in comments.
/// </summary>
internal sealed class EnvCommand
{
    private readonly CliContext _context;
    private readonly EnvironmentSettings _settings;
    private readonly bool _isOlder;

    private EnvCommand(CliContext context, EnvironmentSettings settings, bool isOlder)
    {
        _context = context;
        _settings = settings;
        _isOlder = isOlder;
    }

    public static Command Create(CliContext context)
    {
        var diff = new Option<bool>("--diff", "-d") { Description = "show only the different from the defaults" };
        var env = new Option<bool>("--env", "-e") { Description = "display using environment (not ini)" };
        var plain = new Option<bool>("--plain", "-p") { Description = "without meaning and default of each setting, as exabgp" };
        var older = new Option<bool>("--older") { Description = "the settings of ExaBGP 4.2 (--fi, --di, --fe, --de of its command line)" };
        var command = new Command("env", "show exabgp configuration information") { diff, env, plain, older };
        command.SetAction(result =>
        {
            if (context.LoadSettings() is not { } settings) return ExitCode.Failure;
            foreach (var warning in context.SettingWarnings) context.Error.WriteLine($"warning: {warning}");
            var (isDifference, isOlder) = (result.GetValue(diff), result.GetValue(older));
            var isPlain = isDifference || isOlder || result.GetValue(plain) || context.ProgramName == "exabgp";
            var run = new EnvCommand(context, settings, isOlder);
            if (result.GetValue(env)) run.WriteVariables(isDifference);
            else run.WriteFile(isPlain ? run.Shown(isDifference) : EnvironmentCatalog.All.Where(setting => setting.IsPublic), !isPlain);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The settings that the ExaBGP in question has, and those that it has not where they are not as without them.</summary>
    private IEnumerable<SettingDescriptor> Shown(bool differencesOnly) => EnvironmentCatalog.All.Where(setting =>
    {
        var isThere = setting.Origin <= (_isOlder ? SettingOrigin.ExaBgp42 : SettingOrigin.ExaBgp50);
        return setting.IsPublic && ((isThere && !differencesOnly) || setting.Show(_settings) != setting.Default);
    });

    private void WriteVariables(bool differencesOnly)
    {
        // ExaBGP 4.2 writes an empty line above all of them, but not above the differences.
        if (_isOlder && !differencesOnly) _context.Output.WriteLine();
        foreach (var setting in Shown(differencesOnly)) _context.Output.WriteLine($"exabgp.{setting.Name}={setting.Show(_settings)}");
    }

    private void WriteFile(IEnumerable<SettingDescriptor> settings, bool isExplained)
    {
        foreach (var section in settings.GroupBy(setting => setting.Section).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            _context.Output.WriteLine();
            _context.Output.WriteLine($"[exabgp.{section.Key}]");
            foreach (var setting in section.OrderBy(setting => setting.Option, StringComparer.Ordinal))
            {
                if (isExplained) Explain(setting);
                // Who reads the file takes a lone percent sign for the begin of another key's name; ExaBGP writes it nevertheless.
                _context.Output.WriteLine($"{setting.Option} = {setting.Show(_settings).Replace("%", "%%", StringComparison.Ordinal)}");
            }
        }
    }

    private void Explain(SettingDescriptor setting)
    {
        var origin = setting.Origin switch
        {
            SettingOrigin.ExaBgp60 => " (not in ExaBGP 5.0)",
            SettingOrigin.ExaSharp => " (not in ExaBGP)",
            _ => "",
        };
        _context.Output.WriteLine();
        _context.Output.WriteLine($"; {setting.Help}{origin}");
        if (setting.WithoutEffect is { } reason) _context.Output.WriteLine($"; no effect: {reason}");
        _context.Output.WriteLine($"; {setting.Expected}; default {setting.Default}");
    }
}
