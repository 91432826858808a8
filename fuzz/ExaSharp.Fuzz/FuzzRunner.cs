using System.Diagnostics;
using ExaSharp.Bgp.Text;

namespace ExaSharp.Fuzz;

/// <summary>An input that a target failed on.</summary>
internal sealed record Finding(FuzzTarget Target, byte[] Input, Exception Error);

/// <summary>Gives a target its corpus, and what a seed makes of it, until something is found.</summary>
/// <param name="target">The target.</param>
/// <param name="corpus">Where its inputs come from.</param>
/// <param name="seed">The same seed makes the same inputs in the same order.</param>
internal sealed class FuzzRunner(FuzzTarget target, Corpus corpus, int seed)
{
    private const int Guard = 64;

    // Every input is read as a memory of its own; so many inputs go by until one is read a second time in the middle of another.
    private const int GuardedEvery = 8;

    private readonly TextBuffer _shown = new();
    private readonly TextBuffer _shownAgain = new();
    private byte[] _guarded = [];

    /// <summary>How many inputs were read.</summary>
    public long Runs { get; private set; }

    /// <summary>The input that is being read, for who waits for it in vain.</summary>
    public byte[] Current { get; private set; } = [];

    /// <summary>Reads the corpus; gives what was found, or null.</summary>
    public Finding? RunCorpus() => corpus.Seeds(target).Select(input => Check(input, twice: true)).FirstOrDefault(finding => finding is not null);

    /// <summary>Reads mutations until the time is over; gives what was found, or null.</summary>
    public Finding? RunFor(TimeSpan duration)
    {
        var mutator = new Mutator(seed);
        var seeds = corpus.Seeds(target);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < duration)
            if (Check(mutator.Next(seeds), Runs % GuardedEvery == 0) is { } finding) return finding;
        return null;
    }

    /// <summary>Reads one input; gives what is wrong with it, or null.</summary>
    public Finding? Check(byte[] input, bool twice)
    {
        Runs++;
        Current = input;
        try
        {
            _shown.Clear();
            target.Run(input, _shown);
            if (twice) CheckGuarded(input);
            return null;
        }
        catch (Exception error)
        {
            return new Finding(target, input, error);
        }
    }

    /// <summary>Reads the input again between other octets: they must not change, nor what comes out.</summary>
    private void CheckGuarded(byte[] input)
    {
        if (_guarded.Length < input.Length + 2 * Guard) _guarded = new byte[2 * (input.Length + Guard)];
        var filler = (byte)Runs;
        _guarded.AsSpan().Fill(filler);
        input.CopyTo(_guarded, Guard);
        _shownAgain.Clear();
        target.Run(_guarded.AsSpan(Guard, input.Length), _shownAgain);
        if (!_guarded.AsSpan(Guard, input.Length).SequenceEqual(input)) throw new InvalidOperationException("the input was written to");
        if (_guarded.AsSpan(0, Guard).ContainsAnyExcept(filler) || _guarded.AsSpan(Guard + input.Length).ContainsAnyExcept(filler))
            throw new InvalidOperationException("octets around the input were written to");
        if (!_shown.Written.SequenceEqual(_shownAgain.Written))
            throw new InvalidOperationException($"read twice, it shows two things:\n{_shown}\n{_shownAgain}");
    }
}
