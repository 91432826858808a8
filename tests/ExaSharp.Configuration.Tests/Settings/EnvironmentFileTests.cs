using ExaSharp.Configuration.Settings;
using Xunit;

namespace ExaSharp.Configuration.Tests.Settings;

public class EnvironmentFileTests
{
    [Theory]
    [InlineData("[s]\nk = v", "v")]
    [InlineData("[s]\nk=v", "v")]
    [InlineData("[s]\nk: v", "v")]
    [InlineData("[s]\nk = a = b : c", "a = b : c")]
    [InlineData("[s]\nK = v", "v")]
    [InlineData("[s]\r\nk = v\r\n", "v")]
    [InlineData("# c\n; c\n\n[s]\n  # indented\nk = v # not a comment", "v # not a comment")]
    [InlineData("[s]\nk =", "")]
    [InlineData("[s]\nk = a\n  b\n\tc", "a\nb\nc")]
    [InlineData("[s]\nk = 100%%", "100%")]
    [InlineData("[s]\nother = x\nk = a%(other)sb%(OTHER)s", "axbx")]
    [InlineData("[DEFAULT]\nk = v\n[s]\nx = y", "v")]
    [InlineData("[DEFAULT]\nk = d\n[s]\nk = v", "v")]
    [InlineData("[s] trailing\nk = v", "v")]
    public void Values(string text, string value)
    {
        Assert.True(EnvironmentFile.TryParse(text, out var file, out _));
        Assert.True(file.TryGet("s", "k", out var found, out _, out var error), error);
        Assert.Equal(value, found);
    }

    [Theory]
    [InlineData("[S]\nk = v")]
    [InlineData("[s]\nx = v")]
    [InlineData("")]
    [InlineData("[s]\nk = 5%")]
    [InlineData("[s]\nk = 5%d")]
    [InlineData("[s]\nk = %(nothing)s")]
    [InlineData("[s]\nk = %(k)s")]
    [InlineData("[s]\nk = %(k)")]
    public void No_value(string text)
    {
        Assert.True(EnvironmentFile.TryParse(text, out var file, out _));
        Assert.False(file.TryGet("s", "k", out _, out _, out var error));
        Assert.Equal(text.Contains('%'), error is not null);
    }

    [Theory]
    [InlineData("k = v", "line 1: a line before the first section")]
    [InlineData("[s]\n\nbare", "line 3: \"bare\" is no key with a value")]
    [InlineData("[s]\n= v", "line 2: \"= v\" is no key with a value")]
    [InlineData("[s]\nk = 1\nK = 2", "line 3: the key K is there twice")]
    [InlineData("[s]\nk = 1\n[t]\n[s]", "line 4: the section [s] is there twice")]
    public void Refused(string text, string error)
    {
        Assert.False(EnvironmentFile.TryParse(text, out _, out var found));
        Assert.Equal(error, found);
    }

    [Fact]
    public void Values_that_double_and_double_end()
    {
        var lines = Enumerable.Range(1, 9).Select(i => $"k{i} = {string.Concat(Enumerable.Repeat($"%(k{i - 1})s", 10))}");
        Assert.True(EnvironmentFile.TryParse("[s]\nk0 = 0123456789\n" + string.Join('\n', lines), out var file, out _));

        Assert.False(file.TryGet("s", "k9", out _, out _, out var error));
        Assert.NotNull(error);
    }

    [Fact]
    public void Any_text_is_read_or_refused()
    {
        var random = new Random(1);
        string[] parts = ["[", "]", "s", "=", ":", "\n", " ", "\t", "%", "%(", ")s", "k", "#", ";", "DEFAULT", "\r\n", "'", "é", "\0"];
        for (var i = 0; i < 5000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)]));
            if (EnvironmentFile.TryParse(text, out var file, out var error)) file.TryGet("s", "k", out _, out _, out _);
            else Assert.NotEqual("", error);
        }
    }
}
