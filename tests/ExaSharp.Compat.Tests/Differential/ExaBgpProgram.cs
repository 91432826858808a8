namespace ExaSharp.Compat.Tests.Differential;

/// <summary>An ExaBGP to compare with.</summary>
/// <param name="Name">Its generation, as a test shows it.</param>
/// <param name="Path">The program.</param>
/// <param name="IsFive">Whether it has what 5.0 added to 4.2: MUP, family commands, segment routing services, sorted communities.</param>
internal sealed record ExaBgpProgram(string Name, string? Path, bool IsFive)
{
    /// <summary>Debian's.</summary>
    public static readonly ExaBgpProgram Four = new("4.2", "/usr/sbin/exabgp", IsFive: false);

    /// <summary>Of a checkout that the environment variable <c>EXABGP_SOURCE</c> names.</summary>
    public static readonly ExaBgpProgram Five = new("5.0", EncodingSuite.Source is { } source ? System.IO.Path.Combine(source, "sbin/exabgp") : null, IsFive: true);

    /// <summary>Whether it is there.</summary>
    public bool IsInstalled => File.Exists(Path);
}
