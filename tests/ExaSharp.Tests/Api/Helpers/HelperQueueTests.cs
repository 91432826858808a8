using System.Text;
using ExaSharp.Api.Helpers;
using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Tests.Api.Helpers;

public sealed class HelperQueueTests
{
    private const int LineSize = LineFifo.Overhead + 4;

    [Fact]
    public void Lines_leave_in_the_order_in_which_they_came()
    {
        var queue = Open(10_000);
        for (var i = 0; i < 300; i++) Assert.True(queue.TryAdd(Line(i), isAnswer: i % 3 == 0));
        Assert.Equal(Enumerable.Range(0, 300), Take(queue));
        Assert.Equal(0, queue.QueuedBytes);
    }

    [Fact]
    public void A_full_queue_drops_answers_first_and_then_the_oldest_events()
    {
        var queue = Open(10 * LineSize);
        for (var i = 0; i < 10; i++) queue.TryAdd(Line(i), isAnswer: i is 2 or 7);
        Assert.True(queue.TryAdd(Line(10), isAnswer: false));
        Assert.True(queue.TryAdd(Line(11), isAnswer: false));
        Assert.Equal((2, 0), (queue.DroppedAnswers, queue.DroppedEvents));
        Assert.True(queue.TryAdd(Line(12), isAnswer: false));
        Assert.Equal((2, 1), (queue.DroppedAnswers, queue.DroppedEvents));
        Assert.Equal([1, 3, 4, 5, 6, 8, 9, 10, 11, 12], Take(queue));
    }

    [Fact]
    public void An_answer_displaces_older_answers_and_never_an_event()
    {
        var queue = Open(3 * LineSize);
        queue.TryAdd(Line(0), isAnswer: false);
        queue.TryAdd(Line(1), isAnswer: true);
        queue.TryAdd(Line(2), isAnswer: false);
        Assert.True(queue.TryAdd(Line(3), isAnswer: true));
        Assert.True(queue.TryAdd(Line(4), isAnswer: false));
        Assert.False(queue.TryAdd(Line(5), isAnswer: true));
        Assert.Equal((3, 0), (queue.DroppedAnswers, queue.DroppedEvents));
        Assert.Equal([0, 2, 4], Take(queue));
    }

