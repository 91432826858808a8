using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Tests.Session;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Messages;

public class RouteRefreshMessageTests
{
    [Theory]
    [InlineData("0001 00 01", "query")]
    [InlineData("0001 01 01", "begin")]
    [InlineData("0001 02 01", "end")]
    public void Each_subtype_is_read_shown_and_written(string hex, string word)
    {
        var body = SessionTesting.Bytes(hex);
        Assert.True(RouteRefreshMessage.TryRead(body, out var refresh, out var error));
        Assert.False(error.IsError);
        Assert.Equal(FamilyId.Ipv4Unicast, refresh.Family);
        Assert.Equal($$"""{ "afi": "ipv4", "safi": "unicast", "subtype": "{{word}}" }""", SessionTesting.Text(refresh.AppendJson));
        Assert.Equal($"afi ipv4 safi unicast {word}", SessionTesting.Text(refresh.AppendText));
        Assert.Equal(body, SessionTesting.Body(SessionTesting.Written(refresh.Write), MessageType.RouteRefresh));
    }

    [Fact]
    public void Unknown_families_are_shown_by_their_numbers()
    {
        Assert.True(RouteRefreshMessage.TryRead([0, 7, 0, 9], out var refresh, out _));
        Assert.Equal("afi unknown-afi-0x7 safi unknown safi 9 query", SessionTesting.Text(refresh.AppendText));
    }

    [Fact]
    public void A_wrong_length_is_7_1_and_an_unknown_subtype_7_2()
    {
        Assert.False(RouteRefreshMessage.TryRead([0, 1, 0], out _, out var error));
        Assert.Equal(BgpError.Reset(NotificationCode.RouteRefreshMessageError, 1, "invalid route-refresh message"), error);
        Assert.False(RouteRefreshMessage.TryRead([0, 1, 0, 1, 0], out _, out _));
        for (var subtype = 3; subtype < 256; subtype++)
        {
            Assert.False(RouteRefreshMessage.TryRead([0, 1, (byte)subtype, 1], out _, out error));
            Assert.Equal(
                BgpError.Reset(NotificationCode.RouteRefreshMessageError, 2, "invalid route-refresh message subtype"), error);
        }
    }

    [Fact]
    public void A_keepalive_is_a_header() =>
        Assert.Equal(SessionTesting.Bytes(SessionTesting.Marker + "0013 04"), Keepalive.Bytes.ToArray());
}
