using System.Text;
using ExaSharp.Bgp.Iana;
using ExaSharp.Bgp.Messages;
using ExaSharp.Bgp.Tests.Session;
using ExaSharp.Bgp.Wire;
using Xunit;

namespace ExaSharp.Bgp.Tests.Messages;

public class NotificationTests
{
    [Theory]
    [InlineData(6, 2, "0602 17 41646d696e6973747261746976652053687574646f776e")]
    [InlineData(6, 4, "0604 14 41646d696e697374726174697665205265736574")]
    [InlineData(6, 3, "0603 506565722044652d636f6e66696775726564")]
    [InlineData(6, 200, "06c8 756e6b6e6f776e206e6f74696669636174696f6e2074797065")]
    [InlineData(5, 2, "0502 5265636569766520556e6578706563746564204d65737361676520696e204f70656e436f6e6669726d205374617465")]
    public void Ours_carries_the_words_of_ExaBGP_with_a_length_only_in_6_2_and_6_4(byte code, byte subcode, string body)
    {
        var notification = Notification.Create((NotificationCode)code, subcode);
        Assert.Equal(SessionTesting.Bytes(body), SessionTesting.Body(SessionTesting.Written(notification.Write), MessageType.Notification));
    }

    [Theory]
    [InlineData(0, "Unspecific")]
    [InlineData(1, "Maximum Number of Prefixes Reached")]
    [InlineData(5, "Connection Rejected")]
    [InlineData(6, "Other Configuration Change")]
    [InlineData(7, "Connection Collision Resolution")]
    [InlineData(8, "Out of Resources")]
    [InlineData(9, "unknown notification type")]
    [InlineData(255, "unknown notification type")]
    public void Teardown_texts(byte subcode, string text) =>
        Assert.Equal(text, Encoding.UTF8.GetString(Notification.Create(NotificationCode.Cease, subcode).Data));

    [Fact]
    public void An_unknown_message_type_is_answered_byte_for_byte_as_ExaBGP_does()
    {
        var error = BgpError.Reset(NotificationCode.MessageHeaderError, 3, "can not decode message of type \"255\"");
        Assert.Equal(
            SessionTesting.Bytes(
                SessionTesting.Marker
                + "0039 03 0103 63616e206e6f74206465636f6465206d657373616765206f662074797065202232353522"),
            SessionTesting.Written(Notification.Create(error).Write));
    }

    [Fact]
    public void A_hold_timer_notification_has_no_data() =>
        Assert.Equal(
            SessionTesting.Bytes(SessionTesting.Marker + "0015 03 0400"),
            SessionTesting.Written(Notification.Create(NotificationCode.HoldTimerExpired, 0, "").Write));

    [Theory]
    [InlineData("0602", "")]
    [InlineData("0602 00", "empty Shutdown Communication.")]
    [InlineData("0602 04 74657374", "Shutdown Communication: \"test\"")]
    [InlineData("0604 09 7465 0d0a 7374 c3a9 78 2121", "Shutdown Communication: \"te  sté" + "x\", trailing data: 0x2121")]
    [InlineData("0602 05 6162", "invalid Shutdown Communication (buffer underrun) length : 5 [0x6162]")]
    [InlineData("0602 ff 6162", "invalid Shutdown Communication (buffer underrun) length : 255 [0x6162]")]
    [InlineData("0602 02 fffe", "invalid Shutdown Communication (invalid UTF-8) length : 2 [0xFFFE]")]
    [InlineData("0603 616263", "abc")]
    [InlineData("06", "peer sent a NOTIFICATION of 1 bytes, too short to carry a code")]
    [InlineData("", "peer sent a NOTIFICATION of 0 bytes, too short to carry a code")]
    public void The_data_of_a_received_one_is_what_ExaBGP_makes_of_it(string body, string text)
    {
        var bytes = SessionTesting.Bytes(body);
        var notification = Notification.Read(bytes);
        Assert.Equal(text, Encoding.UTF8.GetString(notification.Data));
        Assert.Equal(bytes.Length < 2 ? (0, 0) : (bytes[0], bytes[1]), (notification.Code, notification.Subcode));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(255)]
    public void A_shutdown_communication_may_have_255_octets(int length)
    {
        var text = new string('x', length);
        var notification = Notification.Read([6, 2, (byte)length, .. Encoding.UTF8.GetBytes(text)]);
        Assert.Equal($"Shutdown Communication: \"{text}\"", Encoding.UTF8.GetString(notification.Data));
    }

    [Fact]
    public void Text_that_does_not_fit_is_cut_between_characters()
    {
        var shutdown = Notification.Create(NotificationCode.Cease, 2, new string('é', 200));
        Assert.Equal(254, shutdown.Data[0]);
        Assert.Equal(255, shutdown.Data.Length);
        var other = Notification.Create(NotificationCode.Cease, 0, new string('é', 5000));
        Assert.Equal(4096, SessionTesting.Written(other.Write).Length + (other.Data.Length % 2 == 0 ? 1 : 0));
    }

    [Theory]
    [InlineData("0602 04 74657374", """{ "code": 6, "subcode": 2, "data": "0x53687574646F776E20436F6D6D756E69636174696F6E3A20227465737422", "message": "Shutdown Communication: \"test\"" } """, "code 6 subcode 2 data 0x53687574646F776E20436F6D6D756E69636174696F6E3A20227465737422", "Cease / Administrative Shutdown / Shutdown Communication: \"test\"")]
    [InlineData("0301 ff00", """{ "code": 3, "subcode": 1, "data": "0xFF00", "message": "\ufffd\u0000" } """, "code 3 subcode 1 data 0xFF00", "UPDATE message error / Malformed Attribute List / 0xFF00")]
    [InlineData("0909", """{ "code": 9, "subcode": 9, "data": "0x", "message": "" } """, "code 9 subcode 9 data 0x", "unknown error / unknow reason")]
    public void A_received_one_is_shown_as_ExaBGP_shows_it(string body, string json, string text, string log)
    {
        var notification = Notification.Read(SessionTesting.Bytes(body));
        Assert.Equal(json, SessionTesting.Text(notification.AppendJson));
        Assert.Equal(text, SessionTesting.Text(notification.AppendText));
        Assert.Equal(log, notification.ToString());
    }

    [Fact]
    public void A_sent_one_is_shown_with_its_octets()
    {
        var notification = Notification.Create(NotificationCode.Cease, 4);
        Assert.Equal(
            """{ "code": 6, "subcode": 4, "data": "0x1441646D696E697374726174697665205265736574", "message": "\u0014Administrative Reset" } """,
            SessionTesting.Text(notification.AppendJson));
        Assert.Equal("code 6 subcode 4 data 0x1441646D696E697374726174697665205265736574", SessionTesting.Text(notification.AppendText));
    }

    [Fact]
    public void Any_body_can_be_read_and_shown()
    {
        var random = new Random(9003);
        for (var round = 0; round < 5000; round++)
        {
            var body = new byte[random.Next(40)];
            random.NextBytes(body);
            if (body.Length > 2 && round % 2 == 0) (body[0], body[1], body[2]) = (6, 2, (byte)random.Next(body.Length + 2));
            var notification = Notification.Read(body);
            using var json = System.Text.Json.JsonDocument.Parse(SessionTesting.Text(notification.AppendJson));
            Assert.NotEmpty(notification.ToString());
        }
    }
}
