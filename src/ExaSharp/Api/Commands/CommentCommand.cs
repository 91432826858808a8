using ExaSharp.Daemon;

namespace ExaSharp.Api.Commands;

/// <summary>A comment: logged, answered <c>done</c>.</summary>
internal sealed class CommentCommand() : ReactorCommand("#", ApiVersions.All)
{
    public override void Execute(Reactor reactor, ApiRequest request)
    {
        reactor.Log.HelperComment(request.Helper.Name, string.Join(' ', request.Words));
        request.Helper.Done();
    }
}
