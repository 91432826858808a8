using ExaSharp.Peers;

namespace ExaSharp.Daemon;

/// <summary>
/// Collects what the commands of one read of a helper ask of each session, so that a session takes all of it over before it
/// sends anything: a route announced and withdrawn in one breath is not sent at all (ExaBGP). <c>flush</c> stands alone: what
/// came before it is sent before. Of the reactor's task only.
/// </summary>
internal sealed class SessionOutbox
{
    private readonly Dictionary<PeerSession, SessionMessage> _messages = [];

    /// <summary>Keeps a message behind those for the same session.</summary>
    public void Add(PeerSession session, SessionMessage message)
    {
        if (message is SessionMessage.FlushAdjRibOut)
        {
            if (_messages.Remove(session, out var before)) session.Post(before);
            session.Post(message);
            return;
        }
        if (_messages.TryAdd(session, message)) return;
        if (_messages[session] is SessionMessage.Several several) several.Messages.Add(message);
        else _messages[session] = new SessionMessage.Several([_messages[session], message]);
    }

    /// <summary>Posts what was kept.</summary>
    public void Send()
    {
        foreach (var (session, message) in _messages) session.Post(message);
        _messages.Clear();
    }
}
