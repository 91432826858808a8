namespace ExaSharp.Configuration.Settings;

/// <summary>A setting that another ExaBGP has and that has no meaning here.</summary>
/// <param name="Name">Section and option.</param>
/// <param name="Program">The ExaBGP that has it.</param>
/// <param name="Reason">Why it has no meaning, to be read behind <c>has no effect:</c>.</param>
public sealed record RetiredSetting(string Name, string Program, string Reason);

/// <summary>Settings of ExaBGP 3.4 and of the development tree that are accepted, with a warning, and change nothing.</summary>
public static class RetiredSettings
{
    public static IReadOnlyList<RetiredSetting> All { get; } =
    [
        new("api.highres", "ExaBGP 3.4", "the times of events always have all digits that their version has"),
        new("api.socket", "ExaBGP 3.4", "there is no socket for it in any ExaBGP"),
        new("bgp.paths_limit_audit", "the development tree of ExaBGP", "the number of paths is not audited"),
        new("debug.timing", "the development tree of ExaBGP", "the loop that it times is not here"),
    ];

    internal static RetiredSetting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);
}
