using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Text;
using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>
/// Random UPDATEs as JSON 4.0.1, ours and that of Debian's ExaBGP 4.2: the same line but for time, host and process, so the same
/// values under the same keys in the same order. What differs with intent (exabgp-compat.md) is not among them.
/// </summary>
public partial class DebianJsonTests
{
    private const int Updates = 400;
    private const string Python = "/usr/bin/python3";

    private static readonly string[] Attributes =
    [
        "800404" + "0000000A", "400504" + "00000064", "400600", "C00708" + "0000FDE80A000001", "C0080C" + "FFFFFF0100010001FFFF029A",
        "800904" + "0A000001", "800A08" + "0A0000010A000002", "C01010" + "0202FDE8000000640002FDE800000064",
        "C01018" + "80060000461600008007000000000003" + "800900000000000A", "C01008" + "0C0000010000000A", "C01008" + "030C000000000008",
        "C01609" + "00060006400A000001", "C02018" + "000000020000000200000003000000010000000200000003",
        "C0280A" + "0100070000000000012C", "C0630201" + "02", "80630201" + "02",
    ];

    private static readonly string[] Paths =
    [
        "400200", "400206" + "02010000FDEA", "40020A" + "02020000FDEA00010000", "40020C" + "02010000FDEA" + "010100000002",
        "40020C" + "030100000001" + "02010000FDEA", "400212" + "02010000FDEA" + "010100000002" + "020100000003",
        "400210" + "04020000000200000003" + "02010000FDEA",
    ];

    /// <summary>Family, next-hop, NLRI.</summary>
    private static readonly (string Family, string NextHop, string Nlri)[] Routes =
    [
        ("000201", "20010DB8000000000000000000000001", "2020010DB8"),
        ("000201", "20010DB8000000000000000000000001", "2020010DB8" + "00" + "8020010DB8000000000000000000000002"),
        ("000102", "7F00000A", "180A0300"),
        ("000104", "7F00000A", "30000A010A0001" + "48000A00000B010A0002"),
        ("000180", "00000000000000007F00000A", "7004E2C100000064000000640A0000"),
        ("000180", "00000000000000007F00000A", "7004E2C100010A00000A00640A0100"),
        ("000280", "000000000000000020010DB8000000000000000000000001", "78000641000000640000006420010DB8"),
        ("000185", "", "060120C0A80001"),
        ("000185", "01020304", "180120C0A80001" + "02200A000009" + "0301118106" + "048150" + "06920400"),
        ("000185", "", "03058116"),
        ("000186", "", "0E0000FFFF000100000120C0A80001"),
        ("001941", "7F00000A", "00110001C0A8C901007B000500010001029CE1"),
        ("001946", "7F00000A", "0311" + "00010A00000A0064" + "0000000A200A000001"),
        ("001946", "7F00000A", "0225" + "00010A00000A0064" + "00000000000000000000" + "0000000A30AABBCCDDEEFF200A000001000641"),
        ("001946", "7F00000A", "0522" + "00010A00000A0064" + "00112233445566778899" + "0000000A180A0100000A000001000641"),
    ];

    [Fact]
    public async Task Updates_are_told_as_Debians_ExaBGP_tells_them()
    {
        Assert.SkipUnless(File.Exists(Told.Reference[0]), $"{Told.Reference[0]} is not installed");
        var seed = ComparisonSeed.Get();
        var random = new Random(seed);
        var bodies = Enumerable.Range(0, Updates).Select(_ => Body(random)).ToList();

        var theirs = await Tell(bodies);

        var session = new NegotiatedSession { LocalAs = 65001, PeerAs = 65002, Families = AddressFamilies.Known };
        var neighbor = new NeighborInfo
        {
            LocalAddress = Address("127.0.0.1"),
            PeerAddress = Address("127.0.0.2"),
            LocalAs = 65001,
            PeerAs = 65002,
            RouterId = Address("10.0.0.1"),
        };
        var encoder = new Json4Encoder(new EventContext("host", 1, 1, TimeProvider.System));
        for (var i = 0; i < bodies.Count; i++)
        {
            var output = new TextBuffer();
            Assert.True(new UpdateReader().TryRead(Convert.FromHexString(bodies[i]), session, out var update, out var error), $"{bodies[i]}: {error.Text}");
            encoder.Update(new MessageEvent(neighbor, EventDirection.Receive), session, update, output);
            Assert.Equal($"seed {seed} {bodies[i]}\n{Envelope().Replace(theirs[i], "")}\n", $"seed {seed} {bodies[i]}\n{Envelope().Replace(output.ToString(), "")}");
            using var document = JsonDocument.Parse(theirs[i]);
        }
    }

    /// <summary>Withdrawn IPv4, attributes in the order of their codes, announced IPv4, and routes of another family: each or not.</summary>
    private static string Body(Random random)
    {
        var route = Routes[random.Next(Routes.Length)];
        var kind = random.Next(4);
        var withdrawn = random.Next(3) == 0 ? "18C63364" : "";
        if (kind == 0)
        {
            var unreach = "800F" + $"{3 + route.Nlri.Length / 2:X2}" + route.Family + route.Nlri;
            return $"{withdrawn.Length / 2:X4}{withdrawn}{unreach.Length / 2:X4}{unreach}";
        }
        var attributes = new List<string> { "4001010" + random.Next(3), Paths[random.Next(Paths.Length)] };
        if (kind != 1) attributes.Add("4003047F00000A");
        attributes.AddRange(Attributes.Where(_ => random.Next(4) == 0).DistinctBy(attribute => attribute[2..4]));
        if (kind != 2) attributes.Add("800E" + $"{5 + (route.NextHop.Length + route.Nlri.Length) / 2:X2}{route.Family}{route.NextHop.Length / 2:X2}{route.NextHop}00{route.Nlri}");
        var all = string.Concat(attributes);
        var announced = kind != 1 ? string.Concat(Enumerable.Range(0, 1 + random.Next(3)).Select(i => $"180A0{i}00")) : "";
        return $"{withdrawn.Length / 2:X4}{withdrawn}{all.Length / 2:X4}{all}{announced}";
    }

    private static async Task<List<string>> Tell(List<string> bodies)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "helpers", "tell_updates.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var reading = process.StandardOutput.ReadToEndAsync();
        foreach (var body in bodies) await process.StandardInput.WriteLineAsync(body);
        process.StandardInput.Close();
        var lines = (await reading).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        await process.WaitForExitAsync();
        Assert.Equal(bodies.Count, lines.Count);
        return lines;
    }

    private static IpAddress Address(string text) =>
        IpAddress.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var address) ? address : throw new FormatException(text);

    [GeneratedRegex("\"time\": [0-9.]+, \"host\" : \"[^\"]*\", \"pid\" : [0-9]+, \"ppid\" : [0-9]+, ")]
    private static partial Regex Envelope();
}
