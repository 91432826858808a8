using System.Globalization;
using BenchmarkDotNet.Running;
using ExaSharp.Benchmarks;

// Without arguments: the daemon end to end. --helper: the other end of that, started by the daemon under test.
// --micro: the hot paths one by one; what follows is for BenchmarkDotNet (for instance --filter '*Json*').
switch (args)
{
    case ["--helper", var what, var count, var port]:
        HelperMode.Run(what, int.Parse(count, CultureInfo.InvariantCulture), int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case ["--micro", .. var rest]:
        BenchmarkSwitcher.FromAssembly(typeof(HotPathBenchmarks).Assembly).Run(rest);
        return 0;
    case []:
        return EndToEnd.Run(repeats: 3);
    case ["--repeats", var repeats]:
        return EndToEnd.Run(int.Parse(repeats, CultureInfo.InvariantCulture));
    default:
        Console.Error.WriteLine("usage: [--repeats N] | --micro [BenchmarkDotNet's options]");
        return 2;
}
