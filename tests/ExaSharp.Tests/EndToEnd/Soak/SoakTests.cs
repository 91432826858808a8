using System.Diagnostics;
using System.Globalization;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.EndToEnd.Soak;

/// <summary>
/// Everything at once, for <c>SOAK_SECONDS</c> (30): three helpers announce and withdraw routes of four families for twenty neighbours, while helpers
/// are killed and stopped, the configuration is changed and broken, sessions end from both sides and peers read slowly. Every few seconds, and in
/// the end, each peer has to know exactly what was said last, no session may have ended unasked, and the daemon has what it had at first.
/// <c>SOAK_SEED</c> chooses another run.
/// </summary>
public sealed class SoakTests
{
    private const int HelperCount = 3, NeighborCount = 20;

    /// <summary>
    /// What the daemon may grow by after the warm-up. Its tables have a fixed number of keys, so only the heap's free room changes, which the collector lets
    /// grow to a few times what a burst needs: about 30 MB. An hour has over a million commands; 100 octets lost in each would be 100 MB.
    /// </summary>
    private const long MemoryGrowth = 64 * 1024 * 1024;

    public static TheoryData<int> Seeds { get; } = new(Number("SOAK_SEED", 1));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_is_lost_and_nothing_is_left_behind(int seed)
    {
        var random = new Random(seed);
        await using var scene = new SoakScene(HelperCount, NeighborCount);
        var churns = scene.Helpers.Select((_, n) => new RandomChurn(n, new Random(seed * 100 + n), scene.Neighbors)).ToArray();
        var trouble = new SoakTrouble(scene, random);
        var clock = Stopwatch.StartNew();
        var time = TimeSpan.FromSeconds(Number("SOAK_SECONDS", 30));
        try
        {
            await CompareAsync(scene, churns);
            var (descriptors, children) = Holdings(scene);
            long? memory = null;
            for (var round = 0; clock.Elapsed < time; round++)
            {
                await RunAsync(scene, churns, trouble, TimeSpan.FromSeconds(Math.Min(10, time.TotalSeconds / 3)));
                await trouble.CalmAsync();
                await CompareAsync(scene, churns);
                await AssertHoldings(scene, descriptors, children);
                var now = ProcessView.ResidentMemory(scene.Daemon.Id);
                Report(scene, trouble, clock.Elapsed, now, descriptors);
                memory ??= now;
                Assert.True(now < memory + MemoryGrowth, $"{memory} octets of memory after the warm-up, {now} after {clock.Elapsed}");
            }
            var stopped = await scene.Daemon.Stop(TimeSpan.FromSeconds(60));
            Assert.Equal(0, stopped);
            foreach (var helper in scene.Helpers) Assert.Empty(helper.Processes);
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            Assert.Fail($"seed {seed}, after {clock.Elapsed}: {error.Message}\n{scene.Daemon.Transcript()}");
        }
    }

    /// <summary>Helpers speak and things go wrong for a while.</summary>
    private static async Task RunAsync(SoakScene scene, RandomChurn[] churns, SoakTrouble trouble, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        async Task Speak(SoakHelper helper, RandomChurn churn)
        {
            while (clock.Elapsed < time)
            {
                await helper.Turn.WaitAsync();
                try
                {
                    await helper.SayAsync(churn.Next());
                }
                finally
                {
                    helper.Turn.Release();
                }
                // The rate of the load, so that the test's own peers keep up.
                await Task.Delay(50);
            }
        }
        async Task Trouble()
        {
            while (clock.Elapsed < time)
            {
                await trouble.MakeAsync();
                await Task.Delay(100);
            }
        }
        await Task.WhenAll([Trouble(), .. scene.Helpers.Zip(churns, Speak)]);
    }

    /// <summary>Asserts that each peer knows exactly what was said last, and that sessions ended only where something asked for it.</summary>
    private static async Task CompareAsync(SoakScene scene, RandomChurn[] churns)
    {
        foreach (var (helper, churn) in scene.Helpers.Zip(churns))
        {
            // A first marker, behind which all is on its way; a second, behind which nothing may come any more.
            for (var n = 0; n < 2; n++)
            {
                var (route, attributes, command) = churn.Marker();
                await helper.SayAsync([command]);
                foreach (var neighbor in scene.Neighbors) await neighbor.WaitForRoute(route, attributes);
            }
            Assert.Null(helper.Complaint);
        }
        Assert.Empty(scene.Daemon.Lines.SkipWhile(line => !line.Contains("   at ExaSharp.", StringComparison.Ordinal) && !line.Contains("Exception", StringComparison.Ordinal)).Take(30));
        foreach (var neighbor in scene.Neighbors)
        {
            await neighbor.WaitForModel();
            Assert.True(neighbor.Ends <= neighbor.Planned, $"{neighbor.Address}: {neighbor.Ends} sessions ended, {neighbor.Planned} were asked to\n{scene.Daemon.Transcript()}");
        }
    }

    private static (int Descriptors, int Children) Holdings(SoakScene scene) =>
        (ProcessView.Descriptors(scene.Daemon.Id).Count, ProcessView.Children(scene.Daemon.Id).Count);

    /// <summary>Asserts that the daemon has no more descriptors and children than at first, and that each helper is one process.</summary>
    private static async Task AssertHoldings(SoakScene scene, int descriptors, int children)
    {
        await Eventually.True(() => Task.FromResult(Holdings(scene) is var (open, running) && open <= descriptors && running == children),
            $"{descriptors} descriptors and {children} children", TimeSpan.FromSeconds(60), () => Task.FromResult(string.Join('\n', ProcessView.Descriptors(scene.Daemon.Id)) + "\n" + string.Join(' ', ProcessView.Children(scene.Daemon.Id))));
        foreach (var helper in scene.Helpers) Assert.Single(helper.Processes);
    }

    private static void Report(SoakScene scene, SoakTrouble trouble, TimeSpan elapsed, long memory, int descriptors) =>
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{elapsed.TotalSeconds:F0} s: {scene.Helpers.Sum(helper => helper.Answered)} commands, {scene.Helpers.Sum(helper => helper.Events)} events, "
            + $"{scene.Neighbors.Sum(neighbor => neighbor.Updates)} updates, {scene.Neighbors.Sum(neighbor => neighbor.Sessions)} sessions, "
            + $"{scene.Neighbors.Sum(neighbor => neighbor.Ends)} ends, {scene.Helpers.Sum(helper => helper.Starts)} helper starts, "
            + $"{scene.Reloads} reloads, {trouble.Stops} stops, {trouble.Pauses} slow readers, {memory / 1_000_000} MB, {descriptors} descriptors at first, {Holdings(scene).Descriptors} now"));

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
