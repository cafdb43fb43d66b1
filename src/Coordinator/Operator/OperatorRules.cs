using MoodleNodeAgent.Protocol.Operator.V1;

namespace MoodleNodeAgent.Coordinator.Operator;

/// <summary>The least role for each method of the operator API. A method that does not stand here is refused to
/// everybody, and a test fails.</summary>
internal static class OperatorRules
{
    /// <summary>Package of all services of operators.</summary>
    public const string Package = "/moodle.operator.v1.";

    private static readonly Dictionary<string, OperatorRole> Least = new()
    {
        ["Operator/UploadArtifact"] = OperatorRole.Operator,
        ["Operator/Plan"] = OperatorRole.Viewer,
        ["Operator/Apply"] = OperatorRole.Operator,
        ["Operator/GetStatus"] = OperatorRole.Viewer,
        ["Operator/ShowSecret"] = OperatorRole.Admin,
        ["SiteLifecycle/PlanDestroy"] = OperatorRole.Viewer,
        ["SiteLifecycle/Destroy"] = OperatorRole.Admin,
        ["SiteLifecycle/Stop"] = OperatorRole.Operator,
        ["SiteLifecycle/GetDrift"] = OperatorRole.Viewer,
        ["SiteLifecycle/GetLease"] = OperatorRole.Viewer,
        ["SiteLifecycle/FreeLease"] = OperatorRole.Admin,
        ["SiteLifecycle/GetAudit"] = OperatorRole.Viewer,
        ["Watch/WatchSite"] = OperatorRole.Viewer,
        ["Tasks/RunTasks"] = OperatorRole.Operator,
        ["Nodes/ReadLog"] = OperatorRole.Operator,
        ["Nodes/CreateJoinToken"] = OperatorRole.Admin,
        ["Care/SetMaintenance"] = OperatorRole.Operator,
        ["Care/PurgeCaches"] = OperatorRole.Operator,
        // A setting may be a password, such as that of the mail server.
        ["Care/GetSetting"] = OperatorRole.Operator,
        ["Care/SetSetting"] = OperatorRole.Operator,
        ["Care/SetCron"] = OperatorRole.Operator,
        ["Care/Diagnose"] = OperatorRole.Operator,
        ["Care/Roll"] = OperatorRole.Operator,
        ["Care/Upgrade"] = OperatorRole.Operator,
        ["Care/CreateBackup"] = OperatorRole.Operator,
        ["Care/SwitchOverDatabase"] = OperatorRole.Operator,
        ["Care/ListBackups"] = OperatorRole.Viewer,
        ["Care/RestoreBackup"] = OperatorRole.Admin,
        ["Care/TestBackup"] = OperatorRole.Operator,
        ["Operators/AddOperator"] = OperatorRole.Admin,
        ["Operators/RemoveOperator"] = OperatorRole.Admin,
        ["Operators/ListOperators"] = OperatorRole.Viewer,
        ["Operators/RenewCertificate"] = OperatorRole.Viewer,
        ["Authorities/GetAuthority"] = OperatorRole.Viewer,
        ["Authorities/RotateAuthority"] = OperatorRole.Admin,
        ["Authorities/RetireAuthority"] = OperatorRole.Admin,
        ["Recovery/SaveRecovery"] = OperatorRole.Admin,
        ["Recovery/RestoreRecovery"] = OperatorRole.Admin,
        ["ControlHost/Prove"] = OperatorRole.Viewer,
        ["ControlHost/GetControlHost"] = OperatorRole.Viewer,
        ["Adoption/IssueJoin"] = OperatorRole.Admin,
        ["Adoption/GiveSecret"] = OperatorRole.Admin,
    };

    /// <summary>The least role; null: there is no rule.</summary>
    /// <param name="method">As gRPC has it: "/moodle.operator.v1.Operator/Apply".</param>
    public static OperatorRole? For(string method) =>
        method.StartsWith(Package, StringComparison.Ordinal) && Least.TryGetValue(method[Package.Length..], out OperatorRole role)
            ? role
            : null;
}
