using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Drafts;

/// <summary>How the values of a template or group join those of a neighbour. What is inherited is never changed.</summary>
internal abstract class Merge
{
    /// <summary>The value that a neighbour has of a keyword which both may have given.</summary>
    public abstract Setting<T> Scalar<T>(string keyword, Setting<T> own, Setting<T> inherited);
}

/// <summary>
/// How the values of one template join those of a neighbour. A template's scalar replaces the neighbour's own (ExaBGP): that
/// is told, as it surprises. Lists are put behind the neighbour's.
/// </summary>
internal sealed class TemplateMerge(string template, DiagnosticBag diagnostics) : Merge
{
    public override Setting<T> Scalar<T>(string keyword, Setting<T> own, Setting<T> inherited)
    {
        if (!inherited.IsSet) return own;
        if (own.IsSet && !EqualityComparer<T>.Default.Equals(own.Value, inherited.Value))
            diagnostics.Warning(DiagnosticCode.Ignored, own.Span, $"ignored: {keyword} of the template \"{template}\" replaces this value");
        return inherited;
    }
}

/// <summary>How the values of a group join those of a neighbour in it (ExaBGP 3.4): the neighbour's own ones count.</summary>
internal sealed class GroupMerge : Merge
{
    /// <summary>The places of the group's keywords whose value the neighbour has from the group.</summary>
    public List<(string Keyword, TextSpan Place)> Taken { get; } = [];

    /// <summary>The places of the group's keywords that the neighbour gives itself.</summary>
    public List<(string Keyword, TextSpan Place)> Overridden { get; } = [];

    public override Setting<T> Scalar<T>(string keyword, Setting<T> own, Setting<T> inherited)
    {
        if (inherited.IsSet) (own.IsSet ? Overridden : Taken).Add((keyword, inherited.Span));
        return own.IsSet ? own : inherited;
    }
}
