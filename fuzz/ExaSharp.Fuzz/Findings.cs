using System.Security.Cryptography;

namespace ExaSharp.Fuzz;

/// <summary>Keeps inputs that a target failed on, to be read again with <c>--input</c>.</summary>
internal static class Findings
{
    /// <summary>Writes an input to a file named after the target and the octets; gives its whole path.</summary>
    public static string Write(byte[] input, FuzzTarget target, string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.GetFullPath(Path.Combine(directory, $"{target.Name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}"));
        File.WriteAllBytes(path, input);
        return path;
    }
}
