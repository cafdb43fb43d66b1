namespace MoodleNodeAgent.Coordinator.Recovery;

/// <summary>Lets the coordinator begin anew on its store: what was read at the start is read again.</summary>
internal sealed class Restart(IHostApplicationLifetime lifetime)
{
    /// <summary>Whether somebody asked for it.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Asks for it; calls that are under way end first.</summary>
    public void Ask()
    {
        IsAsked = true;
        lifetime.StopApplication();
    }
}
