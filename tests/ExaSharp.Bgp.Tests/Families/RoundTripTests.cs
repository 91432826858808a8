using System.Buffers.Binary;
using System.Text;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Families;

/// <summary>The faces of every family agree: what is read from text is written, shown, and read again as the same octets.</summary>
public class RoundTripTests
{
    private const int Routes = 500;

    public static TheoryData<string> Announced => [.. AddressFamilies.All.Where(family => family.CanBeAnnounced).Select(family => family.Id.ToString())];

    [Fact]
    public void Every_family_that_can_be_announced_has_samples() =>
        Assert.Equal(AddressFamilies.All.Where(family => family.CanBeAnnounced).Select(family => family.Id), RouteSamples.All.Keys.Order());

    [Theory]
    [MemberData(nameof(Announced))]
    public void Text_octets_text_octets(string name)
    {
        var family = FamilyTesting.Find(name);
        var sample = RouteSamples.All[family.Id];
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        HashSet<string> seen = [];
        for (var i = 0; i < Routes; i++)
        {
            var statement = sample.Statement(random);
            var (octets, pathId) = Octets(family, statement, $"seed {seed}, route {i}");
            seen.Add(Convert.ToHexString(octets));

            var reader = new WireReader(octets);
            Assert.Equal(NlriResult.Ok, family.TryRead(ref reader, isWithdraw: false, out var nlri, out _));
            Assert.True(reader.AtEnd, statement);
            Assert.NotEqual("", FamilyTesting.Json(family, nlri, pathId));
            Assert.NotEqual("", FamilyTesting.ConfiguredText(family, nlri));

            // Of a rule not the text with service names: several ports have the same name.
            var shown = family.Id.IsFlow ? FamilyTesting.ShownText(family, nlri) : FamilyTesting.ConfiguredText(family, nlri, pathId);
            var readable = sample.Readable(shown);
            var again = Octets(family, readable, $"seed {seed}, route {i}: {statement}, shown {shown}");
            Assert.Equal($"{Convert.ToHexString(octets)} {Convert.ToHexString(pathId)}", $"{Convert.ToHexString(again.Octets)} {Convert.ToHexString(again.PathId)}");
        }
        Assert.True(seen.Count > Routes / 2, $"only {seen.Count} different routes");
    }

    /// <summary>NLRI and path identifier of the one route of a statement.</summary>
    private static (byte[] Octets, byte[] PathId) Octets(Family family, string statement, string place)
    {
        var (store, interner, diagnostics) = (new RouteStore(), new AttributeInterner(), new DiagnosticBag());
        var batch = new RouteBatch(store, interner);
        var grammar = new RouteGrammar(store, interner);
        var reader = new TokenReader(Encoding.UTF8.GetBytes($"{statement} next-hop 10.0.0.1"), TokenizerMode.Api, diagnostics);
        var word = reader.Show(reader.Next());
        var read = FamilyNames.TryParseAfi(Encoding.UTF8.GetBytes(word), out var afi)
            ? grammar.TryParseFamily(ref reader, afi, RouteAction.Announce, batch)
            : word == "flow"
                ? reader.TryKeyword("route") && grammar.TryParseFlowRoute(ref reader, RouteAction.Announce, batch)
                : grammar.TryParseOfFamily(ref reader, family, RouteAction.Announce, batch);
        Assert.True(read && reader.Peek().Kind == TokenKind.End, $"{place}: {statement}: {(diagnostics.HasErrors ? diagnostics.Items[0].Message : "not read to the end")}");
        var route = Assert.Single(batch.Changes.ToArray()).Route;
        Assert.Equal(family.Id, store.Family(route));
        byte[] pathId = [];
        if (store.PathId(route) is { } id) BinaryPrimitives.WriteUInt32BigEndian(pathId = new byte[4], id);
        return (store.Nlri(route).ToArray(), pathId);
    }
}
