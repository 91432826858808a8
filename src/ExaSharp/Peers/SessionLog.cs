using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;
using ExaSharp.Logging;
using Microsoft.Extensions.Logging;

namespace ExaSharp.Peers;

/// <summary>
/// What a session logs: under <c>peer-N</c> by the neighbour's number, and under <c>outgoing-N</c> or <c>incoming-N</c> by the number of its
/// connection, as ExaBGP names them. Event ids 5xx.
/// </summary>
internal sealed partial class SessionLog(ILoggerFactory factory, int number)
{
    private readonly ILogger _reactor = factory.CreateLogger("reactor");
    private readonly ILogger _configuration = factory.CreateLogger("configuration");
    private readonly ILogger _peer = factory.CreateLogger("peer-" + number.ToString(CultureInfo.InvariantCulture));
    private static int _connections;
    private readonly ILogger _routes = factory.CreateLogger(LogSource.Routes);
    private ILogger? _connection;
    private ILogger? _packets;
    private string _name = "";

    private ILogger Connection => _connection ?? _peer;

    /// <summary>Whether messages are logged; what costs something to put into words is not, else.</summary>
    public bool ShowsMessages => Connection.IsEnabled(LogLevel.Debug);

    /// <summary>Whether routes received are logged.</summary>
    public bool ShowsRoutes => _routes.IsEnabled(LogLevel.Debug);

    /// <summary>Whether octets are logged.</summary>
    public bool ShowsPackets => _packets is { } packets && packets.IsEnabled(LogLevel.Debug);

    public void Attempting(string peer, int port) => Attempting(_peer, peer, port);

    public void ConnectFailed(string peer, string reason) => ConnectFailed(_peer, peer, reason);

    public void Opened(ConnectionOrigin origin, string local, string remote)
    {
        var serial = Interlocked.Increment(ref _connections);
        _name = string.Create(CultureInfo.InvariantCulture, $"{(origin == ConnectionOrigin.Outgoing ? "outgoing" : "incoming")}-{serial}");
        _connection = factory.CreateLogger(_name);
        _packets = factory.CreateLogger(LogSource.Switched(LogSource.Packets, _name));
        Opened(Connection, _name, local, remote);
    }

    public void Up(string local, string remote) => ConnectedTo(_reactor, number, _name, local, remote);

    public void Down(string peer, string reason) => WentDown(Connection, peer, reason);

    /// <summary>A message that was sent, in words.</summary>
    public void Sent(string message)
    {
        if (ShowsMessages) Sent(Connection, message);
    }

    /// <summary>A message from the peer, in words.</summary>
    public void Received(string message)
    {
        if (ShowsMessages) Received(Connection, message);
    }

    public void Received(long update) => ReceivedUpdate(_peer, update);

    public void ReceivedRoute(long update, int length, string route) => ReceivedRoute(_peer, update, length, route);

    public void Route(string what, string route) => Route(_routes, what, route);

    public void MarkersSent() => MarkersSent(_peer);

    /// <summary>Octets of one or more messages, a line for each.</summary>
    public void Octets(bool isSent, ReadOnlySpan<byte> messages)
    {
        if (!ShowsPackets) return;
        while (messages.Length >= BgpHeader.Size)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(messages[(BgpHeader.Size - 3)..]), messages.Length);
            if (length < BgpHeader.Size) return;
            Octets(_packets!, isSent ? "sending" : "received", length, Hexadecimal(messages[..length]));
            messages = messages[length..];
        }
    }

    /// <summary>Four digits a group.</summary>
    private static string Hexadecimal(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length * 5 / 2);
        for (var i = 0; i < octets.Length; i++)
        {
            if (i > 0 && i % 2 == 0) text.Append(' ');
            text.Append(octets[i].ToString("X2", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    public void Treated(string treatment, string reason, ReadOnlySpan<byte> body)
    {
        if (_peer.IsEnabled(LogLevel.Warning)) Treated(Connection, treatment, reason, Convert.ToHexString(body));
    }

    public void NotSent(string route, string reason) => NotSent(Connection, route, reason);

    public void FamilyNotConfigured(string family, string neighbor) => FamilyNotConfigured(_configuration, family, neighbor);

    public void NoSelf(string neighbor) => NoSelf(_configuration, neighbor);

    public void OperationalDropped(string kind, string neighbor) => OperationalDropped(_peer, kind, neighbor);

    public void Failed(Exception error) => Failed(_peer, error);

    [LoggerMessage(500, LogLevel.Debug, "attempting connection to {Peer}:{Port}")]
    private static partial void Attempting(ILogger logger, string peer, int port);

    [LoggerMessage(501, LogLevel.Information, "connection to {Peer} failed, {Reason}")]
    private static partial void ConnectFailed(ILogger logger, string peer, string reason);

    [LoggerMessage(502, LogLevel.Debug, "{Name} {Local}-{Remote} opened")]
    private static partial void Opened(ILogger logger, string name, string local, string remote);

    [LoggerMessage(503, LogLevel.Information, "connected to peer-{Number} with {Name} {Local}-{Remote}")]
    private static partial void ConnectedTo(ILogger logger, int number, string name, string local, string remote);

    [LoggerMessage(504, LogLevel.Warning, "session with {Peer} is down, {Reason}")]
    private static partial void WentDown(ILogger logger, string peer, string reason);

    [LoggerMessage(511, LogLevel.Debug, ">> {Message}")]
    private static partial void Sent(ILogger logger, string message);

    [LoggerMessage(512, LogLevel.Debug, "<< {Message}")]
    private static partial void Received(ILogger logger, string message);

    [LoggerMessage(513, LogLevel.Debug, "<< UPDATE #{Number}")]
    private static partial void ReceivedUpdate(ILogger logger, long number);

    [LoggerMessage(514, LogLevel.Debug, "   UPDATE #{Number} nlri  ({Length,4}) {Route}")]
    private static partial void ReceivedRoute(ILogger logger, long number, int length, string route);

    [LoggerMessage(515, LogLevel.Debug, ">> all EOR(s) sent")]
    private static partial void MarkersSent(ILogger logger);

    [LoggerMessage(516, LogLevel.Debug, "{What} NLRI {Route}")]
    private static partial void Route(ILogger logger, string what, string route);

    [LoggerMessage(517, LogLevel.Debug, "{What} TCP payload ({Length,4}) {Hex}")]
    private static partial void Octets(ILogger logger, string what, int length, string hex);

    [LoggerMessage(505, LogLevel.Warning, "malformed UPDATE, {Treatment}: {Reason} {Hex}")]
    private static partial void Treated(ILogger logger, string treatment, string reason, string hex);

    [LoggerMessage(506, LogLevel.Error, "route {Route} is not sent: {Reason}")]
    private static partial void NotSent(ILogger logger, string route, string reason);

    [LoggerMessage(507, LogLevel.Error, "the route family ({Family}) is not configured on neighbor {Neighbor}")]
    private static partial void FamilyNotConfigured(ILogger logger, string family, string neighbor);

    [LoggerMessage(509, LogLevel.Error, "use of \"next-hop self\": the route (ipv6) does not have the same family as the BGP tcp session (ipv4) of {Neighbor}")]
    private static partial void NoSelf(ILogger logger, string neighbor);

    [LoggerMessage(510, LogLevel.Error, "operational message {Kind} dropped: too many wait for neighbor {Neighbor}")]
    private static partial void OperationalDropped(ILogger logger, string kind, string neighbor);

    [LoggerMessage(508, LogLevel.Critical, "defect in the session, it starts anew")]
    private static partial void Failed(ILogger logger, Exception error);
}
