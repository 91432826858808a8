using ExaSharp.Daemon;
using ExaSharp.Testing;
using Xunit;

namespace ExaSharp.Tests.Daemon;

public sealed class KeyFilesTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new("keys");

    [Theory]
    [InlineData("secret", "secret")]
    [InlineData("secret\n", "secret")]
    [InlineData("secret\r\n", "secret")]
    [InlineData(" two words \n", " two words ")]
    [InlineData("", "")]
    public void The_key_is_what_is_in_the_file_but_for_the_line_end(string content, string key)
    {
        var path = _folder.Write("a.key", content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var written in (string[])[path, "a.key", "./a.key"])
        {
            Assert.True(Files.TryRead(written, out var read, out var mode, out var reason), reason);
            Assert.Equal((key, UnixFileMode.UserRead | UnixFileMode.UserWrite), (read, mode));
        }
    }

    [Fact]
    public void What_is_no_key_file_is_refused_with_a_reason()
    {
        Refused("none.key", "No such file or directory");
        Refused("a\0b", "No such file or directory");
        Refused(".", "it is no regular file");
        _folder.Write("long.key", new string('x', 1025));
        Refused("long.key", "it has more than 1024 octets");
        File.WriteAllBytes(_folder.File("octets.key"), [0xff, 0xfe]);
        Refused("octets.key", "it is no text in UTF-8; a key of other octets is written in base64");
        Refused("/dev/zero", "it is no regular file");
    }

    public void Dispose() => _folder.Dispose();

    private KeyFiles Files => new(_folder.Path, new FileProbe());

    private void Refused(string path, string reason)
    {
        Assert.False(Files.TryRead(path, out var content, out _, out var told));
        Assert.Equal(("", reason), (content, told));
    }
}
