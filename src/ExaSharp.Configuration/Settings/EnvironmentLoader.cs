using System.Globalization;

namespace ExaSharp.Configuration.Settings;

/// <summary>Reads <see cref="EnvironmentSettings"/> from variables and the env file.</summary>
internal static class EnvironmentLoader
{
    internal static EnvironmentSettings Load(EnvironmentSource source, ICollection<string> errors, ICollection<string> warnings)
    {
        var file = EnvironmentFile.Empty;
        if (source.FileText is not null && !EnvironmentFile.TryParse(source.FileText, out file, out var error)) errors.Add($"{source.FileName} {error}");

        var settings = EnvironmentSettings.Default;
        foreach (var setting in EnvironmentCatalog.All)
        {
            if (!TryFindText(setting, source, file, errors, out var text, out var place)) continue;
            if (!setting.TryRead(text, source, ref settings)) errors.Add($"invalid value for {setting.Name} : {text} ({place}; expected: {setting.Expected})");
        }
        settings = ApplyAttemptAliases(settings, source, errors);
        SettingWarnings.Collect(settings, source, file, warnings);
        return ApplyConnectPort(settings, source);
    }

    private static bool TryFindText(
        SettingDescriptor setting, EnvironmentSource source, EnvironmentFile file, ICollection<string> errors, out string text, out string place)
    {
        foreach (var name in VariableNames(setting.Name))
        {
            if (source.Variable(name) is not { } variable) continue;
            text = setting.IsUnquoted ? Unquote(variable) : variable;
            place = $"variable {name}";
            return true;
        }
        text = place = "";
        if (!file.TryGet("exabgp." + setting.Section, setting.Option, out var value, out var line, out var error))
        {
            if (error is not null) errors.Add($"{source.FileName} {error}");
            return false;
        }
        text = Unquote(value);
        place = string.Create(CultureInfo.InvariantCulture, $"{source.FileName} line {line}");
        return true;
    }

    /// <summary>The variables of a setting: in dotted spelling, else in the other one, where only the dots are underscores.</summary>
    internal static string[] VariableNames(string setting) => ["exabgp." + setting, ("exabgp." + setting).Replace('.', '_')];

    /// <summary>The first of the variables of a setting that is there and not empty.</summary>
    private static string? NonEmptyVariable(EnvironmentSource source, string setting) =>
        VariableNames(setting).Select(source.Variable).FirstOrDefault(value => value is { Length: > 0 });

    /// <summary>
    /// <c>tcp.connections</c> is another name of <c>tcp.attempts</c>, and <c>tcp.once</c> an older form of it; both only as
    /// variables.
    /// </summary>
    private static EnvironmentSettings ApplyAttemptAliases(EnvironmentSettings settings, EnvironmentSource source, ICollection<string> errors)
    {
        var connections = NonEmptyVariable(source, "tcp.connections");
        if (connections is not null)
        {
            if (int.TryParse(connections, NumberStyles.Integer, CultureInfo.InvariantCulture, out var attempts) && attempts >= 0)
                return settings with { TcpAttempts = attempts };
            errors.Add($"invalid value for tcp.connections : {connections} (expected: a whole number from 0 on)");
            return settings;
        }
        if (NonEmptyVariable(source, "tcp.once") is null || NonEmptyVariable(source, "tcp.attempts") is not null) return settings;
        return settings with { TcpAttempts = settings.TcpOnce ? 1 : 0 };
    }

    private static EnvironmentSettings ApplyConnectPort(EnvironmentSettings settings, EnvironmentSource source) =>
        NonEmptyVariable(source, "tcp.port") is null ? settings : settings with { TcpConnectPort = settings.TcpPort };

    /// <summary>Without surrounding white space, then without surrounding quotes of either kind.</summary>
    private static string Unquote(string text) => text.Trim().Trim('\'', '"');
}
