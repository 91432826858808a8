using ExaSharp.Bgp.Text;

namespace ExaSharp.Api;

/// <summary>The ExaBGPs that have a command. All commands are taken from every helper; its version says how they are answered.</summary>
[Flags]
internal enum ApiVersions
{
    None,

    /// <summary>4.0 to 4.2; 3.4 too.</summary>
    Four = 1,

    Five = 2,

    /// <summary>The development tree of 6.0: the target stands first, answers are JSON.</summary>
    Six = 4,

    FourAndFive = Four | Five,

    All = Four | Five | Six,
}

internal static class ApiVersionsOf
{
    /// <summary>The commands that a helper of a version knows.</summary>
    public static ApiVersions Commands(this JsonVersion version) => version switch
    {
        JsonVersion.Six => ApiVersions.Six,
        JsonVersion.Five => ApiVersions.Five,
        _ => ApiVersions.Four,
    };
}
