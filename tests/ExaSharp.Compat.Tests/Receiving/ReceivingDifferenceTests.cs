using System.Globalization;
using ExaSharp.Compat.Tests.Differential;
using Xunit;

namespace ExaSharp.Compat.Tests.Receiving;

/// <summary>
/// Random UPDATEs of every family, valid and damaged, played to ExaBGP and to our daemon in live sessions: the helpers have to be
/// told the same, and the same UPDATEs have to end a session, but for what <see cref="IntendedReceivedDifference"/> lists.
/// </summary>
/// <remarks>
/// The seed is part of a test's name. <c>EXASHARP_SEED</c> gives another one (see <see cref="ComparisonSeed"/>),
/// <c>EXASHARP_RECEIVED_UPDATES</c> sets the number of UPDATEs of a session.
/// </remarks>
public class ReceivingDifferenceTests
{
    private static readonly int Updates = Setting("EXASHARP_RECEIVED_UPDATES") ?? 500;

    /// <summary>Generation and session of ExaBGP with the seed of the run.</summary>
    public static IEnumerable<TheoryDataRow<string, string, int>> Rows()
    {
        var seed = ComparisonSeed.Get();
        foreach (var program in new[] { ExaBgpProgram.Four, ExaBgpProgram.Five })
            foreach (var kind in ReceivedKind.All)
                yield return new TheoryDataRow<string, string, int>(program.Name, kind.Name, seed);
    }

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public async Task Both_tell_the_same(string generation, string session, int seed)
    {
        var program = generation == ExaBgpProgram.Four.Name ? ExaBgpProgram.Four : ExaBgpProgram.Five;
        Assert.SkipUnless(program.IsInstalled, program.IsFive ? "EXABGP_SOURCE names no checkout of ExaBGP 5.0" : $"{program.Path} is not installed");
        var comparison = new ReceivingComparison(program, ReceivedKind.All.Single(kind => kind.Name == session), seed);
        await comparison.Run(Updates);
        TestContext.Current.SendDiagnosticMessage(comparison.Report());
        Assert.True(comparison.Differences.Count == 0, comparison.Report());
    }

    private static int? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
