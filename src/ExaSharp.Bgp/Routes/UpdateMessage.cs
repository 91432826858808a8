using System.Buffers;
using System.Buffers.Binary;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Session;

namespace ExaSharp.Bgp.Routes;

/// <summary>
/// One UPDATE while it fills up: NLRI announced and withdrawn of one family with one set of attributes.
/// <code>
/// RFC 4271 section 4.3                          RFC 4760 sections 3 and 4
/// +--------------------------------------+      MP_REACH_NLRI: AFI (2) SAFI (1) next-hop length (1)
/// | Withdrawn Routes Length (2 octets)   |        next-hop, reserved (1), NLRI
/// | Withdrawn Routes (variable)          |      MP_UNREACH_NLRI: AFI (2) SAFI (1) NLRI
/// | Total Path Attribute Length (2)      |
/// | Path Attributes (variable)           |
/// | NLRI (variable)                      |
/// +--------------------------------------+
/// </code>
/// As ExaBGP: MP_UNREACH_NLRI and MP_REACH_NLRI come behind all other attributes, in this order. Where the RFCs count
/// (<see cref="NegotiatedSession.Rfc"/>) RFC 7606 section 5.1 holds: one of the two alone and as the first attribute, and no
/// announced and withdrawn routes in one UPDATE.
/// </summary>
internal sealed class UpdateMessage
{
    public const int HeaderLength = 19;
    private const int FieldLengths = 4;
    private const int UnreachFields = 3;

    private byte[] _message = [];
    private byte[] _announced = [];
    private byte[] _withdrawn = [];
    private int _announcedLength;
    private int _withdrawnLength;
    private int _size;
    private bool _rfc;

    /// <summary>Whether NLRI of the family are in the UPDATE's own fields. Only read while the message is empty otherwise.</summary>
    private bool _announcesInField;
    private bool _withdrawsInField;
    private bool _attributesOnly;

    /// <summary>Whether nothing was put in.</summary>
    public bool IsEmpty => _announcedLength == 0 && _withdrawnLength == 0 && !_attributesOnly;

    /// <summary>Makes an empty message for a session.</summary>
    public void Clear(NegotiatedSession session)
    {
        _size = session.MessageSize;
        _rfc = session.Rfc;
        _announcedLength = 0;
        _withdrawnLength = 0;
        _attributesOnly = false;
    }

    /// <summary>Puts one NLRI in; false, and nothing changes, when it does not fit.</summary>
    /// <param name="isWithdraw">Which of the two.</param>
    /// <param name="inField">Whether it belongs into the UPDATE's own field.</param>
    /// <param name="pathId">Its path identifier, when the session has them for the family.</param>
    /// <param name="nlri">Its octets.</param>
    /// <param name="attributes">Octets of attributes to leave room for.</param>
    /// <param name="nextHopLength">Octets of the next-hop in MP_REACH_NLRI.</param>
    public bool TryAdd(bool isWithdraw, bool inField, uint? pathId, ReadOnlySpan<byte> nlri, int attributes, int nextHopLength)
    {
        if (_rfc && (isWithdraw ? _announcedLength : _withdrawnLength) != 0) return false;
        var length = nlri.Length + (pathId is null ? 0 : 4);
        var announced = _announcedLength + (isWithdraw ? 0 : length);
        var withdrawn = _withdrawnLength + (isWithdraw ? length : 0);
        var announcesInField = isWithdraw ? _announcesInField : inField;
        var withdrawsInField = isWithdraw ? inField : _withdrawsInField;
        var total = HeaderLength + FieldLengths + attributes
            + FieldSize(announced, announcesInField, ReachFields(nextHopLength))
            + FieldSize(withdrawn, withdrawsInField, UnreachFields);
        if (total > _size) return false;
        _announcesInField = announcesInField;
        _withdrawsInField = withdrawsInField;
        if (isWithdraw) Append(ref _withdrawn, ref _withdrawnLength, pathId, nlri);
        else Append(ref _announced, ref _announcedLength, pathId, nlri);
        return true;
    }

    /// <summary>Makes it a message even when no NLRI is put in.</summary>
    public bool TryAddNothing(int attributes)
    {
        if (HeaderLength + FieldLengths + attributes > _size) return false;
        _attributesOnly = true;
        return true;
    }

