using ExaSharp.Daemon;
using Xunit;

namespace ExaSharp.Tests.Daemon;

public sealed class PrivilegesTests
{
    [Theory]
    [InlineData("root", true)]
    [InlineData("nobody", true)]
    [InlineData("no such account", false)]
    [InlineData("", false)]
    [InlineData("root\0", false)]
    public void Accounts_are_found_by_name(string name, bool expected) => Assert.Equal(expected, Privileges.UserExists(name));

    [Fact]
    public void Who_is_not_root_has_nothing_to_drop_and_root_may_stay()
    {
        var logger = new RecordingLogger();
        Assert.True(Privileges.TryDrop("root", logger));
        Assert.Empty(logger.Lines);
    }

    [Fact]
    public void Root_does_not_become_an_account_that_is_not_there()
    {
        if (!Privileges.IsRoot) Assert.Skip("only root drops privileges");
        var logger = new RecordingLogger();
        Assert.False(Privileges.TryDrop("no such account", logger));
        Assert.StartsWith("Critical: could not drop privileges to 'no such account' refusing to run as root\n", logger.Lines.Single(), StringComparison.Ordinal);
    }
}
