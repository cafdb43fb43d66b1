<?php
// What the balancer asks this node: 200 while it can serve. It fails for faults of this node only (PHP, the mount, the
// code, the configuration). The database and the storage's server are shared: when they fail, taking every node out of
// the balancer helps nobody, so they are for the coordinator to report. Nothing here touches the shared storage, which
// may hang.
declare(strict_types=1);

header('Content-Type: text/plain; charset=utf-8');
header('Cache-Control: no-store');

$faults = (static function (): array {
    $expected = json_decode((string)@file_get_contents(__DIR__ . '/expectation.json'), true, 3);
    if (!is_array($expected)) {
        return ['expectation: not there, apply the site'];
    }

    $faults = [];
    // "36 35 98:0 / /mnt rw,noatime master:1 - ext3 /dev/root rw"
    $mounts = array_map(
        static fn (string $line): string => stripcslashes(explode(' ', $line)[4] ?? ''),
        file('/proc/self/mountinfo', FILE_IGNORE_NEW_LINES) ?: []
    );
    if (!in_array($expected['mount'], $mounts, true)) {
        $faults[] = "mount: nothing is mounted on {$expected['mount']}";
    }

    clearstatcache(true);
    if (!is_dir($expected['code'])) {
        $faults[] = "code: {$expected['code']} leads nowhere";
    } elseif (@hash_file('sha256', $expected['config']) !== $expected['sha256']) {
        $faults[] = "config: {$expected['config']} is not as applied";
    }

    return $faults;
})();

if ($faults !== []) {
    http_response_code(503);
}

echo $faults === [] ? "OK\n" : implode("\n", $faults) . "\n";
