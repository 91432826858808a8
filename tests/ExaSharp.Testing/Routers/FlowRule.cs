namespace ExaSharp.Testing.Routers;

/// <summary>
/// A FlowSpec rule that a router holds (RFC 8955, RFC 8956). The match is in the router's own notation of values, with
/// the component names of ExaBGP; see each router's table reader.
/// </summary>
/// <param name="Match">Components in the order of their types: <c>source 10.0.0.0/8; protocol =6</c>.</param>
/// <param name="Actions">Traffic actions as <see cref="ExtendedCommunityText"/> writes them, ascending.</param>
/// <param name="Communities">Plain communities, ascending.</param>
public sealed record FlowRule(string Match, string Actions, string Communities = "");
