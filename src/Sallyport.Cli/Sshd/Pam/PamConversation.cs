using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sallyport.Cli.Sshd.Pam;

/// <summary>A conversation with libpam that answers every question with a word that is no password and no code.</summary>
internal static partial class PamConversation
{
    private const int Success = 0, ConversationError = 19;
    private const int Silent = 0x8000;
    private const int MostMessages = 32;
    private static readonly byte[] WrongAnswer = "sallyport-is-trying-this-door\0"u8.ToArray();

    /// <summary>Whether the service lets the user in, in one phase.</summary>
    /// <exception cref="InvalidOperationException">libpam could not begin.</exception>
    public static unsafe bool LetsIn(string service, string user, string folder, string phase)
    {
        var conversation = new PamConv { Answer = &Answer };
        if (pam_start_confdir(service, user, in conversation, folder, out var handle) != Success)
            throw new InvalidOperationException("libpam takes no service from " + folder);
        var verdict = phase == "auth" ? pam_authenticate(handle, Silent) : pam_acct_mgmt(handle, Silent);
        _ = pam_end(handle, verdict);
        return verdict == Success;
    }

    /// <summary>libpam frees the answers: they come from malloc.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe int Answer(int count, nint messages, Response** responses, nint data)
    {
        if (count is <= 0 or > MostMessages || responses is null)
            return ConversationError;
        var answers = (Response*)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(Response));
        for (var at = 0; at < count; at++)
        {
            var text = (byte*)NativeMemory.Alloc((nuint)WrongAnswer.Length);
            WrongAnswer.CopyTo(new Span<byte>(text, WrongAnswer.Length));
            answers[at] = new Response { Text = text, Code = 0 };
        }

        *responses = answers;
        return Success;
    }

    private unsafe struct PamConv
    {
        public delegate* unmanaged[Cdecl]<int, nint, Response**, nint, int> Answer;
        public nint Data;
    }

    private unsafe struct Response
    {
        public byte* Text;
        public int Code;
    }

    [LibraryImport("libpam.so.0", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int pam_start_confdir(string service, string user, in PamConv conversation, string folder, out nint handle);

    [LibraryImport("libpam.so.0")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int pam_authenticate(nint handle, int flags);

    [LibraryImport("libpam.so.0")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int pam_acct_mgmt(nint handle, int flags);

    [LibraryImport("libpam.so.0")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int pam_end(nint handle, int status);
}
