using System.Globalization;
using ExaSharp.Bgp.Primitives;

namespace ExaSharp.Configuration.Settings;

/// <summary>Sets a value that was read from text; false when the text is no such value.</summary>
internal delegate bool SettingReader(string text, EnvironmentSource source, ref EnvironmentSettings settings);

/// <summary>The programs that settings come from, oldest first.</summary>
public enum SettingOrigin : byte
{
    /// <summary>ExaBGP 4.2 and, but for a few, 3.4.</summary>
    ExaBgp42,

    /// <summary>ExaBGP 5.0.</summary>
    ExaBgp50,

    /// <summary>ExaBGP's development tree.</summary>
    ExaBgp60,

    /// <summary>This program alone.</summary>
    ExaSharp,
}

/// <summary>One setting: its name, its values and its place in <see cref="EnvironmentSettings"/>.</summary>
public sealed class SettingDescriptor
{
    private readonly SettingReader _read;
    private readonly Func<EnvironmentSettings, string> _show;

    private SettingDescriptor(string name, string kind, string expected, string help, SettingReader read, Func<EnvironmentSettings, string> show)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        Section = name[..dot];
        Option = name[(dot + 1)..];
        Kind = kind;
        Expected = expected;
        Help = help;
        _read = read;
        _show = show;
    }

    private SettingDescriptor(SettingDescriptor other)
    {
        (_read, _show) = (other._read, other._show);
        (Section, Option, Kind, Expected, Help) = (other.Section, other.Option, other.Kind, other.Expected, other.Help);
        (Origin, WithoutEffect) = (other.Origin, other.WithoutEffect);
    }

    /// <summary>The part before the dot: <c>tcp</c> of <c>tcp.port</c>.</summary>
    public string Section { get; }

    /// <summary>The part behind the dot: <c>port</c> of <c>tcp.port</c>.</summary>
    public string Option { get; }

    /// <summary><c>tcp.port</c>.</summary>
    public string Name => $"{Section}.{Option}";

    /// <summary>bool, int, float, string, user, umask, level, ips, encoder or format.</summary>
    public string Kind { get; }

    /// <summary>What its value must be, in words.</summary>
    public string Expected { get; }

    public string Help { get; }

    /// <summary>The first program that has it.</summary>
    public SettingOrigin Origin { get; private init; } = SettingOrigin.ExaBgp42;

    /// <summary>Why it changes nothing here; null when it does something.</summary>
    public string? WithoutEffect { get; private init; }

    /// <summary>Whether it is listed for operators; the settings of <c>debug</c> are not.</summary>
    public bool IsPublic => Section != "debug";

    /// <summary>Whether quotes around a value of an environment variable are taken off (those in the env file always are).</summary>
    internal bool IsUnquoted => Kind == "string";

    /// <summary>The value in the form in which ExaBGP writes it into an env file: strings and addresses in quotes.</summary>
    public string Show(EnvironmentSettings settings) => _show(settings);

    /// <summary>The default in the same form.</summary>
    public string Default => Show(EnvironmentSettings.Default);

    internal SettingDescriptor Since(SettingOrigin origin) => new(this) { Origin = origin };

    /// <param name="reason">Why, to be read behind <c>has no effect:</c>.</param>
    internal SettingDescriptor HasNoEffect(string reason) => new(this) { WithoutEffect = reason };

    internal bool TryRead(string text, EnvironmentSource source, ref EnvironmentSettings settings) => _read(text, source, ref settings);

    /// <summary>True for <c>1 yes on enable true</c> in any case, false for everything else (ExaBGP).</summary>
    internal static SettingDescriptor Bool(string name, string help, Func<EnvironmentSettings, bool> get, Func<EnvironmentSettings, bool, EnvironmentSettings> set) =>
        new(name, "bool", "true or false", help,
            (string text, EnvironmentSource _, ref EnvironmentSettings settings) =>
            {
                settings = set(settings, text.ToUpperInvariant() is "1" or "YES" or "ON" or "ENABLE" or "TRUE");
                return true;
            },
            settings => get(settings) ? "true" : "false");

    internal static SettingDescriptor Int(string name, int least, int most, string help, Func<EnvironmentSettings, int> get, Func<EnvironmentSettings, int, EnvironmentSettings> set) =>
        new(name, "int", IntegerIn(least, most), help,
            (string text, EnvironmentSource _, ref EnvironmentSettings settings) =>
            {
                if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)) return false;
                if (value < least || value > most) return false;
                settings = set(settings, value);
                return true;
            },
            settings => get(settings).ToString(CultureInfo.InvariantCulture));

    internal static SettingDescriptor Float(string name, string help, Func<EnvironmentSettings, double> get, Func<EnvironmentSettings, double, EnvironmentSettings> set) =>
        new(name, "float", "a number", help,
            (string text, EnvironmentSource _, ref EnvironmentSettings settings) =>
            {
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) return false;
                settings = set(settings, value);
                return true;
            },
            settings => ShowFloat(get(settings)));

    internal static SettingDescriptor String(string name, string help, Func<EnvironmentSettings, string> get, Func<EnvironmentSettings, string, EnvironmentSettings> set) =>
        new(name, "string", "any text", help,
            (string text, EnvironmentSource _, ref EnvironmentSettings settings) =>
            {
                settings = set(settings, text);
                return true;
            },
            settings => Quote(get(settings)));

    /// <summary>An account of the system; looked up even if it is never used (ExaBGP).</summary>
    internal static SettingDescriptor User(string name, string help, Func<EnvironmentSettings, string> get, Func<EnvironmentSettings, string, EnvironmentSettings> set) =>
        new(name, "user", "the name of an account of this system", help,
            (string text, EnvironmentSource source, ref EnvironmentSettings settings) =>
            {
                if (source.AccountExists is { } exists && !exists(text)) return false;
                settings = set(settings, text);
                return true;
            },
            settings => Quote(get(settings)));

    /// <summary>Octal: <c>0137</c>, <c>137</c> or <c>0o137</c>.</summary>
    internal static SettingDescriptor Umask(string name, string help, Func<EnvironmentSettings, int> get, Func<EnvironmentSettings, int, EnvironmentSettings> set) =>
        new(name, "umask", "permission bits in octal, as 0137", help,
            (string text, EnvironmentSource _, ref EnvironmentSettings settings) =>
            {
                if (!TryReadOctal(text, out var value)) return false;
                settings = set(settings, value);
                return true;
            },
            settings => Quote("0o" + Convert.ToString(get(settings), 8)));

    /// <summary>The levels of ExaBGP 5.0 in any case, and those of 4.2.</summary>
    internal static SettingDescriptor Level(string name, string help, Func<EnvironmentSettings, LogThreshold> get, Func<EnvironmentSettings, LogThreshold, EnvironmentSettings> set) =>
        new(name, "level", "FATAL, CRITICAL, ERROR, WARNING, INFO, DEBUG or NOTSET", help,
            (string text, EnvironmentSource _, ref EnvironmentSettings settings) =>
            {
                if (!TryReadLevel(text, out var value)) return false;
                settings = set(settings, value);
                return true;
            },
            settings => get(settings).ToString().ToUpperInvariant());

    /// <summary>Addresses with blanks between.</summary>
    internal static SettingDescriptor Addresses(string name, string help, Func<EnvironmentSettings, IReadOnlyList<IpAddress>> get, Func<EnvironmentSettings, IReadOnlyList<IpAddress>, EnvironmentSettings> set) =>
        new(name, "ips", "IP addresses with blanks between", help,
            (string text, EnvironmentSource _, ref EnvironmentSettings settings) =>
            {
                List<IpAddress> list = [];
                foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (!IpAddress.TryParse(System.Text.Encoding.UTF8.GetBytes(word), out var address)) return false;
                    list.Add(address);
                }
                settings = set(settings, list);
                return true;
            },
            settings => Quote(string.Join(' ', get(settings))));

    /// <summary>One of a few words, in any case.</summary>
    internal static SettingDescriptor Choice<T>(string name, string kind, (string Word, T Value)[] choices, string help, Func<EnvironmentSettings, T> get, Func<EnvironmentSettings, T, EnvironmentSettings> set)
        where T : struct =>
        new(name, kind, string.Join(", ", choices[..^1].Select(choice => choice.Word)) + " or " + choices[^1].Word, help,
            (string text, EnvironmentSource _, ref EnvironmentSettings settings) =>
            {
                foreach (var (word, value) in choices)
                {
                    if (!word.Equals(text, StringComparison.OrdinalIgnoreCase)) continue;
                    settings = set(settings, value);
                    return true;
                }
                return false;
            },
            settings => Array.Find(choices, choice => EqualityComparer<T>.Default.Equals(choice.Value, get(settings))).Word);

    private static string IntegerIn(int least, int most) => (least, most) switch
    {
        (int.MinValue, int.MaxValue) => "a whole number",
        (_, int.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} on"),
        _ => string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
    };

    private static string Quote(string text) => $"'{text}'";

    private static string ShowFloat(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    private static bool TryReadOctal(string text, out int value)
    {
        value = 0;
        var digits = text.Trim();
        if (digits.StartsWith("0o", StringComparison.OrdinalIgnoreCase)) digits = digits[2..];
        if (digits.Length == 0) return false;
        foreach (var c in digits)
        {
            if (c is < '0' or > '7') return false;
            value = value * 8 + (c - '0');
            if (value > 0xfff) return false;
        }
        return true;
    }

    private static bool TryReadLevel(string text, out LogThreshold value)
    {
        LogThreshold? found = text.ToUpperInvariant() switch
        {
            "FATAL" or "CRITICAL" or "CRIT" or "ALERT" or "EMERG" => LogThreshold.Critical,
            "ERROR" or "ERR" => LogThreshold.Error,
            "WARNING" => LogThreshold.Warning,
            "INFO" or "NOTICE" => LogThreshold.Info,
            "DEBUG" => LogThreshold.Debug,
            "NOTSET" => LogThreshold.NotSet,
            _ => null,
        };
        value = found ?? default;
        return found is not null;
    }
}
