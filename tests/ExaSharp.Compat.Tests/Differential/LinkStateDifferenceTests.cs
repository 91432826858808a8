using System.Diagnostics;
using System.Text.Json;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>Random BGP-LS attributes and NLRI, shown octet for octet as ExaBGP 5.0 shows them, or refused by both.</summary>
public class LinkStateDifferenceTests
{
    private const string Refused = "refused";
    private const int Count = 4000;

    private static readonly NegotiatedSession Session = new();

    [Theory]
    [InlineData(1)]
    [InlineData(9552)]
    public async Task Link_states_are_shown_as_ExaBGP_shows_them(int seed)
    {
        var source = EncodingSuite.Source;
        Assert.SkipWhen(source is null, "EXABGP_SOURCE does not name a checkout of ExaBGP 5.0");
        var generator = new LinkStateGenerator(new Dice(seed));
        List<(string Line, string Ours)> cases = [];
        for (var i = 0; i < Count; i++)
        {
            if (i % 2 == 0)
            {
                var value = generator.Attribute();
                cases.Add(($"attribute {Convert.ToHexString(value)}", ShowAttribute(value)));
                continue;
            }
            var (nlri, isVpn) = generator.Nlri();
            if (nlri.Length > 0) cases.Add(($"{(isVpn ? "bgp-ls-vpn" : "bgp-ls")} {Convert.ToHexString(nlri)}", ShowNlri(nlri, isVpn)));
        }
        var shown = await Ask(source!, cases.Select(one => one.Line));
        Assert.Equal(cases.Count, shown.Count);
        var different = cases.Zip(shown).Where(pair => pair.First.Ours != pair.Second)
            .Select(pair => $"{pair.First.Line}\n  ExaBGP   {pair.Second}\n  ExaSharp {pair.First.Ours}").ToList();
        Assert.True(different.Count == 0, $"{different.Count} differ\n{string.Join('\n', different.Take(5))}");
        // Neither all nor none of them may be refused, or nothing was compared.
        Assert.InRange(shown.Count(one => one == Refused), Count / 50, Count / 4);
    }

    private static string ShowAttribute(byte[] value)
    {
        var type = AttributeTypes.Find(AttributeCode.LinkState)!;
        if (type.Validate(value, Session).IsError) return Refused;
        var output = new TextBuffer();
        type.AppendJson(value, Session, output);
        output.Append((byte)'\t');
        var text = output.Length;
        type.AppendText(value, Session, output);
        var keyword = type.Name + " ";
        Assert.Equal(keyword, System.Text.Encoding.UTF8.GetString(output.Written.Slice(text, keyword.Length)));
        return output.ToString().Remove(text, keyword.Length);
    }

    private static string ShowNlri(byte[] nlri, bool isVpn)
    {
        var family = AddressFamilies.Find(new FamilyId(Afi.BgpLs, isVpn ? Safi.BgpLsVpn : Safi.BgpLs))!;
        var reader = new WireReader(nlri);
        if (family.TryRead(ref reader, isWithdraw: false, out var octets, out _) != NlriResult.Ok) return Refused;
        var output = new TextBuffer();
        family.AppendJson(octets, default, default, compact: false, output);
        return output.ToString();
    }

    private static async Task<List<string>> Ask(string source, IEnumerable<string> lines)
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "helpers", "show_link_states.py"), source])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var writing = Task.Run(async () =>
        {
            foreach (var line in lines) await process.StandardInput.WriteLineAsync(line);
            process.StandardInput.Close();
        });
        List<string> shown = [];
        // ExaBGP has the adjacencies of a list on lines of their own.
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            shown.Add(JsonSerializer.Deserialize<string>(line)!.Replace("\nbehavior: ", ", behavior: ", StringComparison.Ordinal));
        await writing;
        await process.WaitForExitAsync();
        return shown;
    }
}
