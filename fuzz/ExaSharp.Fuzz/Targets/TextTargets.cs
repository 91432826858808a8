using System.Text;
using ExaSharp.Bgp.Attributes;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Routes;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration;

namespace ExaSharp.Fuzz.Targets;

/// <summary>The tokenizer: it ends, its tokens lie in the text and in order.</summary>
internal sealed class TokenizerTarget : IFuzzTarget
{
    public string Name => "tokenizer";

    public IReadOnlyList<byte[]> Seeds { get; } = [Encoding.UTF8.GetBytes("neighbor 1.2.3.4 { name \"a b\\\"c\"; list [ a, b ]; } # end\n\\\n")];

    public void Run(ReadOnlySpan<byte> input)
    {
        foreach (var mode in new[] { TokenizerMode.Configuration, TokenizerMode.Api })
        {
            var reader = new TokenReader(input, mode);
            var end = 0;
            for (var count = 0; reader.Peek().Kind != TokenKind.End; count++)
            {
                var token = reader.Next();
                reader.Text(token);
                if (token.Span.Start < end || token.Span.End > input.Length || count > 2 * input.Length + 2)
                    throw new InvalidOperationException($"token {token.Kind} at {token.Span.Start} behind {end}");
                end = token.Span.End;
            }
        }
    }
}

/// <summary>The route grammar on API lines: what it takes it can give back, and after an error nothing is left in the batch.</summary>
internal sealed class RouteTarget : IFuzzTarget
{
    private readonly RouteStore _routes = new();
    private readonly AttributeInterner _attributes = new();
    private readonly RouteGrammar _grammar;

    public RouteTarget() => _grammar = new RouteGrammar(_routes, _attributes);

    public string Name => "route";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            "10.0.0.0/24 next-hop 1.2.3.4 as-path [ 1 2 ] ( 3 4 ) community [ 1:2 no-export ] med 5",
            "2001:db8::/32 next-hop self large-community [ 1:2:3 ] extended-community [ target:1:2 0x0002000100000002 ]",
            "10.0.0.0/24 { next-hop 1.2.3.4; origin egp; aggregator ( 1:1.2.3.4 ); } ",
            "{ match { source 10.0.0.0/8; destination-port [ =80 >1024&<2000 ]; tcp-flags [ syn !ack ]; } then { redirect 1:2; } }",
            "source 2001:db8::/64/8 next-header udp rate-limit 9600",
            "unicast 10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x99 0xc0 0x0102 ]",
            "mcast-vpn shared-join rp 10.99.199.1 group 239.251.255.228 rd 65000:99999 source-as 65000 next-hop 10.10.6.3",
            "vpls site { endpoint 5; base 10702; offset 1; size 8; rd 192.168.201.1:124; next-hop 192.168.201.1; }",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        var batch = new RouteBatch(_routes, _attributes);
        for (var form = 0; form < 5; form++)
        {
            var diagnostics = new DiagnosticBag();
            var reader = new TokenReader(input, TokenizerMode.Api, diagnostics);
            var read = form switch
            {
                0 => _grammar.TryParseRoute(ref reader, RouteAction.Announce, batch),
                1 => _grammar.TryParseAttributes(ref reader, RouteAction.Announce, batch),
                2 => _grammar.TryParseFamily(ref reader, Afi.Ipv4, RouteAction.Withdraw, batch),
                3 => _grammar.TryParseFamily(ref reader, Afi.L2vpn, RouteAction.Announce, batch),
                _ => _grammar.TryParseFlowRoute(ref reader, RouteAction.Announce, batch),
            };
            if (!read && (batch.Count != 0 || !diagnostics.HasErrors)) throw new InvalidOperationException("an error without a message, or with routes");
            batch.Release();
        }
        if (_routes.Count != 0 || _attributes.Count != 0) throw new InvalidOperationException("references are left");
    }
}

/// <summary>Configuration files: a configuration or diagnostics, and each diagnostic can be shown.</summary>
internal sealed class ConfigurationTarget : IFuzzTarget
{
    public string Name => "configuration";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Encoding.UTF8.GetBytes("""
            process p { run /bin/cat; encoder json; }
            template { neighbor t { hold-time 30; family { ipv4 unicast; ipv4 flow; } } }
            neighbor 127.0.0.1 {
                inherit t;
                router-id 1.2.3.4; local-address 127.0.0.1; local-as 1; peer-as 1;
                capability { route-refresh; graceful-restart 5; }
                api a { processes [ p ]; receive { parsed; update; } neighbor-changes; }
                static { route 10.0.0.0/24 next-hop self; route 10.0.1.0/24 { next-hop 1.2.3.4; med 3; } }
                announce { ipv4 { unicast 10.0.2.0/24 next-hop 1.2.3.4; } }
                flow { route x { match { source 10.0.0.0/8; } then { discard; } } }
                l2vpn { vpls s { endpoint 5; base 1; offset 1; size 8; rd 1:1; next-hop 1.2.3.4; } }
            }
            """),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        var routes = new RouteStore();
        var attributes = new AttributeInterner();
        var diagnostics = new DiagnosticBag();
        var source = new SourceText("fuzz", input.ToArray());
        var configuration = ConfigurationParser.Parse(source, new ConfigurationContext(routes, attributes), diagnostics);
        foreach (var diagnostic in diagnostics.Items) DiagnosticRenderer.Render(source, diagnostic);
        if (configuration is null && !diagnostics.HasErrors) throw new InvalidOperationException("refused without a message");
        configuration?.ReleaseRoutes();
        if (routes.Count != 0 || attributes.Count != 0) throw new InvalidOperationException("references are left");
    }
}
