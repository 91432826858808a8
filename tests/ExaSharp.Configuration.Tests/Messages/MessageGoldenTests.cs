using Xunit;

namespace ExaSharp.Configuration.Tests.Messages;

/// <summary>
/// Every message that reading a configuration can give has a golden. To write what is said now into the files, run the tests
/// with <c>UPDATE_GOLDENS=1</c>, and read the difference.
/// </summary>
public class MessageGoldenTests
{
    /// <summary>Messages that no configuration gives, and why.</summary>
    private static readonly (string Message, string Reason)[] Unreachable =
    [
        ("peer-ip … listen …", "a key"),
        ("neighbor … local-ip … local-as … peer-as … router-id … family-allowed …", "a name"),
        (" true", "part of a suggestion"),
        ("unicast | multicast | nlri-mpls | mpls-vpn, then the other of ipv4 and ipv6", "help"),
        ("invalid AS Path type sent …", "of the wire"),
        ("AS4_PATH is empty", "of the wire"),
        ("not enough data to decode AS_PATH or AS4_PATH", "of the wire"),
        ("an AS path segment has no AS number", "of the wire"),
        ("4 or 16 bytes", "of the wire"),
        ("ipv6 extended community", "no keyword reads them"),
        ("not enough data to extract the mask of the NLRI", "of the wire"),
        ("not enough data to extract the label stack of the NLRI", "of the wire"),
        ("invalid label stack in the NLRI, no bottom of stack bit and no terminator", "of the wire"),
        ("not enough data to extract the route distinguisher of the NLRI", "of the wire"),
        ("invalid length in NLRI prefix", "of the wire"),
        ("invalid mask … in NLRI prefix for …", "of the wire"),
        ("not enough data for the mask provided to decode the NLRI", "of the wire"),
        ("not enough data to extract the length of the l2vpn vpls NLRI", "of the wire"),
        ("l2vpn vpls length is …, it must be at least …", "of the wire"),
        ("l2vpn vpls message length is not consistent with encoded bgp", "of the wire"),
        ("not enough data to extract the length of the RTC NLRI", "of the wire"),
        ("incorrect RTC length: … (should be >=32,<=96)", "of the wire"),
        ("RTC NLRI truncated: need … bytes, got …", "of the wire"),
        ("routes of the family … can not be announced", "no keyword reads them"),
        ("invalid vpls", "the beginning of what is missing"),
        ("the route has no type (source-ad, shared-join, source-join)", "the grammar makes no such route"),
        ("the route has no prefix", "the grammar makes no such route"),
        ("the prefix … is not of the family …", "the grammar makes no such route"),
        ("the route of a VPN needs a route distinguisher (rd)", "the grammar makes no such route"),
        ("the route has no type (mup-isd, mup-dsd, mup-t1st, mup-t2st)", "the grammar makes no such route"),
        ("the route is too long for a BGP message", "the grammar makes no such route"),
        ("a subsequent address family", "of commands: in a file it is the keyword"),
        ("there is no family …", "of commands: in a file it is the keyword"),
        ("…: and … more …", "the end of a list"),
        (" (did you mean \"…\"?)", "of commands"),
        ("line … column …: ……", "of commands"),
    ];

    public static TheoryData<string> Files => [.. GoldenFile.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_said_is_as_in_the_file(string name)
    {
        var file = new GoldenFile(name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1") file.Accept();
        else Assert.Equal(file.Text, file.Regenerated());
    }

    [Fact]
    public void Every_case_has_a_name_of_its_own_and_says_something()
    {
        var cases = GoldenFile.Names.SelectMany(name => new GoldenFile(name).Cases.Select(one => (File: name, one.Name, one.Said))).ToList();

        Assert.DoesNotContain(cases, one => one.Said.Length == 0);
        Assert.Empty(cases.GroupBy(one => (one.File, one.Name)).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void Every_message_in_the_source_has_a_golden()
    {
        var said = GoldenFile.Names.SelectMany(name => new GoldenFile(name).Cases)
            .SelectMany(one => GoldenFile.Read(one.Configuration).Diagnostics.Items)
            .SelectMany(item => new[] { item.Message, item.Expected ?? "" }).Distinct().ToList();
        var missing = MessageTemplates.All
            .Where(template => !Unreachable.Any(one => one.Message == template.Text) && !said.Exists(template.Pattern.IsMatch))
            .Select(template => $"{template.File}: {template.Text}").ToList();

        Assert.True(missing.Count == 0, $"{missing.Count} messages have no golden:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void What_is_called_unreachable_is_in_the_source() =>
        Assert.All(Unreachable, one => Assert.Contains(MessageTemplates.All, template => template.Text == one.Message));
}
