using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests.Sections;

/// <summary>The keys of TCP segments: <c>md5-file</c> and <c>tcp-ao</c>.</summary>
public sealed class KeyTests
{
    [Fact]
    public void A_key_is_read_from_a_file()
    {
        var neighbor = WithFiles("md5-file good.key;").Neighbor;
        Assert.Equal(new Md5Settings("secret", false) { File = "good.key" }, neighbor.Md5);
        Assert.Equal(new Md5Settings("c2VjcmV0", true) { File = "base64.key" }, WithFiles("md5-base64 true; md5-file base64.key;").Neighbor.Md5);
    }

    [Fact]
    public void A_file_of_the_right_mode_gives_no_warning() => Assert.Empty(WithFiles("md5-base64 true; md5-file base64.key;").Warnings);

    [Fact]
    public void A_template_gives_the_file() =>
        Assert.Equal("good.key", Parsed.Text($"template {{ neighbor t {{ md5-file good.key; }} }}\nneighbor 10.0.0.2 {{ inherit t; {Parsed.Basics} }}", keyFiles: new KnownKeyFiles()).Neighbor.Md5?.File);

    [Fact]
    public void Without_files_there_is_no_key() => Assert.Null(Parsed.InNeighbor("md5-file good.key;").Neighbor.Md5);

    [Fact]
    public void Another_key_is_another_definition()
    {
        var (first, second) = (WithFiles("md5-file good.key;").Neighbor, WithFiles("md5-file good.key;").Neighbor);
        Assert.True(ReloadPlan.HaveSameDefinition(first, second));
        Assert.False(ReloadPlan.HaveSameDefinition(first, second with { Md5 = second.Md5! with { Password = "other" } }));
        Assert.False(ReloadPlan.HaveSameDefinition(first with { Md5 = null }, Ao("hmac-sha-256").Neighbor));
        Assert.False(ReloadPlan.HaveSameDefinition(Ao("hmac-sha-1-96").Neighbor, Ao("hmac-sha-256").Neighbor));
    }

    [Theory]
    [InlineData("hmac-sha-1-96", TcpAoAlgorithm.HmacSha1)]
    [InlineData("aes-128-cmac-96", TcpAoAlgorithm.Aes128Cmac)]
    [InlineData("hmac-sha-256", TcpAoAlgorithm.HmacSha256)]
    public void The_block_of_TCP_AO(string name, TcpAoAlgorithm algorithm)
    {
        var neighbor = Ao(name).Neighbor;
        Assert.Equal(new TcpAoSettings(7, algorithm, "secret", false), neighbor.TcpAo);
        Assert.Null(neighbor.Md5);
    }

    [Fact]
    public void A_template_gives_what_the_block_lacks()
    {
        var neighbor = Parsed.Text($"template {{ neighbor t {{ tcp-ao {{ algorithm hmac-sha-256; password c2VjcmV0; base64 true; }} }} }}\nneighbor 10.0.0.2 {{ inherit t; {Parsed.Basics} tcp-ao {{ keyid 255; }} }}").Neighbor;
        Assert.Equal(new TcpAoSettings(255, TcpAoAlgorithm.HmacSha256, "c2VjcmV0", true), neighbor.TcpAo);
    }

    [Fact]
    public void Keys_are_not_in_the_text_of_settings()
    {
        Assert.DoesNotContain("secret", WithFiles("md5-password secret;").Neighbor.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Ao("hmac-sha-256").Neighbor.ToString(), StringComparison.Ordinal);
    }

    private static Parsed Ao(string algorithm) => Parsed.InNeighbor($"tcp-ao {{ keyid 7; algorithm {algorithm}; password secret; }}");

    private static Parsed WithFiles(string statements) => Parsed.Text($"neighbor 10.0.0.2 {{ {Parsed.Basics} {statements} }}", keyFiles: new KnownKeyFiles());
}
