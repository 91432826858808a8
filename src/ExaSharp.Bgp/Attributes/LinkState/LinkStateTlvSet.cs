namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>The TLVs of the BGP-LS attribute as one version of the events shows them.</summary>
internal sealed class LinkStateTlvSet
{
    private readonly LinkStateTlv?[] _byCode;

    /// <param name="types">All that the version knows; of two of a type, the last one counts.</param>
    public LinkStateTlvSet(IReadOnlyList<LinkStateTlv> types)
    {
        _byCode = new LinkStateTlv?[types.Max(tlv => tlv.Code) + 1];
        foreach (var tlv in types) _byCode[tlv.Code] = tlv;
        GroupOf = Group;
    }

    /// <summary>Whether JSON has the lists, of which TLVs of unknown types are some, before all others.</summary>
    public bool HasListsFirst { get; init; }

    /// <summary>Whether the keys of unknown types say which they are, so that each has one of its own.</summary>
    public bool HasCodeInUnknown { get; init; } = true;

    /// <summary>The lowest of the types that share a member with this one.</summary>
    public Func<ushort, ushort> GroupOf { get; }

    /// <summary>The TLV of a type; null when it is not known.</summary>
    public LinkStateTlv? Find(ushort code) => code < _byCode.Length ? _byCode[code] : null;

    private ushort Group(ushort code) => Find(code)?.Group ?? (HasCodeInUnknown ? code : (ushort)0);
}
