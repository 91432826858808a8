using System.Diagnostics;

namespace ExaSharp.Testing;

/// <summary>
/// Waits for another process to reach a state, by asking again and again until a deadline. Only where the other side
/// cannot tell by itself (a router's table); what can be awaited (a line, a message) is awaited.
/// </summary>
public static class Eventually
{
    /// <summary>The deadline of a step that takes well under a second on an idle machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Asks until the answer is true.</summary>
    /// <exception cref="TimeoutException">The deadline passed; the text tells what was waited for.</exception>
    public static async Task True(Func<Task<bool>> predicate, string what, TimeSpan? deadline = null,
        Func<Task<string>>? describe = null)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var (reached, _) = await Ask(async () => await predicate(), static value => value, deadline);
        if (!reached)
            throw new TimeoutException($"not reached in time: {what}{(describe is null ? "" : "\n" + await describe())}");
    }

    /// <summary>Asks until the answer is as wanted, and returns the last answer, right or not: the caller's assertion shows the difference.</summary>
    public static async Task<T> Last<T>(Func<Task<T>> ask, Func<T, bool> wanted, TimeSpan? deadline = null)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(wanted);
        return (await Ask(ask, wanted, deadline)).Answer;
    }

    private static async Task<(bool Reached, T Answer)> Ask<T>(Func<Task<T>> ask, Func<T, bool> wanted, TimeSpan? deadline)
    {
        var limit = deadline ?? Patience;
        var clock = Stopwatch.StartNew();
        var pause = FirstPause;
        while (true)
        {
            var answer = await ask();
            if (wanted(answer))
                return (true, answer);
            if (clock.Elapsed > limit)
                return (false, answer);
            await Task.Delay(pause);
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
        }
    }
}
