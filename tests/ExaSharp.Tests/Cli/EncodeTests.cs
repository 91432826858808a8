using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Cli;

public sealed class EncodeTests
{
    private const string Marker = "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF";

    // What ExaBGP 6.0 prints for the same arguments.
    [Theory]
    [InlineData("", "route 10.0.0.0/24 next-hop 1.2.3.4", Marker + "00300200000015400101004002004003040102030440050400000064180A0000")]
    [InlineData("-a 1 -z 2", "route 10.0.0.0/24 next-hop 1.2.3.4", Marker + "002F02000000144001010040020602010000000140030401020304180A0000")]
    [InlineData("-n", "route 10.0.0.0/24 next-hop 1.2.3.4", "180A0000")]
    [InlineData("--no-header", "route 10.0.0.0/24 next-hop 1.2.3.4", "00000015400101004002004003040102030440050400000064180A0000")]
    public void A_route_is_printed_as_ExaBGP_6_prints_it(string options, string route, string expected)
    {
        var run = InProcess.Run(["encode", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), route]);
        Assert.Equal((0, expected + "\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("--asn2", "route 10.0.0.0/24 next-hop 1.2.3.4 as-path [ 70000 ]", Marker + "003D02000000224001010040020402015BA0C011060201000111704003040102030440050400000064180A0000")]
    [InlineData("-i", "route 10.0.0.0/24 next-hop 1.2.3.4 path-information 1.2.3.4", Marker + "003402000000154001010040020040030401020304400504000000640" + "1020304180A0000")]
    [InlineData("-n -i", "route 10.0.0.0/24 next-hop 1.2.3.4 path-information 1.2.3.4", "01020304180A0000")]
    // Without a path identifier, for which VPLS has no place.
    [InlineData("-i", "vpls endpoint 5 base 10 offset 1 size 8 rd 1:1 next-hop 1.2.3.4", Marker + "0044020000002D4001010040020040050400000064800E1C001941040102030400001100000001000000010005000100080000A1")]
    [InlineData("", "withdraw route 10.0.0.0/24 next-hop 1.2.3.4", Marker + "001B020004180A00000000")]
    [InlineData("", "announce ipv6 unicast 2001:db8::/32 next-hop 2001:db8::1", Marker + "0042020000002B4001010040020040050400000064800E1A0002011020010DB8000000000000000000000001002020010DB8")]
    [InlineData("", "flow route source 10.0.0.0/8 destination-port =80 discard", Marker + "003F02000000284001010040020040050400000064C010088006000000000000800E0C00018500000602080A058150")]
    public void Other_forms_of_routes_and_sessions_are_encoded_too(string options, string route, string expected)
    {
        var run = InProcess.Run(["encode", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), route]);
        Assert.Equal((0, expected + "\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void Several_routes_of_arguments_and_of_standard_input_are_encoded_in_order()
    {
        var run = InProcess.Run(["encode", "-n", "route 10.0.0.0/24 next-hop 1.2.3.4", "-"], "# two\nroute 10.0.1.0/24 next-hop 1.2.3.4\n\nannounce route 10.0.2.0/24 next-hop 1.2.3.4\n");
        Assert.Equal((0, "180A0000\n180A0001\n180A0002\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void The_routes_of_a_configuration_are_encoded_for_its_neighbors()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "a.conf"), """
            neighbor 127.0.0.1 {
                router-id 1.2.3.4; local-address 127.0.0.2; local-as 1; peer-as 2;
                family { ipv4 unicast; ipv6 unicast; }
                static { route 10.0.0.0/24 next-hop self; route 2001:db8::/32 next-hop ::1; }
            }
            """);
        var run = InProcess.Run(["encode", "--no-header", "-c", "a.conf"], directory: directory.Path);
        Assert.Equal(
            (0, "00000014400101004002060201000000014003047F000002180A0000\n0000002A40010100400206020100000001800E1A0002011000000000000000000000000000000001002020010DB8\n"),
            (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("route 10.0.0.0/24 nxt-hop 1.2.3.4", "did you mean \"next-hop\"?")]
    [InlineData("rout 10.0.0.0/24", "there is no such command")]
    [InlineData("eor ipv4 unicast", "announce eor tells of no route")]
    [InlineData("route 10.0.0.0/24 next-hop 1.2.3.4 } }", "expected the end of the route")]
    public void A_route_that_can_not_be_read_is_explained(string route, string reason)
    {
        var run = InProcess.Run(["encode", route]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"configuration error: Failed to parse route: {route}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(reason, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-f", "ipv6 unicast", "the family ipv4 unicast is not one of the neighbor's")]
    [InlineData("-f", "ipv6", "families provided are invalid")]
    [InlineData("-f", "ipv4 nothing", "nothing")]
    [InlineData("-c", "missing.conf", "missing.conf is not an exabgp config file (file not found)")]
    public void Options_that_do_not_go_with_the_route_are_explained(string option, string value, string reason)
    {
        var run = InProcess.Run(["encode", option, value, "route 10.0.0.0/24 next-hop 1.2.3.4"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("configuration error: ", run.Output, StringComparison.Ordinal);
        Assert.Contains(reason, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_route_examples_are_shown()
    {
        var run = InProcess.Run(["encode"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Environment values are:", run.Output, StringComparison.Ordinal);
        Assert.Contains("exasharp encode -c myconfig.conf", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    public void What_is_encoded_is_decoded_to_the_same_route(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 60; run++)
        {
            var (prefix, length) = ($"{random.Next(1, 200)}.{random.Next(256)}.{random.Next(256)}.0", random.Next(8, 25));
            // No bits behind the mask.
            var nlri = $"{System.Net.IPNetwork.Parse($"{Masked(prefix, length)}/{length}")}";
            var route = $"route {nlri} next-hop 10.9.8.{random.Next(256)} med {random.Next()} local-preference {random.Next()} community [ {random.Next(1, 65000)}:{random.Next(65000)} ]";
            var path = random.Next(2) == 0 ? $" path-information 0.0.0.{random.Next(256)}" : "";
            string[] options = path.Length > 0 ? ["-i"] : [];
            var hex = InProcess.Run(["encode", .. options, route + path]).Output.TrimEnd();
            var text = InProcess.Run(["decode", "--text", .. options, hex]);
            Assert.Equal(0, text.ExitCode);
            foreach (var word in (string[])[$"{nlri}{path}\n", "next-hop 10.9.8.", route[(route.IndexOf("med", StringComparison.Ordinal))..route.IndexOf(" local", StringComparison.Ordinal)]])
                Assert.Contains(word, text.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("malformed", text.Output, StringComparison.Ordinal);
            Assert.Contains($"\"nlri\": \"{nlri}\"", InProcess.Run(["decode", .. options, hex]).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_encoded_of_every_family_is_decoded_without_fault()
    {
        var configuration = Path.Combine(RepositoryPaths.Root, "fuzz", "corpus", "configuration", "routes.conf");
        var lines = InProcess.Run(["encode", "-c", configuration]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 30, int.MaxValue);
        var json = InProcess.Run(["decode", "-c", configuration, .. lines]);
        Assert.Equal((0, lines.Length), (json.ExitCode, json.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.DoesNotContain("\"error\"", json.Output, StringComparison.Ordinal);
        var text = InProcess.Run(["decode", "--text", "-c", configuration, .. lines]).Output;
        Assert.DoesNotContain("malformed", text, StringComparison.Ordinal);
    }

    private static System.Net.IPAddress Masked(string address, int length)
    {
        var octets = System.Net.IPAddress.Parse(address).GetAddressBytes();
        for (var bit = length; bit < 32; bit++) octets[bit / 8] &= (byte)~(0x80 >> bit % 8);
        return new System.Net.IPAddress(octets);
    }
}
