using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Schema;

namespace ExaSharp.Configuration.Drafts;

/// <summary>
/// How the values of one template join those of a neighbour. A template's scalar replaces the neighbour's own (ExaBGP): that
/// is told, as it surprises. Lists are put behind the neighbour's. The template itself is never changed.
/// </summary>
internal sealed class TemplateMerge(string template, DiagnosticBag diagnostics)
{
    public Setting<T> Scalar<T>(string keyword, Setting<T> own, Setting<T> inherited)
    {
        if (!inherited.IsSet) return own;
        if (own.IsSet && !EqualityComparer<T>.Default.Equals(own.Value, inherited.Value))
            diagnostics.Warning(DiagnosticCode.Ignored, own.Span, $"ignored: {keyword} of the template \"{template}\" replaces this value");
        return inherited;
    }
}
