using ExaSharp.Configuration.Schema;
using ExaSharp.Configuration.Settings;

namespace ExaSharp.Configuration.Drafts;

/// <summary>The <c>tcp-ao</c> block of a neighbour while it is read.</summary>
internal sealed class TcpAoDraft(FileDraft file) : IDraft
{
    public FileDraft File { get; } = file;

    /// <summary>The block's keyword, when there is a block.</summary>
    public Setting<bool> Block { get; set; }

    public Setting<byte> KeyId { get; set; }

    public Setting<TcpAoAlgorithm> Algorithm { get; set; }

    public Setting<string> Password { get; set; }

    public Setting<bool> Base64 { get; set; }

    public void Inherit(TcpAoDraft template, Merge merge)
    {
        if (!Block.IsSet) Block = template.Block;
        KeyId = merge.Scalar("keyid", KeyId, template.KeyId);
        Algorithm = merge.Scalar("algorithm", Algorithm, template.Algorithm);
        Password = merge.Scalar("password", Password, template.Password);
        Base64 = merge.Scalar("base64", Base64, template.Base64);
    }
}
