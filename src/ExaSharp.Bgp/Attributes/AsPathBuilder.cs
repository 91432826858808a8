namespace ExaSharp.Bgp.Attributes;

/// <summary>
/// Writes an AS path in stored form, segment by segment: more than 255 AS numbers are split over several segments, an empty
/// segment vanishes.
/// </summary>
internal struct AsPathBuilder(ValueBuilder value)
{
    private SegmentType _type;
    private int _start;

    public readonly ReadOnlySpan<byte> Written => value.Written;

    public void Begin(SegmentType type)
    {
        _type = type;
        _start = value.Length;
        value.Byte((byte)type);
        value.Byte(0);
    }

    public void Append(uint asn)
    {
        if (value.Span[_start + 1] == byte.MaxValue) Begin(_type);
        value.UInt32(asn);
        value.Span[_start + 1]++;
    }

    public readonly void End()
    {
        if (value.Span[_start + 1] == 0) value.Truncate(_start);
    }
}
