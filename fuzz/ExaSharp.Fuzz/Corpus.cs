using System.Text;

namespace ExaSharp.Fuzz;

/// <summary>
/// The inputs to start from: a directory for each target. Each line of a file whose name ends in <c>.hex</c> is an input in
/// hexadecimal digits, each line of one that ends in <c>.lines</c> is one as it is, both with comments behind <c>#</c> at the
/// beginning of a line; any other file is one whole. What a target once failed on is in its <c>regressions</c> file.
/// </summary>
internal sealed class Corpus(string directory)
{
    /// <summary>The corpus of the source tree, as it was when the program was built.</summary>
    public static Corpus Default { get; } = new(Path.Combine(AppContext.BaseDirectory, "corpus"));

    /// <summary>The inputs of a target, in an order that does not change.</summary>
    public IReadOnlyList<byte[]> Inputs(string target)
    {
        var path = Path.Combine(directory, target);
        return Directory.Exists(path) ? [.. Directory.GetFiles(path).Order(StringComparer.Ordinal).SelectMany(Read)] : [];
    }

    /// <summary>All that a target starts from.</summary>
    public IReadOnlyList<byte[]> Seeds(FuzzTarget target) => [.. Inputs(target.Name), .. target.Derive(this)];

    private static IEnumerable<byte[]> Read(string path) => Path.GetExtension(path) switch
    {
        ".hex" => Lines(path).Select(Convert.FromHexString),
        ".lines" => Lines(path).Select(Encoding.UTF8.GetBytes),
        _ => [File.ReadAllBytes(path)],
    };

    private static IEnumerable<string> Lines(string path) => File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#');
}
