using ExaSharp.Bgp.Messages;

namespace ExaSharp.Api.Events;

/// <summary>Why a session ended, in the words of ExaBGP 4.2.</summary>
internal static class DownReason
{
    /// <summary>
    /// <c>peer reset, message [notification sent (6,4)] error[Cease / Administrative Reset]</c>: that the peer was reset, why, and
    /// what was wrong, as far as the reason says.
    /// </summary>
    /// <param name="reason">The reason in the words of ExaBGP 5.0.</param>
    public static string Of42(string reason) =>
        reason.StartsWith("stop, ", StringComparison.Ordinal) ? reason : $"peer reset, message [{reason}] error[{ErrorOf(reason)}]";

    private static string ErrorOf(string reason)
    {
        if (!reason.StartsWith("notification ", StringComparison.Ordinal) || !reason.EndsWith(')')) return "";
        var codes = reason.AsSpan()[(reason.IndexOf('(', StringComparison.Ordinal) + 1)..^1];
        var comma = codes.IndexOf(',');
        return comma > 0 && byte.TryParse(codes[..comma], out var code) && byte.TryParse(codes[(comma + 1)..], out var subcode)
            ? Notification.Describe(code, subcode)
            : "";
    }
}
