using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Attributes;

/// <summary>The list of path attributes: a new one is added here, and nowhere else.</summary>
public static class AttributeTypes
{
    /// <summary>All attributes, in ascending code order.</summary>
    public static IReadOnlyList<AttributeType> All { get; } =
    [
    ];

    private static readonly AttributeType?[] ByCode = Index();

    /// <summary>The attribute of a code; null when it is not known.</summary>
    public static AttributeType? Find(AttributeCode code) => ByCode[(byte)code];

    private static AttributeType?[] Index()
    {
        var index = new AttributeType?[256];
        foreach (var type in All) index[(byte)type.Code] = type;
        return index;
    }
}
