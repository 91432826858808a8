using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Families.Flow;

/// <summary>
/// A FlowSpec NLRI as octets: length, route distinguisher (flow-vpn only), components (RFC 8955 sections 4 and 8).
/// </summary>
internal readonly ref struct FlowNlri
{
    /// <summary>The longest NLRI behind its length field: 12 bits.</summary>
    public const int MaxLength = 0xFFF;

    /// <summary>From here on the length takes two octets: 0xF and 12 bits (RFC 8955 section 4.1).</summary>
    public const int ExtendedLength = 0xF0;

    private FlowNlri(ReadOnlySpan<byte> body, FamilyId family)
    {
        Body = body;
        Afi = family.Afi;
        HasRd = family.Safi == Safi.FlowVpn;
    }

    public Afi Afi { get; }

    public bool HasRd { get; }

    /// <summary>Everything behind the length field.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>The route distinguisher; meaningful when <see cref="HasRd"/>.</summary>
    public RouteDistinguisher Rd => RouteDistinguisher.Read(Body);

    public FlowRuleReader Rules => new(HasRd ? Body[RouteDistinguisher.Size..] : Body, Afi);

    /// <summary>Valid octets, as <see cref="TryRead"/> gave them.</summary>
    public static FlowNlri Of(ReadOnlySpan<byte> nlri, FamilyId family) =>
        new(nlri[(nlri[0] >= ExtendedLength ? 2 : 1)..], family);

    /// <summary>
    /// Takes one NLRI off the reader. A length that does not fit is an error for the whole field; malformed components
    /// concern this NLRI only, as in ExaBGP.
    /// </summary>
    public static NlriResult TryRead(ref WireReader reader, FamilyId family, out ReadOnlySpan<byte> nlri, out BgpError error)
    {
        nlri = default;
        var start = reader.Rest;
        if (!TryReadBody(ref reader, out var body, out error)) return NlriResult.Error;
        if (!new FlowNlri(body, family).IsValid()) return NlriResult.Skip;
        nlri = start[..(start.Length - reader.Remaining)];
        return NlriResult.Ok;
    }

    /// <summary>Takes the length field, and what it is the length of, off the reader.</summary>
    public static bool TryReadBody(ref WireReader reader, out ReadOnlySpan<byte> body, out BgpError error)
    {
        body = default;
        error = default;
        if (!reader.TryReadByte(out var octet))
            return Broken("not enough data to extract the length of the flow NLRI", out error);
        int length = octet;
        if (length >= ExtendedLength)
        {
            if (!reader.TryReadByte(out var low))
                return Broken("not enough data to extract the extended length of the flow NLRI", out error);
            length = (length & 0x0F) << 8 | low;
        }
        return reader.TryReadBytes(length, out body) || Broken("invalid length at the start of the the flow", out error);
    }

    /// <summary>Writes the length field for <paramref name="length"/> octets (0..4095).</summary>
    public static void WriteLength(int length, ref WireWriter writer)
    {
        if (length < ExtendedLength) writer.Byte((byte)length);
        else writer.UInt16((ushort)(ExtendedLength << 8 | length));
    }

    private bool IsValid()
    {
        if (HasRd && Body.Length < RouteDistinguisher.Size) return false;
        var rules = Rules;
        while (rules.TryNext(out _)) { }
        return !rules.IsMalformed;
    }

    private static bool Broken(string text, out BgpError error)
    {
        error = BgpError.InvalidNetwork(text);
        return false;
    }
}
