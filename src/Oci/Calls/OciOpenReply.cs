namespace MoodleNodeAgent.Oci;

/// <summary>An answer whose body is still to be read.</summary>
internal sealed record OciOpenReply(OciReply Head, Stream Body);
