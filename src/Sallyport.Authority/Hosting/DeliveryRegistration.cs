using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Delivery.WebPush;
using Sallyport.Authority.Phone;
using Sallyport.Authority.Push;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Hosting;

/// <summary>The ways out of the authority: messages, Web Push, and the calls that come back.</summary>
internal static class DeliveryRegistration
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, AuthorityOptions options, AuthorityDependencies parts, IStore store) => services
        .AddSingleton(provider => new Deliveries(
            [.. options.Deliver.Select(way => Deliverer.Open(way, parts.Clock))], store, parts.Clock, provider.GetRequiredService<ILogger<Deliveries>>()))
        .AddHostedService(provider => provider.GetRequiredService<Deliveries>())
        .AddSingleton(new VapidKey(store.DecoyKey, options.PushContact, parts.Clock))
        .AddSingleton(options.WebPush)
        .AddSingleton<WebPushSender>()
        .AddSingleton<CallAnswered>(provider => provider.GetRequiredService<PushAnswerService>().AnswerCallAsync)
        .AddSingleton<CallEnded>(provider => provider.GetRequiredService<PushAnswerService>().EndCallAsync);
}
