namespace ExaSharp.Bgp.Families.Vpls;

/// <summary>
/// What the words of a VPLS route said so far; null is not said. As in ExaBGP, and unlike with attributes, the last value counts
/// when a word is repeated.
/// </summary>
public sealed class VplsFields
{
    /// <summary>The VE id: the number of this site.</summary>
    public ushort? Endpoint { get; set; }

    /// <summary>The first label of the block.</summary>
    public ushort? Base { get; set; }

    /// <summary>The site that the block's first label is for.</summary>
    public ushort? Offset { get; set; }

    /// <summary>How many labels the block has.</summary>
    public ushort? Size { get; set; }

    /// <summary>Makes all unsaid.</summary>
    public void Clear() => Endpoint = Base = Offset = Size = null;
}
