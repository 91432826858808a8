using System.Runtime.InteropServices;
using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Capabilities;

/// <summary>An octet for each family of a capability, in order of first appearance; setting a family again replaces its octet.</summary>
internal sealed class FamilyTable
{
    private readonly List<FamilyId> _families = [];
    private readonly Dictionary<FamilyId, byte> _values = [];

    public IReadOnlyList<FamilyId> Families => _families;

    /// <summary>0 for a family that is not listed.</summary>
    public byte this[FamilyId family]
    {
        get => _values.GetValueOrDefault(family);
        set
        {
            ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_values, family, out var known);
            slot = value;
            if (!known) _families.Add(family);
        }
    }
}
