using Sallyport.Cli.Sshd.Pam;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.PamServices;

/// <summary>A person logs in through a PAM service, at this terminal, before anything depends on it.</summary>
/// <param name="error">Where prompts are shown.</param>
internal sealed class PamProof(TextWriter error)
{
    /// <returns>Null when the person came in.</returns>
    public string? Refusal(string service, string user, string folder)
    {
        error.WriteLine($"To prove that there is a way in, log in as {user}:");
        return PamConversation.LogsIn(service, user, folder, Ask) ? null : $"{user} did not get in through the new service {service}";
    }

    private string? Ask(PamPrompt prompt, string text)
    {
        // Texts come from PAM modules and the authority; several lines are usual.
        error.Write(string.Join('\n', text.Split('\n').Select(PlainText.Of)));
        if (prompt is PamPrompt.Error or PamPrompt.Text)
        {
            error.WriteLine();
            return null;
        }

        error.Flush();
        return prompt == PamPrompt.Shown || Console.IsInputRedirected ? Console.In.ReadLine() : Hidden();
    }

    private string Hidden()
    {
        var typed = HiddenLine.Read();
        error.WriteLine();
        return typed;
    }
}
