using System.Text.RegularExpressions;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd;

/// <summary>The commands of the development tree of 6.0, and how helpers of each version are answered.</summary>
public sealed partial class DevelopmentCommandTests
{
    private static readonly SceneSettings Six = new() { Environment = new() { ["exabgp_api_version"] = "6" } };

    [Fact]
    public async Task Commands_of_6_0_are_answered_in_JSON()
    {
        await using var scene = await Scene.Start(Six);
        foreach (var (command, answer) in new[]
        {
            ("system version", "{'version': 'VERSION', 'application': 'exabgp'}|done"),
            ("version", "{'version': 'VERSION', 'application': 'exabgp'}|done"),
            ("session ping", "{'pong': 'UUID', 'active': true}|done"),
            ("session ping a-client 1.5", "{'pong': 'UUID', 'active': true}|done"),
            ("session ping text", "pong UUID active=true|done"),
            ("session bye", "done"),
            ("session bye a-client", "done"),
            ("session reset", "{'status': 'asynchronous queue cleared'}|done"),
            ("reset", "{'status': 'asynchronous queue cleared'}|done"),
            ("session ack enable", "done"),
            ("session ack bogus", "error"),
            ("system queue-status", "{'test': {'items': 0, 'bytes': 0}}|done"),
            ("system api version", "{'api_version': 6, 'description': 'json-only'}|done"),
            ("system api version x", "{'error': 'Invalid version: x'}|error"),
            ("system api version 7", "{'error': 'API version must be 4, 5 or 6'}|error"),
            ("system api version 6", "{'status': 'API version set', 'version': 6, 'note': 'effective on next process restart'}|done"),
            ("system crash", "error"),
            ("system bogus", "error"),
            ("daemon", "error"),
            ("daemon status", "{'version': 'VERSION', 'uuid': 'UUID', 'pid': PID, 'uptime': N, 'start_time': T, 'peers': {'NAME': 'ESTABLISHED'}}|done"),
            ("peer list", "[{'peer-address': 'PEER', 'peer-as': 65002, 'state': 'ESTABLISHED'}]|done"),
            ("", "done"),
            ("   ", "done"),
            ("# note", "done"),
            ("bogus", "error"),
        })
        {
            await Check(scene, command, answer);
        }
        await scene.AssertStops();
    }

    [Fact]
    public async Task Helpers_of_5_0_are_answered_in_words_and_in_JSON_when_they_ask_for_it()
    {
        await using var scene = await Scene.Start();
        foreach (var (command, answer) in new[]
        {
            ("system version", "exabgp VERSION|done"),
            ("version json", "{'version': 'VERSION', 'application': 'exabgp'}|done"),
            ("ping", "{'pong': 'UUID', 'active': true}|done"),
            ("bye", "done"),
            ("session reset", "asynchronous queue cleared|done"),
            ("queue-status", "test: 0 items (0 bytes)|done"),
            ("api version", "API version: 5 (legacy (text/json))|done"),
            ("api version x", "error: invalid version: x|error"),
            ("api version 4", "API version set to 4 (effective on next process restart)|done"),
            ("status", "ExaBGP Daemon Status|====================|Version: VERSION|UUID: UUID|PID: PID|Uptime: N|Peers: 1|  - NAME: ESTABLISHED|done"),
            ("peer * announce route 10.0.0.0/24 next-hop 1.2.3.4", "done"),
            ("peer 127.0.0.9 announce route 10.0.0.0/24 next-hop 1.2.3.4", "error"),
            ("peer * announce route bogus", "error"),
            ("rib show out", "PEER ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4|done"),
            ("show routes", "PEER ipv4 unicast 10.0.0.0/24 next-hop 1.2.3.4|done"),
            ("show neighbors", "please specify summary, extensive or configuration|you can filter by peer ip address adding it after the word neighbor|done"),
            ("group start", "group started|done"),
            ("group end", "group ended (0 commands)|done"),
            ("group end", "error: not in group block|error"),
        })
        {
            await Check(scene, command, answer);
        }
    }

