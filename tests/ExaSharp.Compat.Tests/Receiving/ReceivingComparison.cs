using System.Globalization;
using System.Text;
using ExaSharp.Compat.Tests.Differential;
using ExaSharp.Testing;

namespace ExaSharp.Compat.Tests.Receiving;

/// <summary>An UPDATE that the two daemons do not treat alike.</summary>
/// <param name="Update">The UPDATE.</param>
/// <param name="Theirs">What ExaBGP made of it.</param>
/// <param name="Ours">What our daemon made of it.</param>
/// <param name="IsFive">Whether it is ExaBGP 5.0, not 4.2.</param>
internal sealed record ReceivedDifference(RandomUpdate Update, ReceivedOutcome Theirs, ReceivedOutcome Ours, bool IsFive);

/// <summary>One run of ExaBGP and our daemon that read the same UPDATEs.</summary>
internal sealed class ReceivingComparison(ExaBgpProgram program, ReceivedKind kind, int seed)
{
    /// <summary>What is not meant to be different and is.</summary>
    public List<ReceivedDifference> Differences { get; } = [];

    /// <summary>How often each intended difference was seen.</summary>
    public Dictionary<string, int> Intended { get; } = [];

    /// <summary>UPDATEs that were told alike.</summary>
    public int Same { get; private set; }

    public async Task Run(int count)
    {
        var dice = new Dice(seed);
        var updates = Enumerable.Range(0, count).Select(_ => RandomUpdate.Next(dice, kind, program.IsFive)).ToArray();
        (ushort, byte)[] families = [.. RandomNlri.Families.Where(family => program.IsFive || family.Safi is not (5 or 85)).Select(family => (family.Afi, family.Safi))];
        await using var theirs = new ReceivingDaemon([program.Path!], kind);
        await using var ours = new ReceivingDaemon(DaemonProcess.Command, kind, program.IsFive ? null : new Dictionary<string, string> { ["exabgp_api_version"] = "4" });
        var both = await Task.WhenAll(theirs.Play(updates, families), ours.Play(updates, families));
        for (var i = 0; i < count; i++) Compare(updates[i], both[0][i], both[1][i]);
    }

    /// <summary>All differences in words.</summary>
    public string Report()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"seed {seed}, ExaBGP {program.Name}, {kind.Name}: {Same} the same, {Intended.Values.Sum()} intended, {Differences.Count} different\n");
        foreach (var (reason, times) in Intended.OrderByDescending(pair => pair.Value)) text.Append(CultureInfo.InvariantCulture, $"  {times,5} {reason}\n");
        foreach (var (update, theirs, ours, _) in Differences.Take(100))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{(update.IsDamaged ? "damaged " : "")}{Convert.ToHexString(update.Body)}\n");
            var (first, second) = (theirs.ToString(), ours.ToString());
            // From a little before where they part.
            var place = Math.Max(0, first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count() - 80);
            text.Append(CultureInfo.InvariantCulture, $"  ExaBGP:   {first[place..]}\n  ExaSharp: {second[place..]}\n");
        }
        return text.ToString();
    }

    private void Compare(RandomUpdate update, ReceivedOutcome theirs, ReceivedOutcome ours)
    {
        if (theirs.ToString() != ours.ToString())
        {
            var aligned = ReceivedText.Align(theirs.First, ours.First, program.IsFive);
            if (theirs.Events.Count == 1) theirs = theirs with { Events = [aligned.Theirs] };
            if (ours.Events.Count == 1) ours = ours with { Events = [aligned.Ours] };
        }
        if (theirs.ToString() == ours.ToString())
        {
            Same++;
            return;
        }
        var difference = new ReceivedDifference(update, theirs, ours, program.IsFive);
        var reason = IntendedReceivedDifference.All.FirstOrDefault(intended => intended.IsOf(difference, kind))?.Reason;
        if (reason is null) Differences.Add(difference);
        else Intended[reason] = Intended.GetValueOrDefault(reason) + 1;
    }
}
