using Microsoft.Extensions.Logging;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Configuration;

namespace Sallyport.Gate.Loop;

/// <summary>What the parts beside the pipeline work with: they reach it only through <see cref="Loop"/>.</summary>
internal sealed record GateServices(
    GateLoop Loop, Pipeline Pipeline, AdmissionControl Admission, GateCounters Counters, GateConfiguration Configuration, TimeProvider Time, ILogger Log);
