namespace ExaSharp.Bgp.Messages;

/// <summary>
/// ExaBGP's words for NOTIFICATION codes and subcodes (RFC 4271 section 4.5, RFC 4486, RFC 5492, RFC 6608, RFC 7313,
/// draft-ietf-idr-bgp-multisession).
/// </summary>
public static class NotificationTexts
{
    /// <summary>The word for an error code; <c>unknown error</c>.</summary>
    public static string Code(byte code) => code switch
    {
        1 => "Message header error",
        2 => "OPEN message error",
        3 => "UPDATE message error",
        4 => "Hold timer expired",
        5 => "State machine error",
        6 => "Cease",
        _ => "unknown error",
    };

    /// <summary>The words for a subcode; null when there are none.</summary>
    public static string? Subcode(byte code, byte subcode) => (code, subcode) switch
    {
        (1 or 2 or 3 or 4 or 5 or 6, 0) => "Unspecific",
        (1, 1) => "Connection Not Synchronized",
        (1, 2) => "Bad Message Length",
        (1, 3) => "Bad Message Type",
        (2, 1) => "Unsupported Version Number",
        (2, 2) => "Bad Peer AS",
        (2, 3) => "Bad BGP Identifier",
        (2, 4) => "Unsupported Optional Parameter",
        (2, 5) => "Authentication Notification (Deprecated)",
        (2, 6) => "Unacceptable Hold Time",
        (2, 7) => "Unsupported Capability",
        (2, 8) => "Grouping Conflict",
        (2, 9) => "Grouping Required",
        (2, 10) => "Capability Value Mismatch",
        (3, 1) => "Malformed Attribute List",
        (3, 2) => "Unrecognized Well-known Attribute",
        (3, 3) => "Missing Well-known Attribute",
        (3, 4) => "Attribute Flags Error",
        (3, 5) => "Attribute Length Error",
        (3, 6) => "Invalid ORIGIN Attribute",
        (3, 7) => "AS Routing Loop",
        (3, 8) => "Invalid NEXT_HOP Attribute",
        (3, 9) => "Optional Attribute Error",
        (3, 10) => "Invalid Network Field",
        (3, 11) => "Malformed AS_PATH",
        (5, 1) => "Receive Unexpected Message in OpenSent State",
        (5, 2) => "Receive Unexpected Message in OpenConfirm State",
        (5, 3) => "Receive Unexpected Message in Established State",
        (6, 1) => "Maximum Number of Prefixes Reached",
        (6, 2) => "Administrative Shutdown",
        (6, 3) => "Peer De-configured",
        (6, 4) => "Administrative Reset",
        (6, 5) => "Connection Rejected",
        (6, 6) => "Other Configuration Change",
        (6, 7) => "Connection Collision Resolution",
        (6, 8) => "Out of Resources",
        (7, 1) => "Invalid Message Length",
        (7, 2) => "Malformed Message Subtype",
        _ => null,
    };

    /// <summary>The text that a NOTIFICATION of ours carries when none was given, as after <c>teardown</c>.</summary>
    public static string Default(byte code, byte subcode) => Subcode(code, subcode) ?? "unknown notification type";
}
