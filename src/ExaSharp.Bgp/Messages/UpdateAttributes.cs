using System.Buffers.Binary;
using System.Numerics;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Messages;

/// <summary>
/// Reads the path attributes of an UPDATE one after the other and decides what an error means (RFC 7606). Used again for
/// each UPDATE.
/// </summary>
/// <remarks>
/// <code>
///  0                   1
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |O|T|P|E|0 0 0 0|  Type Code    |   then 1 octet of length, or 2 with E
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
/// <param name="isOwn">See <see cref="UpdateReader"/>.</param>
internal sealed class UpdateAttributes(bool isOwn)
{
    private const AttributeFlags Kind = AttributeFlags.Optional | AttributeFlags.Transitive;

    // One entry a code at most.
    private readonly ReceivedAttribute[] _entries = new ReceivedAttribute[256];
    private readonly bool[] _seen = new bool[256];
    private byte[] _scratch = new byte[1024];
    private int _count;
    private int _used;
    private bool _hasAny;

    /// <summary>The attributes to be shown, by code.</summary>
    public ReadOnlySpan<ReceivedAttribute> Shown => _entries.AsSpan(0, _count);

    /// <summary>Where values are whose <see cref="ReceivedAttribute.Start"/> is negative.</summary>
    public ReadOnlySpan<byte> Scratch => _scratch;

    /// <summary>Whether there was no attribute but those that carry NLRI, and nothing wrong with these.</summary>
    public bool IsEmpty => !_hasAny && !Treated.IsError;

    /// <summary>Whether there was nothing but MP_UNREACH_NLRI.</summary>
    public bool HasUnreachAlone => !_hasAny && !HasReach && HasUnreach;

    /// <summary>The most severe error so far.</summary>
    public BgpError Treated { get; private set; }

    /// <summary>ExaBGP's <c>error</c>; see <see cref="UpdateView.ErrorText"/>.</summary>
    public string? ErrorText { get; private set; }

    /// <summary>The address of NEXT_HOP.</summary>
    public IpAddress NextHop { get; private set; }

    public bool HasReach { get; private set; }

    /// <summary>The value of MP_REACH_NLRI in the message's body.</summary>
    public Range Reach { get; private set; }

    public bool HasUnreach { get; private set; }

    /// <summary>The value of MP_UNREACH_NLRI in the message's body.</summary>
    public Range Unreach { get; private set; }

    public void Clear()
    {
        _count = 0;
        _used = 0;
        _hasAny = false;
        _seen.AsSpan().Clear();
        Treated = default;
        ErrorText = null;
        NextHop = default;
        HasReach = HasUnreach = false;
        Reach = Unreach = default;
    }

    /// <summary>Reads the attributes in a part of the body; false when the session has to be reset.</summary>
    public bool TryRead(ReadOnlySpan<byte> body, Range attributes, NegotiatedSession session, out BgpError error)
    {
        error = default;
        var (position, length) = attributes.GetOffsetAndLength(body.Length);
        var end = position + length;
        ReserveScratch(length);
        while (position < end)
        {
            var rest = body[position..end];
            if (!TryReadHeader(rest, out var flags, out var code, out var header, out var size, out error)) break;
            var start = position + header;
            position = start + size;
            if (code is AttributeCode.MpReachNlri or AttributeCode.MpUnreachNlri)
            {
                if (!TryAddMultiprotocol(code, flags, start..position, out error)) return false;
                continue;
            }
            _hasAny = true;
            // RFC 7606 section 3 (g): the first one counts.
            if (_seen[(byte)code])
            {
                Repeated(code);
                continue;
            }
            _seen[(byte)code] = true;
            var found = new ReceivedAttribute(code, flags, start, size) { Received = start..(start + size) };
            if (AttributeTypes.Find(code) is { } type)
            {
                if (!TryAdd(body, type, found, session, out error)) return false;
            }
            else if (!TryAddUnknown(found, out error))
            {
                return false;
            }
        }
        if (error.Action == ErrorAction.SessionReset) return false;
        error = default;
        if (!session.Asn4) MergeAs4(body);
        SortShown(body, session);
        return true;
    }

    /// <summary>
    /// Treat-as-withdraw when routes are announced without the attributes that they must have (RFC 4271 section 5; RFC 7606
    /// section 3 (d)).
    /// </summary>
    public void CheckMandatory(bool announcesClassic, bool announcesMultiprotocol)
    {
        if (!announcesClassic && !announcesMultiprotocol) return;
        Require(AttributeCode.Origin);
        Require(AttributeCode.AsPath);
        if (announcesClassic) Require(AttributeCode.NextHop);
    }

