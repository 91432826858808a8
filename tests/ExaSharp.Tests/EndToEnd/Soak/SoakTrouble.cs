using System.Diagnostics;
using ExaSharp.Testing;

namespace ExaSharp.Tests.EndToEnd.Soak;

/// <summary>All that goes wrong, or is changed, around a running daemon.</summary>
internal sealed class SoakTrouble(SoakScene scene, Random random)
{
    private const int Stop = 19, Continue = 18, Kill = 9, FullReload = 12;

    /// <summary>A helper that starts more often than 5 times in 64 s is waited for, which the end of the test would have to do, too.</summary>
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(15);

    private readonly List<Task> _passing = [];
    private readonly Dictionary<SoakHelper, Stopwatch> _killed = [];

    /// <summary>Helpers that were stopped for a while.</summary>
    public int Stops { get; private set; }

    /// <summary>Peers that did not read for a while.</summary>
    public int Pauses { get; private set; }

    public async Task MakeAsync()
    {
        var neighbor = scene.Neighbors[random.Next(scene.Neighbors.Length)];
        var helper = scene.Helpers[random.Next(scene.Helpers.Length)];
        var time = TimeSpan.FromMilliseconds(random.Next(200, 2000));
        switch (random.Next(12))
        {
            case 0 or 1:
                await neighbor.ResetAsync(says: random.Next(2) == 0);
                break;
            case 2 or 3:
                Pauses++;
                Pass(neighbor.PauseAsync(time));
                break;
            case 4:
                KillOne(helper);
                break;
            case 5:
                Stops++;
                Pass(StopAsync(helper, time));
                break;
            case 6:
                for (var n = random.Next(1, 6); n > 0; n--) scene.Neighbors[random.Next(scene.Neighbors.Length)].ChangeRoutes(random.Next(1, 256));
                await scene.ReloadAsync();
                break;
            case 7:
                neighbor.ChangeHoldTime(random.Next(90, 100));
                await scene.ReloadAsync();
                break;
            case 8:
                await scene.ReloadBrokenAsync();
                break;
            case 9:
                await WithoutCommandsAsync(Restructure);
                break;
            case 10 when random.Next(5) == 0:
                await scene.ReloadAsync(FullReload);
                break;
            default:
                Pass(neighbor.TalkAsync(random.Next(2, 60)));
                break;
        }
    }

    /// <summary>Waits until everything has passed, and takes back what was changed for a while.</summary>
    public async Task CalmAsync()
    {
        await Task.WhenAll(_passing);
        _passing.Clear();
        scene.HasDeaf = false;
        foreach (var neighbor in scene.Neighbors.Where(neighbor => !neighbor.IsPresent)) neighbor.Toggle();
        await scene.ReloadAsync();
    }

    private void Pass(Task task)
    {
        _passing.RemoveAll(passed => passed.IsCompletedSuccessfully);
        _passing.Add(task);
    }

    private Task Restructure()
    {
        scene.HasDeaf = random.Next(2) == 0;
        scene.Neighbors[random.Next(scene.Neighbors.Length)].Toggle();
        return scene.ReloadAsync();
    }

    /// <summary>Does something while no command is under way.</summary>
    private async Task WithoutCommandsAsync(Func<Task> change)
    {
        foreach (var helper in scene.Helpers) await helper.Turn.WaitAsync();
        try
        {
            await change();
        }
        finally
        {
            foreach (var helper in scene.Helpers) helper.Turn.Release();
        }
    }

    private void KillOne(SoakHelper helper)
    {
        if (_killed.TryGetValue(helper, out var since) && since.Elapsed < BetweenKills) return;
        _killed[helper] = Stopwatch.StartNew();
        foreach (var process in Processes(helper)) ProcessView.Signal(process, Kill);
    }

    private async Task StopAsync(SoakHelper helper, TimeSpan time)
    {
        var processes = Processes(helper);
        foreach (var process in processes) ProcessView.Signal(process, Stop);
        await Task.Delay(time);
        foreach (var process in processes) ProcessView.Signal(process, Continue);
    }

    /// <summary>The daemon's own children alone, whatever else runs on the machine.</summary>
    private int[] Processes(SoakHelper helper) => [.. helper.Processes.Intersect(ProcessView.Children(scene.Daemon.Id))];
}
