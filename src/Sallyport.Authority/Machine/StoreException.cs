namespace Sallyport.Authority.Machine;

/// <summary>The store cannot do what was asked; nothing of it was done. The message is one sentence: what is wrong, what to do next.</summary>
internal class StoreException : Exception
{
    public StoreException(string message)
        : base(message)
    {
    }

    public StoreException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