    private void Require(AttributeCode code)
    {
        if (_seen[(byte)code]) return;
        Treat(BgpError.Withdraw(3, $"the well-known attribute {AttributeTypes.Find(code)!.Name} is missing"), code);
    }

    /// <summary>
    /// Reads flags, code and length; false when the attributes end within this one. Then the rest is not looked at, and all
    /// routes are withdrawn, which the length of all attributes still allows to find (RFC 7606 section 4) - unless the routes
    /// are in the attribute that is cut off.
    /// </summary>
    private bool TryReadHeader(
        ReadOnlySpan<byte> rest, out AttributeFlags flags, out AttributeCode code, out int header, out int size, out BgpError error)
    {
        (flags, code, header, size, error) = (default, default, 0, 0, default);
        // Until the header was read: an attribute that can not be known.
        var hadAny = _hasAny;
        _hasAny = true;
        if (rest.Length < 2)
        {
            Treat(BgpError.Withdraw(1, "the attributes end within the header of one"), null);
            return false;
        }
        flags = (AttributeFlags)rest[0];
        code = (AttributeCode)rest[1];
        header = (flags & AttributeFlags.ExtendedLength) != 0 ? 4 : 3;
        if (rest.Length < header)
        {
            Treat(BgpError.Withdraw(1, $"the attributes end within the header of {NameOf(code)}"), code);
            return false;
        }
        size = header == 4 ? BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) : rest[2];
        if (size <= rest.Length - header)
        {
            _hasAny = hadAny;
            return true;
        }
        var text = $"the attribute {NameOf(code)} of {size} octets is longer than what is left of them";
        if (code is AttributeCode.MpReachNlri or AttributeCode.MpUnreachNlri) error = BgpError.MalformedAttributeList(text);
        else Treat(BgpError.Withdraw(1, text), null);
        return false;
    }

    private bool TryAddMultiprotocol(AttributeCode code, AttributeFlags flags, Range value, out BgpError error)
    {
        error = default;
        if (_seen[(byte)code])
        {
            error = BgpError.MalformedAttributeList($"multiple attribute for {NameOf(code)}");
            return false;
        }
        _seen[(byte)code] = true;
        if ((flags & Kind) != AttributeFlags.Optional) Treat(WrongFlags(ErrorAction.TreatAsWithdraw, code, flags), null);
        if (code == AttributeCode.MpReachNlri) (HasReach, Reach) = (true, value);
        else (HasUnreach, Unreach) = (true, value);
        return true;
    }

    private bool TryAdd(ReadOnlySpan<byte> body, AttributeType type, ReceivedAttribute found, NegotiatedSession session, out BgpError error)
    {
        error = default;
        if (!type.IsAccepted(session)) return true;
        if ((found.Flags & Kind) != type.Flags)
        {
            Treat(WrongFlags(type.WrongFlagsAction, found.Code, found.Flags), null);
            return true;
        }
        var value = body.Slice(found.Start, found.Length);
        var fault = type.Validate(value, session);
        var isEmpty = found.Length == 0 && !type.MayBeEmpty;
        if (isEmpty && !fault.IsError) fault = BgpError.Withdraw(5, $"the attribute {type.Name} is empty");
        var stored = fault.IsError ? default : type.ToStored(value, session, _scratch.AsSpan(_used));
        if (!isOwn && !fault.IsError) fault = type.ValidateFromPeer(stored, session);
        if (fault.Action == ErrorAction.SessionReset)
        {
            error = fault;
            return false;
        }
        if (fault.IsError)
        {
            Treat(fault, isEmpty ? found.Code : null);
            return true;
        }
        if (found.Code == AttributeCode.NextHop) NextHop = IpAddress.FromBytes(value);
        // Partial, Extended Length and the unused bits say nothing about the value (RFC 4271 section 4.3).
        _entries[_count++] = Locate(body, found with { Flags = type.Flags }, stored);
        return true;
    }

    /// <summary>
    /// An unknown attribute: kept, and marked Partial, when it is transitive; passed over when not. One that claims to be
    /// well-known can not be ignored (RFC 4271 section 6.3).
    /// </summary>
    private bool TryAddUnknown(ReceivedAttribute found, out BgpError error)
    {
        error = default;
        if (!isOwn && (found.Flags & AttributeFlags.Optional) == 0)
        {
            // Not ours, but registered as optional: the flags are wrong, not the attribute.
            if (IsRegistered(found.Code))
            {
                Treat(WrongFlags(ErrorAction.TreatAsWithdraw, found.Code, found.Flags), null);
                return true;
            }
            error = BgpError.Reset(NotificationCode.UpdateMessageError, 2, $"unrecognized well-known attribute {NameOf(found.Code)}");
            return false;
        }
        if ((found.Flags & AttributeFlags.Transitive) != 0)
            _entries[_count++] = found with { Flags = found.Flags | AttributeFlags.Partial };
        return true;
    }

    private void MergeAs4(ReadOnlySpan<byte> body)
    {
        int path = IndexOf(AttributeCode.AsPath), path4 = IndexOf(AttributeCode.As4Path);
        int aggregator = IndexOf(AttributeCode.Aggregator), aggregator4 = IndexOf(AttributeCode.As4Aggregator);
        if (path4 < 0 && aggregator4 < 0) return;
        if (aggregator >= 0 && aggregator4 >= 0)
        {
            if (!As4Merge.Applies(Value(body, aggregator))) return;
            var larger = _entries[aggregator4];
            _entries[aggregator] = _entries[aggregator] with { Start = larger.Start, Length = larger.Length };
        }
        if (path < 0 || path4 < 0) return;
        var merged = As4Merge.Path(Value(body, path), Value(body, path4), _scratch.AsSpan(_used));
        _entries[path] = Locate(body, _entries[path], merged);
    }

    /// <summary>Drops what is not shown and brings the rest into order.</summary>
    private void SortShown(ReadOnlySpan<byte> body, NegotiatedSession session)
    {
        var shown = 0;
        for (var i = 0; i < _count; i++)
        {
            var entry = _entries[i];
            if (AttributeTypes.Find(entry.Code) is { } type && !type.IsShown(Value(body, i), session)) continue;
            var j = shown++ - 1;
            for (; j >= 0 && _entries[j].Code > entry.Code; j--) _entries[j + 1] = _entries[j];
            _entries[j + 1] = entry;
        }
        _count = shown;
    }

    /// <summary>The entry with the place of its stored value: in the body, or at the end of the used part of the scratch.</summary>
    private ReceivedAttribute Locate(ReadOnlySpan<byte> body, ReceivedAttribute entry, ReadOnlySpan<byte> stored)
    {
        if (stored.IsEmpty) return entry with { Length = 0 };
        if (body.Overlaps(stored, out var start)) return entry with { Start = start, Length = stored.Length };
        if (!_scratch.AsSpan().Overlaps(stored, out start)) return entry;
        _used = Math.Max(_used, start + stored.Length);
        return entry with { Start = ~start, Length = stored.Length };
    }

    private ReadOnlySpan<byte> Value(ReadOnlySpan<byte> body, int index)
    {
        var entry = _entries[index];
        return entry.Start >= 0 ? body.Slice(entry.Start, entry.Length) : _scratch.AsSpan(~entry.Start, entry.Length);
    }

    private int IndexOf(AttributeCode code)
    {
        for (var i = 0; i < _count; i++)
            if (_entries[i].Code == code) return i;
        return -1;
    }

    /// <summary>Stored forms are at most twice as long as what was received, and a merged path as long as its parts.</summary>
    private void ReserveScratch(int received)
    {
        var needed = 4 * received + 64;
        if (_scratch.Length < needed) _scratch = new byte[BitOperations.RoundUpToPowerOf2((uint)needed)];
    }

    /// <summary>The attribute is passed over, of which the log tells; as in ExaBGP, events do not.</summary>
    private void Repeated(AttributeCode code)
    {
        if (!Treated.IsError) Treated = BgpError.Discard(1, $"multiple attribute for {NameOf(code)}");
    }

    private void Treat(BgpError error, AttributeCode? because)
    {
        if (error.Action < Treated.Action || (error.Action == Treated.Action && ErrorText is not null)) return;
        Treated = error;
        ErrorText = error.Action == ErrorAction.AttributeDiscard ? "discard"
            : because is { } code ? $"treat-as-withdraw due to {NameOf(code)}"
            : "treat-as-withdraw";
    }

    private static BgpError WrongFlags(ErrorAction action, AttributeCode code, AttributeFlags flags) =>
        new(action, NotificationCode.UpdateMessageError, 4, $"invalid flag for attribute {NameOf(code)} (flag 0x{(byte)flags:X2})");

    /// <summary>Codes that IANA has given to attributes which are optional, without an entry in <see cref="AttributeTypes"/>.</summary>
    private static bool IsRegistered(AttributeCode code) => code is AttributeCode.TunnelEncapsulation;

    /// <summary>ExaBGP's name of an attribute.</summary>
    public static string NameOf(AttributeCode code) => AttributeTypes.Find(code)?.ErrorName ?? code switch
    {
        AttributeCode.MpReachNlri => "mp-reach-nlri",
        AttributeCode.MpUnreachNlri => "mp-unreach-nlri",
        AttributeCode.TunnelEncapsulation => "tunnel-encaps",
        _ => $"unknown-attribute-0x{(byte)code:x}",
    };
}
