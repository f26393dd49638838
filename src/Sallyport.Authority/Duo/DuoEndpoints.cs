using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Sallyport.Authority.Duo;

/// <summary>The addresses of this face.</summary>
internal static class DuoEndpoints
{
    public static void MapDuo(this IEndpointRouteBuilder routes, DuoFace duo)
    {
        foreach (var (suffix, dialect) in (ReadOnlySpan<(string, Dialect)>)[("bson", Dialect.V1Bson), ("json", Dialect.V1Json)])
        {
            Open("GET", $"/rest/v1/ping.{suffix}", dialect, () => DuoReply.Ok("pong"));
            Signed("GET", $"/rest/v1/check.{suffix}", dialect, (_, _) => Task.FromResult(DuoReply.Ok("valid")));
            Signed("POST", $"/rest/v1/preauth.{suffix}", dialect, duo.V1.PreauthAsync);
            Signed("POST", $"/rest/v1/auth.{suffix}", dialect, duo.V1.AuthAsync);
            Signed("GET", $"/rest/v1/status.{suffix}", dialect, (call, _) => Task.FromResult(duo.V1.Status(call)));
        }

        Open("GET", "/auth/v2/ping", Dialect.V2, duo.V2.Time);
        Signed("GET", "/auth/v2/check", Dialect.V2, (_, _) => Task.FromResult(duo.V2.Time()));
        Signed("GET", "/auth/v2/logo", Dialect.V2, (_, _) => Task.FromResult(V2.Logo()));
        Signed("POST", "/auth/v2/preauth", Dialect.V2, duo.V2.PreauthAsync);
        Signed("POST", "/auth/v2/auth", Dialect.V2, duo.V2.AuthAsync);
        Signed("GET", "/auth/v2/auth_status", Dialect.V2, (call, _) => Task.FromResult(duo.V2.AuthStatus(call)));
        Signed("POST", "/auth/v2/enroll", Dialect.V2, (_, _) => Task.FromResult(V2.Enroll()));
        Signed("POST", "/auth/v2/enroll_status", Dialect.V2, (_, _) => Task.FromResult(V2.Enroll()));
        Open("GET", "/auth/v2/{**rest}", Dialect.V2, DuoReply.NotFound);

        void Open(string method, string path, Dialect dialect, Func<DuoReply> handler) =>
            routes.Map(path, context => duo.ServeOpenAsync(context, dialect, method, handler));

        void Signed(string method, string path, Dialect dialect, Func<SignedCall, CancellationToken, Task<DuoReply>> handler) =>
            routes.Map(path, context => duo.ServeSignedAsync(context, dialect, method, handler));
    }
}
