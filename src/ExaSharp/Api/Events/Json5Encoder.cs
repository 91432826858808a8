using ExaSharp.Bgp.Text;

namespace ExaSharp.Api.Events;

/// <summary>JSON 5.0.0, of ExaBGP 5.0.</summary>
public sealed class Json5Encoder(EventContext context) : JsonEncoder(context, JsonVersion.Five, "5.0.0");
