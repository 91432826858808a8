using System.Globalization;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Capabilities;
using ExaSharp.Bgp.Families;
using ExaSharp.Bgp.Text;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Fuzz.Tests;

/// <summary>
/// Each target for a moment. The seed is part of a test's name: <c>EXASHARP_FUZZ_SEED</c> repeats one, and
/// <c>EXASHARP_FUZZ_SECONDS</c> gives each target more time. <c>make fuzz</c> is the same without tests around it.
/// </summary>
public sealed class FuzzTargetTests
{
    private const double Seconds = 1.5;

    private static readonly IReadOnlyList<FuzzTarget> Targets = FuzzTargets.Create();

    public static TheoryData<string> Names => [.. Targets.Select(target => target.Name)];

    /// <summary>Each target with a new seed.</summary>
    public static IEnumerable<TheoryDataRow<string, int>> Seeded()
    {
        var seed = Environment.GetEnvironmentVariable("EXASHARP_FUZZ_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();
        foreach (var target in Targets) yield return new TheoryDataRow<string, int>(target.Name, seed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_corpus_is_read_without_a_finding(string name)
    {
        var runner = new FuzzRunner(Find(name), Corpus.Default, seed: 0);
        Report(runner.RunCorpus());
        Assert.NotEqual(0, runner.Runs);
    }

    [Theory]
    [MemberData(nameof(Seeded), DisableDiscoveryEnumeration = true)]
    public void What_is_made_of_the_corpus_is_read_without_a_finding(string name, int seed)
    {
        var seconds = Environment.GetEnvironmentVariable("EXASHARP_FUZZ_SECONDS") is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : Seconds;
        Report(new FuzzRunner(Find(name), Corpus.Default, seed).RunFor(TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void Every_attribute_family_and_capability_that_is_ours_to_send_is_in_the_corpus()
    {
        var attributes = Corpus.Default.Seeds(new Fuzz.Targets.AttributeTarget()).Where(input => input.Length > 3).Select(input => AttributeTypes.All[input[0]].Code);
        var families = Corpus.Default.Seeds(new Fuzz.Targets.NlriTarget()).Select(input => AddressFamilies.All[input[0]].Id);
        var capabilities = Corpus.Default.Seeds(new Fuzz.Targets.CapabilityTarget()).Select(input => CapabilityTypes.All[input[0]].Code);
        Assert.Empty(AttributeTypes.All.Where(type => type is not (GenericAttribute or AtomicAggregate)).Select(type => type.Code).Except(attributes));
        Assert.Empty(AddressFamilies.All.Select(family => family.Id).Except(families));
        Assert.Empty(CapabilityTypes.All.Select(type => type.Code).Except(capabilities));
    }

    [Fact]
    public void The_same_seed_makes_the_same_inputs()
    {
        byte[][] seeds = [[1, 2, 3], [4, 5, 6, 7]];
        Assert.Equal(Made(7), Made(7));
        Assert.NotEqual(Made(7), Made(8));

        IEnumerable<string> Made(int seed)
        {
            var mutator = new Mutator(seed);
            return Enumerable.Range(0, 50).Select(_ => Convert.ToHexString(mutator.Next(seeds))).ToList();
        }
    }

    [Fact]
    public void A_finding_tells_its_input()
    {
        using var directory = new TemporaryDirectory();
        var runner = new FuzzRunner(new BrokenTarget(), new Corpus(directory.Path), seed: 1);
        var finding = runner.RunFor(TimeSpan.FromSeconds(60))!;
        Assert.Contains((byte)0x7f, finding.Input);
        Assert.Equal("found", finding.Error.Message);
        Assert.Equal(finding.Input, File.ReadAllBytes(Findings.Write(finding.Input, finding.Target, directory.Path)));
    }

    [Theory]
    [InlineData(0, "the input was written to")]
    [InlineData(1, "octets around the input were written to")]
    [InlineData(2, "read twice, it shows two things")]
    [InlineData(3, "read twice, it shows two things")]
    public void What_is_done_beside_the_input_is_found(byte what, string message) =>
        Assert.StartsWith(message, new FuzzRunner(new NosyTarget(), Corpus.Default, seed: 1).Check([what], twice: true)!.Error.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{ \"a\": 1, \"a\": 2 }")]
    [InlineData("{ \"a\": 1, }")]
    [InlineData("{\n}")]
    public void JSON_that_programs_stumble_over_is_found(string json) =>
        Assert.Throws<InvalidOperationException>(() => Shown.IsJson(new TextBuffer().Append(json), 0));

    private static FuzzTarget Find(string name) => Targets.First(target => target.Name == name);

    private static void Report(Finding? finding)
    {
        if (finding is null) return;
        var path = Findings.Write(finding.Input, finding.Target, Path.Combine(RepositoryPaths.Root, "artifacts", "fuzz"));
        Assert.Fail($"{finding.Target.Name} failed on {path}\n{Convert.ToHexString(finding.Input)}\n{finding.Error}");
    }

    private sealed class BrokenTarget : FuzzTarget
    {
        public override string Name => "broken";

        public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
        {
            if (input.Contains((byte)0x7f)) throw new InvalidOperationException("found");
        }
    }

    /// <summary>Does what the input says, and should not be done.</summary>
    private sealed class NosyTarget : FuzzTarget
    {
        private int _runs;

        public override string Name => "nosy";

        public override unsafe void Run(ReadOnlySpan<byte> input, TextBuffer shown)
        {
            fixed (byte* octets = input)
            {
                switch (input[0])
                {
                    case 0 when _runs++ > 0:
                        *octets = 9;
                        break;
                    case 1 when _runs++ > 0:
                        octets[1] ^= 9;
                        break;
                    case 2 when _runs++ > 0:
                        shown.Append((uint)octets[1]);
                        break;
                    case 3:
                        shown.Append((uint)_runs++);
                        break;
                }
            }
        }
    }
}
