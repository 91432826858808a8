using System.Globalization;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Settings;

/// <summary>Finds what was set and changes nothing: settings without effect, and names that no ExaBGP knows.</summary>
internal static class SettingWarnings
{
    private const string Prefix = "exabgp";

    private static readonly string[] Sections = [.. EnvironmentCatalog.All.Select(setting => setting.Section).Distinct()];

    /// <summary>The variables of all settings, and of their other names.</summary>
    private static readonly HashSet<string> KnownVariables =
    [
        .. EnvironmentCatalog.All.Select(setting => setting.Name).Concat(RetiredSettings.All.Select(setting => setting.Name))
            .Append("tcp.connections").SelectMany(EnvironmentLoader.VariableNames),
    ];

    /// <summary>Adds a line for each.</summary>
    internal static void Collect(EnvironmentSettings settings, EnvironmentSource source, EnvironmentFile file, ICollection<string> warnings)
    {
        foreach (var setting in EnvironmentCatalog.All)
            if (setting.WithoutEffect is { } reason && setting.Show(settings) != setting.Default) warnings.Add($"{setting.Name} has no effect: {reason}");
        foreach (var setting in RetiredSettings.All)
        {
            var isSet = EnvironmentLoader.VariableNames(setting.Name).Any(name => source.Variable(name) is not null)
                || file.Keys.Any(key => NameOf(key.Section, key.Key) == setting.Name);
            if (isSet) warnings.Add($"{setting.Name}, a setting of {setting.Program}, has no effect: {setting.Reason}");
        }
        CollectUnknownKeys(source, file, warnings);
        foreach (var name in source.VariableNames.Where(IsMisspelt).Order(StringComparer.Ordinal))
            warnings.Add($"variable {name} is no setting{Hint(NameOf(name))}");
    }

    private static void CollectUnknownKeys(EnvironmentSource source, EnvironmentFile file, ICollection<string> warnings)
    {
        var told = new HashSet<string>();
        foreach (var (section, key, line) in file.Keys)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{source.FileName} line {line}");
            if (NameOf(section, key) is not { } name)
            {
                if (told.Add(section)) warnings.Add($"{place}: nothing reads the section [{section}]: the names of sections begin with \"{Prefix}.\"");
                continue;
            }
            if (RetiredSettings.Find(name) is null && EnvironmentCatalog.All.All(setting => setting.Name != name))
                warnings.Add($"{place}: {name} is no setting{Hint(name)}");
        }
    }

    /// <summary>The name of a setting by its place in the file; null where none can be.</summary>
    private static string? NameOf(string section, string key) =>
        section.StartsWith(Prefix + ".", StringComparison.Ordinal) ? $"{section[(Prefix.Length + 1)..]}.{key.ToLowerInvariant()}" : null;

    /// <summary>The name that a variable in either spelling seems to be meant for.</summary>
    private static string NameOf(string variable)
    {
        var name = variable[(Prefix.Length + 1)..];
        var separator = name.AsSpan().IndexOfAny('.', '_');
        return separator < 0 ? name : $"{name[..separator]}.{name[(separator + 1)..]}";
    }

    /// <summary>
    /// Whether a variable was probably meant to be a setting: in dotted spelling any, in the other one those of a known section, for
    /// helpers have variables of their own.
    /// </summary>
    private static bool IsMisspelt(string variable)
    {
        if (KnownVariables.Contains(variable)) return false;
        return variable.StartsWith(Prefix + ".", StringComparison.Ordinal)
            || Sections.Any(section => variable.StartsWith($"{Prefix}_{section}_", StringComparison.Ordinal));
    }

    private static string Hint(string name) =>
        SpellChecker.Suggest(System.Text.Encoding.UTF8.GetBytes(name), EnvironmentCatalog.All.Select(setting => setting.Name)) is { } meant
            ? $" (did you mean {meant}?)"
            : "";
}
