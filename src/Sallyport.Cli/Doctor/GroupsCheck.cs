using System.Runtime.CompilerServices;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;

namespace Sallyport.Cli.Doctor;

/// <summary>The groups that the configuration names exist: nobody would be in one that does not.</summary>
internal static class GroupsCheck
{
    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask.WaitAsync(cancel);
        foreach (var finding in Of(around.Options, NameService.FindGroup))
            yield return finding;
    }

    internal static IEnumerable<Finding> Of(AuthorityOptions options, Func<string, NameServiceAnswer<UnixGroup>> find)
    {
        var named = options.Rollout.Groups.Select(group => (group.Group, Where: $"[rollout-group {group.Group}]"))
            .Concat(options.DayKeys.Policy is { IsOn: true } keys ? keys.Groups.Select(group => (Group: group, Where: "groups in [day-keys]")) : [])
            .Append((options.AdministratorGroup, "administrator-group"))
            .Append((options.Portal.AdministratorGroup ?? options.AdministratorGroup, "administrator-group in [portal]"))
            .Concat(options.Portal.HelpdeskGroup is { } helpdesk ? [(helpdesk, "helpdesk-group in [portal]")] : [])
            .DistinctBy(group => group.Item1, StringComparer.Ordinal)
            .ToList();
        var wrong = 0;
        foreach (var (group, where) in named)
        {
            var answer = find(group);
            if (answer.Status == NameServiceStatus.Found)
                continue;
            wrong++;
            if (answer.Status == NameServiceStatus.None && group == options.AdministratorGroup)
                yield return Finding.Note("groups", $"there is no group {group}, which {where} names, so only root administers", $"groupadd --system {group}, and add the administrators");
            else if (answer.Status == NameServiceStatus.None)
                yield return Finding.Wrong("groups", $"there is no group {group}, which {where} names, so nobody is in it", $"groupadd --system {group}, or correct the name");
            else
                yield return Finding.Wrong("groups", $"the name service cannot say whether there is a group {group} ({where})", "check nsswitch.conf, sssd or LDAP; until then a factor is required of everybody");
        }

        if (wrong == 0)
            yield return Finding.Fine("groups", $"all {named.Count} that the configuration names exist");
    }
}