    /// <summary>Writes the message; gives its length.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="family">The family of the NLRI.</param>
    /// <param name="attributes">Path attributes; left out when only withdraws are there that do not carry any.</param>
    /// <param name="withdrawsCarryAttributes">Whether withdraws do.</param>
    /// <param name="nextHop">The next-hop for MP_REACH_NLRI; undefined for none.</param>
    /// <param name="nextHopRdLength">Zero octets before it.</param>
    public int Write(
        IBufferWriter<byte> output, FamilyId family, ReadOnlySpan<byte> attributes, bool withdrawsCarryAttributes, IpAddress nextHop, int nextHopRdLength)
    {
        if (_message.Length < _size) _message = new byte[_size];
        var bare = _announcedLength == 0 && !_attributesOnly && !withdrawsCarryAttributes;
        var writer = new Wire.WireWriter(_message);
        WriteHeader(ref writer, MessageType.Update);
        var withdrawnInField = _withdrawsInField ? _withdrawnLength : 0;
        writer.UInt16((ushort)withdrawnInField);
        writer.Bytes(_withdrawn.AsSpan(0, withdrawnInField));
        var attributesAt = writer.Length;
        writer.UInt16(0);
        if (!bare && !_rfc) writer.Bytes(attributes);
        if (!_withdrawsInField && _withdrawnLength != 0)
        {
            WriteMpHeader(ref writer, AttributeCode.MpUnreachNlri, UnreachFields + _withdrawnLength, family);
            writer.Bytes(_withdrawn.AsSpan(0, _withdrawnLength));
        }
        if (!_announcesInField && _announcedLength != 0) WriteReach(ref writer, family, nextHop, nextHopRdLength);
        if (!bare && _rfc) writer.Bytes(attributes);
        BinaryPrimitives.WriteUInt16BigEndian(writer.At(attributesAt, 2), (ushort)(writer.Length - attributesAt - 2));
        if (_announcesInField) writer.Bytes(_announced.AsSpan(0, _announcedLength));
        BinaryPrimitives.WriteUInt16BigEndian(writer.At(16, 2), (ushort)writer.Length);
        output.Write(writer.Written);
        return writer.Length;
    }

    /// <summary>Writes marker, length (0 for the moment) and type (RFC 4271 section 4.1).</summary>
    public static void WriteHeader(ref Wire.WireWriter writer, MessageType type)
    {
        writer.UInt64(ulong.MaxValue);
        writer.UInt64(ulong.MaxValue);
        writer.UInt16(0);
        writer.Byte((byte)type);
    }

    /// <summary>AFI, SAFI, next-hop length, next-hop, reserved.</summary>
    private static int ReachFields(int nextHopLength) => 5 + nextHopLength;

    private static int FieldSize(int nlri, bool inField, int mpFields)
    {
        if (inField || nlri == 0) return nlri;
        var value = mpFields + nlri;
        return value + (value > byte.MaxValue ? 4 : 3);
    }

    private void WriteReach(ref Wire.WireWriter writer, FamilyId family, IpAddress nextHop, int nextHopRdLength)
    {
        var length = nextHop.IsDefined ? nextHopRdLength + nextHop.Length : 0;
        WriteMpHeader(ref writer, AttributeCode.MpReachNlri, ReachFields(length) + _announcedLength, family);
        writer.Byte((byte)length);
        if (length != 0)
        {
            writer.Reserve(nextHopRdLength).Clear();
            nextHop.CopyTo(writer.Reserve(nextHop.Length));
        }
        writer.Byte(0);
        writer.Bytes(_announced.AsSpan(0, _announcedLength));
    }

    private static void WriteMpHeader(ref Wire.WireWriter writer, AttributeCode code, int length, FamilyId family)
    {
        var extended = length > byte.MaxValue;
        writer.Byte((byte)(extended ? AttributeFlags.Optional | AttributeFlags.ExtendedLength : AttributeFlags.Optional));
        writer.Byte((byte)code);
        if (extended) writer.UInt16((ushort)length);
        else writer.Byte((byte)length);
        writer.UInt16((ushort)family.Afi);
        writer.Byte((byte)family.Safi);
    }

    private static void Append(ref byte[] field, ref int length, uint? pathId, ReadOnlySpan<byte> nlri)
    {
        var needed = length + nlri.Length + (pathId is null ? 0 : 4);
        if (field.Length < needed) Array.Resize(ref field, Math.Max(needed, Math.Max(256, field.Length * 2)));
        if (pathId is { } id)
        {
            BinaryPrimitives.WriteUInt32BigEndian(field.AsSpan(length), id);
            length += 4;
        }
        nlri.CopyTo(field.AsSpan(length));
        length += nlri.Length;
    }
}
