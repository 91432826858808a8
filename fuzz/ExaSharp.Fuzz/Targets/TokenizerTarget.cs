using ExaSharp.Bgp.Text;

namespace ExaSharp.Fuzz.Targets;

/// <summary>The tokenizer: it ends, its tokens lie in the text and in order.</summary>
internal sealed class TokenizerTarget : FuzzTarget
{
    public override string Name => "tokenizer";

    public override IEnumerable<byte[]> Derive(Corpus corpus) => [.. corpus.Inputs("route"), .. corpus.Inputs("configuration")];

    public override void Run(ReadOnlySpan<byte> input, TextBuffer shown)
    {
        foreach (var mode in (TokenizerMode[])[TokenizerMode.Configuration, TokenizerMode.Api])
        {
            var reader = new TokenReader(input, mode);
            var end = 0;
            for (var count = 0; reader.Peek().Kind != TokenKind.End; count++)
            {
                var token = reader.Next();
                shown.Append((uint)token.Kind).Append((byte)' ').Append(reader.Text(token)).Append((byte)'\n');
                if (token.Span.Start < end || token.Span.End > input.Length || count > 2 * input.Length + 2)
                    throw new InvalidOperationException($"token {token.Kind} at {token.Span.Start} behind {end}");
                end = token.Span.End;
            }
        }
    }
}