    [Fact]
    public async Task Peer_stands_before_commands_with_an_address_a_star_or_a_list()
    {
        await using var scene = await Scene.Start(Six);
        var (peer, local) = (scene.Remote, scene.Local);
        const string Route = "announce route 10.0.0.0/24 next-hop 1.2.3.4";
        foreach (var selector in new[]
        {
            "peer *", $"peer {peer}", $"peer {peer} local-ip {local} peer-as 65002", $"peer [ {peer} ]", $"peer [{peer} peer-as 65002, 127.0.0.9]",
            $"peer [ 127.0.0.9 , {peer} router-id 10.0.0.1 ]", "peer [ * ]", $"neighbor {peer}", "neighbor *",
        })
        {
            await Check(scene, $"{selector} {Route}", "done");
            await Check(scene, $"{selector} {Route} json", "done");
        }
        // ExaBGP sends to all neighbours what is for none of them.
        foreach (var selector in new[] { "peer 127.0.0.9", $"peer {peer} peer-as 65003", "peer [ 127.0.0.9 ]", "peer [ ]", $"peer [ {peer}", "peer", "peer x" })
            Assert.Equal("error", (await scene.Ask($"{selector} {Route}"))[^1]);
        foreach (var (command, answer) in new[]
        {
            ("peer * announce route bogus", "error: Could not parse route: route bogus|error"),
            ("peer * announce bogus", "error: unknown announce type: bogus|error"),
            ("peer * withdraw bogus x", "error: unknown withdraw type: bogus|error"),
            ("peer * announce ipv4 bogus", "error"),
            ("peer *", "error"),
            ("peer * version", "error"),
            ("peer * announce eor ipv4 unicast", "done"),
            ("peer * announce route-refresh ipv4 unicast", "done"),
            ("peer * announce watchdog dog", "done"),
            ("peer * announce flow route source 10.0.0.3/32 rate-limit 0", "done"),
            ("peer * announce ipv4 unicast 10.1.0.0/24 next-hop 1.2.3.4", "done"),
            ("peer * announce attributes next-hop 1.2.3.4 nlri 10.2.0.0/24 10.3.0.0/24", "done"),
            ("peer * withdraw attributes next-hop 1.2.3.4 nlri 10.3.0.0/24", "done"),
            ($"peer {peer} teardown x", "error"),
            ("rib show out", "{'PEER': {'routes': [{'family': 'ipv4 unicast', 'prefix': '10.0.0.0/24'}]}}|{'PEER': {'routes': [{'family': 'ipv4 unicast', 'prefix': '10.1.0.0/24'}]}}|"
                + "{'PEER': {'routes': [{'family': 'ipv4 unicast', 'prefix': '10.2.0.0/24'}]}}|{'PEER': {'routes': [{'family': 'ipv4 flow', 'nlri': 'flow source-ipv4 10.0.0.3/32'}]}}|done"),
            ("rib show out flow", "{'PEER': {'routes': [{'family': 'ipv4 flow', 'nlri': 'flow source-ipv4 10.0.0.3/32'}]}}|done"),
            ("rib show out 127.0.0.9", "done"),
            ("rib show in", "done"),
            ("rib show", "error"),
            ("rib flush out", "done"),
            ("rib clear in", "done"),
            ("rib clear out", "done"),
            ("rib show out", "done"),
        })
        {
            await Check(scene, command, answer);
        }
    }

