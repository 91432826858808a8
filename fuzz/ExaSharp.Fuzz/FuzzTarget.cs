using ExaSharp.Bgp.Text;

namespace ExaSharp.Fuzz;

/// <summary>
/// One thing that reads untrusted input. It must take any octets without an exception and without reading past them, and show
/// the same for the same octets, wherever in memory they are and whatever was read before.
/// </summary>
internal abstract class FuzzTarget
{
    /// <summary>Names it on the command line, and its directory in the corpus.</summary>
    public abstract string Name { get; }

    /// <summary>Inputs to start from beside the target's own ones: those that can be made of the other targets' corpus.</summary>
    public virtual IEnumerable<byte[]> Derive(Corpus corpus) => [];

    /// <summary>Reads the input; throws when something that must hold does not.</summary>
    /// <param name="input">Any octets.</param>
    /// <param name="shown">Takes what came out.</param>
    public abstract void Run(ReadOnlySpan<byte> input, TextBuffer shown);
}
