namespace MoodleNodeAgent.Oci.ObjectStorage;

/// <summary>What to create: a link that lets anybody in who has it.</summary>
public sealed record CreatePreauthenticatedRequestDetails
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Deny or ListObjects; only for AnyObject access; default: Deny.</summary>
    public string? BucketListingAction { get; init; }

    /// <summary>The object, or the prefix of AnyObject access; null: the whole bucket.</summary>
    public string? ObjectName { get; init; }

    /// <summary>One of ObjectRead, ObjectWrite, ObjectReadWrite, AnyObjectRead, AnyObjectWrite or
    /// AnyObjectReadWrite.</summary>
    public required string AccessType { get; init; }

    /// <summary>When the link ends.</summary>
    public required DateTimeOffset TimeExpires { get; init; }
}

/// <summary>OCI's PreauthenticatedRequest; whoever has its link gets in without a signature.</summary>
public sealed record PreauthenticatedRequest
{
    /// <summary>By this it is deleted; holds slashes and colons.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name for people.</summary>
    public string? Name { get; init; }

    /// <summary>Path of the link; told once, when it is made.</summary>
    public string? AccessUri { get; init; }

    /// <summary>The link with its host; told once, when it is made.</summary>
    public string? FullPath { get; init; }

    /// <summary>The object, or the prefix; null: the whole bucket.</summary>
    public string? ObjectName { get; init; }

    /// <summary>Deny or ListObjects.</summary>
    public string? BucketListingAction { get; init; }

    /// <summary>One of ObjectRead, ObjectWrite, ObjectReadWrite, AnyObjectRead, AnyObjectWrite or
    /// AnyObjectReadWrite.</summary>
    public string? AccessType { get; init; }

    /// <summary>When the link ends.</summary>
    public DateTimeOffset? TimeExpires { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? TimeCreated { get; init; }

    /// <summary>Name and id only: the link is as good as a key.</summary>
    public override string ToString() => $"{Name} ({Id})";
}
