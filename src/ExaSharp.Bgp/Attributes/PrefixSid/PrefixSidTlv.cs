using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Attributes.PrefixSid;

/// <summary>The TLVs of the Prefix-SID attribute that are known, and the checks of received ones.</summary>
internal static class PrefixSidTlv
{
    /// <summary>RFC 8669 section 3.1: reserved (1), flags (2), label index (4).</summary>
    public const byte LabelIndex = 1;

    /// <summary>RFC 8669 section 3.2: flags (2), then base (3) and range (3) of each block.</summary>
    public const byte Srgb = 3;

    /// <summary>draft-ietf-idr-bgp-prefix-sid-06: reserved (1), flags (2), SID (16). ExaBGP 4.2 announces it.</summary>
    public const byte DraftIpv6Sid = 2;

    /// <summary>draft-dawra-idr-srv6-vpn-05: reserved (1), type (1), flags (1), SID (16). ExaBGP 4.2 announces it.</summary>
    public const byte DraftVpnSid = 4;

    /// <summary>RFC 9252 section 2: reserved (1), then sub-TLVs.</summary>
    public const byte Srv6L3Service = 5;
    public const byte Srv6L2Service = 6;

    /// <summary>RFC 9252 section 3.1, a sub-TLV: reserved (1), SID (16), flags (1), behaviour (2), reserved (1), sub-sub-TLVs.</summary>
    public const byte SidInformation = 1;

    /// <summary>RFC 9252 section 3.2.1, a sub-sub-TLV: six lengths of one octet each.</summary>
    public const byte SidStructure = 1;

    /// <summary>The two forms of drafts: reserved (3), SID (16).</summary>
    public const int DraftSidSize = 19;

    public const int LabelIndexSize = 7;
    public const int SrgbHeaderSize = 2;
    public const int SrgbSize = 6;
    public const int ServiceHeaderSize = 1;
    public const int SidInformationSize = 21;
    public const int SidStructureSize = 6;

    /// <summary>The type of a TLV that is as its type should be; 0, which is none, of others.</summary>
    public static byte TypeOf(Tlv tlv) => IsWellFormed(tlv) ? tlv.Type : (byte)0;

    public static BgpError Check(Tlv tlv)
    {
        if (IsWellFormed(tlv)) return default;
        return tlv.Type switch
        {
            LabelIndex => BgpError.Discard(5, $"Invalid TLV size. Should be {LabelIndexSize} but {tlv.Value.Length} received"),
            Srgb => BgpError.Discard(5,
                $"Invalid TLV size. Should be {SrgbHeaderSize} and a multiple of {SrgbSize} but {tlv.Value.Length} received"),
            _ => BgpError.Withdraw(5, "invalid BGP prefix SID attribute, malformed SRv6 service"),
        };
    }

    private static bool IsWellFormed(Tlv tlv) => tlv.Type switch
    {
        LabelIndex => tlv.Value.Length == LabelIndexSize,
        Srgb => tlv.Value.Length >= SrgbHeaderSize && (tlv.Value.Length - SrgbHeaderSize) % SrgbSize == 0,
        Srv6L3Service or Srv6L2Service => IsWellFormedService(tlv.Value),
        _ => true,
    };

    private static bool IsWellFormedService(ReadOnlySpan<byte> value)
    {
        if (value.Length < ServiceHeaderSize) return false;
        var subTlvs = new TlvReader(value[ServiceHeaderSize..]);
        while (subTlvs.TryRead(out var subTlv))
            if (subTlv.Type == SidInformation && !IsWellFormedSid(subTlv.Value)) return false;
        return subTlvs.Remaining == 0;
    }

    private static bool IsWellFormedSid(ReadOnlySpan<byte> value)
    {
        if (value.Length < SidInformationSize) return false;
        var subTlvs = new TlvReader(value[SidInformationSize..]);
        while (subTlvs.TryRead(out var subTlv))
            if (subTlv.Type == SidStructure && subTlv.Value.Length != SidStructureSize) return false;
        return subTlvs.Remaining == 0;
    }
}
