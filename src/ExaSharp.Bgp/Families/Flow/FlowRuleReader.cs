using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>One prefix, or one operator with its value, of a FlowSpec rule.</summary>
internal readonly record struct FlowRule(FlowComponent Type, byte Operator, ulong Value, IpPrefix Prefix, byte Offset)
{
    public bool IsPrefix => FlowComponents.IsPrefix(Type);

    /// <summary>Whether it is joined by AND to the one before.</summary>
    public bool IsAnd => (Operator & FlowOperator.And) != 0;
}

/// <summary>
/// Takes the components of a FlowSpec NLRI apart, value by value, and checks them on the way (RFC 8955 section 4.2:
/// known types in ascending order, whole values, a last value in each list).
/// </summary>
internal ref struct FlowRuleReader(ReadOnlySpan<byte> components, Afi afi)
{
    private readonly Afi _afi = afi;
    private WireReader _reader = new(components);
    private FlowComponent _type;
    private bool _inList;

    /// <summary>Whether reading ended at something that is no component.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The next prefix or value; false at the end and when the octets are malformed.</summary>
    public bool TryNext(out FlowRule rule)
    {
        rule = default;
        if (IsMalformed || (!_inList && _reader.AtEnd)) return false;
        if (_inList || TryReadType())
        {
            if (FlowComponents.IsPrefix(_type) ? TryReadPrefix(out rule) : TryReadValue(out rule)) return true;
        }
        IsMalformed = true;
        return false;
    }

    /// <summary>The type of the next prefix or value without taking it; 0 at the end.</summary>
    public readonly FlowComponent PeekType()
    {
        if (_inList) return _type;
        var reader = _reader;
        return reader.TryReadByte(out var type) ? (FlowComponent)type : 0;
    }

    private bool TryReadType()
    {
        if (!_reader.TryReadByte(out var octet)) return false;
        var type = (FlowComponent)octet;
        if (type < _type || !FlowComponents.IsKnown(type, _afi)) return false;
        _type = type;
        return true;
    }

    private bool TryReadPrefix(out FlowRule rule)
    {
        IpPrefix prefix;
        byte offset = 0;
        var ok = _afi == Afi.Ipv6
            ? FlowIpv6Prefix.TryRead(ref _reader, out prefix, out offset)
            : TryReadIpv4(out prefix);
        rule = new FlowRule(_type, 0, 0, prefix, offset);
        return ok;
    }

    private bool TryReadIpv4(out IpPrefix prefix)
    {
        prefix = default;
        return _reader.TryReadByte(out var length) && IpPrefix.TryRead(ref _reader, Afi.Ipv4, length, out prefix);
    }

    private bool TryReadValue(out FlowRule rule)
    {
        rule = default;
        if (!_reader.TryReadByte(out var octet)) return false;
        if (!_reader.TryReadBytes(FlowOperator.ValueSize(octet), out var octets)) return false;
        var value = 0UL;
        foreach (var b in octets) value = value << 8 | b;
        _inList = (octet & FlowOperator.EndOfList) == 0;
        rule = new FlowRule(_type, octet, value, default, 0);
        return true;
    }
}
