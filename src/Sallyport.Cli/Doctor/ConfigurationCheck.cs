namespace Sallyport.Cli.Doctor;

/// <summary>The authority's configuration has no faults.</summary>
internal static class ConfigurationCheck
{
    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask.WaitAsync(cancel);
        foreach (var fault in around.Faults)
            yield return Finding.Wrong("configuration", fault.ToString(), "fix the line; sallyport check-config lists all faults");
        if (around.Faults.Count == 0)
            yield return Finding.Fine("configuration", $"{around.ConfigFile} has no faults");
    }
}