    [Fact]
    public async Task Groups_are_carried_out_together()
    {
        await using var scene = await Scene.Start(Six);
        await scene.NextTable();
        foreach (var (command, answer) in new[]
        {
            ("group end", "{'error': 'not in group block'}|error"),
            ("group start", "{'status': 'group started'}|done"),
            ("group start", "{'error': 'already in group block (nested groups not allowed)'}|error"),
            ("announce route 10.9.0.0/24 next-hop 1.2.3.4", "done"),
            ($"peer {scene.Remote} announce route 10.8.0.0/24 next-hop 1.2.3.4", "done"),
            ("peer 127.0.0.9 announce route 10.8.0.0/24 next-hop 1.2.3.4", "done"),
            ("withdraw route 10.1.0.0/24 next-hop 1.2.3.4", "done"),
            ("announce bogus", "done"),
            ("rib show out", "done"),
            ("group end", "{'status': 'group processed', 'announced': 3, 'withdrawn': 1, 'errors': ['could not parse: announce bogus', 'no neighbor matches']}|done"),
            ("group start", "{'status': 'group started'}|done"),
            ("group end", "{'status': 'group ended', 'commands': 0}|done"),
            ("peer * group announce route 10.10.0.0/24 next-hop 1.2.3.4 ; announce route 10.11.0.0/24 next-hop 1.2.3.4 ; withdraw route 10.9.0.0/24",
                "{'status': 'group processed', 'announced': 2, 'withdrawn': 1}|done"),
            ("peer * group announce route 10.10.0.0/24 ; bogus x",
                "{'status': 'group processed', 'announced': 0, 'withdrawn': 0, 'errors': ['could not parse: announce route 10.10.0.0/24', 'unknown action in group: bogus']}|done"),
            ("peer * group attributes med 5 next-hop 1.2.3.4 ; announce route 10.13.0.0/24 next-hop 1.2.3.5 ; withdraw route 10.10.0.0/24",
                "{'status': 'group processed', 'announced': 1, 'withdrawn': 1}|done"),
            ("peer * group", "{'error': 'empty group'}|error"),
            ("group", "error"),
        })
        {
            await Check(scene, command, answer);
        }
        var shown = (await scene.Ask("peer * routes list"))[0];
        foreach (var route in new[] { "10.8.0.0/24 next-hop 1.2.3.4\"", "10.11.0.0/24 next-hop 1.2.3.4\"", "10.13.0.0/24 next-hop 1.2.3.5 med 5\"" })
            Assert.Contains(route, shown, StringComparison.Ordinal);
        Assert.Equal(3, shown.Split("\"index\"").Length - 1);
    }

    [Fact]
    public async Task Routes_are_added_and_removed_by_index()
    {
        await using var scene = await Scene.Start(Six);
        await scene.NextTable();
        foreach (var (command, answer) in new[]
        {
            ("peer * routes list", "[]|done"),
            ("peer * routes add route 10.20.0.0/24 next-hop 1.2.3.4", "{'index': '000101180a1400', 'route': '10.20.0.0/24 next-hop 1.2.3.4', 'success': true}|done"),
            ("peer * routes add 10.21.0.0/24 next-hop 1.2.3.4 med 5", "{'index': '000101180a1500', 'route': '10.21.0.0/24 next-hop 1.2.3.4 med 5', 'success': true}|done"),
            ("peer * routes ipv6 unicast add 2001:db8::/32 next-hop 2001:db8::1", "{'index': '0002012020010db8', 'route': '2001:db8::/32 next-hop 2001:db8::1', 'success': true}|done"),
            ("peer * routes add bogus", "error: Could not parse route: bogus|error"),
            ("peer 127.0.0.9 routes add route 10.20.0.0/24 next-hop 1.2.3.4", "error"),
            ("peer * routes ipv6 list", "[{'index': '0002012020010db8', 'route': '2001:db8::/32 next-hop 2001:db8::1', 'neighbor': 'NAME'}]|done"),
            ("peer * routes ipv4 flow list", "[]|done"),
            ("peer * routes remove index 000101180a1500", "{'removed': true, 'index': '000101180a1500'}|done"),
            ("peer * routes remove index 000101180a1500", "{'removed': false, 'index': '000101180a1500'}|done"),
            ("peer * routes remove index zz", "error: Invalid hex index: zz|error"),
            ("peer * routes remove 10.20.0.0/24", "{'removed': true, 'route': '10.20.0.0/24', 'index': '000101180a1400'}|done"),
            ("peer * routes remove", "error: routes remove requires route spec or index|error"),
            ("peer * routes add", "error: routes add requires route specification|error"),
            ("peer * routes bogus", "error: routes requires action: list, add, or remove|error"),
            ("peer * routes", "error: routes requires action: list, add, or remove|error"),
            ("peer * routes list", "[{'index': '0002012020010db8', 'route': '2001:db8::/32 next-hop 2001:db8::1', 'neighbor': 'NAME'}]|done"),
        })
        {
            await Check(scene, command, answer);
        }
        // Announced and withdrawn on the wire, too: the last is the one removed by its words.
        await scene.Peer.Next(frame => frame.Type == BgpFrame.UpdateType && Convert.ToHexString(frame.Body).StartsWith("0004180A1400", StringComparison.Ordinal), "the withdraw of 10.20.0.0/24");
    }

