using System.Text;
using ExaSharp.Bgp.Text;
using Xunit;

namespace ExaSharp.Configuration.Tests;

/// <summary>Whatever the bytes are, reading ends, with a configuration or with errors, and with diagnostics that can be shown.</summary>
public class HostileTextTests
{
    private const string Valid = """
        process p { run /bin/cat -u; encoder json; }
        template { neighbor t { family { ipv4 unicast; ipv6 unicast; } capability { add-path send; } static { route 10.9.0.0/16 next-hop self; } } }
        neighbor 10.0.0.2 {
            inherit t;
            router-id 1.1.1.1; local-address 10.0.0.1; local-as 65000; peer-as 65001;
            description "a \"quoted\" thing"; # comment
            md5-password secret; hold-time 90;
            api one { processes [ p ]; neighbor-changes; receive { parsed; update; } }
            static {
                route 10.1.0.0/16 next-hop 10.0.0.9 as-path [ 1 2 ] ( 3 4 ) community [ 1:1 no-export ] \
                    med 5;
                route 10.2.0.0/16 { next-hop self; }
                attributes next-hop self nlri 10.3.0.0/16 10.4.0.0/16;
            }
            announce { ipv4 { unicast 10.5.0.0/16 next-hop self; } }
            nexthop { ipv4 unicast ipv6; }
        }
        """;

    private static readonly string[] Words =
    [
        "neighbor", "template", "process", "group", "family", "capability", "add-path", "nexthop", "api", "static", "announce", "flow",
        "l2vpn", "operational", "route", "attributes", "ipv4", "ipv6", "unicast", "multicast", "all", "inherit", "hold-time", "local-as",
        "peer-as", "router-id", "local-address", "passive", "listen", "md5-password", "md5-base64", "processes", "processes-match", "send",
        "receive", "parsed", "run", "encoder", "json", "next-hop", "self", "med", "as-path", "community", "label", "rd", "split", "watchdog",
        "withdraw", "nlri", "match", "then", "destination", "discard", "10.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32", "1", "65000", "auto",
        "t", "p", "true", "disable", "x", "\"quo ted\"", "\"", "'", "\\", "\\u00e9", "\\uzz", "#", "(", ")", "[", "]", ",", ";", ";", ";", "{", "{",
        "}", "}", "\n", "\n", "\r\n", "\t", "é", "\0", "/", "-1", "99999999999999999999", "/24",
    ];

    [Fact]
    public void The_text_that_is_mutated_is_valid() => Assert.Empty(Parsed.Text(Valid).Errors);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Words_in_any_order(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(60); n > 0; n--)
            {
                text.Append(Words[random.Next(Words.Length)]);
                if (random.Next(4) > 0) text.Append(' ');
            }
            Check(Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Statements_of_a_valid_file_with_words_replaced(int seed)
    {
        var random = new Random(seed);
        var words = Valid.Split(' ');
        for (var i = 0; i < 2000; i++)
        {
            var copy = words.ToArray();
            for (var n = 1 + random.Next(4); n > 0; n--) copy[random.Next(copy.Length)] = Words[random.Next(Words.Length)];
            Check(Encoding.UTF8.GetBytes(string.Join(' ', copy)));
        }
    }

    [Fact]
    public void A_valid_file_cut_at_every_byte()
    {
        var bytes = Encoding.UTF8.GetBytes(Valid);
        for (var length = 0; length < bytes.Length; length++) Check(bytes[..length]);
    }

    [Theory]
    [InlineData(21)]
    public void A_valid_file_with_bytes_changed(int seed)
    {
        var random = new Random(seed);
        var bytes = Encoding.UTF8.GetBytes(Valid);
        for (var i = 0; i < 3000; i++)
        {
            var copy = bytes.ToArray();
            for (var n = 1 + random.Next(3); n > 0; n--) copy[random.Next(copy.Length)] = (byte)random.Next(256);
            Check(copy);
        }
    }

    [Theory]
    [InlineData(31)]
    public void Any_bytes(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Check(bytes);
        }
    }

    [Fact]
    public void Blocks_in_blocks_without_end()
    {
        Check(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("neighbor 10.0.0.1 { ", 20000))));
        Check(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{", 100000))));
        Check(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("}", 100000))));
        Check(Encoding.UTF8.GetBytes("neighbor 10.0.0.2 { " + string.Concat(Enumerable.Repeat("static { ", 20000))));
        Check(Encoding.UTF8.GetBytes(new string('[', 100000)));
        Check(Encoding.UTF8.GetBytes(new string('\\', 100001)));
    }

    [Fact]
    public void Long_statements_and_many_short_ones()
    {
        Check(Encoding.UTF8.GetBytes("neighbor 10.0.0.2 { description " + string.Concat(Enumerable.Repeat("word ", 300000)) + "; }"));
        Check(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a\n", 100000))));
        Check(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("; ", 100000))));
    }

    private static void Check(byte[] bytes)
    {
        var parsed = Parsed.Bytes(bytes, "hostile.conf");

        Assert.Equal(parsed.Diagnostics.HasErrors, parsed.Configuration is null);
        foreach (var item in parsed.Diagnostics.Items)
        {
            Assert.InRange(item.Span.Start, 0, bytes.Length);
            Assert.InRange(item.Span.End, item.Span.Start, bytes.Length);
        }
        // Few are enough to see that all can be shown.
        foreach (var item in parsed.Diagnostics.Items.Take(3)) Assert.NotEqual("", DiagnosticRenderer.Render(parsed.Source, item));
        parsed.Configuration?.ReleaseRoutes();
        Assert.Equal(0, parsed.Context.Routes.Count);
    }
}
