using System.Globalization;
using ExaSharp.Bgp.Capabilities;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Captures;

/// <summary>A BGP session of a capture: both directions of its TCP connection, and what its OPENs agreed on.</summary>
/// <param name="first">The end that the first packet came from.</param>
/// <param name="second">The other end.</param>
/// <param name="fallback">How messages are read while no OPEN was seen.</param>
/// <param name="listener">Is told what there is.</param>
internal sealed class CapturedSession(TcpEndpoint first, TcpEndpoint second, NegotiatedSession fallback, ICaptureListener listener)
{
    private static readonly byte[] Marker = [.. Enumerable.Repeat((byte)0xff, 16)];

    private readonly Direction _forward = new(first, second, fallback);
    private readonly Direction _backward = new(second, first, fallback);
    private readonly UpdateReader _trial = new(isOwn: true);

    /// <summary>Whether a segment begins a new connection between the same two ends.</summary>
    public bool IsReplacedBy(in TcpSegment segment)
    {
        if ((segment.Flags & TcpFlags.Syn) == 0) return false;
        var stream = Of(segment).Stream;
        return stream.IsStarted && stream.InitialSequence != segment.Sequence;
    }

    /// <summary>Takes a segment of this session.</summary>
    public void Add(in TcpSegment segment, DateTimeOffset time)
    {
        var direction = Of(segment);
        var isSyn = (segment.Flags & TcpFlags.Syn) != 0;
        // The first octet of a connection begins a message.
        if (isSyn && !direction.Stream.IsStarted) direction.IsInStep = true;
        direction.Stream.Add(segment.Sequence, isSyn, segment.Payload, time);
        Read(direction);
        while (direction.Stream.IsFull) Skip(direction);
        if ((segment.Flags & (TcpFlags.Fin | TcpFlags.Rst)) == 0 || direction.IsOver) return;
        direction.IsOver = true;
        listener.Note(direction.At(time), (segment.Flags & TcpFlags.Rst) != 0 ? "connection reset" : "connection closed");
    }

    /// <summary>The capture ends, or another session takes the place: nothing that is missing will come.</summary>
    public void End()
    {
        foreach (var direction in new[] { _forward, _backward })
        {
            while (direction.Stream.IsWaiting) Skip(direction);
            var left = direction.Stream.Data.Length + direction.Lost;
            if (left > 0) Tell(direction, Words($"{left} octets at the end make no whole message"));
        }
    }

    private Direction Of(in TcpSegment segment) => segment.Source == first ? _forward : _backward;

    private void Skip(Direction direction)
    {
        direction.Lose(direction.Stream.Data.Length);
        var missing = direction.Stream.SkipGap();
        Tell(direction, Words($"{missing} octets are missing"));
        // Behind a gap, as in the middle of a capture, a message has to be found.
        direction.IsInStep = false;
        Read(direction);
    }

    private void Read(Direction direction)
    {
        while (direction.IsInStep || TryFindMessage(direction))
        {
            var data = direction.Stream.Data;
            if (data.Length < BgpHeader.Size) return;
            if (!BgpHeader.TryRead(data, ushort.MaxValue, out var header, out var error))
            {
                Tell(direction, $"not a message: {error.Text}");
                direction.Lose(1);
                direction.IsInStep = false;
                continue;
            }
            if (data.Length < header.Length) return;
            Tell(direction, header, data[..header.Length]);
            direction.Stream.Consume(header.Length);
        }
    }

    /// <summary>Looks for the beginning of a message; what is before it is passed over.</summary>
    private bool TryFindMessage(Direction direction)
    {
        var data = direction.Stream.Data;
        var position = 0;
        for (; data.Length - position >= BgpHeader.Size; position++)
        {
            var found = data[position..].IndexOf(Marker);
            if (found < 0)
            {
                // A marker may have begun in the last octets.
                position = data.Length - Marker.Length + 1;
                break;
            }
            position += found;
            if (data.Length - position < BgpHeader.Size) break;
            if (!BgpHeader.TryRead(data[position..], ushort.MaxValue, out _, out _)) continue;
            direction.Lose(position);
            direction.IsInStep = true;
            if (direction.Lost > 0) Tell(direction, Words($"{direction.Lost} octets before the next message are passed over"));
            direction.Lost = 0;
            return true;
        }
        direction.Lose(Math.Max(0, position));
        return false;
    }

    private void Tell(Direction direction, BgpHeader header, ReadOnlySpan<byte> message)
    {
        OpenMessage? open = null;
        if (header.Type == MessageType.Open && OpenMessage.TryRead(message[BgpHeader.Size..], out open, out _))
        {
            direction.Open = open;
            Negotiate(_forward, _backward.Open);
            Negotiate(_backward, _forward.Open);
        }
        else if (header.Type == MessageType.Update && _forward.Open is null && _backward.Open is null)
        {
            Guess(direction, message[BgpHeader.Size..]);
        }
        listener.Message(direction.At(direction.Stream.Time), message, direction.Session, open);
    }

    /// <summary>What counts for messages of a direction; when one OPEN is missing, it is taken to have been like the other.</summary>
    private static void Negotiate(Direction direction, OpenMessage? receiver)
    {
        var sender = direction.Open ?? receiver;
        receiver ??= sender;
        if (sender is null || receiver is null) return;
        var settings = new SessionSettings { LocalAddress = direction.Destination.Address, PeerAddress = direction.Source.Address };
        Negotiation.Negotiate(settings, receiver, sender, out var session);
        direction.Session = session with { LocalAs = receiver.WholeAsn, Aigp = true };
        if (ReferenceEquals(sender, receiver) && sender.Find<AddPathCapability>() is { } addPath)
        {
            var wanted = ReferenceEquals(sender, direction.Open) ? AddPathMode.Send : AddPathMode.Receive;
            direction.Session = direction.Session with { AddPathReceive = [.. session.Families.Where(family => (addPath.Mode(family) & wanted) != 0)] };
        }
    }

    /// <summary>Without an OPEN, AS numbers are of 2 octets when they can be read so and not otherwise.</summary>
    private void Guess(Direction direction, ReadOnlySpan<byte> body)
    {
        if (IsGood(body, direction.Session)) return;
        var other = direction.Session with { Asn4 = !direction.Session.Asn4 };
        if (IsGood(body, other)) direction.Session = other;
    }

    private bool IsGood(ReadOnlySpan<byte> body, NegotiatedSession session) => _trial.TryRead(body, session, out var update, out _) && update.ErrorText is null;

    private void Tell(Direction direction, string text) => listener.Note(direction.At(direction.Stream.Time), text);

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>What one end sent.</summary>
    private sealed class Direction(TcpEndpoint source, TcpEndpoint destination, NegotiatedSession fallback)
    {
        public TcpEndpoint Source { get; } = source;

        public TcpEndpoint Destination { get; } = destination;

        public TcpStream Stream { get; } = new();

        /// <summary>Whether the next octet begins a message.</summary>
        public bool IsInStep { get; set; }

        /// <summary>Octets that were passed over since the last message.</summary>
        public int Lost { get; set; }

        public bool IsOver { get; set; }

        public OpenMessage? Open { get; set; }

        public NegotiatedSession Session { get; set; } = fallback with { LocalAddress = destination.Address, PeerAddress = source.Address };

        public CapturedDirection At(DateTimeOffset time) => new(Source, Destination, time);

        public void Lose(int count)
        {
            Stream.Consume(count);
            Lost += count;
        }
    }
}
