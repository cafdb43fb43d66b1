namespace MoodleNodeAgent.LocalCloud.Api.Signing;

/// <summary>What of a request its signature covers.</summary>
/// <param name="Method">As sent.</param>
/// <param name="RawTarget">Path and query exactly as sent.</param>
/// <param name="Header">Value of a header by lower-case name, exactly as received; null: absent.</param>
/// <param name="Body">Bytes of the body.</param>
internal sealed record SignedRequest(string Method, string RawTarget, Func<string, string?> Header, byte[] Body);
