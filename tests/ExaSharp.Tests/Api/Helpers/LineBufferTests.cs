using System.Text;
using ExaSharp.Api.Helpers;
using Xunit;

namespace ExaSharp.Tests.Api.Helpers;

public sealed class LineBufferTests
{
    [Fact]
    public void Lines_are_the_same_however_the_bytes_arrive()
    {
        var bytes = Encoding.UTF8.GetBytes("first\nsecond \t\r\n\nzwölf\nrest");
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                var buffer = new LineBuffer();
                var lines = new List<string>();
                foreach (var part in new[] { bytes[..first], bytes[first..second], bytes[second..] })
                {
                    part.CopyTo(buffer.Free());
                    buffer.Advance(part.Length);
                    foreach (var line in new HelperLines(buffer.Lines.Span)) lines.Add(Encoding.UTF8.GetString(line));
                    buffer.RemoveLines();
                }
                Assert.Equal(["first", "second", "", "zwölf"], lines);
                Assert.Equal(4, buffer.PartialLength);
            }
        }
    }

    [Fact]
    public void A_long_line_grows_the_buffer_and_its_end_shrinks_it()
    {
        var buffer = new LineBuffer();
        var size = buffer.Free().Length;
        for (var i = 0; i < 5; i++)
        {
            var free = buffer.Free();
            free.Span.Fill((byte)'x');
            buffer.Advance(free.Length);
        }
        var length = buffer.PartialLength;
        Assert.True(length > size);
        "\nab"u8.CopyTo(buffer.Free().Span);
        buffer.Advance(3);
        Assert.Equal(length + 1, buffer.Lines.Length);
        buffer.RemoveLines();
        Assert.Equal(2, buffer.PartialLength);
        Assert.Equal(size - 2, buffer.Free().Length);
    }
}
