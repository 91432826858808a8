using System.Globalization;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Schema;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Drafts;

/// <summary>A configuration file while it is read: what the sections gave so far, and the names that must be unique in it.</summary>
internal sealed class FileDraft(ConfigurationContext context, DiagnosticBag diagnostics) : IDraft
{
    private readonly List<string> _path = [];
    private readonly HashSet<string> _apiNames = new(StringComparer.Ordinal);
    private int _unnamedApis;

    public ConfigurationContext Context { get; } = context;

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    /// <summary>Whether the text has an escape that can not be read: then what is missing is no further error.</summary>
    public bool HasBrokenText { get; set; }

    /// <summary>Reads the routes of the file.</summary>
    public RouteGrammar Grammar { get; } = new(context.Routes, context.Attributes);

    public List<ProcessDraft> Processes { get; } = [];

    /// <summary>Those of <see cref="Processes"/> that stand in a neighbour or group (ExaBGP 3.4); one may stand in several.</summary>
    public List<EmbeddedProcess> Embedded { get; } = [];

    /// <summary>Sections of processes without a name and a program (ExaBGP 3.4).</summary>
    public List<TextSpan> EmptyProcesses { get; } = [];

    /// <summary>Complete templates by name.</summary>
    public Dictionary<string, NeighborDraft> Templates { get; } = new(StringComparer.Ordinal);

    /// <summary>Groups of neighbours (ExaBGP 3.4).</summary>
    public List<NeighborDraft> Groups { get; } = [];

    /// <summary>Complete neighbours, those in error too.</summary>
    public List<(NeighborDraft Draft, NeighborSettings? Settings)> Neighbors { get; } = [];

    /// <summary>All route batches made for the file.</summary>
    public List<RouteBatch> Batches { get; } = [];

    FileDraft IDraft.File => this;

    /// <summary>The open sections, outermost first, as ExaBGP shows them: <c>neighbor/static</c>.</summary>
    public string Location => string.Join('/', _path);

    public void Enter(string name) => _path.Add(name);

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Claims the name of an api block, unique in the whole file (ExaBGP); false when it is taken.</summary>
    public bool ClaimApiName(string name) => _apiNames.Add(name);

    /// <summary>A name for an api block that has none.</summary>
    public string NextApiName()
    {
        string name;
        do name = "auto-named-" + (++_unnamedApis).ToString(CultureInfo.InvariantCulture);
        while (!_apiNames.Add(name));
        return name;
    }

    public RouteBatch NewBatch()
    {
        var batch = new RouteBatch(Context.Routes, Context.Attributes);
        Batches.Add(batch);
        return batch;
    }
}
