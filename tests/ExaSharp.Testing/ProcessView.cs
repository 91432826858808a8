using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ExaSharp.Testing;

/// <summary>What the kernel tells of a process.</summary>
public static partial class ProcessView
{
    /// <summary>
    /// What the open descriptors lead to, but for what the runtime keeps open once it was needed: the program's code and symbols, and the source of
    /// random numbers.
    /// </summary>
    public static IReadOnlyList<string> Descriptors(int pid) =>
    [
        .. Directory.GetFileSystemEntries(Folder(pid) + "/fd").Select(LinkTarget)
            .Where(target => target.Length > 0 && target != "/dev/urandom" && Path.GetExtension(target) is not (".dll" or ".pdb")).Order(StringComparer.Ordinal),
    ];

    /// <summary>Memory that is in RAM, octets.</summary>
    public static long ResidentMemory(int pid) =>
        1024 * long.Parse(ResidentLine().Match(File.ReadAllText(Folder(pid) + "/status")).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Ids of child processes, those that have ended and were not waited for included.</summary>
    public static IReadOnlyList<int> Children(int pid) =>
    [
        .. Directory.GetDirectories(Folder(pid) + "/task").SelectMany(task => Read(task + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
    ];

    /// <summary>Ids of all processes of the machine with exactly this command line, its words separated by blanks.</summary>
    public static IReadOnlyList<int> WithCommandLine(string words) =>
    [
        .. Directory.GetDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(pid => CommandLine(pid) == words),
    ];

    /// <summary>Sends a signal to a process, if it is still there.</summary>
    public static void Signal(int pid, int number) => _ = Kill(pid, number);

    private static string CommandLine(int pid) => Read(Folder(pid) + "/cmdline").TrimEnd('\0').Replace('\0', ' ');

    private static string Folder(int pid) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");

    private static string LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget ?? "";
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return "";
        }
    }

    /// <summary>A file of a thread or process that may end while it is looked at.</summary>
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int number);

    [GeneratedRegex(@"VmRSS:\s+(\d+) kB")]
    private static partial Regex ResidentLine();
}
