using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration;
using ExaSharp.Configuration.Migration;

namespace ExaSharp.Fuzz.Targets;

/// <summary>Configuration files: a configuration or diagnostics, each of which can be shown; and what they are in the form of today can be read.</summary>
internal sealed class ConfigurationTarget : FuzzTarget
{
    public override string Name => "configuration";

    public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
    {
        var source = new SourceText("fuzz", input.ToArray());
        Parse(source, shown);
        var migrated = ConfigurationMigration.Migrate(source, new ConfigurationContext(new RouteStore(), new AttributeInterner()), out _);
        shown.Append(migrated ?? "");
    }

    private static void Parse(SourceText source, TextBuffer shown)
    {
        var (routes, attributes, diagnostics) = (new RouteStore(), new AttributeInterner(), new DiagnosticBag());
        var configuration = ConfigurationParser.Parse(source, new ConfigurationContext(routes, attributes), diagnostics);
        foreach (var diagnostic in diagnostics.Items) shown.Append(DiagnosticRenderer.Render(source, diagnostic)).Append((byte)'\n');
        if (configuration is null && !diagnostics.HasErrors) throw new InvalidOperationException("refused without a message");
        configuration?.ReleaseRoutes();
        if (routes.Count != 0 || attributes.Count != 0) throw new InvalidOperationException("references are left");
    }
}
