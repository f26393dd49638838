namespace StorageBench;

/// <param name="Folder">A folder on the disk to be measured; what is made in it is removed.</param>
/// <param name="Duration">How long each row of the table is measured.</param>
/// <param name="People">How many are enrolled; for the curve, how many at its end.</param>
/// <param name="AuditRows">How many audit rows there are before; for the curve, how many at its end.</param>
internal sealed record BenchSettings(string Folder, TimeSpan Duration, int People, long AuditRows)
{
    public static string NameOf(int number) => $"user{number:D7}";
}
