namespace EndToEnd.Laptop;

/// <summary>Classes that run with nothing beside them: a session raised by plain ssh opens its forwards a moment later, which on a busy machine is seconds.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
