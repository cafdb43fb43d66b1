namespace MoodleNodeAgent.Sites.Reading;
/// <summary>All problems of one site file, found in any order.</summary>
internal sealed class ProblemList(string file)
{
    private readonly List<Problem> problems = [];

    public bool HasErrors => problems.Any(problem => !problem.IsWarning);

    public IReadOnlyList<Problem> InFileOrder => [.. problems.OrderBy(problem => (problem.Line, problem.Column))];

    public void Add(Position position, string message) => Add(position, message, isWarning: false);

    public void Warn(Position position, string message) => Add(position, message, isWarning: true);

    private void Add(Position position, string message, bool isWarning) => problems.Add(new Problem
    {
        File = file,
        Line = position.Line,
        Column = position.Column,
        Message = message,
        IsWarning = isWarning,
    });
}
