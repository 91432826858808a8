using System.Text;
using ExaSharp.Bgp.Text;
using ExaSharp.Configuration.Drafts;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Checks;

/// <summary>Finds the key of a neighbour's TCP segments, and whether it can be used.</summary>
internal static class KeyCheck
{
    /// <summary>The longest key that the system takes (<c>TCP_MD5SIG_MAXKEYLEN</c>, <c>TCP_AO_MAXKEYLEN</c>), in octets.</summary>
    private const int MaxLength = 80;

    private static readonly System.Buffers.SearchValues<char> Base64Letters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>The key of TCP MD5; null without one, or after an error.</summary>
    public static Md5Settings? Md5(NeighborDraft draft, DiagnosticBag diagnostics)
    {
        if (draft.Md5File.IsSet) return Md5File(draft, diagnostics);
        if (!draft.Md5Password.IsSet) return null;
        var settings = new Md5Settings(draft.Md5Password.Value, draft.Md5Base64.Or(false));
        Check(settings, draft.Md5Password.Span, diagnostics);
        return settings;
    }

    /// <summary>The key of TCP-AO; null without one, or after an error. The messages are ExaBGP 6's.</summary>
    public static TcpAoSettings? TcpAo(NeighborDraft draft, DiagnosticBag diagnostics)
    {
        var ao = draft.TcpAo;
        if (!ao.Block.IsSet) return null;
        List<string> missing = [];
        if (!ao.KeyId.IsSet) missing.Add("keyid");
        if (!ao.Algorithm.IsSet) missing.Add("algorithm");
        if (!ao.Password.IsSet) missing.Add("password");
        if (missing.Count > 0)
        {
            diagnostics.Error(DiagnosticCode.MissingValue, ao.Block.Span, $"incomplete tcp-ao, missing {string.Join(", ", missing)}");
            return null;
        }
        if (draft.Md5Password.IsSet || draft.Md5File.IsSet)
            diagnostics.Error(DiagnosticCode.Conflict, ao.Block.Span, "TCP-AO and MD5 are mutually exclusive - cannot use both");
        if (!TryDecode(ao.Password.Value, ao.Base64.Value, out var key, out var reason))
            diagnostics.Error(DiagnosticCode.InvalidValue, ao.Password.Span, $"Invalid TCP-AO key: {reason}");
        else if (key.Length > MaxLength)
            diagnostics.Error(DiagnosticCode.InvalidValue, ao.Password.Span, "TCP-AO key must be no larger than 80 bytes");
        return new TcpAoSettings(ao.KeyId.Value, ao.Algorithm.Value, ao.Password.Value, ao.Base64.Value);
    }

    private static Md5Settings? Md5File(NeighborDraft draft, DiagnosticBag diagnostics)
    {
        var (path, place) = (draft.Md5File.Value, draft.Md5File.Span);
        if (draft.Md5Password.IsSet) diagnostics.Error(DiagnosticCode.Conflict, place, "md5-file and md5-password exclude each other: the key is in the file or here");
        if (draft.File.Context.KeyFiles is not { } files) return null;
        if (!files.TryRead(path, out var content, out var mode, out var reason))
        {
            diagnostics.Error(DiagnosticCode.Unusable, place, $"can not read the key in \"{path}\": {reason}");
            return null;
        }
        if (content.Length == 0) diagnostics.Error(DiagnosticCode.InvalidValue, place, $"there is no key in \"{path}\"");
        if ((mode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
            diagnostics.Warning(DiagnosticCode.Questionable, place,
                $"everybody on this machine can {((mode & UnixFileMode.OtherRead) != 0 ? "read" : "replace")} the key in \"{path}\": its mode is {Convert.ToString((int)mode, 8)}, 600 or 640 would be right");
        var settings = new Md5Settings(content, draft.Md5Base64.Or(false)) { File = path };
        Check(settings, place, diagnostics);
        return settings;
    }

    private static void Check(Md5Settings settings, TextSpan place, DiagnosticBag diagnostics)
    {
        if (!TryDecode(settings.Password, settings.Base64 == true, out var key, out var reason))
            diagnostics.Error(DiagnosticCode.InvalidValue, place, $"Invalid MD5 password: {reason}");
        else if (key.Length > MaxLength)
            diagnostics.Error(DiagnosticCode.InvalidValue, place, "MD5 password must be no larger than 80 characters");
    }

    private static bool TryDecode(string text, bool isBase64, out byte[] key, out string reason)
    {
        reason = "";
        key = Encoding.UTF8.GetBytes(text);
        if (!isBase64) return true;
        var isAlphabet = text.AsSpan().TrimEnd('=').IndexOfAnyExcept(Base64Letters) < 0;
        if (!isAlphabet || !Convert.TryFromBase64String(text, key, out var length))
        {
            reason = $"not valid base64 ({(isAlphabet ? "Incorrect padding" : "Only base64 data is allowed")})";
            return false;
        }
        Array.Resize(ref key, length);
        return true;
    }
}
