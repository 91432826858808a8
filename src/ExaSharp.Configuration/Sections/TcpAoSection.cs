using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Schema;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Sections;

/// <summary><c>tcp-ao { … }</c> of a neighbour (RFC 5925), as ExaBGP 6 has it.</summary>
internal static class TcpAoSection
{
    public static readonly Section<TcpAoDraft> Definition = new("tcp-ao",
    [
        Leaf.Of<TcpAoDraft, byte>("keyid", "0..255", null, "identifier of the key, in both directions", ReadKeyId, (draft, value) => draft.KeyId = value),
        Leaf.Of<TcpAoDraft, TcpAoAlgorithm>("algorithm", "hmac-sha-1-96 | aes-128-cmac-96 | hmac-sha-256", null, "how segments are signed", ReadAlgorithm, (draft, value) => draft.Algorithm = value),
        Leaf.Of<TcpAoDraft, string>("password", "key", null, "the key", ReadPassword, (draft, value) => draft.Password = value),
        Leaf.Boolean<TcpAoDraft>("base64", bare: false, "the key is base64", (draft, value) => draft.Base64 = value),
    ], []);

    public static void Read(ref TokenReader reader, NeighborDraft neighbor)
    {
        neighbor.TcpAo.Block = new Setting<bool>(true, reader.Last);
        Statements.TakeOpenBrace(ref reader);
        Definition.Read(ref reader, neighbor.TcpAo);
    }

    private static bool ReadKeyId(ref TokenReader reader, out byte value)
    {
        var word = Values.Take(ref reader);
        value = 0;
        if (!Values.TryInteger(word, out var number)) return Values.Refuse(reader, word, $"\"{Values.Text(word)}\" is an invalid keyid");
        if (number is < 0 or > byte.MaxValue) return Values.Refuse(reader, word, $"TCP-AO keyid must be 0-255 (got: {number})");
        value = (byte)number;
        return true;
    }

    private static bool ReadAlgorithm(ref TokenReader reader, out TcpAoAlgorithm value)
    {
        var word = Values.Take(ref reader);
        foreach (var (name, algorithm) in TcpAoSettings.Algorithms)
        {
            value = algorithm;
            if (Ascii.Equal(word, name)) return true;
        }
        value = default;
        return Values.Refuse(reader, word,
            $"Invalid TCP-AO algorithm \"{Values.Text(word)}\". Valid: {string.Join(", ", TcpAoSettings.Algorithms.Select(entry => entry.Name).Order(StringComparer.Ordinal))}",
            SpellChecker.Suggest(word, TcpAoSettings.Algorithms.Select(entry => entry.Name)));
    }

    private static bool ReadPassword(ref TokenReader reader, out string value)
    {
        var word = Values.Take(ref reader);
        value = Values.Text(word);
        return !word.IsEmpty || Values.Refuse(reader, word, "TCP-AO key is empty");
    }
}
