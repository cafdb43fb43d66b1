namespace MoodleNodeAgent.Oci.Signing;

/// <summary>An OCI configuration or key file that cannot be used; the message says where and what to do.</summary>
public sealed class OciConfigException(string message, Exception? inner = null) : Exception(message, inner);
