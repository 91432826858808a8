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
        All(root).FirstOrDefault(folder => IsPipe($"{folder}{name}.in") && IsPipe($"{folder}{name}.out"));

    private static unsafe bool IsPipe(string path)
    {
        // The mode stands at octet 28 of struct statx.
        const int modeOffset = 28;
        const int typeMask = 0xf000;
        const int pipe = 0x1000;
        var status = stackalloc byte[Libc.OpaqueSize];
        fixed (byte* pointer = System.Text.Encoding.UTF8.GetBytes(path + '\0'))
            return Libc.Status(0, pointer, 0, Libc.StatusBasic, status) == 0 && (*(ushort*)(status + modeOffset) & typeMask) == pipe;
    }
}
