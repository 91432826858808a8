using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Primitives;
using ExaSharp.Bgp.Wire;

namespace ExaSharp.Bgp.Messages;

/// <summary>A path attribute of a received UPDATE: its code, its flags as shown, and where its value is.</summary>
/// <param name="Code">The attribute's type code.</param>
/// <param name="Flags">The type's own; of an unknown attribute as received, with Partial set.</param>
/// <param name="Start">Where the value begins; meaningful only to <see cref="UpdateView.Value"/>.</param>
/// <param name="Length">Octets of the value.</param>
public readonly record struct ReceivedAttribute(AttributeCode Code, AttributeFlags Flags, int Start, int Length)
{
    /// <summary>Where its octets were received; meaningful only to <see cref="UpdateView.Received"/>.</summary>
    public Range Received { get; init; }
}

/// <summary>
/// An UPDATE that was read and checked. Valid until its reader reads the next one, and while the message's octets are.
/// </summary>
public readonly ref struct UpdateView
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly ReadOnlySpan<byte> _scratch;
    private readonly ReadOnlySpan<byte> _converted;
    private readonly ReadOnlySpan<ReceivedAttribute> _attributes;
    private readonly ReadOnlySpan<NlriSectionInfo> _sections;

    internal UpdateView(
        ReadOnlySpan<byte> body,
        ReadOnlySpan<byte> scratch,
        ReadOnlySpan<byte> converted,
        ReadOnlySpan<ReceivedAttribute> attributes,
        ReadOnlySpan<NlriSectionInfo> sections,
        BgpError treated,
        string? errorText,
        IpAddress nextHop,
        FamilyId? endOfRib)
    {
        _body = body;
        _scratch = scratch;
        _converted = converted;
        _attributes = attributes;
        _sections = sections;
        Treated = treated;
        ErrorText = errorText;
        NextHop = nextHop;
        IsEndOfRib = endOfRib is not null;
        EndOfRibFamily = endOfRib ?? default;
    }

    /// <summary>Whether the UPDATE is the End-of-RIB marker (RFC 4724 section 2) of <see cref="EndOfRibFamily"/>.</summary>
    public bool IsEndOfRib { get; }

    public FamilyId EndOfRibFamily { get; }

    /// <summary>
    /// The most severe thing that RFC 7606 made of the UPDATE: treat-as-withdraw or attribute discard, as which malformed NLRI that
    /// were passed over count too; default for none.
    /// </summary>
    public BgpError Treated { get; }

    /// <summary>
    /// What ExaBGP shows as <c>error</c> among the attributes: <c>treat-as-withdraw</c>, <c>treat-as-withdraw due to med</c>
    /// or <c>discard</c>; null for none, and when attributes that came twice are all that was discarded.
    /// </summary>
    public string? ErrorText { get; }

    /// <summary>
    /// The attributes that events show, in ascending code order: without NEXT_HOP and the MP attributes, the AS4 ones merged
    /// into AS_PATH and AGGREGATOR (RFC 6793 section 4.2.3).
    /// </summary>
    public ReadOnlySpan<ReceivedAttribute> Attributes => _attributes;

    /// <summary>The value of one of <see cref="Attributes"/>: AS numbers are of 4 octets, whatever was received.</summary>
    public ReadOnlySpan<byte> Value(ReceivedAttribute attribute) => attribute.Start >= 0
        ? _body.Slice(attribute.Start, attribute.Length)
        : _scratch.Slice(~attribute.Start, attribute.Length);

    /// <summary>
    /// The octets of one of <see cref="Attributes"/> as they were received: the records of a list in the order of the peer.
    /// </summary>
    public ReadOnlySpan<byte> Received(ReceivedAttribute attribute) => _body[attribute.Received];

    /// <summary>The NEXT_HOP attribute, undefined when there is none; next-hops of routes are those of their sections.</summary>
    public IpAddress NextHop { get; }

    /// <summary>The fields that hold NLRI: withdrawn routes, announced, MP_UNREACH_NLRI, MP_REACH_NLRI; those without NLRI are left out.</summary>
    public int SectionCount => _sections.Length;

    public NlriSection Section(int index) => new(_sections[index].IsConverted ? _converted : _body, _sections[index]);
}
