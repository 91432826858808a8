using System.Text;
using ExaSharp.Bgp.Text;
using Xunit;

namespace ExaSharp.Bgp.Tests.Text;

public class TokenizerProgressTests
{
    [Theory]
    [InlineData("\\")]
    [InlineData("a \\")]
    [InlineData("'a")]
    [InlineData("'a\n")]
    [InlineData("\"\\")]
    public void A_broken_word_is_passed_once(string text)
    {
        Assert.Equal(1, CountBroken(text, TokenizerMode.Api));
        Assert.Equal(1, CountBroken(text, TokenizerMode.Configuration));
    }

    private static int CountBroken(string text, TokenizerMode mode)
    {
        var tokenizer = new Tokenizer(Encoding.UTF8.GetBytes(text), mode);
        var broken = 0;
        for (var i = 0; i <= text.Length + 2; i++)
        {
            var token = tokenizer.Next();
            if (token.Kind == TokenKind.End) return broken;
            if (token.Kind == TokenKind.Invalid) broken++;
        }
        throw new InvalidOperationException("the end of the text is never reached");
    }
}
