using ExaSharp.Bgp.Routes;

namespace ExaSharp.Api.Commands;

/// <summary>The first word of a route command.</summary>
internal static class Verb
{
    public static string Of(RouteAction action) => action == RouteAction.Announce ? "announce" : "withdraw";
}
