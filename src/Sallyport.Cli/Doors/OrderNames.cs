namespace Sallyport.Cli.Doors;

/// <summary>The orders as the command line writes them.</summary>
internal static class OrderNames
{
    public static readonly IReadOnlyList<string> All = [.. Enum.GetValues<Order>().Select(Of)];

    public static string Of(Order order) => order switch
    {
        Order.CodeFirst => "code-first",
        Order.PasswordFirst => "password-first",
        Order.LoginDuo => "login-duo",
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "no such order"),
    };

    public static Order? TryParse(string word) => Enum.GetValues<Order>().Where(order => Of(order) == word).Cast<Order?>().FirstOrDefault();
}
