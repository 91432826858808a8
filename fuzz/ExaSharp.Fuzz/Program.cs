using System.Diagnostics;
using ExaSharp.Fuzz;
using ExaSharp.Fuzz.Targets;

// usage: ExaSharp.Fuzz [--seconds N] [--seed N] [--target NAME]: gives each target its share of the time; exits 1 with the input
// in hexadecimal when something is found.
IFuzzTarget[] targets = [new FramerTarget(), new OpenTarget(), new UpdateTarget(), new TokenizerTarget(), new RouteTarget(), new ConfigurationTarget()];
var seconds = double.Parse(Option("--seconds") ?? "10", System.Globalization.CultureInfo.InvariantCulture);
var seed = int.Parse(Option("--seed") ?? Random.Shared.Next().ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
var chosen = targets.Where(target => Option("--target") is not { } name || target.Name == name).ToList();
Console.WriteLine($"seed {seed}");
var found = 0;
foreach (var target in chosen)
{
    var mutator = new Mutator(seed);
    var clock = Stopwatch.StartNew();
    long runs = 0;
    foreach (var input in target.Seeds) target.Run(input);
    while (clock.Elapsed.TotalSeconds < seconds / chosen.Count)
    {
        var input = mutator.Next(target.Seeds);
        runs++;
        try
        {
            target.Run(input);
        }
        catch (Exception error)
        {
            found++;
            Console.WriteLine($"{target.Name}: {error.GetType().Name} {error.Message}\n  input {Convert.ToHexString(input)}\n{error.StackTrace}");
            break;
        }
    }
    Console.WriteLine($"{target.Name}: {runs} runs");
}
Console.WriteLine(found == 0 ? "no finding" : $"{found} findings");
return found == 0 ? 0 : 1;

string? Option(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
