using System.CommandLine;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration;
using ExaSharp.Configuration.Migration;

namespace ExaSharp.Cli;

/// <summary><c>migrate</c>: prints a configuration of an older ExaBGP in the form of 5.0. The file itself is not touched.</summary>
internal static class MigrateCommand
{
    /// <summary>The name that stands for standard input.</summary>
    private const string StandardInput = "-";

    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("configuration") { Description = "configuration file, or - for standard input" };
        var command = new Command("migrate", "print a configuration of ExaBGP 3.4 or 4.2 in the form of 5.0") { file };
        command.SetAction(result => Run(context, result.GetValue(file)!));
        return command;
    }

    private static int Run(CliContext context, string name)
    {
        if (context.LoadSettings() is not { } settings) return ExitCode.Failure;
        byte[] bytes;
        try
        {
            bytes = name == StandardInput ? ReadAll(context.Input()) : File.ReadAllBytes(context.ConfigurationPath(name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            context.Error.WriteLine($"error: {name} can not be read: {error.Message}");
            return ExitCode.Failure;
        }
        // Whether the programs of the file are here says nothing about its form.
        var source = new SourceText(name == StandardInput ? "standard input" : name, bytes);
        var reading = new ConfigurationContext(new RouteStore(), new AttributeInterner()) { AllPassive = settings.BgpPassive, DefaultEncoder = settings.ApiEncoder };
        var text = ConfigurationMigration.Migrate(source, reading, out var diagnostics);
        var severity = text is null ? Severity.Error : Severity.Warning;
        foreach (var item in diagnostics.Items.Where(item => item.Severity == severity)) context.Error.WriteLine(DiagnosticRenderer.Render(source, item));
        if (text is null)
        {
            context.Error.WriteLine($"error: {name} is not a valid config file");
            return ExitCode.Failure;
        }
        context.Output.Write(text);
        return ExitCode.Success;
    }

    private static byte[] ReadAll(Stream input)
    {
        using var all = new MemoryStream();
        input.CopyTo(all);
        return all.ToArray();
    }
}