    [Fact]
    public async Task Neighbours_are_made_and_ended_by_command()
    {
        await using var scene = await Scene.Start(Six);
        await using var second = ScriptedPeer.Listen();
        var (address, local) = (second.EndPoint.Address, LoopbackAddresses.Next());
        foreach (var (command, answer) in new[]
        {
            ("peer create", "error: no neighbor selector|error"),
            ("peer create bogus local-as 1", "error: invalid IP address bogus|error"),
            ($"peer create {address} local-as 1", "error: missing required parameters: local-address, peer-as|error"),
            ($"peer create {address} bogus 1", "error: unknown parameter: bogus|error"),
            ($"peer create {address} local-as", "error: missing value for local-as|error"),
            ($"peer create {address} local-as 1 local-as 2", "error: duplicate parameter: local-as|error"),
            ($"peer create {address} local-as 1;}}", "error: invalid value for local-as: 1;}|error"),
            ($"peer create {address} local-address {local} local-as 65001 peer-as 65003 api nobody", "error: no such process: nobody|error"),
            ($"peer create {address} local-address {local} local-as 65001 peer-as 65003 router-id 10.0.0.1 family-allowed ipv4-unicast/ipv6-unicast", "done"),
            ($"peer create {address} local-ip {local} local-as 65001 peer-as 65003 router-id 10.0.0.1", $"error: peer already exists: neighbor {address} local-ip {local} local-as 65001 peer-as 65003 router-id 10.0.0.1 family-allowed in-open|error"),
            ($"peer {address} announce route 10.0.0.0/24 next-hop 1.2.3.4", "done"),
            ("rib show out", $"{{'{address}': {{'routes': [{{'family': 'ipv4 unicast', 'prefix': '10.0.0.0/24'}}]}}}}|done"),
            ("peer delete 127.0.0.9", "error: no neighbors match the selector|error"),
            ($"peer delete {address}", "done"),
            ("peer list", "[{'peer-address': 'PEER', 'peer-as': 65002, 'state': 'ESTABLISHED'}]|done"),
            ("rib show out", "done"),
        })
        {
            await Check(scene, command, answer);
        }
    }

    [Fact]
    public async Task A_created_neighbour_is_gone_after_a_reload_and_a_deleted_one_is_back()
    {
        await using var scene = await Scene.Start(Six);
        await Check(scene, $"peer create 127.0.0.9 local-address {scene.Local} local-as 65001 peer-as 65003 router-id 10.0.0.1", "done");
        await Check(scene, $"peer delete [ {scene.Remote} ]", "done");
        var notification = await scene.Peer.Next(BgpFrame.NotificationType);
        Assert.Equal([6, 3], notification.Body[..2].ToArray());
        Assert.Equal("{'status': 'reload in progress'}|done", Normal(scene, await scene.Ask("daemon reload")));
        await scene.Establish();
        await scene.WaitForUp();
        await Check(scene, "peer list", "[{'peer-address': 'PEER', 'peer-as': 65002, 'state': 'ESTABLISHED'}]|done");
    }

