using System.Globalization;
using ExaSharp.Api.Events;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using ExaSharp.Captures;

namespace ExaSharp.Cli;

/// <summary>Prints what a capture has: each message as its receiver's helper would get it, or field by field for people.</summary>
/// <param name="printer">Prints the messages.</param>
/// <param name="clock">The time of the messages' events.</param>
/// <param name="context">Where notes go.</param>
internal sealed class CapturePrinter(MessagePrinter printer, CaptureClock clock, CliContext context) : ICaptureListener
{
    private readonly Dictionary<(TcpEndpoint Source, TcpEndpoint Destination), NeighborInfo> _neighbors = [];

    /// <summary>How many messages there were.</summary>
    public long Messages { get; private set; }

    public void Message(CapturedDirection direction, ReadOnlySpan<byte> message, NegotiatedSession session, OpenMessage? open)
    {
        Messages++;
        clock.Now = direction.Time;
        if (printer.IsText) context.Output.WriteLine($"{Heading(direction)}  {MessageNames.Name((MessageType)message[BgpHeader.Size - 1])}");
        var details = new MessageEvent(Neighbor(direction, session, open), EventDirection.Receive);
        if (!printer.TryPrint(message, details, session, out var error)) Note(direction, $"a message that can not be read: {error.Text}\n{Convert.ToHexString(message)}");
        if (printer.IsText) context.Output.WriteLine();
    }

    public void Note(CapturedDirection direction, string text)
    {
        var writer = printer.IsText ? context.Output : context.Error;
        writer.WriteLine($"{Heading(direction)}  {text}");
        if (printer.IsText) writer.WriteLine();
    }

    private static string Heading(CapturedDirection direction) =>
        string.Create(CultureInfo.InvariantCulture, $"{direction.Time:yyyy-MM-dd HH:mm:ss.ffffff}  {direction.Source} > {direction.Destination}");

    /// <summary>The sender as its receiver's neighbour, with what is known of the two so far.</summary>
    private NeighborInfo Neighbor(CapturedDirection direction, NegotiatedSession session, OpenMessage? open)
    {
        var key = (direction.Source, direction.Destination);
        if (!_neighbors.TryGetValue(key, out var neighbor))
        {
            neighbor = new NeighborInfo { LocalAddress = direction.Destination.Address, PeerAddress = direction.Source.Address };
            _neighbors[key] = neighbor;
        }
        // 0 while no OPEN was seen.
        if (session.LocalAs != 0) neighbor.LocalAs = session.LocalAs;
        if (open is not null || session.PeerAs != 0) neighbor.PeerAs = open?.WholeAsn ?? session.PeerAs;
        if (session.RouterId.IsDefined) neighbor.RouterId = session.RouterId;
        return neighbor;
    }
}

/// <summary>Stands at the time of the packet that is told of.</summary>
internal sealed class CaptureClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
