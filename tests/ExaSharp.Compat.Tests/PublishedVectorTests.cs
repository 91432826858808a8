using System.Text.Json;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>Every UPDATE of ExaBGP's suite is read, and shown as JSON and as text.</summary>
public class PublishedVectorTests
{
    /// <summary>The cases whose neighbours send path identifiers.</summary>
    private static readonly HashSet<string> WithPathIds = ["conf-addpath", "conf-path-information", "api-attributes-path", "api-open"];

    private static readonly FamilyId[] Families = [.. AddressFamilies.All.Select(family => family.Id)];

    private static readonly NegotiatedSession Ibgp = new()
    {
        LocalAs = 1,
        PeerAs = 1,
        Families = Families,
        ExtendedNextHops =
        [
            .. Families.Where(id => id.Safi is Safi.Unicast or Safi.NlriMpls or Safi.MplsVpn)
                .Select(id => (id, id.Afi == Afi.Ipv4 ? Afi.Ipv6 : Afi.Ipv4)),
        ],
    };

    [Fact]
    public void Every_update_is_read_and_shown()
    {
        Assert.SkipUnless(Directory.Exists(Vectors.Folder), $"ExaBGP's test data is not at {Vectors.Folder}");
        var read = 0;
        foreach (var name in Vectors.Names)
        {
            var session = SessionOf(name);
            foreach (var message in Vectors.Messages(name, BgpFrame.UpdateType))
            {
                var body = message.AsSpan(BgpFrame.HeaderLength);
                Show(name, body, session);
                read++;
            }
        }
        Assert.True(read > 250, $"only {read} messages were read");
    }

    /// <summary>The session that a case is of, as its receiver has it.</summary>
    internal static NegotiatedSession SessionOf(string name) => Ibgp with
    {
        Asn4 = name != "conf-no-asn4",
        AddPathReceive = WithPathIds.Contains(name) ? [FamilyId.Ipv4Unicast, new FamilyId(Afi.Ipv4, Safi.MplsVpn)] : [],
    };

    private static void Show(string name, ReadOnlySpan<byte> body, NegotiatedSession session)
    {
        var shown = $"{name} {Convert.ToHexString(body)}";
        // One case sends a well-known attribute of its own invention, which a peer must refuse (RFC 4271 section 6.3).
        Assert.True(new UpdateReader(isOwn: name == "conf-generic-attribute").TryRead(body, session, out var view, out var error), $"{shown}: {error.Text}");
        // RFC 7606 must have nothing to say about what ExaBGP sends.
        Assert.True(view.ErrorText is null, $"{shown}: {view.Treated.Text}");
        var context = new EventContext("host", 1, 1, TimeProvider.System);
        var message = new MessageEvent(new NeighborInfo { LocalAs = 1, PeerAs = 1 }, EventDirection.Receive);
        var json = new TextBuffer();
        new Json5Encoder(context).Update(message, session, view, json);
        using var parsed = JsonDocument.Parse(json.WrittenMemory);
        Assert.Equal("update", parsed.RootElement.GetProperty("type").GetString());
        AssertHasRoutes(parsed.RootElement.GetProperty("neighbor").GetProperty("message"), view, shown);
        var text = new TextBuffer();
        new TextEncoder(context).Update(message, session, view, text);
        Assert.Contains(" receive update ", text.ToString(), StringComparison.Ordinal);
    }

    private static void AssertHasRoutes(JsonElement message, in UpdateView view, string shown)
    {
        if (view.IsEndOfRib)
        {
            Assert.True(message.TryGetProperty("eor", out _), shown);
            return;
        }
        var update = message.GetProperty("update");
        for (var i = 0; i < view.SectionCount; i++)
        {
            var section = view.Section(i);
            Assert.True(update.TryGetProperty(section.Action == Bgp.Routes.RouteAction.Announce ? "announce" : "withdraw", out var routes), shown);
            Assert.True(routes.TryGetProperty(section.Family.ToString(), out _), $"{shown}: {section.Family}");
        }
    }
}
