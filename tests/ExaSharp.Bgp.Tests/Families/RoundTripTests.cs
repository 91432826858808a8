using System.Buffers.Binary;
using System.Text;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using ExaSharp.Testing;
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

    [Theory]
    [MemberData(nameof(Announced))]
    public void Nothing_is_allocated_for_a_route(string name)
    {
        var family = FamilyTesting.Find(name);
        var random = new Random(6);
        var (store, interner) = (new RouteStore(), new AttributeInterner());
        // Both hold the same routes, so that the store has nothing new to keep while it is watched.
        var (held, batch) = (new RouteBatch(store, interner), new RouteBatch(store, interner));
        var grammar = new RouteGrammar(store, interner);
        var statements = Enumerable.Range(0, 20)
            .Select(_ => Encoding.UTF8.GetBytes($"{RouteSamples.All[family.Id].Statement(random)} next-hop 10.0.0.1 extended-community [ target:1:2 ]")).ToArray();
        var output = new TextBuffer(1 << 16);
        foreach (var statement in statements) Assert.True(TryParse(grammar, family, statement, held));
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 30; i++) All();
        }));

        void All()
        {
            foreach (var statement in statements) One(statement);
        }

        void One(byte[] statement)
        {
            output.Clear();
            if (!TryParse(grammar, family, statement, batch)) throw new InvalidOperationException("not read");
            var reader = new WireReader(store.Nlri(batch.Changes[0].Route));
            if (family.TryRead(ref reader, isWithdraw: false, out var nlri, out _) != NlriResult.Ok) throw new InvalidOperationException("not valid");
            family.AppendJson(nlri, default, default, compact: false, output);
            family.AppendRoute(nlri, default, default, isOwn: true, output);
            batch.Truncate(0);
        }
    }

    private static bool TryParse(RouteGrammar grammar, Family family, ReadOnlySpan<byte> statement, RouteBatch batch, DiagnosticBag? diagnostics = null)
    {
        var reader = new TokenReader(statement, TokenizerMode.Api, diagnostics);
        var word = reader.Text(reader.Next());
        var read = FamilyNames.TryParseAfi(word, out var afi)
            ? grammar.TryParseFamily(ref reader, afi, RouteAction.Announce, batch)
            : word.SequenceEqual("flow"u8)
                ? reader.TryKeyword("route") && grammar.TryParseFlowRoute(ref reader, RouteAction.Announce, batch)
                : grammar.TryParseOfFamily(ref reader, family, RouteAction.Announce, batch);
        return read && reader.Peek().Kind == TokenKind.End;
    }

    /// <summary>NLRI and path identifier of the one route of a statement.</summary>
    private static (byte[] Octets, byte[] PathId) Octets(Family family, string statement, string place)
    {
        var (store, interner, diagnostics) = (new RouteStore(), new AttributeInterner(), new DiagnosticBag());
        var batch = new RouteBatch(store, interner);
        var read = TryParse(new RouteGrammar(store, interner), family, Encoding.UTF8.GetBytes($"{statement} next-hop 10.0.0.1"), batch, diagnostics);
        Assert.True(read, $"{place}: {statement}: {(diagnostics.HasErrors ? diagnostics.Items[0].Message : "not read to the end")}");
        var route = Assert.Single(batch.Changes.ToArray()).Route;
        Assert.Equal(family.Id, store.Family(route));
        byte[] pathId = [];
        if (store.PathId(route) is { } id) BinaryPrimitives.WriteUInt32BigEndian(pathId = new byte[4], id);
        return (store.Nlri(route).ToArray(), pathId);
    }
}
