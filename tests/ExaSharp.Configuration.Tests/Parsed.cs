using System.Text;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Programs;
using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests;

/// <summary>A configuration text, read: what tests look at.</summary>
internal sealed class Parsed
{
    /// <summary>The mandatory part of a neighbour.</summary>
    public const string Basics = "router-id 1.1.1.1; local-address 10.0.0.1; local-as 65000; peer-as 65001;";

    private Parsed(SourceText source, ConfigurationContext context, DiagnosticBag diagnostics, DaemonConfiguration? configuration)
    {
        Source = source;
        Context = context;
        Diagnostics = diagnostics;
        Configuration = configuration;
    }

    public SourceText Source { get; }

    public ConfigurationContext Context { get; }

    public DiagnosticBag Diagnostics { get; }

    public DaemonConfiguration? Configuration { get; }

    public IEnumerable<string> Errors => Diagnostics.Items.Where(item => item.Severity == Severity.Error).Select(item => item.Message);

    public IEnumerable<string> Warnings => Diagnostics.Items.Where(item => item.Severity == Severity.Warning).Select(item => item.Message);

    /// <summary>All diagnostics as a person sees them.</summary>
    public string Rendered => string.Join('\n', Diagnostics.Items.Select(item => DiagnosticRenderer.Render(Source, item)));

    /// <summary>The configuration of a text without errors.</summary>
    public DaemonConfiguration Good
    {
        get
        {
            Assert.Equal("", string.Join('\n', Errors));
            return Assert.IsType<DaemonConfiguration>(Configuration);
        }
    }

    /// <summary>The one neighbour of a text without errors.</summary>
    public NeighborSettings Neighbor => Assert.Single(Good.Neighbors);

    /// <summary>The one error of a text.</summary>
    public string Error
    {
        get
        {
            Assert.Null(Configuration);
            return Assert.Single(Errors);
        }
    }

    public static Parsed Text(string text, bool allPassive = false, IProgramLocator? programs = null, bool rfc = false,
        HelperEncoder defaultEncoder = HelperEncoder.Text, IKeyFiles? keyFiles = null) =>
        Bytes(Encoding.UTF8.GetBytes(text), "test.conf", allPassive, programs, rfc, defaultEncoder, keyFiles);

    public static Parsed Bytes(
        byte[] bytes, string name, bool allPassive = false, IProgramLocator? programs = null, bool rfc = false,
        HelperEncoder defaultEncoder = HelperEncoder.Text, IKeyFiles? keyFiles = null)
    {
        var source = new SourceText(name, bytes);
        var context = new ConfigurationContext(new RouteStore(), new AttributeInterner())
        {
            AllPassive = allPassive,
            Programs = programs,
            Rfc = rfc,
            DefaultEncoder = defaultEncoder,
            KeyFiles = keyFiles,
        };
        var diagnostics = new DiagnosticBag();
        var configuration = ConfigurationParser.Parse(source, context, diagnostics);
        return new Parsed(source, context, diagnostics, configuration);
    }

    /// <summary>A complete neighbour with more statements.</summary>
    public static Parsed InNeighbor(string statements, string before = "", bool rfc = false) =>
        Text($"{before}\nneighbor 10.0.0.2 {{ {Basics} {statements} }}\n", rfc: rfc);
}
