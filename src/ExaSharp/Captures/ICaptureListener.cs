using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Captures;

/// <summary>Who sent a message of a capture to whom, and when it was complete.</summary>
internal readonly record struct CapturedDirection(TcpEndpoint Source, TcpEndpoint Destination, DateTimeOffset Time);

/// <summary>Is told what a capture has, in the order in which it is complete.</summary>
internal interface ICaptureListener
{
    /// <summary>A message from its marker on.</summary>
    /// <param name="direction">Who sent it.</param>
    /// <param name="message">Its octets.</param>
    /// <param name="session">What its two sides have agreed on, as the receiver of the message sees it.</param>
    /// <param name="open">What it is, when it is an OPEN that can be read.</param>
    void Message(CapturedDirection direction, ReadOnlySpan<byte> message, NegotiatedSession session, OpenMessage? open);

    /// <summary>Something about the connection: where it begins or ends, octets that are missing or make no message.</summary>
    void Note(CapturedDirection direction, string text);
}
