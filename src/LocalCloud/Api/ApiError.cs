namespace MoodleNodeAgent.LocalCloud.Api;

/// <summary>An error answer in OCI's form, {"code": "...", "message": "..."}.</summary>
internal sealed class ApiError(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public static ApiError InvalidParameter(string message) => new(400, "InvalidParameter", message);

    public static ApiError MissingParameter(string name) => new(400, "MissingParameter", $"{name} is required");

    public static ApiError LimitExceeded(string message) => new(400, "LimitExceeded", message);

    public static ApiError CannotParse(string message) => new(400, "CannotParseRequest", message);

    /// <summary>A resource that the body names is unknown.</summary>
    public static ApiError RelatedNotFound(string id) => new(
        400, "RelatedResourceNotAuthorizedOrNotFound", $"Authorization failed or related resource {id} not found.");

    public static ApiError NotAuthenticated() => new(
        401, "NotAuthenticated",
        "The required information to complete authentication was not provided or was incorrect.");

    /// <summary>A resource that the path or the query names is unknown.</summary>
    public static ApiError NotFound() => new(
        404, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.");

    public static ApiError IncorrectState(string message) => new(409, "IncorrectState", message);

    public static ApiError Conflict(string message) => new(409, "Conflict", message);

    public static ApiError InvalidatedRetryToken(string message) => new(409, "InvalidatedRetryToken", message);

    public static ApiError NoEtagMatch() => new(412, "NoEtagMatch", "The entity tag does not match.");
}
