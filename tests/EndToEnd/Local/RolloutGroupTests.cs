using EndToEnd.Machine;
using EndToEnd.Outside;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Tests;

namespace EndToEnd.Local;

/// <summary>A roll-out whose day has come for one group, asked of the machine's real name service.</summary>
public sealed class RolloutGroupTests
{
    /// <summary>The group's line is then longer than 110 kB.</summary>
    private const int Members = 8001;

    [Fact]
    public async Task a_member_of_a_group_of_thousands_is_asked_for_a_factor_in_any_spelling_and_others_are_not()
    {
        await using var member = await Account.MakeAsync();
        await using var other = await Account.MakeAsync();
        await using var group = await LargeGroup.MakeAsync(member, Members);
        await using var authority = await TestAuthority.StartAsync(
            SteppedClock.Running(), "off", $"[rollout]\nenforce = never\nasked-of-256 = 0\n[rollout-group {group.Name}]\nenforce = now\n[names]\nfold-case = on\nstrip-realms = corp.example");

        Assert.Equal(PacketCode.AccessChallenge, await AskAsync(authority, member.Name));
        Assert.Equal(PacketCode.AccessChallenge, await AskAsync(authority, member.Name.ToUpperInvariant()));
        Assert.Equal(PacketCode.AccessChallenge, await AskAsync(authority, member.Name + "@CORP.example"));
        Assert.Equal(PacketCode.AccessChallenge, await AskAsync(authority, member.Name + " "));
        Assert.Equal(PacketCode.AccessAccept, await AskAsync(authority, other.Name));
        Assert.Contains(member.Name, await authority.AdministerAsync("rollout", "status"), StringComparison.Ordinal);
    }

    private static async Task<PacketCode> AskAsync(TestAuthority authority, string name)
    {
        using var conversation = new RadiusConversation(authority.RadiusPort, await authority.RadiusSecretAsync(), name, "198.51.100.7");
        return (await conversation.BeginAsync())!.Code;
    }
}
