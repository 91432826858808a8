using ExaSharp.Testing;
using Xunit;
using static ExaSharp.Tests.EndToEnd.Events.EventStage;

namespace ExaSharp.Tests.EndToEnd.Events;

/// <summary>
/// Sessions with what the others lack: all families, several routes, odd messages, odd capabilities, several neighbours, one helper in many
/// places. The goldens are what ExaBGP 5.0, 4.2 and the tree of 6.0 tell their helpers of the same messages.
/// </summary>
public sealed class EventSceneTests
{
    private const string PathAttributes = "4001010040020602010000FDEA";

    private static readonly (string Name, ushort Afi, byte Safi)[] Families =
    [
        ("ipv4 unicast", 1, 1), ("ipv4 multicast", 1, 2), ("ipv4 nlri-mpls", 1, 4), ("ipv4 mpls-vpn", 1, 128), ("ipv4 flow", 1, 133), ("ipv4 flow-vpn", 1, 134),
        ("ipv6 unicast", 2, 1), ("ipv6 nlri-mpls", 2, 4), ("ipv6 mpls-vpn", 2, 128), ("ipv6 flow", 2, 133), ("ipv6 flow-vpn", 2, 134),
        ("l2vpn vpls", 25, 65), ("l2vpn evpn", 25, 70), ("bgp-ls bgp-ls", 16388, 71), ("bgp-ls bgp-ls-vpn", 16388, 72),
    ];

    /// <summary>Several routes, families, withdraws beside announces, the End-of-RIB of each family.</summary>
    [Theory]
    [InlineData("5", "parsed")]
    [InlineData("5", "parsed packets")]
    [InlineData("5", "consolidate")]
    [InlineData("5", "parsed packets consolidate")]
    [InlineData("4", "parsed")]
    [InlineData("4", "consolidate")]
    [InlineData("6", "parsed")]
    [InlineData("6", "consolidate")]
    public Task Updates_of_several_routes_and_families(string version, string mode) => Play($"updates {mode}", version, new SceneSettings
    {
        Families = string.Concat(Families.Select(family => family.Name + "; ")),
        PeerFamilies = [.. Families.Select(family => (family.Afi, family.Safi))],
    }, EventRecorder.Both("all", $"neighbor-changes; receive {{ {Words(mode)}update; }}"), async stage =>
    {
        await stage.Updates(
            Update("", Attributes, "180A0100180A0101180A0102"),
            Update("180A0200180A0201", "", ""),
            Update("180A0200", Attributes, "180A0100"),
            Update("180A0200", Attributes + Reach("0001850000", "060120C0A80001" + "060220C0A80001") + Unreach("000201", "2020010DB9" + "2020010DBA"), "180A0100"),
            Update("", PathAttributes + Reach("0002011020010DB800000000000000000000000200", "2020010DB8" + "2020010DB9"), ""),
            Update("", PathAttributes + Reach("0002012020010DB8000000000000000000000002FE80000000000000000000000000000200", "2020010DB8"), ""),
            Update("", PathAttributes + Reach("000104047F00000A00", "30000A010A0001" + "38000A010A000203"), ""),
            Update("", PathAttributes + Reach("000180" + "0C00000000000000007F00000A00", "70" + "000A01" + "0000FDE800000064" + "0A0001"), ""),
            Update("", PathAttributes + Reach("000102047F00000A00", "180A0300180A0301"), ""),
            Update("", Unreach("000102", "180A0300180A0301"), ""),
            Update("", Unreach("000104", "308000000A0001"), ""),
            Update("", Unreach("000180", "70800000" + "0000FDE800000064" + "0A0001"), ""),
            Update("", PathAttributes + Reach("0001860000", "0E0000FFFF000100000120C0A80001"), ""),
            Update("", Unreach("000186", "0E0000FFFF000100000120C0A80001"), ""),
            Update("", PathAttributes + Reach("0002850000", "07012000" + "20010DB8"), ""),
            Update("", PathAttributes + Reach("001941047F00000A00", "00110001C0A8C901007B000500010008029CE1"), ""),
            Update("", PathAttributes + Reach("001946047F00000A00", "031100010A00000A00640000000A200A000001"), ""),
            Update("", Unreach("001946", "031100010A00000A00640000000A200A000001"), ""),
            Update("", PathAttributes, ""));
        await stage.Updates([.. Families.Select(family => family is (_, 1, 1) ? Update("", "", "") : Update("", Unreach($"{family.Afi:X4}{family.Safi:X2}", ""), ""))]);
    });

