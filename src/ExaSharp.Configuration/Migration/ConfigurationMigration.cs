using System.Text;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Configuration.Migration;

/// <summary>
/// Writes a configuration of an older generation in the form of ExaBGP 5.0. The text itself is changed, statement by
/// statement where it was read as an older form, so that layout and comments stay.
/// </summary>
public static class ConfigurationMigration
{
    /// <summary>
    /// The text in the form of 5.0, the same text when it has no older form; null, with the errors in
    /// <paramref name="diagnostics"/>, when it can not be read.
    /// </summary>
    public static string? Migrate(SourceText source, ConfigurationContext context, out DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(source);
        source = WithAllBraces(source);
        diagnostics = new DiagnosticBag { Edits = new TextEdits(source.Bytes) };
        if (OlderCase.Parse(ref source, context, ref diagnostics, out var file) is not { } configuration) return null;
        var edits = diagnostics.Edits!;
        var generation = configuration.Generation;
        configuration.ReleaseRoutes();

        var layout = new Layout(source.Bytes);
        var lines = new NeighborLines();
        FamilyRewrite.Run(file, edits, layout, lines);
        ProcessRewrite.Run(file, edits, layout, lines);
        foreach (var group in file.Groups) new GroupRewrite(group, file, edits, layout, lines).Run();
        lines.Write(edits, layout);
        if (generation == ConfigurationGeneration.ExaBgp34 && file.Processes.Count > 0)
        {
            edits.Note("helpers of 3.4 expect no answers: set exabgp.api.ack to false, or have them say disable-ack");
            edits.Note("helpers of 3.4 read its events: set exabgp.api.version to 3.4 (a setting of ExaSharp), or have them read those of 5.0");
        }
        return edits.IsEmpty ? edits.Apply() : WithNotes(edits.Apply(), generation, edits.Notes);
    }

    /// <summary>The text with the closing braces that may be missing at its end: what moves out of a block needs to know where it ends.</summary>
    private static SourceText WithAllBraces(SourceText source)
    {
        var depth = 0;
        var tokenizer = new Tokenizer(source.Bytes.Span, TokenizerMode.Configuration);
        for (var token = tokenizer.Next(); token.Kind != TokenKind.End; token = tokenizer.Next())
        {
            if (token.Kind == TokenKind.OpenBrace) depth++;
            else if (token.Kind == TokenKind.CloseBrace && depth-- == 0) return source;
        }
        return depth == 0 ? source
            : new SourceText(source.Name, (byte[])[.. source.Bytes.Span, (byte)'\n', .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("}\n", depth)))]);
    }

    /// <summary>Says at the top, behind a line that names an interpreter, what was changed.</summary>
    private static string WithNotes(string text, ConfigurationGeneration generation, IEnumerable<string> notes)
    {
        var from = generation switch
        {
            ConfigurationGeneration.ExaBgp34 => " from that of 3.4",
            ConfigurationGeneration.ExaBgp42 => " from that of 4.2",
            _ => "",
        };
        var head = new StringBuilder($"# Brought into the form of ExaBGP 5.0{from}:\n");
        foreach (var note in notes) head.Append("# - ").Append(note).Append('\n');
        var first = text.StartsWith("#!", StringComparison.Ordinal) ? text.IndexOf('\n', StringComparison.Ordinal) + 1 : 0;
        return text[..first] + head + text[first..];
    }
}
