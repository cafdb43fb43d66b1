using MoodleNodeAgent.Protocol.Agent.V1;

namespace MoodleNodeAgent.Agent.Executor.Policy;

/// <summary>What may be run.</summary>
internal sealed partial class LocalPolicy
{
    private IEnumerable<string> Command(ProductCommandTask command)
    {
        foreach (var refusal in Program([command.Program, .. command.Arguments], command.RunAs))
        {
            yield return refusal;
        }

        if (command.Guard.Count > 0)
        {
            foreach (var refusal in Program(command.Guard, command.RunAs))
            {
                yield return "as a guard, " + refusal;
            }
        }

        if (command.WorkingDirectory.Length > 0 && !SafePath(command.WorkingDirectory))
        {
            yield return $"\"{command.WorkingDirectory}\" is not an absolute path without \"..\".";
        }
    }

    private IEnumerable<string> Program(IReadOnlyList<string> line, string user)
    {
        var rules = document.Commands.FindAll(rule => rule.Program == line[0]);
        if (rules.Count == 0)
        {
            yield return NotAllowed("program", line[0], "commands");
            yield break;
        }

        var script = line.Count > 1 ? line[1] : "";
        if (!rules.Exists(rule => SafePath(script) && rule.Scripts.Exists(folder => IsBelow(script, folder))))
        {
            yield return NotAllowed($"script of {line[0]}", script, "commands.scripts");
        }

        if (!rules.Exists(rule => rule.Users.Contains(user)))
        {
            yield return NotAllowed($"user of {line[0]}", user, "commands.users");
        }
    }

    private IEnumerable<string> Timer(TimerTask timer)
    {
        if (!SafeName().IsMatch(timer.Name) || timer.Name.Length > 64)
        {
            yield return $"\"{timer.Name}\" is not the name of a timer.";
        }

        if (timer.Absent)
        {
            yield break;
        }

        if (!Calendar().IsMatch(timer.OnCalendar))
        {
            yield return $"\"{timer.OnCalendar}\" is not a calendar expression.";
        }

        foreach (var refusal in Program([timer.Program, .. timer.Arguments], timer.RunAs))
        {
            yield return refusal;
        }

        // A line end would begin a new setting of the unit.
        if (timer.Arguments.Any(argument => argument.Any(char.IsControl)))
        {
            yield return "an argument contains control characters.";
        }

        if (timer.WorkingDirectory.Length > 0 && !SafePath(timer.WorkingDirectory))
        {
            yield return $"\"{timer.WorkingDirectory}\" is not an absolute path without \"..\".";
        }
    }

    private IEnumerable<string> FreeCommand(CommandTask command)
    {
        if (!document.FreeCommands)
        {
            yield return $"the local policy does not allow free commands. Set free_commands = true in {file} on the node.";
        }

        if (command.Command.Count == 0 || !SafePath(command.Command[0]))
        {
            yield return "its program is not an absolute path without \"..\".";
        }

        if (command.WorkingDirectory.Length > 0 && !SafePath(command.WorkingDirectory))
        {
            yield return $"\"{command.WorkingDirectory}\" is not an absolute path without \"..\".";
        }

        if (command.RunAs.Length > 0 && !AccountName().IsMatch(command.RunAs))
        {
            yield return $"\"{command.RunAs}\" is not the name of a user.";
        }
    }
}
