using ExaSharp.Bgp.Iana;

namespace ExaSharp.Bgp.Wire;

/// <summary>What to do about a malformed message (RFC 7606 section 2), from harmless to severe.</summary>
public enum ErrorAction : byte
{
    None,

    /// <summary>The attribute is dropped, the UPDATE is used without it.</summary>
    AttributeDiscard,

    /// <summary>All routes of the UPDATE are handled as if they had been withdrawn.</summary>
    TreatAsWithdraw,

    /// <summary>NOTIFICATION, and the session ends.</summary>
    SessionReset,
}

/// <summary>
/// Why bytes are not acceptable: RFC 7606's action, the NOTIFICATION code and subcode for a reset, and the text that
/// ExaBGP puts into the NOTIFICATION's data. The default value means "no error".
/// </summary>
public readonly record struct BgpError(ErrorAction Action, NotificationCode Code, byte Subcode, string Text)
{
    public bool IsError => Action != ErrorAction.None;

    public static BgpError Reset(NotificationCode code, byte subcode, string text) =>
        new(ErrorAction.SessionReset, code, subcode, text);

    /// <summary>3/1 Malformed Attribute List.</summary>
    public static BgpError MalformedAttributeList(string text) => Reset(NotificationCode.UpdateMessageError, 1, text);

    /// <summary>3/5 Attribute Length Error.</summary>
    public static BgpError AttributeLength(string text) => Reset(NotificationCode.UpdateMessageError, 5, text);

    /// <summary>3/10 Invalid Network Field.</summary>
    public static BgpError InvalidNetwork(string text) => Reset(NotificationCode.UpdateMessageError, 10, text);

    /// <summary>Treat-as-withdraw with the reason for the log.</summary>
    public static BgpError Withdraw(byte subcode, string text) =>
        new(ErrorAction.TreatAsWithdraw, NotificationCode.UpdateMessageError, subcode, text);

    /// <summary>Attribute discard with the reason for the log.</summary>
    public static BgpError Discard(byte subcode, string text) =>
        new(ErrorAction.AttributeDiscard, NotificationCode.UpdateMessageError, subcode, text);
}