    [Fact]
    public void Dropping_is_told_once_when_it_begins_and_once_when_it_ends()
    {
        var told = new List<string>();
        var queue = new HelperQueue(10 * LineSize)
        {
            DroppingBegan = bytes => told.Add($"began at {bytes}"),
            DroppingEnded = (answers, events, reads) => told.Add($"ended, {answers} answers, {events} events, reads {reads}"),
        };
        queue.Open();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 15; i++) queue.TryAdd(Line(i), isAnswer: i < 3);
            if (round == 0) Take(queue);
            else queue.Close();
        }
        Assert.Equal(
            [
                $"began at {10 * LineSize}", "ended, 3 answers, 2 events, reads True",
                $"began at {10 * LineSize}", "ended, 3 answers, 2 events, reads False",
            ],
            told);
    }

    [Fact]
    public void With_drop_acks_a_full_queue_keeps_the_events_that_it_has()
    {
        var queue = Open(5 * LineSize, OverflowPolicy.DropAcks);
        for (var i = 0; i < 5; i++) queue.TryAdd(Line(i), isAnswer: i is 1);
        Assert.True(queue.TryAdd(Line(5), isAnswer: false));
        Assert.False(queue.TryAdd(Line(6), isAnswer: false));
        Assert.False(queue.TryAdd(Line(7), isAnswer: true));
        Assert.Equal((2, 1), (queue.DroppedAnswers, queue.DroppedEvents));
        Assert.Equal([0, 2, 3, 4, 5], Take(queue));
        Assert.True(queue.TryAdd(Line(8), isAnswer: false));
        Assert.Equal([8], Take(queue));
    }

    [Fact]
    public void With_kill_the_owner_is_told_once_when_a_queue_is_full_of_events()
    {
        var told = new List<long>();
        var queue = new HelperQueue(3 * LineSize, OverflowPolicy.Kill) { Overflowed = told.Add };
        queue.Open();
        for (var i = 0; i < 20; i++) queue.TryAdd(Line(i), isAnswer: true);
        Assert.Empty(told);
        for (var i = 0; i < 3; i++) Assert.True(queue.TryAdd(Line(i), isAnswer: false));
        Assert.Empty(told);
        for (var i = 0; i < 3; i++) Assert.False(queue.TryAdd(Line(i), isAnswer: false));
        Assert.Equal([3L * LineSize], told);
        Assert.Equal((20, 3), (queue.DroppedAnswers, queue.DroppedEvents));
        queue.Open();
        for (var i = 0; i < 4; i++) queue.TryAdd(Line(i), isAnswer: false);
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public void A_queue_knows_when_it_is_more_than_half_full()
    {
        var queue = Open(4 * LineSize, OverflowPolicy.Pause);
        for (var i = 0; i < 2; i++) queue.TryAdd(Line(i), isAnswer: true);
        Assert.False(queue.IsHalfFull);
        queue.TryAdd(Line(2), isAnswer: true);
        Assert.True(queue.IsHalfFull);
        queue.Close();
        Assert.False(queue.IsHalfFull);
    }

    [Fact]
    public void A_line_longer_than_the_queue_is_dropped_alone()
    {
        var queue = Open(100);
        Assert.False(queue.TryAdd(new byte[200], isAnswer: true));
        Assert.False(queue.TryAdd(new byte[200], isAnswer: false));
        Assert.True(queue.TryAdd(Line(1), isAnswer: false));
        Assert.Equal([1], Take(queue));
    }

    [Fact]
    public void A_line_longer_than_a_batch_is_taken_whole()
    {
        var queue = Open(10_000_000);
        var line = Enumerable.Repeat((byte)'x', 3 * HelperQueue.BatchSize).ToArray();
        queue.TryAdd("a"u8, isAnswer: false);
        queue.TryAdd(line, isAnswer: false);
        Assert.True(queue.TryTake(out var first));
        Assert.Equal("a\n"u8, first.Span);
        Assert.True(queue.TryTake(out var second));
        Assert.Equal([.. line, (byte)'\n'], second.ToArray());
        Assert.False(queue.TryTake(out _));
    }

    [Fact]
    public void A_batch_holds_many_lines_but_not_all()
    {
        var queue = Open(10_000_000);
        for (var i = 0; i < 100_000; i++) queue.TryAdd(Line(i % 10_000), isAnswer: false);
        Assert.True(queue.TryTake(out var batch));
        Assert.InRange(batch.Length, HelperQueue.BatchSize - LineSize, HelperQueue.BatchSize);
    }

    [Fact]
    public async Task Who_waits_for_room_goes_on_when_three_quarters_are_taken()
    {
        var queue = Open(4_000_000);
        while (queue.QueuedBytes < 3_000_000) queue.TryAdd(Line(1), isAnswer: true);
        var room = queue.WaitForRoomAsync();
        Assert.False(room.IsCompleted);
        while (queue.QueuedBytes >= 1_000_000)
        {
            Assert.False(room.IsCompleted);
            Assert.True(queue.TryTake(out _));
        }
        await room;
    }

    [Fact]
    public async Task Closing_lets_all_who_wait_go_on()
    {
        var queue = Open(100);
        while (queue.QueuedBytes < 50) queue.TryAdd(Line(1), isAnswer: true);
        var room = queue.WaitForRoomAsync();
        queue.Close();
        await room;
        await queue.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(queue.TryTake(out _));
        Assert.False(queue.TryAdd(Line(1), isAnswer: false));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_does_what_a_list_would(int seed)
    {
        const int limit = 200_000;
        var random = new Random(seed);
        var queue = Open(limit);
        var model = new List<(byte[] Line, bool IsAnswer)>();
        long Size() => model.Sum(l => (long)l.Line.Length + LineFifo.Overhead);
        for (var step = 0; step < 5000; step++)
        {
            if (random.Next(5) == 0 && queue.TryTake(out var batch))
            {
                var count = 0;
                var expected = new List<byte>();
                while (count < model.Count && (count == 0 || expected.Count + model[count].Line.Length + 1 <= HelperQueue.BatchSize))
                    expected.AddRange([.. model[count++].Line, (byte)'\n']);
                Assert.Equal(expected, batch.ToArray());
                model.RemoveRange(0, count);
                continue;
            }
            var line = new byte[random.Next(10) == 0 ? random.Next(30_000) : random.Next(500)];
            random.NextBytes(line);
            var isAnswer = random.Next(2) == 0;
            var fits = true;
            while (Size() + line.Length + LineFifo.Overhead > limit)
            {
                var victim = model.FindIndex(l => l.IsAnswer);
                if (victim < 0 && !isAnswer) victim = model.Count > 0 ? 0 : -1;
                fits = victim >= 0;
                if (!fits) break;
                model.RemoveAt(victim);
            }
            if (fits) model.Add((line, isAnswer));
            Assert.Equal(fits, queue.TryAdd(line, isAnswer));
            Assert.Equal(Size(), queue.QueuedBytes);
        }
    }

    private static HelperQueue Open(int limit, OverflowPolicy policy = OverflowPolicy.DropOldest)
    {
        var queue = new HelperQueue(limit, policy);
        queue.Open();
        return queue;
    }

    private static byte[] Line(int number) => Encoding.ASCII.GetBytes(number.ToString("D4", null));

    private static List<int> Take(HelperQueue queue)
    {
        var result = new List<int>();
        while (queue.TryTake(out var batch))
        {
            foreach (var line in Encoding.ASCII.GetString(batch.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                result.Add(int.Parse(line, null));
        }
        return result;
    }
}
