using System.Globalization;

namespace ExaSharp.Bgp.Iana;

/// <summary>The words that ExaBGP uses for message types.</summary>
public static class MessageNames
{
    /// <summary>As in logs and NOTIFICATION texts: <c>KEEPALIVE</c>, <c>ROUTE_REFRESH</c>, <c>unknown message 0x9</c>.</summary>
    public static string Name(MessageType type) => type switch
    {
        0 => "NOP",
        MessageType.Open => "OPEN",
        MessageType.Update => "UPDATE",
        MessageType.Notification => "NOTIFICATION",
        MessageType.Keepalive => "KEEPALIVE",
        MessageType.RouteRefresh => "ROUTE_REFRESH",
        MessageType.Operational => "OPERATIONAL",
        _ => "unknown message 0x" + ((byte)type).ToString("x", CultureInfo.InvariantCulture),
    };

    /// <summary>As the type of a <c>packets</c> event: <c>keepalive</c>, <c>route-refresh</c>; <c>unknown</c> for others.</summary>
    public static string EventName(MessageType type) => type switch
    {
        MessageType.Open => "open",
        MessageType.Update => "update",
        MessageType.Notification => "notification",
        MessageType.Keepalive => "keepalive",
        MessageType.RouteRefresh => "route-refresh",
        MessageType.Operational => "operational",
        _ => "unknown",
    };

    /// <summary>As in statistics (<c>send-refresh</c>): the event name, but for ROUTE-REFRESH <c>refresh</c>.</summary>
    public static string ShortName(MessageType type) => type == MessageType.RouteRefresh ? "refresh" : EventName(type);
}
