using System.Globalization;
using ExaSharp.Fuzz;

// usage: ExaSharp.Fuzz [--seconds N] [--seed N] [--target NAME] [--input FILE] [--findings DIRECTORY]
//        ExaSharp.Fuzz --write-corpus DIRECTORY
// Gives each target its share of the seconds; exits 1 when something is found, with the input in a file whose name is printed.
// The same seed makes the same inputs. With --input, a target reads only that file.
const int HangSeconds = 30;

if (Option("--write-corpus") is { } directory)
{
    CorpusWriter.Write(directory);
    return 0;
}
var seconds = double.Parse(Option("--seconds") ?? "10", CultureInfo.InvariantCulture);
var seed = int.Parse(Option("--seed") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
var findings = Option("--findings") ?? Path.Combine("artifacts", "fuzz");
var chosen = FuzzTargets.Create().Where(target => Option("--target") is not { } name || target.Name == name).ToList();
if (chosen.Count == 0)
{
    Console.WriteLine($"there is no such target; there are: {string.Join(", ", FuzzTargets.Create().Select(target => target.Name))}");
    return 2;
}
Console.WriteLine($"seed {seed}");
var (found, total) = (0, 0L);
foreach (var target in chosen)
{
    var runner = new FuzzRunner(target, Corpus.Default, seed);
    using var watchdog = new Timer(Watch(runner, target), null, TimeSpan.FromSeconds(HangSeconds), TimeSpan.FromSeconds(HangSeconds));
    var finding = Option("--input") is { } file
        ? runner.Check(File.ReadAllBytes(file), twice: true)
        : runner.RunCorpus() ?? runner.RunFor(TimeSpan.FromSeconds(seconds / chosen.Count));
    total += runner.Runs;
    Console.WriteLine($"{target.Name}: {runner.Runs} inputs");
    if (finding is null) continue;
    found++;
    Console.WriteLine($"{target.Name} failed on {Findings.Write(finding.Input, target, findings)}\n  {Convert.ToHexString(finding.Input)}\n{finding.Error}");
}
Console.WriteLine($"{total} inputs, {(found == 0 ? "no finding" : $"{found} findings")}");
return found == 0 ? 0 : 1;

// Ends the program when a target is not done with an input for so long.
TimerCallback Watch(FuzzRunner runner, FuzzTarget target)
{
    var seen = -1L;
    return _ =>
    {
        if (runner.Runs != seen)
        {
            seen = runner.Runs;
            return;
        }
        Console.WriteLine($"{target.Name} does not end on {Findings.Write(runner.Current, target, findings)}");
        Environment.Exit(1);
    };
}

string? Option(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
