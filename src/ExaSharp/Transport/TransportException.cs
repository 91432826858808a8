namespace ExaSharp.Transport;

/// <summary>
/// A connection could not be made or a socket could not be set up. The message is complete for a log, in ExaBGP's words
/// where it has some.
/// </summary>
internal sealed class TransportException : Exception
{
    public TransportException(string message)
        : base(message)
    {
    }

    public TransportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
