using System.Net;
using Sallyport.Gate.Admission;
using Sallyport.Settings;

namespace Sallyport.Gate.Configuration;

/// <summary>Deny and allow files: one network or address per line, <c>#</c> starts a comment. Countries' lists of 100,000 lines are fine.</summary>
internal static class ListFile
{
    private const long MaxBytes = 64 << 20;

    public static AccessLists Load(ListFiles files, List<SettingsFault> faults) => new(Load(files.Deny, faults), Load(files.Allow, faults));

    private static AddressList Load(IReadOnlyList<string> paths, List<SettingsFault> faults)
    {
        var networks = new List<IPNetwork>();
        foreach (var path in paths)
        {
            try
            {
                if (new FileInfo(path).Length > MaxBytes)
                    faults.Add(new SettingsFault(path, 0, "the list is larger than 64 MiB; is this the right file?"));
                else
                    Read(path, networks, faults);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                faults.Add(new SettingsFault(path, 0, fault is UnauthorizedAccessException
                    ? "the gate's user may not read the list; change its mode"
                    : "there is no such list; create it, even if empty, or remove its line from [lists]"));
            }
        }

        return new AddressList(networks);
    }

    private static void Read(string path, List<IPNetwork> networks, List<SettingsFault> faults)
    {
        var number = 0;
        foreach (var line in BoundedFile.Lines(path, MaxBytes))
        {
            number++;
            var comment = line.IndexOf('#', StringComparison.Ordinal);
            var text = (comment < 0 ? line : line[..comment]).Trim();
            if (text.Length == 0)
                continue;
            if (Cidr.TryParse(text) is { } network)
                networks.Add(network);
            else if (faults.Count < 100)
                faults.Add(new SettingsFault(path, number, "this is not a network; write one per line, such as 192.0.2.0/24 or 2001:db8::/32"));
        }
    }
}
