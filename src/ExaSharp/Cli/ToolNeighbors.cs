using System.CommandLine;
using System.Text;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration;
using ExaSharp.Configuration.Settings;
using ExaSharp.Daemon;

namespace ExaSharp.Cli;

/// <summary>
/// The neighbours that <c>decode</c> and <c>encode</c> work for: those of a configuration, or one of ExaBGP's own for this
/// (127.0.0.1 in AS 65533, router-id 10.0.0.2).
/// </summary>
internal sealed class ToolNeighbors
{
    /// <summary>ExaBGP's words for families that are not pairs.</summary>
    public const string InvalidFamilies = "families provided are invalid";

    private readonly Option<string?> _configuration = new("--configuration", "-c") { Description = "configuration file" };
    private readonly Option<string?> _family;
    private readonly Option<bool> _pathInformation;

    public ToolNeighbors(Command command, string family, string pathInformation)
    {
        _family = new Option<string?>("--family", "-f") { Description = family };
        _pathInformation = new Option<bool>("--path-information", "-i") { Description = pathInformation };
        command.Options.Add(_configuration);
        command.Options.Add(_family);
        command.Options.Add(_pathInformation);
    }

    /// <summary>Whether a configuration was named.</summary>
    public bool IsConfigured(ParseResult result) => result.GetValue(_configuration) is not null;

    /// <summary>What is wrong with the options without reading anything; null when nothing is.</summary>
    public string? Problem(CliContext context, ParseResult result)
    {
        if (result.GetValue(_configuration) is { } path)
            return File.Exists(context.ConfigurationPath(path)) ? null : $"{path} is not an exabgp config file (file not found)";
        return FamilyWords(result).Length % 2 == 0 ? null : InvalidFamilies;
    }

    private string[] FamilyWords(ParseResult result) =>
        (result.GetValue(_family) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads the neighbours; none, with diagnostics, when that is not possible.</summary>
    /// <param name="context">The world.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="result">The command line.</param>
    /// <param name="stores">Where routes go.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    /// <param name="source">The text of the configuration.</param>
    /// <param name="statements">Statements of the neighbour besides families and ADD-PATH; null for ExaBGP's own.</param>
    public IReadOnlyList<NeighborSettings> Read(
        CliContext context, EnvironmentSettings settings, ParseResult result, (RouteStore Routes, AttributeInterner Attributes) stores,
        DiagnosticBag diagnostics, out SourceText source, string? statements = null)
    {
        if (result.GetValue(_configuration) is { } path)
        {
            var file = new ConfigurationFile(context.ConfigurationPath(path), new FileProbe());
            return file.Read(stores.Routes, stores.Attributes, settings with { BgpPassive = true }, diagnostics, out source)?.Neighbors ?? [];
        }
        var words = FamilyWords(result);
        var families = words.Length == 0 ? "all;" : string.Join(' ', words.Chunk(2).Select(pair => string.Join(' ', pair) + ";"));
        var text = $$"""
            neighbor 127.0.0.1 {
                router-id 10.0.0.2;
                local-address 127.0.0.1;
                {{statements ?? "local-as 65533; peer-as 65533;"}}
                family { {{families}} }
                capability { {{(result.GetValue(_pathInformation) ? "add-path send/receive;" : "")}} }
            }
            """;
        source = new SourceText("the command line", Encoding.UTF8.GetBytes(text));
        var reading = new ConfigurationContext(stores.Routes, stores.Attributes) { AllPassive = true, Rfc = settings.BgpRfc };
        return ConfigurationParser.Parse(source, reading, diagnostics)?.Neighbors ?? [];
    }

    /// <summary>What events say about a neighbour.</summary>
    public static NeighborInfo Describe(NeighborSettings neighbor) => new()
    {
        LocalAddress = neighbor.Session.LocalAddress,
        PeerAddress = neighbor.Session.PeerAddress,
        LocalAs = neighbor.Session.LocalAs,
        PeerAs = neighbor.Session.PeerAs,
        RouterId = neighbor.Session.RouterId,
    };
}
