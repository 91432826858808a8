using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Checks;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Sections;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration;

/// <summary>Reads a configuration file in ExaBGP's language.</summary>
public static class ConfigurationParser
{
    /// <summary>
    /// The settings of the file, or null when there were errors. Errors and warnings are added to
    /// <paramref name="diagnostics"/>; reading goes on behind an error, so that several are told at once. The routes of
    /// the result hold references to <paramref name="context"/>'s stores (<see cref="DaemonConfiguration.ReleaseRoutes"/>);
    /// after an error none are held.
    /// </summary>
    public static DaemonConfiguration? Parse(SourceText source, ConfigurationContext context, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        var found = diagnostics;
        var result = OlderCase.Parse(ref source, context, ref found, out _);
        if (!ReferenceEquals(found, diagnostics)) diagnostics.Replace(found);
        return result;
    }

    /// <summary>As <see cref="Parse"/>, but in no other way than the text is written.</summary>
    /// <param name="source">The text.</param>
    /// <param name="context">What it is read into.</param>
    /// <param name="diagnostics">Takes errors and warnings.</param>
    /// <param name="file">What the sections gave.</param>
    internal static DaemonConfiguration? ParseAsWritten(SourceText source, ConfigurationContext context, DiagnosticBag diagnostics, out FileDraft file)
    {
        var text = source.Bytes.Span;
        var errors = diagnostics.ErrorCount;
        file = new FileDraft(context, diagnostics);
        EscapeCheck.Run(text, diagnostics);
        file.HasBrokenText = diagnostics.ErrorCount > errors;
        var reader = new TokenReader(text, TokenizerMode.Configuration, diagnostics);
        if (reader.Peek().Kind == TokenKind.End)
            reader.Fail(DiagnosticCode.InvalidSyntax, new TextSpan(0, 0), "issue setting the configuration parser, no data: there is no statement in the file");
        RootSection.Definition.ReadRoot(ref reader, file);

        EmbeddedProcesses.Apply(file);
        var neighbors = FileChecks.Neighbors(file);
        FileChecks.Processes(file);
        var failed = diagnostics.ErrorCount > errors;
        ReleaseUnused(file, failed ? [] : neighbors);
        var generation = diagnostics.Generation;
        return failed ? null : new DaemonConfiguration([.. file.Processes.Select(process => process.ToSettings(generation))], neighbors) { Generation = generation };
    }

    /// <summary>Gives back the routes of templates and neighbours that nobody uses.</summary>
    private static void ReleaseUnused(FileDraft file, List<NeighborSettings> neighbors)
    {
        var used = neighbors.SelectMany(neighbor => neighbor.Routes).ToHashSet();
        foreach (var batch in file.Batches)
            if (!used.Contains(batch)) batch.Release();
    }
}
