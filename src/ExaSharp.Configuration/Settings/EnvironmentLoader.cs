using System.Globalization;

namespace ExaSharp.Configuration.Settings;

/// <summary>Reads <see cref="EnvironmentSettings"/> from variables and the env file.</summary>
internal static class EnvironmentLoader
{
    internal static EnvironmentSettings Load(EnvironmentSource source, ICollection<string> errors)
    {
        var file = EnvironmentFile.Empty;
        if (source.FileText is not null && !EnvironmentFile.TryParse(source.FileText, out file, out var error)) errors.Add(error);

        var settings = EnvironmentSettings.Default;
        foreach (var setting in EnvironmentCatalog.All)
        {
            if (!TryFindText(setting, source, file, errors, out var text)) continue;
            if (!setting.TryRead(text, source, ref settings)) errors.Add($"invalid value for {setting.Name} : {text}");
        }
        settings = ApplyAttemptAliases(settings, source, errors);
        return ApplyConnectPort(settings, source);
    }

    private static bool TryFindText(SettingDescriptor setting, EnvironmentSource source, EnvironmentFile file, ICollection<string> errors, out string text)
    {
        if (Variable(source, setting.Name) is { } value)
        {
            text = setting.IsUnquoted ? Unquote(value) : value;
            return true;
        }
        text = "";
        if (!file.TryGet("exabgp." + setting.Section, setting.Option, out value, out var error))
        {
            if (error is not null) errors.Add(error);
            return false;
        }
        text = Unquote(value);
        return true;
    }

    /// <summary>The variable in its dotted spelling, else in the other one, where only the dots are underscores.</summary>
    private static string? Variable(EnvironmentSource source, string name) =>
        source.Variable("exabgp." + name) ?? source.Variable(Underscored(name));

    private static string Underscored(string name) => ("exabgp." + name).Replace('.', '_');

    /// <summary>As <see cref="Variable"/>, with an empty value as good as none.</summary>
    private static string? NonEmptyVariable(EnvironmentSource source, string name) =>
        source.Variable("exabgp." + name) is { Length: > 0 } dotted ? dotted
            : source.Variable(Underscored(name)) is { Length: > 0 } other ? other
            : null;

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
            errors.Add($"invalid value for tcp.connections : {connections}");
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
