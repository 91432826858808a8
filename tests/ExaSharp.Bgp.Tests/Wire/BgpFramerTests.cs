using System.Buffers;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Tests.Session;
using ExaSharp.Bgp.Wire;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Bgp.Tests.Wire;

public class BgpFramerTests
{
    private const string Marker = SessionTesting.Marker;

    // An UPDATE of 23 octets (end of RIB), a KEEPALIVE, a ROUTE-REFRESH, a NOTIFICATION with data.
    private static readonly byte[] Stream = SessionTesting.Bytes(
        Marker + "0017 02 00000000" + Marker + "0013 04" + Marker + "0017 05 00010001" + Marker + "0019 03 0602 03616263");

    private static readonly (MessageType Type, int Length)[] Messages =
    [
        (MessageType.Update, 23), (MessageType.Keepalive, 19), (MessageType.RouteRefresh, 23), (MessageType.Notification, 25),
    ];

    [Fact]
    public void A_whole_stream_is_cut_into_its_messages_in_place()
    {
        var framer = new BgpFramer();
        var input = new ReadOnlySequence<byte>(Stream);
        var offset = 0;
        foreach (var (type, length) in Messages)
        {
            Assert.Equal(FrameStatus.Message, framer.Read(ref input, out var frame, out var error));
            Assert.False(error.IsError);
            Assert.Equal(type, frame.Type);
            Assert.True(frame.Bytes == Stream.AsSpan(offset, length), "handed out without a copy");
            Assert.Equal(length - BgpHeader.Size, frame.Body.Length);
            offset += length;
        }
        Assert.True(input.IsEmpty);
        Assert.Equal(FrameStatus.Incomplete, framer.Read(ref input, out _, out _));
    }

    [Fact]
    public void Bytes_around_a_message_are_not_read()
    {
        byte[] padded = [0xa5, 0xa5, .. Stream.AsSpan(0, 23), 0xa5, 0xa5];
        var input = new ReadOnlySequence<byte>(padded, 2, 23);
        var framer = new BgpFramer();
        Assert.Equal(FrameStatus.Message, framer.Read(ref input, out var frame, out _));
        Assert.Equal(Stream[..23], frame.Bytes.ToArray());
        Assert.True(input.IsEmpty);
    }

    [Fact]
    public void A_stream_split_at_any_byte_gives_the_same_messages()
    {
        for (var split = 0; split <= Stream.Length; split++)
            AssertMessages(Segments(Stream[..split], Stream[split..]));
    }

    [Fact]
    public void A_stream_in_segments_of_one_byte_gives_the_same_messages() =>
        AssertMessages(Segments([.. Stream.Select(b => new[] { b })]));

    [Fact]
    public void A_message_that_arrives_byte_by_byte_is_incomplete_until_its_last()
    {
        var framer = new BgpFramer();
        for (var length = 0; length < 23; length++)
        {
            var part = new ReadOnlySequence<byte>(Stream, 0, length);
            Assert.Equal(FrameStatus.Incomplete, framer.Read(ref part, out _, out _));
            Assert.Equal(length, part.Length);
        }
        var whole = new ReadOnlySequence<byte>(Stream, 0, 23);
        Assert.Equal(FrameStatus.Message, framer.Read(ref whole, out _, out _));
    }

