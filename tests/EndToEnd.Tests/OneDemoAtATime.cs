// The demo's state folder and ports are the machine's: one test class after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
