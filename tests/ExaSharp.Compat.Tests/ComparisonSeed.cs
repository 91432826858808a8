using System.Globalization;
using Xunit;

namespace ExaSharp.Compat.Tests;

/// <summary>
/// The seed of random input that is shown to ExaBGP and to us. It is the same in each run, so that a test which passed fails only
/// because of a change here: whether a difference that new input finds is a defect of ours takes a person's judgement.
/// </summary>
internal static class ComparisonSeed
{
    /// <summary><c>EXASHARP_SEED</c>: a number, or <c>fresh</c> for another one each time.</summary>
    public static int Get()
    {
        var given = Environment.GetEnvironmentVariable("EXASHARP_SEED");
        var seed = given switch
        {
            null or "" => 20_261_120,
            "fresh" => Random.Shared.Next(),
            _ => int.Parse(given, CultureInfo.InvariantCulture),
        };
        TestContext.Current.TestOutputHelper?.WriteLine($"EXASHARP_SEED={seed}");
        return seed;
    }
}
