using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd.Events;

/// <summary>What helpers are told of the OPEN of a peer, and of what was negotiated.</summary>
public sealed class OpenEventTests
{
    /// <summary>Capabilities that are rare, unknown, malformed, repeated, in one parameter each or all in one, and in the long form of RFC 9072.</summary>
    [Theory]
    [InlineData("unknown", "010400010001" + "41040000FDEA" + "4D020102" + "FF00" + "0A0401020304" + "00020000" + "0301AA", "5 4 6")]
    [InlineData("refresh", "010400010001" + "41040000FDEA" + "0200" + "8000" + "4600", "5")]
    [InlineData("multisession", "010400010001" + "41040000FDEA" + "440101" + "830100", "5")]
    [InlineData("multisession empty", "010400010001" + "41040000FDEA" + "4400", "5 4 6")]
    [InlineData("restart", "010400010001" + "41040000FDEA" + "400EC078" + "00010180" + "00020100" + "00018580", "5 4 6")]
    [InlineData("restart none", "010400010001" + "41040000FDEA" + "40024000", "5")]
    [InlineData("restart unknown family", "010400010001" + "41040000FDEA" + "4006007800070980", "5")]
    [InlineData("add-path", "010400010001" + "41040000FDEA" + "450C" + "00010101" + "00020102" + "00018503", "5")]
    [InlineData("nexthop", "010400010001" + "010400020001" + "41040000FDEA" + "050C" + "000100010002" + "000100020002", "5")]
    [InlineData("extended", "010400010001" + "41040000FDEA" + "0600", "5")]
    [InlineData("hostname", "010400010001" + "41040000FDEA" + "490A" + "03657861" + "05" + "6C6F63616C", "5")]
    [InlineData("hostname no domain", "010400010001" + "41040000FDEA" + "4905" + "0365786100", "5 4 6")]
    [InlineData("hostname empty", "010400010001" + "41040000FDEA" + "49020000", "5")]
    [InlineData("hostname quotes", "010400010001" + "41040000FDEA" + "4907" + "03225C0A" + "027B5D", "5")]
    [InlineData("hostname utf-8", "010400010001" + "41040000FDEA" + "4906" + "02C3A9" + "02C3BC", "5")]
    [InlineData("software", "010400010001" + "41040000FDEA" + "4B08" + "0745786142475035", "5")]
    [InlineData("software quotes", "010400010001" + "41040000FDEA" + "4B07" + "06225C0A097F20", "5")]
    [InlineData("operational", "010400010001" + "41040000FDEA" + "B900" + "B901FF", "5")]
    [InlineData("twice", "010400010001" + "010400010001" + "010400020001" + "41040000FDEA" + "41040000FDEA" + "0200" + "0200", "5 4 6")]
    [InlineData("paths-limit", "010400010001" + "41040000FDEA" + "4C05" + "0001010005" + "4D00", "5 6")]
    [InlineData("families unknown", "010400010001" + "010400070009" + "010440040047" + "41040000FDEA", "5 4 6")]
    public async Task Capabilities_of_a_peer(string name, string capabilities, string versions)
    {
        foreach (var version in versions.Split(' '))
        {
            var octets = Convert.FromHexString(capabilities);
            await EventStage.Play($"capabilities {name}", version, new SceneSettings { PeerFamilies = [] },
                EventRecorder.Both("all", "neighbor-changes; negotiated; receive { parsed; open; notification; } send { parsed; notification; }"), _ => Task.CompletedTask,
                BgpFrame.Of(BgpFrame.OpenType, [4, 0xFD, 0xEA, 0, 0, 10, 0, 0, 2, (byte)(octets.Length + 2), 2, (byte)octets.Length, .. octets]));
        }
    }

    /// <summary>An optional parameter for each, and the long form of RFC 9072.</summary>
    [Theory]
    [InlineData("one by one", "18" + "0206010400010001" + "0206410400" + "00FDEA" + "02020200" + "02024600")]
    [InlineData("RFC 9072", "FFFF" + "0017" + "020006010400010001" + "020006410400" + "00FDEA" + "0200020200")]
    public async Task Forms_of_an_OPEN(string name, string parameters) => await EventStage.Play($"form {name}", "5", new SceneSettings { PeerFamilies = [] },
        EventRecorder.Both("all", "neighbor-changes; negotiated; receive { consolidate; open; notification; }"), _ => Task.CompletedTask,
        BgpFrame.Of(BgpFrame.OpenType, [4, 0xFD, 0xEA, 0, 0, 10, 0, 0, 2, .. Convert.FromHexString(parameters)]));
}
