using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Schema;

/// <summary>Reads a section: its arguments, the opening brace, the block and the closing brace.</summary>
internal delegate void SectionReader<in T>(ref TokenReader reader, T target);

/// <summary>A keyword of a section that opens a block.</summary>
/// <param name="Keyword">The word, as written.</param>
/// <param name="Help">What it holds.</param>
/// <param name="Read">Reads it; stands behind the keyword. It reports its errors and always gets behind the block.</param>
internal sealed record SubSection<T>(string Keyword, string Help, SectionReader<T> Read);

/// <summary>Makes sub-sections.</summary>
internal static class SubSection
{
    /// <summary>A section without arguments whose block fills something of the target.</summary>
    public static SubSection<T> Of<T, TInner>(string keyword, string help, Section<TInner> section, Func<T, TInner> inner)
        where TInner : class, IDraft =>
        new(keyword, help, (ref TokenReader reader, T target) =>
        {
            Statements.TakeOpenBrace(ref reader);
            section.Read(ref reader, inner(target));
        });

    /// <summary>A section refused by name until it is supported; its block is passed over.</summary>
    public static SubSection<T> NotSupported<T>(string keyword) =>
        new(keyword, "not supported yet", (ref TokenReader reader, T _) =>
        {
            reader.Fail(DiagnosticCode.NotSupported, $"{keyword} is not supported yet");
            Statements.Skip(ref reader);
        });
}
