using System.Globalization;
using Xunit;

namespace ExaSharp.Compat.Tests.Differential;

/// <summary>
/// Random routes of every family, with every attribute in every spelling, through ExaBGP and through our daemon in live
/// sessions: the same octets have to arrive; with mutations, which are off by default, the same commands have to be refused besides.
/// </summary>
/// <remarks>
/// The seed is part of a test's name. <c>EXASHARP_SEED</c> sets it (<see cref="ComparisonSeed"/>),
/// <c>EXASHARP_DIFFERENTIAL_ROUTES</c> sets the number of routes of a session,
/// <c>EXASHARP_DIFFERENTIAL_COMMANDS</c> how many of them are commands of a helper and not in a file,
/// <c>EXASHARP_DIFFERENTIAL_MUTATIONS</c> how many commands that are mostly invalid come besides (none unless asked for:
/// what ExaBGP takes for a route has no end, and each new kind wants a person's judgement), and <c>EXASHARP_DIFFERENTIAL_ONLY</c> is the beginning of generation and session that are wanted.
/// </remarks>
public class DifferentialTests
{
    private static readonly int Routes = Setting("EXASHARP_DIFFERENTIAL_ROUTES") ?? 400;

    /// <summary>Generation and session of ExaBGP with a seed.</summary>
    public static IEnumerable<TheoryDataRow<string, string, int>> Rows()
    {
        var seed = ComparisonSeed.Get();
        var only = Environment.GetEnvironmentVariable("EXASHARP_DIFFERENTIAL_ONLY") ?? "";
        foreach (var program in new[] { ExaBgpProgram.Four, ExaBgpProgram.Five })
            foreach (var kind in SessionKind.All)
                if ($"{program.Name} {kind.Name}".StartsWith(only, StringComparison.Ordinal))
                    yield return new TheoryDataRow<string, string, int>(program.Name, kind.Name, seed++);
    }

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public async Task Both_send_the_same_octets(string generation, string session, int seed)
    {
        var program = generation == ExaBgpProgram.Four.Name ? ExaBgpProgram.Four : ExaBgpProgram.Five;
        Assert.SkipUnless(program.IsInstalled, program.IsFive ? "EXABGP_SOURCE names no checkout of ExaBGP 5.0" : $"{program.Path} is not installed");
        var kind = SessionKind.All.Single(one => one.Name == session);
        var comparison = new Comparison(program, kind, seed);
        var byHelper = Math.Min(Setting("EXASHARP_DIFFERENTIAL_COMMANDS") ?? Routes / 2, Routes);
        await comparison.Run(Routes - byHelper, byHelper, Setting("EXASHARP_DIFFERENTIAL_MUTATIONS") ?? 0);
        Assert.True(comparison.Differences.Count == 0, comparison.Report());
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