    /// <summary>Path identifiers, in each family that has them, both ways.</summary>
    [Theory]
    [InlineData("5")]
    [InlineData("4")]
    [InlineData("6")]
    public Task Paths_with_identifiers(string version) => Play("add-path", version, new SceneSettings
    {
        Families = "ipv4 unicast; ipv6 unicast; ipv4 nlri-mpls; ipv4 mpls-vpn;",
        PeerFamilies = [(1, 1), (2, 1), (1, 4), (1, 128)],
        Neighbor = "capability { add-path send/receive; }",
        Capabilities = [69, 16, 0, 1, 1, 3, 0, 2, 1, 3, 0, 1, 4, 3, 0, 1, 128, 3],
    }, EventRecorder.Both("all", "neighbor-changes; receive { parsed; update; open; } send { parsed; update; }"), async stage =>
    {
        await stage.Updates(
            Update("00000002180A0200", Attributes, "00000001180A010000000002180A0100" + "00000000180A0101"),
            Update("", PathAttributes + Reach("0002011020010DB800000000000000000000000200", "0000000A2020010DB8" + "C0000201" + "2020010DB9"), ""),
            Update("", Unreach("000201", "0000000A2020010DB8"), ""),
            Update("", PathAttributes + Reach("000104047F00000A00", "0000000B30000A010A0001"), ""),
            Update("", PathAttributes + Reach("000180" + "0C00000000000000007F00000A00", "0000000C70" + "000A01" + "0000FDE800000064" + "0A0001"), ""));
        await stage.Command("announce route 10.50.0.0/24 next-hop 1.2.3.4 path-information 1.2.3.4");
        await stage.Command("announce route 10.50.0.0/24 next-hop 1.2.3.4");
        await stage.Command("withdraw route 10.50.0.0/24 next-hop 1.2.3.4 path-information 1.2.3.4");
    });

    /// <summary>A peer without AS numbers of four octets.</summary>
    [Theory]
    [InlineData("5")]
    [InlineData("4")]
    [InlineData("6")]
    public Task A_peer_with_short_AS_numbers(string version) => Play("asn2", version, new SceneSettings { PeerFamilies = [(1, 1), (2, 1)] },
        EventRecorder.Both("all", "neighbor-changes; negotiated; receive { parsed; update; open; } send { parsed; update; }"), async stage =>
    {
        await stage.Updates(
            Update("", "40010100" + "400206" + "0202FDEA5BA0" + "4003047F00000A", "180A0100"),
            Update("", "40010100" + "400204" + "0201FDEA" + "4003047F00000A" + "C00706" + "FDE80A000001", "180A0100"));
        await stage.Command("announce route 10.50.0.0/24 next-hop 1.2.3.4 as-path [ 1 70000 2 ]");
    }, open: BgpFrame.Of(BgpFrame.OpenType, Convert.FromHexString("04FDEA00000A000002" + "14" + "0206010400010001" + "020A" + "010400020001" + "02004600")));

    /// <summary>Both ends have IPv6 addresses.</summary>
    [Theory]
    [InlineData("5", "parsed")]
    [InlineData("5", "packets consolidate")]
    [InlineData("4", "parsed")]
    [InlineData("6", "parsed")]
    public Task A_peer_with_an_IPv6_address(string version, string mode) => Play($"ipv6 {mode}", version, new SceneSettings { IsIpv6 = true, Capabilities = [2, 0] },
        EventRecorder.Both("all", $"neighbor-changes; fsm; negotiated; receive {{ {Words(mode)}update; open; keepalive; notification; refresh; }} send {{ {Words(mode)}update; notification; }}"), async stage =>
    {
        await stage.Updates(
            Update("180A0200", Attributes, "180A0100"),
            Update("", PathAttributes + Reach("0002011020010DB800000000000000000000000200", "2020010DB8"), ""),
            Update("", PathAttributes + Reach("0002012020010DB8000000000000000000000002FE80000000000000000000000000000200", "2020010DB8"), ""));
        await stage.Scene.Peer.Send(BgpFrame.Of(BgpFrame.RouteRefreshType, [0, 2, 0, 1]));
        await stage.Command("announce ipv6 unicast 2001:db8:1::/48 next-hop 2001:db8::5");
    });

