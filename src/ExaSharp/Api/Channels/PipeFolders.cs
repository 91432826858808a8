using System.Globalization;
using ExaSharp.Interop;

namespace ExaSharp.Api.Channels;

/// <summary>
/// Where the named pipes are: <c>NAME.in</c> for commands and <c>NAME.out</c> for answers, in the first folder of ExaBGP's list
/// that has both.
/// </summary>
internal static class PipeFolders
{
    /// <summary>The folders in the order in which they are searched, each with a slash at its end.</summary>
    /// <param name="root">The installation prefix, without a slash at its end.</param>
    public static IReadOnlyList<string> All(string root)
    {
        var user = Libc.UserId.ToString(CultureInfo.InvariantCulture);
        string[] folders = ["/run/exabgp/", $"/run/{user}/", "/run/", "/var/run/exabgp/", $"/var/run/{user}/", "/var/run/"];
        return [.. folders, .. folders.Select(folder => root + folder)];
    }

    /// <summary>The first folder that has both pipes; null when none has.</summary>
    public static string? Find(string root, string name) =>
        All(root).FirstOrDefault(folder => FileType.IsPipe($"{folder}{name}.in") && FileType.IsPipe($"{folder}{name}.out"));
}
