using Sallyport.Profile;

namespace SshWith2fa.Profile;

/// <summary>The site as this machine knows it: the profile, the key it must be signed by, and what the person chose at set-up.</summary>
internal sealed record Site(SiteProfile Profile, string PinnedKey);