    /// <summary>Of families known and unknown, negotiated and not, of subtypes known and unknown.</summary>
    [Theory]
    [InlineData("5", "parsed", "000100010100020001000200010200040047")]
    [InlineData("5", "parsed packets", "0001000100010101000102010002000100020101")]
    [InlineData("5", "consolidate", "00010001000101010001020100020001")]
    [InlineData("6", "parsed", "00010001000101010001020100020001")]
    [InlineData("5", "parsed", "00010002")]
    [InlineData("5", "parsed", "00190041")]
    [InlineData("5", "parsed", "00070009")]
    [InlineData("5", "packets", "00070009")]
    [InlineData("5", "parsed", "00010009")]
    [InlineData("5", "parsed", "00010301")]
    [InlineData("5", "packets", "0001FF01")]
    [InlineData("5", "parsed", "0001000100")]
    [InlineData("5", "parsed", "000100")]
    [InlineData("6", "parsed", "00070009")]
    [InlineData("6", "parsed", "0001FF01")]
    public Task Requests_for_routes(string version, string mode, string bodies) => Play($"refresh {mode} {bodies}", version, new SceneSettings
    {
        Neighbor = "capability { route-refresh; }",
        Capabilities = [2, 0, 70, 0],
    }, EventRecorder.Both("all", $"neighbor-changes; receive {{ {Words(mode)}refresh; notification; }} send {{ {Words(mode)}notification; }}"), async stage =>
    {
        var octets = Convert.FromHexString(bodies);
        foreach (var body in octets.Length < 6 ? [octets] : octets.Chunk(4).Where(chunk => chunk.Length == 4))
            await stage.Scene.Peer.Send(BgpFrame.Of(BgpFrame.RouteRefreshType, body));
        if (octets.Length < 6) await stage.Scene.Peer.Send(BgpFrame.Keepalive());
    });

    private static string Words(string words) => string.Concat(words.Split(' ').Select(word => $"{word}; "));

