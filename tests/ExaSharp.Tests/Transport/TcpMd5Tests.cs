using System.Text;
using ExaSharp.Configuration.Settings;
using ExaSharp.Transport;
using Xunit;

namespace ExaSharp.Tests.Transport;

public sealed class TcpMd5Tests
{
    [Theory]
    [InlineData("secret", null, "736563726574")]
    [InlineData("secret", false, "736563726574")]
    [InlineData("c2VjcmV0", true, "736563726574")]
    [InlineData("c2VjcmV0", false, "6332566A636D5630")]
    [InlineData("c2VjcmV0", null, "6332566A636D5630")]
    [InlineData("deadbeef", null, "6465616462656566")] // base64 for ExaBGP 4.2
    public void The_key_of_a_password(string password, bool? base64, string hex) =>
        Assert.Equal(hex, Convert.ToHexString(TcpMd5.Key(new Md5Settings(password, base64))));

    [Theory]
    [InlineData("not base64!", true)]
    [InlineData("c2Vj cmV0", true)]
    [InlineData("", true)]
    [InlineData("", null)]
    public void A_key_that_is_none_is_refused(string password, bool? base64) =>
        Assert.Throws<TransportException>(() => TcpMd5.Key(new Md5Settings(password, base64)));

    [Fact]
    public void A_key_has_at_most_eighty_octets()
    {
        Assert.Equal(80, TcpMd5.Key(new Md5Settings(new string('x', 80), false)).Length);
        var e = Assert.Throws<TransportException>(() => TcpMd5.Key(new Md5Settings(new string('x', 81), false)));
        Assert.Equal("the MD5 key has 81 octets, it must have 1 to 80", e.Message);
        Assert.Equal(80, TcpMd5.Key(new Md5Settings(Convert.ToBase64String(Encoding.ASCII.GetBytes(new string('x', 80))), true)).Length);
    }
}