    [Fact]
    public async Task Help_of_each_version_lists_its_commands()
    {
        await using var six = await Scene.Start(Six);
        var help = (await six.Ask("system help"))[0];
        Assert.StartsWith("""{"description": "Available API commands (v6 format)", "peer_filters": ["local-ip", "local-as", "peer-as", "router-id"], "commands": [{"command": "#", """, help, StringComparison.Ordinal);
        Assert.Contains("""{"command": "peer show", "neighbor_support": false, "json_support": true, "options": ["summary", "extensive", "configuration"]}""", help, StringComparison.Ordinal);
        Assert.Contains("""{"command": "rib clear out", "neighbor_support": true, "json_support": true}""", help, StringComparison.Ordinal);
        await using var five = await Scene.Start();
        Assert.Equal(36, (await five.Ask("help")).Length - 11);
        await using var four = await Scene.Start(new SceneSettings { Environment = new() { ["exabgp_api_version"] = "4" } });
        var lines = await four.Ask("help");
        Assert.Equal(28, lines.Length - 11);
        Assert.DoesNotContain("enable-ack ", lines);
    }

    [Fact]
    public async Task Helpers_of_4_2_are_shown_routes_and_neighbours_as_4_2_does()
    {
        await using var scene = await Scene.Start(new SceneSettings { Families = "ipv4 unicast;", Environment = new() { ["exabgp_api_version"] = "4" } });
        await scene.Command("announce route 10.1.0.0/24 next-hop self med 5 as-path [ 1 2 ]");
        await Check(scene, "show adj-rib out", "neighbor PEER ipv4 unicast 10.1.0.0/24 next-hop self|done");
        await Check(scene, "show adj-rib out extensive", "NAME ipv4 unicast 10.1.0.0/24 next-hop self as-path [ 1 2 ] med 5|done");
        await Check(scene, "debug hello", "error");
        var extensive = await scene.Ask("show neighbor extensive");
        Assert.Equal("  Session                         Local", extensive[2]);
        Assert.Contains("  Families                        Local          Remote        Add-Path", extensive);
        Assert.Contains("   ipv4 unicast:                enabled         enabled        disabled", extensive);
        Assert.Contains("  Message Statistic                Sent        Received", extensive);
        var configuration = await scene.Ask("show neighbor configuration");
        Assert.Contains("  md5-base64 auto;", configuration);
        Assert.DoesNotContain(configuration, line => line.Contains("source-interface", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_4_2_does_not_know_of_a_neighbour_that_is_down_is_not_shown()
    {
        await using var scene = Scene.Create(new SceneSettings { Environment = new() { ["exabgp_api_version"] = "4" } });
        await scene.Peer.Accept();
        Assert.Equal(["Peer            AS        up/down state       |     #sent     #recvd", "done"], await scene.Ask("show neighbor summary"));
        Assert.Equal(["done"], await scene.Ask("show neighbor extensive"));
    }

    private static async Task Check(Scene scene, string command, string answer) =>
        Assert.Equal($"{command} => {answer}", $"{command} => {Normal(scene, await scene.Ask(command))}");

    private static string Normal(Scene scene, string[] lines)
    {
        var text = string.Join('|', lines).Replace('"', '\'');
        var name = $"neighbor {scene.Remote} local-ip {scene.Local} local-as 65001 peer-as 65002 router-id 10.0.0.1 family-allowed in-open";
        text = Identifier().Replace(text.Replace(name, "NAME", StringComparison.Ordinal).Replace(scene.Remote.ToString(), "PEER", StringComparison.Ordinal), "UUID");
        text = Version().Replace(text, "${before}VERSION");
        text = Numbers().Replace(text, "'pid': PID, 'uptime': N, 'start_time': T");
        return Process().Replace(text, "PID: PID|Uptime: N|");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Identifier();

    [GeneratedRegex("(?<before>'version': '|exabgp |Version: )5\\.0\\.[0-9]+")]
    private static partial Regex Version();

    [GeneratedRegex("'pid': [0-9]+, 'uptime': [0-9]+, 'start_time': [0-9.]+")]
    private static partial Regex Numbers();

    [GeneratedRegex("PID: [0-9]+\\|Uptime: 0h 0m [0-9]+s\\|")]
    private static partial Regex Process();
}
