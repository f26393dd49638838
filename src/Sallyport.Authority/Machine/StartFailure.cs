namespace Sallyport.Authority.Machine;

/// <summary>The authority cannot start. The message is a lower-case sentence: what is wrong and what to do next.</summary>
internal sealed class StartFailure(string message, Exception? inner = null) : Exception(message, inner);
