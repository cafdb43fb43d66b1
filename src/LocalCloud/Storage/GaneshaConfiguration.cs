using System.Globalization;
using System.Text;

namespace MoodleNodeAgent.LocalCloud.Storage;

/// <summary>The configuration of nfs-ganesha for one mount target: NFS version 3 at OCI's ports.</summary>
internal static class GaneshaConfiguration
{
    /// <summary>Port of the MOUNT protocol; NFS itself is at 2049 and the lock manager at 2050.</summary>
    public const int MountPort = 2048;

    private const string Everybody = "*";

    /// <summary>Writes the configuration.</summary>
    /// <param name="pluginDirectory">Where ganesha finds its file system back end. A wrong one starts it without any
    /// export and without an error.</param>
    /// <param name="recoveryDirectory">A folder of its own for what ganesha keeps.</param>
    /// <param name="exports">Exports with the numbers that they keep for ever and the folders behind them.</param>
    public static string Write(
        string pluginDirectory, string recoveryDirectory, IEnumerable<NumberedExport> exports)
    {
        var text = new StringBuilder();
        text.AppendLine(
            $$"""
            NFS_CORE_PARAM {
              Protocols = 3;
              NFS_Port = 2049;
              MNT_Port = {{MountPort}};
              NLM_Port = 2050;
              Enable_RQUOTA = false;
              mount_path_pseudo = true;
              Plugins_Dir = {{Quote(pluginDirectory)}};
            }
            NFSV4 { Graceless = true; RecoveryRoot = {{Quote(recoveryDirectory)}}; }
            """);
        foreach (NumberedExport export in exports)
        {
            text.AppendLine(
                $$"""
                EXPORT {
                  Export_Id = {{export.Number}};
                  Path = {{Quote(export.Directory)}};
                  Pseudo = {{Quote(export.Export.Path)}};
                  Filesystem_Id = {{export.Number}}.{{export.Number}};
                  Access_Type = None;
                  Protocols = 3;
                  Transports = TCP, UDP;
                  SecType = sys;
                  FSAL { Name = VFS; }
                """);
            foreach (ExportOptionSpec option in export.Export.Options)
            {
                // The first block that matches wins, as on OCI.
                text.AppendLine(Client(option));
            }

            // Lets the cloud itself see that the export is there; clients cannot come from this address.
            text.AppendLine("  CLIENT { Clients = 127.0.0.1; Access_Type = MDONLY_RO; Squash = All_Squash; }");
            text.AppendLine("}");
        }

        return text.ToString();
    }

    private static string Client(ExportOptionSpec option)
    {
        string squash = option.IdentitySquash switch
        {
            "NONE" => "No_Root_Squash",
            "ROOT" => "Root_Squash",
            "ALL" => "All_Squash",
            _ => throw new ArgumentException(
                $"Identity squash {option.IdentitySquash} of {option.Source} is none of NONE, ROOT, ALL."),
        };
        // A network of length 0 is refused by ganesha's parser.
        string source = option.Source.EndsWith("/0", StringComparison.Ordinal) ? Everybody : option.Source;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  CLIENT {{ Clients = {source}; Access_Type = {(option.IsReadOnly ? "RO" : "RW")}; Squash = {squash}; " +
            $"Anonymous_Uid = {option.AnonymousUid}; Anonymous_Gid = {option.AnonymousGid}; " +
            $"PrivilegedPort = {(option.RequirePrivilegedSourcePort ? "true" : "false")}; }}");
    }

    private static string Quote(string path) => path.AsSpan().IndexOfAny('"', '\n', '\\') < 0
        ? $"\"{path}\""
        : throw new ArgumentException($"Cannot export {path}: quotes, backslashes and line breaks have no place in it.");
}

/// <summary>An export with what the server needs besides.</summary>
/// <param name="Number">1 to 65535; the same as long as the server lives.</param>
/// <param name="Directory">The file system's folder.</param>
/// <param name="Export">As the API has it.</param>
internal sealed record NumberedExport(int Number, string Directory, ExportSpec Export);
