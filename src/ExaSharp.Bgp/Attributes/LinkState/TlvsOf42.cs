namespace ExaSharp.Bgp.Attributes.LinkState;

/// <summary>
/// Adjacency SID and LAN Adjacency SID (RFC 9085 sections 2.2.1 and 2.2.2) as members of the attribute itself, some of which have the
/// names of those of other TLVs.
/// </summary>
/// <param name="code">The TLV's type.</param>
/// <param name="name">ExaBGP's key of the flags in JSON.</param>
/// <param name="label">ExaBGP's words in text.</param>
/// <param name="group">The type of SR-Capabilities, which has a key in common.</param>
/// <param name="weightName">ExaBGP's key of the weight in JSON.</param>
/// <param name="systemSize">Octets of the system identifier behind the header, which is not shown; without one, each SID is a list of one.</param>
internal sealed class SrAdjacencyOf42Tlv(ushort code, string name, string label, ushort group, string weightName, int systemSize)
    : LinkStateTlv(code, name, label)
{
    private readonly int _sidsAt = SrAdjacencyTlv.HeaderSize + systemSize;
    private readonly string[] _members = [name, "sids", "undecoded-sids", weightName];

    public override ushort Group => group;

    public override ReadOnlySpan<string> Members => _members;

    public override bool IsValid(ReadOnlySpan<byte> value) =>
        value.Length >= (systemSize == 0 ? SrAdjacencyTlv.MinSize : _sidsAt) && Sids.AreValid(SidsOf(value), SrAdjacencyTlv.SidSize(value[0]));

    public override void AppendMember(int member, ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        var size = SrAdjacencyTlv.SidSize(value[0]);
        switch (member)
        {
            case 0: output.Flags(SrAdjacencyTlv.FlagNames, value[0]); break;
            case 1: AppendSids(SidsOf(value), size, output); break;
            case 2: Sids.AppendUndecoded(SidsOf(value), size, output); break;
            default: output.Number(value[1]); break;
        }
    }

    public override void AppendText(ReadOnlySpan<byte> value, LinkStateOutput output)
    {
        base.AppendText(value, output);
        AppendMember(1, value, output.Raw(", sids: "u8));
        AppendMember(2, value, output.Raw(", undecoded_sid: "u8));
    }

    private void AppendSids(ReadOnlySpan<byte> sids, int size, LinkStateOutput output)
    {
        if (systemSize != 0 || size == 0)
        {
            Sids.Append(sids, size, output);
            return;
        }
        output.Raw("["u8);
        for (var at = 0; at < sids.Length; at += size)
            output.Raw(at == 0 ? "["u8 : ", ["u8).Number(LinkStateOutput.ReadNumber(sids.Slice(at, size))).Raw("]"u8);
        output.Raw("]"u8);
    }

    private ReadOnlySpan<byte> SidsOf(ReadOnlySpan<byte> value) => value[Math.Min(_sidsAt, value.Length)..];
}
