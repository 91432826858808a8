namespace ExaSharp.Captures;

/// <summary>
/// One direction of a captured TCP connection: puts the payloads into the order of their sequence numbers, which wrap around.
/// What comes twice is dropped; what is ahead waits until the octets before it come or can no longer be expected.
/// </summary>
internal sealed class TcpStream
{
    // A sender has no more than this under way; what is still missing then was not captured.
    private const int MaxWaiting = 1 << 20;
    private const int MaxWaitingSegments = 256;

    private readonly List<Waiting> _waiting = [];
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _waitingOctets;
    private uint _next;

    /// <summary>Whether anything was captured of it, so that sequence numbers are known.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>The sequence number before the first octet, of a connection whose beginning was captured.</summary>
    public uint? InitialSequence { get; private set; }

    /// <summary>The octets in order that were not consumed yet.</summary>
    public ReadOnlySpan<byte> Data => _buffer.AsSpan(_start, _end - _start);

    /// <summary>When the last of <see cref="Data"/> was captured.</summary>
    public DateTimeOffset Time { get; private set; }

    /// <summary>Whether octets wait for others that are missing before them.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>Whether so much waits that what is missing will not come any more.</summary>
    public bool IsFull => _waitingOctets > MaxWaiting || _waiting.Count > MaxWaitingSegments;

    /// <summary>Takes a segment.</summary>
    public void Add(uint sequence, bool isSyn, ReadOnlySpan<byte> payload, DateTimeOffset time)
    {
        if (isSyn)
        {
            if (!IsStarted) InitialSequence = sequence;
            sequence++;
        }
        if (!IsStarted)
        {
            IsStarted = true;
            _next = sequence;
        }
        if (payload.IsEmpty) return;
        var ahead = (int)(sequence - _next);
        if (ahead > 0)
        {
            Wait(sequence, payload, time);
            return;
        }
        Append(payload, -ahead, time);
        AppendWaiting();
    }

    /// <summary>Takes octets off the beginning of <see cref="Data"/>.</summary>
    public void Consume(int count)
    {
        _start += count;
        if (_start == _end) _start = _end = 0;
    }

    /// <summary>Gives up what is missing: goes on with the octets that wait. Gives how many were missing.</summary>
    public uint SkipGap()
    {
        var first = 0;
        for (var i = 1; i < _waiting.Count; i++)
            if ((int)(_waiting[i].Sequence - _waiting[first].Sequence) < 0) first = i;
        var missing = _waiting[first].Sequence - _next;
        _next = _waiting[first].Sequence;
        AppendWaiting();
        return missing;
    }

    private void Wait(uint sequence, ReadOnlySpan<byte> payload, DateTimeOffset time)
    {
        foreach (var other in _waiting)
            if (other.Sequence == sequence && other.Octets.Length >= payload.Length) return;
        _waiting.Add(new Waiting(sequence, payload.ToArray(), time));
        _waitingOctets += payload.Length;
    }

    private void AppendWaiting()
    {
        for (var i = 0; i < _waiting.Count;)
        {
            var (sequence, octets, time) = _waiting[i];
            var ahead = (int)(sequence - _next);
            if (ahead > 0)
            {
                i++;
                continue;
            }
            _waiting.RemoveAt(i);
            _waitingOctets -= octets.Length;
            Append(octets, -ahead, time);
            // Others may follow on this one.
            i = 0;
        }
    }

    /// <summary>Appends what is new of a payload of which <paramref name="known"/> octets were there before.</summary>
    private void Append(ReadOnlySpan<byte> payload, int known, DateTimeOffset time)
    {
        if (known >= payload.Length || known < 0) return;
        payload = payload[known..];
        if (_buffer.Length - _end < payload.Length)
        {
            var kept = Data;
            var larger = kept.Length + payload.Length > _buffer.Length ? new byte[Math.Max(kept.Length + payload.Length, 2 * _buffer.Length)] : _buffer;
            kept.CopyTo(larger);
            (_buffer, _start, _end) = (larger, 0, kept.Length);
        }
        payload.CopyTo(_buffer.AsSpan(_end));
        _end += payload.Length;
        _next += (uint)payload.Length;
        if (time > Time) Time = time;
    }

    private readonly record struct Waiting(uint Sequence, byte[] Octets, DateTimeOffset Time);
}
