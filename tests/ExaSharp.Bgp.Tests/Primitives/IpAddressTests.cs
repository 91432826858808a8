using System.Net;
using System.Text;
using ExaSharp.Bgp.Primitives;
using Xunit;

namespace ExaSharp.Bgp.Tests.Primitives;

public class IpAddressTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("1::", "1::")]
    [InlineData("2001:DB8:0:0:0:0:0:1", "2001:db8::1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    public void Canonical_text(string text, string canonical)
    {
        Assert.True(IpAddress.TryParse(Encoding.UTF8.GetBytes(text), out var address));
        Assert.Equal(canonical, address.ToString());
        Assert.Equal(IPAddress.Parse(text), address.ToIPAddress());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("256.0.0.1")]
    [InlineData("01.2.3.4")]
    [InlineData("1..2.3")]
    [InlineData("1.2.3.")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1::2::3")]
    [InlineData("12345::")]
    [InlineData("1:2:3:4:5:6:7::8")]
    [InlineData("::1.2.3")]
    [InlineData("::1.2.3.4:5")]
    [InlineData("fe80::1%eth0")]
    public void Refused(string text) => Assert.False(IpAddress.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Random_addresses_agree_with_the_framework()
    {
        var random = new Random(20261120);
        var bytes = new byte[16];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            for (var b = 0; b < 16; b += 2)
                if (random.Next(2) == 0) bytes[b] = bytes[b + 1] = 0;
            var expected = new IPAddress(bytes);
            var text = expected.ToString();
            Assert.True(IpAddress.TryParse(Encoding.UTF8.GetBytes(text), out var address), text);
            Assert.Equal(expected, IPAddress.Parse(address.ToString()));
            Assert.Equal(bytes, address.ToIPAddress().GetAddressBytes());
        }
    }
}
