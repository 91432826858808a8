namespace ExaSharp.Api.Helpers;

/// <summary>What a <see cref="HelperProcess"/> tells its owner. Called from the helper's tasks, never two at a time for one helper.</summary>
internal interface IHelperOwner
{
    /// <summary>The helper runs; also after each respawn, with nothing left of what was queued for the one before.</summary>
    void HelperStarted(HelperProcess helper);

    /// <summary>
    /// Lines that the helper wrote: read them with <see cref="HelperLines"/>. As long as the task is not complete nothing
    /// more is read, and the helper's own pipe slows it.
    /// </summary>
    /// <param name="helper">Who wrote.</param>
    /// <param name="lines">One or more complete lines with their newlines; not valid any more when the task is complete.</param>
    /// <param name="cancellationToken">The helper is being stopped: its lines do not matter any more.</param>
    ValueTask HelperLinesAsync(HelperProcess helper, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);

    /// <summary>The helper has ended and all its lines were handed over; it starts again when <paramref name="restarts"/>.</summary>
    void HelperEnded(HelperProcess helper, ProcessExit exit, bool restarts);

    /// <summary>The program could not be started; it is not tried again.</summary>
    void HelperNotStarted(HelperProcess helper, string reason);

    /// <summary>The helper died too often (<see cref="RespawnPolicy"/>) and, with <see cref="HelperOptions.EndsForGood"/>, is not started again.</summary>
    void HelperGaveUp(HelperProcess helper);
}
