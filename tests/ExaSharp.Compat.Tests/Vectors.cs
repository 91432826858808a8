using ExaSharp.Testing;

namespace ExaSharp.Compat.Tests;

/// <summary>
/// ExaBGP's own test data: the messages that its functional suite expects (<c>qa/encoding/*.msg</c>). They are not part of
/// this repository; a copy may lie beside it, and a checkout has them.
/// </summary>
internal static class Vectors
{
    /// <summary>Where the copy of ExaBGP 5.0's data is, when there is one.</summary>
    public static string Folder { get; } = EncodingSuite.Source is { } source
        ? Path.Combine(source, "qa/encoding")
        : Path.GetFullPath(Path.Combine(RepositoryPaths.Root, "../shared/exabgp-qa/5.0/encoding"));

    /// <summary>The cases that there are; empty without the data.</summary>
    public static IEnumerable<string> Names => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*.msg").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)
        : [];

    /// <summary>The octets of the messages of a type that a case expects.</summary>
    public static IEnumerable<byte[]> Messages(string name, byte type) =>
        from line in File.ReadLines(Path.Combine(Folder, name + ".msg"))
        where !line.Contains('#', StringComparison.Ordinal)
        let rule = line.Trim().Split(':', 3)
        where rule.Length == 3 && rule[1] == "raw"
        let octets = Convert.FromHexString(rule[2].Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal))
        where octets.Length >= BgpFrame.HeaderLength && octets[18] == type
        select octets;
}
