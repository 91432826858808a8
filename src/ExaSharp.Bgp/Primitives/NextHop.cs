namespace ExaSharp.Bgp.Primitives;

/// <summary>
/// The next-hop of a route: none, an address, or <c>self</c>, which each session resolves to its own address
/// (ExaBGP: the local address when the families match, the router-id for an IPv4 route on an IPv6 session).
/// </summary>
public readonly record struct NextHop
{
    private NextHop(bool self, IpAddress address)
    {
        IsSelf = self;
        Address = address;
    }

    public static readonly NextHop None;

    public static readonly NextHop Self = new(true, default);

    public static NextHop Of(IpAddress address) => new(false, address);

    public bool IsSelf { get; }

    /// <summary>The address; undefined for none and for self.</summary>
    public IpAddress Address { get; }

    public bool IsNone => !IsSelf && !Address.IsDefined;

    public override string ToString() => IsSelf ? "self" : Address.ToString();
}
