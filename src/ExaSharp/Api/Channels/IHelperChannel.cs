namespace ExaSharp.Api.Channels;

/// <summary>Where commands come from, and events and answers go to: a helper's process, the named pipes, or a connection to the Unix socket.</summary>
internal interface IHelperChannel
{
    /// <summary>Queues an event, a line without its newline. Never waits; false when it was dropped or nobody is there.</summary>
    bool TryWriteEvent(ReadOnlySpan<byte> line);

    /// <summary>Queues a line of an answer, as <see cref="TryWriteEvent"/>.</summary>
    bool TryWriteAnswer(ReadOnlySpan<byte> line);

    /// <summary>Lines that wait to be read, and their bytes.</summary>
    (int Lines, long Bytes) Waiting { get; }

    /// <summary>Answers and events dropped so far because nobody read them.</summary>
    (long Answers, long Events) Dropped { get; }

    /// <summary>Ends it for good, with a short time for what was queued last.</summary>
    Task StopAsync();
}
