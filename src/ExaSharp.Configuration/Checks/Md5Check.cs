using System.Text;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;

namespace ExaSharp.Configuration.Checks;

/// <summary>Whether a TCP MD5 key can be used.</summary>
internal static class Md5Check
{
    /// <summary>The longest key that the system takes (<c>TCP_MD5SIG_MAXKEYLEN</c>), in octets.</summary>
    private const int MaxLength = 80;

    public static void Run(NeighborDraft draft, DiagnosticBag diagnostics)
    {
        if (!draft.Md5Password.IsSet) return;
        var key = Encoding.UTF8.GetBytes(draft.Md5Password.Value);
        if (draft.Md5Base64.Value == true && !TryDecode(draft.Md5Password.Value, out key, out var reason))
            diagnostics.Error(DiagnosticCode.InvalidValue, draft.Md5Password.Span, $"Invalid MD5 password: {reason}");
        else if (key.Length > MaxLength)
            diagnostics.Error(DiagnosticCode.InvalidValue, draft.Md5Password.Span, "MD5 password must be no larger than 80 characters");
    }

    private static bool TryDecode(string text, out byte[] key, out string reason)
    {
        key = new byte[text.Length];
        reason = "";
        var isAlphabet = text.AsSpan().TrimEnd('=').IndexOfAnyExcept(Base64Letters) < 0;
        if (!isAlphabet || !Convert.TryFromBase64String(text, key, out var length))
        {
            reason = $"not valid base64 ({(isAlphabet ? "Incorrect padding" : "Only base64 data is allowed")})";
            return false;
        }
        Array.Resize(ref key, length);
        return true;
    }

    private static readonly System.Buffers.SearchValues<char> Base64Letters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
}
