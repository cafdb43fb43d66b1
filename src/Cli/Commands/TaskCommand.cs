using System.CommandLine;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MoodleNodeAgent.Cli.Output;
using MoodleNodeAgent.Cli.NodeTasks;
using MoodleNodeAgent.Protocol.Agent.V1;
using MoodleNodeAgent.Protocol.Operator.V1;
using TaskStatus = MoodleNodeAgent.Protocol.Agent.V1.TaskStatus;

namespace MoodleNodeAgent.Cli.Commands;

/// <summary>Runs one typed task on nodes, outside the site file.</summary>
internal static class TaskCommand
{
    public static Command Create(Terminal terminal, Func<ParseResult, OperatorConnection> connect)
    {
        var kind = new Argument<string>("kind")
        {
            Description = $"One of: {string.Join(", ", TaskWords.Kinds)}.",
            HelpName = "KIND",
        };
        kind.CompletionSources.Add(_ => TaskWords.Kinds.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        var fields = new Argument<string[]>("fields")
        {
            Description = "The task's fields, such as names=nfs-utils,httpd; content=@FILE reads a file.",
            HelpName = "NAME=VALUE",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var node = new Option<string[]>("--node")
        {
            Description = "Only on this node; may be given several times. Default: all nodes.",
            HelpName = "NODE",
        };
        var check = new Option<bool>("--check")
        {
            Description = "Only tell what would change; exit code 3 when something would.",
        };
        var timeout = new Option<int>("--timeout")
        {
            Description = "Bound on each node's run, in seconds.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 600,
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per node." };
        var command = new Command("task", "Runs one typed task on nodes; each node's local policy applies.")
        {
            kind, fields, node, check, timeout, json,
        };
        command.SetAction(async (result, cancellation) =>
        {
            var isCheck = result.GetValue(check);
            var request = new RunTasksRequest
            {
                Nodes = { result.GetValue(node) ?? [] },
                Tasks = { TaskWords.Read(result.GetRequiredValue(kind), result.GetValue(fields) ?? []) },
                Mode = isCheck ? RunMode.Check : RunMode.Apply,
                Timeout = TimeSpan.FromSeconds(Math.Max(1, result.GetValue(timeout))).ToDuration(),
            };
            using var connection = connect(result);
            using var call = connection.Tasks.RunTasks(request, cancellationToken: cancellation);
            var code = ExitCode.Done;
            await foreach (var run in call.ResponseStream.ReadAllAsync(cancellation))
            {
                if (result.GetValue(json))
                {
                    terminal.Output.WriteLine(JsonFormatter.Default.Format(run));
                }
                else
                {
                    NodeRunText.Write(terminal.Output, run, isCheck);
                }

                terminal.Output.Flush();
                code = Worse(code, run, isCheck);
            }

            return code;
        });
        return command;
    }

    private static int Worse(int code, NodeRun run, bool isCheck) =>
        code == ExitCode.Failed || run.Result is not { Status: RunStatus.Succeeded } result ? ExitCode.Failed
        : isCheck && result.Results.Any(task => task.Status == TaskStatus.Changed) ? ExitCode.ChangesPending
        : code;
}
