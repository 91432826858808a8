using System.CommandLine;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Cli;

/// <summary><c>env</c>: the settings in force, in the form of the file of settings or of environment variables.</summary>
internal static class EnvCommand
{
    public static Command Create(CliContext context)
    {
        var diff = new Option<bool>("--diff", "-d") { Description = "show only the different from the defaults" };
        var env = new Option<bool>("--env", "-e") { Description = "display using environment (not ini)" };
        var command = new Command("env", "show exabgp configuration information") { diff, env };
        command.SetAction(result => Run(context, result.GetValue(diff), result.GetValue(env)));
        return command;
    }

    private static int Run(CliContext context, bool differencesOnly, bool asVariables)
    {
        if (context.LoadSettings() is not { } settings) return ExitCode.Failure;
        var shown = EnvironmentCatalog.All.Where(setting => setting.IsPublic && !(differencesOnly && setting.Show(settings) == setting.Default));
        if (asVariables)
        {
            foreach (var setting in shown) context.Output.WriteLine($"exabgp.{setting.Name}={setting.Show(settings)}");
            return ExitCode.Success;
        }
        foreach (var section in shown.GroupBy(setting => setting.Section).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            context.Output.WriteLine();
            context.Output.WriteLine($"[exabgp.{section.Key}]");
            foreach (var setting in section.OrderBy(setting => setting.Option, StringComparer.Ordinal))
                context.Output.WriteLine($"{setting.Option} = {setting.Show(settings)}");
        }
        return ExitCode.Success;
    }
}