    [Theory]
    [InlineData("fffffffffffffffffffffffffffffffe 0013 04", 1, "The packet received does not contain a BGP marker")]
    [InlineData("00ffffffffffffffffffffffffffffff 0012 ff", 1, "The packet received does not contain a BGP marker")]
    [InlineData(Marker + "0012 04", 2, "KEEPALIVE has an invalid message length of 18")]
    [InlineData(Marker + "0000 02", 2, "UPDATE has an invalid message length of 0")]
    [InlineData(Marker + "1001 02", 2, "UPDATE has an invalid message length of 4097")]
    [InlineData(Marker + "0014 04", 2, "KEEPALIVE has an invalid message length of 20")]
    [InlineData(Marker + "001c 01", 2, "OPEN has an invalid message length of 28")]
    [InlineData(Marker + "0016 02", 2, "UPDATE has an invalid message length of 22")]
    [InlineData(Marker + "0014 03", 2, "NOTIFICATION has an invalid message length of 20")]
    [InlineData(Marker + "0018 05", 2, "ROUTE_REFRESH has an invalid message length of 24")]
    [InlineData(Marker + "0012 ff", 2, "unknown message 0xff has an invalid message length of 18")]
    [InlineData(Marker + "0013 ff", 3, "can not decode message of type \"255\"")]
    [InlineData(Marker + "0013 07", 3, "can not decode message of type \"7\"")]
    [InlineData(Marker + "0013 00", 3, "can not decode message of type \"0\"")]
    public void A_bad_header_ends_the_session_with_the_words_of_ExaBGP(string hex, byte subcode, string text)
    {
        var bytes = SessionTesting.Bytes(hex);
        var input = new ReadOnlySequence<byte>(bytes);
        Assert.Equal(FrameStatus.Error, new BgpFramer().Read(ref input, out var frame, out var error));
        Assert.Equal(BgpError.Reset(NotificationCode.MessageHeaderError, subcode, text), error);
        Assert.Equal(bytes, frame.Header.ToArray());
        Assert.Equal(bytes.Length, input.Length);

        // The verdict does not depend on how the header arrived.
        input = Segments([.. bytes.Select(b => new[] { b })]);
        Assert.Equal(FrameStatus.Error, new BgpFramer().Read(ref input, out _, out var again));
        Assert.Equal(error, again);
    }

    [Fact]
    public void A_session_with_extended_messages_takes_65535_octets()
    {
        var message = new byte[65535];
        SessionTesting.Bytes(Marker + "ffff 02").CopyTo(message, 0);
        var framer = new BgpFramer();
        var input = new ReadOnlySequence<byte>(message);
        Assert.Equal(FrameStatus.Error, framer.Read(ref input, out _, out var error));
        Assert.Equal("UPDATE has an invalid message length of 65535", error.Text);

        framer.MaxMessageSize = 65535;
        Assert.Equal(FrameStatus.Message, framer.Read(ref input, out var frame, out _));
        Assert.Equal(65535, frame.Bytes.Length);
        input = Segments(message[..40000], message[40000..]);
        Assert.Equal(FrameStatus.Message, framer.Read(ref input, out frame, out _));
        Assert.Equal(message, frame.Bytes.ToArray());
    }

    [Fact]
    public void Random_bytes_never_throw_nor_give_a_message_that_was_not_there()
    {
        var random = new Random(4271);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = Stream.ToArray();
            for (var flips = random.Next(4); flips > 0; flips--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            bytes = bytes[..random.Next(bytes.Length + 1)];
            var split = random.Next(bytes.Length + 1);
            var input = Segments(bytes[..split], bytes[split..]);
            var framer = new BgpFramer();
            long taken = 0;
            while (framer.Read(ref input, out var frame, out _) == FrameStatus.Message)
            {
                Assert.Equal(bytes.AsSpan((int)taken, frame.Bytes.Length).ToArray(), frame.Bytes.ToArray());
                taken += frame.Bytes.Length;
            }
            Assert.Equal(bytes.Length - taken, input.Length);
        }
    }

    [Fact]
    public void A_message_in_one_segment_allocates_nothing()
    {
        var framer = new BgpFramer();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++) ReadAll(framer);
        }));

        static void ReadAll(BgpFramer framer)
        {
            var input = new ReadOnlySequence<byte>(Stream);
            while (framer.Read(ref input, out _, out _) == FrameStatus.Message)
            {
            }
        }
    }

    private static void AssertMessages(ReadOnlySequence<byte> input)
    {
        var framer = new BgpFramer();
        var offset = 0;
        foreach (var (type, length) in Messages)
        {
            Assert.Equal(FrameStatus.Message, framer.Read(ref input, out var frame, out _));
            Assert.Equal(type, frame.Type);
            Assert.Equal(Stream[offset..(offset + length)], frame.Bytes.ToArray());
            offset += length;
        }
        Assert.True(input.IsEmpty);
    }

    private static ReadOnlySequence<byte> Segments(params byte[][] parts)
    {
        var first = new Segment(parts[0], 0);
        var last = first;
        foreach (var part in parts.Skip(1)) last = last.Append(part);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, long index)
        {
            Memory = bytes;
            RunningIndex = index;
        }

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
