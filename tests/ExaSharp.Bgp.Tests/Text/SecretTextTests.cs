using ExaSharp.Bgp.Text;
using Xunit;

namespace ExaSharp.Bgp.Tests.Text;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("    md5-password secret;", "    md5-password ******;")]
    [InlineData("md5-password \"a ; b\"; hold-time 3;", "md5-password \"* * *\"; hold-time 3;")]
    [InlineData("md5-password 'a \" b' c;", "md5-password '* \" *' *;")]
    [InlineData("md5-password secret", "md5-password ******")]
    [InlineData("md5 secret;", "md5 ******;")]
    [InlineData("MD5-Pasword secret;", "MD5-Pasword ******;")]
    [InlineData("passowrd secret;", "passowrd ******;")]
    [InlineData("tcp-ao { password secret; base64 true; }", "tcp-ao { password ******; base64 true; }")]
    [InlineData("md5-password one; md5-password two;", "md5-password ***; md5-password ***;")]
    [InlineData("md5-base64 true; md5-ip 10.0.0.1; md5-file a.key;", "md5-base64 true; md5-ip 10.0.0.1; md5-file a.key;")]
    [InlineData("passive true; route 10.0.0.0/8 next-hop self;", "passive true; route 10.0.0.0/8 next-hop self;")]
    [InlineData("md5-password", "md5-password")]
    [InlineData("", "")]
    public void What_stands_behind_the_keyword_of_a_key_is_hidden(string line, string shown) => Assert.Equal(shown, SecretText.Hide(line));
}
