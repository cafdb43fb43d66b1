<?php
// Gives the read replicas that this request may use, each with host and port; none: read from the primary. The agent
// replaces replicas.json while the coordinator vouches for it; a lease that has ended counts as no replicas at all, so
// that a lagging one is not used when nobody watches it. Programs of the command line run for minutes with one
// configuration, so they always read from the primary.
return (static function (): array {
    if (PHP_SAPI === 'cli') {
        return [];
    }

    $text = @file_get_contents(__DIR__ . '/replicas.json');
    $pool = $text === false ? null : json_decode($text, true, 4);
    if (!is_array($pool) || !is_array($pool['replicas'] ?? null)) {
        return [];
    }

    // The second bound is for a clock that was set back.
    $left = (float)($pool['until'] ?? 0) - microtime(true);
    return $left > 0 && $left <= 61 ? $pool['replicas'] : [];
})();
