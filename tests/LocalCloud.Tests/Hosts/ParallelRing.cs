// The tests of the ring wait for other programs most of the time: more of them than there are processors go on at once.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
