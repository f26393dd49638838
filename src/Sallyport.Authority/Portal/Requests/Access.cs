namespace Sallyport.Authority.Portal.Requests;

/// <summary>Whom a page is for. A page without a word about it does not compile.</summary>
internal enum Access
{
    /// <summary>Everybody, signed in or not.</summary>
    Anyone = 1,
    /// <summary>Users who are signed in.</summary>
    SignedIn = 2,
    /// <summary>Users who are signed in and gave a second factor in the last five minutes. Others are asked for one and come back.</summary>
    Fresh = 3,
    /// <summary>Administrators who are signed in.</summary>
    Administrator = 4,
    /// <summary>Administrators who gave a second factor in the last five minutes.</summary>
    FreshAdministrator = 5,
    /// <summary>Members of the helpdesk's group who are signed in.</summary>
    Helpdesk = 6,
    /// <summary>Members of the helpdesk's group who gave a second factor in the last five minutes. One who has none to give is not let in.</summary>
    FreshHelpdesk = 7,
}