    /// <summary>Malformed attributes (RFC 7606): the routes are told as withdrawn, or the attribute is not told.</summary>
    [Theory]
    [InlineData("5", "med length", Attributes + "800403000001", "180A0100180A0101")]
    [InlineData("4", "med length", Attributes + "800403000001", "180A0100180A0101")]
    [InlineData("6", "med length", Attributes + "800403000001", "180A0100180A0101")]
    [InlineData("5", "community length", Attributes + "C00805FDE8000102", "180A0100")]
    [InlineData("5", "aggregator length", Attributes + "C00703FDE80A", "180A0100")]
    [InlineData("5", "origin length", "4001020000" + "40020602010000FDEA" + "4003047F00000A", "180A0100")]
    [InlineData("5", "origin 7", "40010107" + "40020602010000FDEA" + "4003047F00000A", "180A0100")]
    [InlineData("5", "of both kinds", PathAttributes + "800403000001" + "4003047F00000A" + "800E1A00020110" + "20010DB8000000000000000000000002" + "00" + "2020010DB8", "180A0100")]
    [InlineData("5", "as-path", "40010100" + "40020502010000FD" + "4003047F00000A", "180A0100")]
    [InlineData("5", "not known", Attributes + "C0630101" + "80620102", "180A0100")]
    public Task Malformed_updates(string version, string name, string attributes, string routes) => Play($"malformed {name}", version, new SceneSettings(),
        EventRecorder.Both("all", "neighbor-changes; receive { consolidate; update; }"),
        stage => stage.Scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString(Update("180A0200", attributes, routes)))));

    /// <summary>Longer than 4096 octets (RFC 8654).</summary>
    [Theory]
    [InlineData("5", "parsed packets")]
    [InlineData("5", "consolidate")]
    [InlineData("6", "packets")]
    public Task Long_updates(string version, string mode) => Play($"long {mode}", version, new SceneSettings { Capabilities = [6, 0] },
        EventRecorder.Both("all", $"neighbor-changes; receive {{ {Words(mode)}update; }}"), stage => mode == "packets"
            ? stage.Scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString(LongUpdate)))
            : stage.Updates(LongUpdate));

    private static readonly string LongUpdate = Update("", Attributes, string.Concat(Enumerable.Range(0, 1100).Select(i => $"180B{i / 256:X2}{i % 256:X2}")));

    /// <summary>One helper in two blocks with different switches, twice in one block, named by a pattern; each switch by itself.</summary>
    [Theory]
    [InlineData("two blocks", "api a { processes [ all-json all-text ]; neighbor-changes; receive { parsed; update; } } api b { processes [ all-json all-text ]; receive { packets; update; keepalive; } }")]
    [InlineData("same switches", "api a { processes [ all-json all-text ]; neighbor-changes; receive { parsed; update; } } api b { processes [ all-json all-text ]; receive { parsed; update; } }")]
    [InlineData("twice", "api a { processes [ all-json all-json all-text all-text ]; neighbor-changes; receive { parsed; update; } }")]
    [InlineData("parsed receive only", "api a { processes [ all-json all-text ]; neighbor-changes; receive { parsed; } send { update; } }")]
    [InlineData("negotiated elsewhere", "api a { processes [ all-json all-text ]; neighbor-changes; receive { parsed; update; keepalive; } } api b { processes [ test ]; negotiated; }")]
    [InlineData("modes elsewhere", "api a { processes [ all-json all-text ]; neighbor-changes; receive { update; } } api b { processes [ test ]; receive { consolidate; } }")]
    [InlineData("negotiated", "api a { processes [ all-json all-text ]; negotiated; neighbor-changes; }")]
    [InlineData("fsm", "api a { processes [ all-json all-text ]; fsm; neighbor-changes; }")]
    [InlineData("switches true and false", "api a { processes [ all-json all-text ]; neighbor-changes true; fsm false; receive { parsed enable; update true; keepalive disable; } }")]
    public Task Helpers_in_blocks(string name, string blocks)
    {
        var recorders = EventRecorder.Both("all", "");
        return Play(name, "5", new SceneSettings { Neighbor = blocks }, [.. recorders.Select(recorder => recorder with { Switches = null })], async stage =>
        {
            foreach (var body in new[] { Update("", Attributes, "180A0100"), Update("180A0100", "", "") })
                await stage.Scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString(body)));
        });
    }

    /// <summary>UPDATEs and octets are told with what was negotiated: in 6 always, before 6 when some helper asks for it.</summary>
    [Theory]
    [InlineData("5", "parsed packets", "negotiated;")]
    [InlineData("5", "consolidate", "negotiated;")]
    [InlineData("4", "parsed packets", "negotiated;")]
    [InlineData("6", "parsed packets", "")]
    [InlineData("6", "consolidate", "")]
    [InlineData("6", "packets", "negotiated;")]
    public Task What_was_negotiated(string version, string mode, string switches) => Play($"negotiated {mode}", version, new SceneSettings(),
        EventRecorder.Both("all", $"neighbor-changes; {switches} receive {{ {Words(mode)}open; update; keepalive; notification; }} send {{ {Words(mode)}{(version == "5" ? "open; " : "")}update; keepalive; }}"),
        async stage =>
        {
            foreach (var body in new[] { Update("180A0200", Attributes, "180A0100"), Update("", "", "") })
                await stage.Scene.Peer.Send(BgpFrame.Of(BgpFrame.UpdateType, Convert.FromHexString(body)));
        });

    /// <summary>Advisory texts that JSON has to escape, or that are no UTF-8; no text; what is behind the last member.</summary>
    [Theory]
    [InlineData("5", "parsed")]
    [InlineData("5", "consolidate")]
    public Task Operational_messages(string version, string mode) => Play($"operational {mode}", version, new SceneSettings
    {
        Neighbor = "capability { operational enable; }",
        Capabilities = [185, 0],
    }, EventRecorder.Both("all", $"neighbor-changes; receive {{ {Words(mode)}operational; notification; }} send {{ {Words(mode)}operational; }}"), async stage =>
    {
        foreach (var body in new[]
        {
            "0001 0009 0001 01 225C0A097F7D", "0002 0007 0002 01 C3A9E29C", "0001 0006 0001 85 FFFE80", "0002 0003 0001 01", "0001 0005 0007 09 0000", "0002 0006 0001 01 00410A",
            "0003 000B 0001 01 0A000002 00000007", "0004 000F 0001 01 0A000002 00000007 FFFFFFFF", "0006 000F 0002 01 0A000002 00000000 00000000",
            "FFFF 0003 0001 01", "FFFF 0004 0001 0100",
        })
            await stage.Scene.Peer.Send(BgpFrame.Of(6, Convert.FromHexString(body.Replace(" ", "", StringComparison.Ordinal))));
        await stage.Scene.Command("announce operational asm afi ipv4 safi unicast advisory \"to you: {[]}\"");
        await stage.Scene.Peer.Next(6);
    });
}
