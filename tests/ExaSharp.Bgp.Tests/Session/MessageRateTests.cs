using ExaSharp.Bgp.Session;
using Xunit;

namespace ExaSharp.Bgp.Tests.Session;

public sealed class MessageRateTests
{
    private const long Second = 1000;

    [Fact]
    public void Without_a_limit_there_is_always_room()
    {
        var rate = new MessageRate(Second);
        rate.Count(1_000_000, 0);
        Assert.Equal(int.MaxValue, rate.Room(0));
        Assert.Equal(SessionTimers.Never, rate.NextDue(0));
    }

    [Fact]
    public void A_second_begins_with_its_first_message_and_holds_as_many_as_allowed()
    {
        var rate = new MessageRate(Second) { Limit = 3 };
        Assert.Equal(3, rate.Room(500));
        rate.Count(2, 500);
        Assert.Equal(1, rate.Room(1000));
        Assert.Equal(SessionTimers.Never, rate.NextDue(1000));
        rate.Count(1, 1000);
        Assert.Equal(0, rate.Room(1499));
        Assert.Equal(1500, rate.NextDue(1499));
        Assert.Equal(SessionTimers.Never, rate.NextDue(1500));
        Assert.Equal(3, rate.Room(1500));
    }

    [Fact]
    public void A_pause_does_not_save_room_up()
    {
        var rate = new MessageRate(Second) { Limit = 2 };
        rate.Count(1, 0);
        Assert.Equal(2, rate.Room(60 * Second));
        rate.Count(2, 60 * Second);
        Assert.Equal(0, rate.Room(60 * Second));
    }

    [Fact]
    public void A_limit_can_be_changed_and_taken_away()
    {
        var rate = new MessageRate(Second) { Limit = 1 };
        rate.Count(1, 0);
        rate.Limit = 5;
        Assert.Equal(4, rate.Room(1));
        rate.Limit = 0;
        Assert.Equal(int.MaxValue, rate.Room(1));
        Assert.Equal(SessionTimers.Never, rate.NextDue(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void However_a_sender_asks_no_second_that_begins_with_a_message_has_more(int limit)
    {
        var random = new Random(limit);
        var rate = new MessageRate(Second) { Limit = limit };
        var (now, begin, sent, total) = (0L, long.MinValue, 0, 0);
        for (var step = 0; step < 100_000; step++)
        {
            now += random.Next(40);
            var count = Math.Min(rate.Room(now), random.Next(4));
            if (count == 0) continue;
            if (begin == long.MinValue || now >= begin + Second) (begin, sent) = (now, 0);
            rate.Count(count, now);
            sent += count;
            total += count;
            Assert.True(sent <= limit, $"{sent} in the second from {begin}");
        }
        // A sender that always has something to send uses nearly all of it.
        Assert.True(total > Math.Min(limit, 60) * (now / Second) * 0.8, $"{total} in {now / Second} s");
    }
}
