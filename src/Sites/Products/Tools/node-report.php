<?php
// Prints what this node says of itself as JSON, for "moodlectl doctor": nothing secret. Leaves a word in the shared
// storage and tells which words of other nodes it finds there. Usage: php node-report.php WORD
declare(strict_types=1);

$word = preg_match('~^[a-z0-9]{1,64}$~', $argv[1] ?? '') ? $argv[1] : 'none';

$expected = json_decode((string)@file_get_contents(__DIR__ . '/expectation.json'), true, 3) ?: [];
$mount = null;
foreach (file('/proc/self/mountinfo', FILE_IGNORE_NEW_LINES) ?: [] as $line) {
    // "36 35 98:0 / /mnt rw,noatime master:1 - ext3 /dev/root rw": options, "-", type, source, options of the whole.
    [$own, $whole] = explode(' - ', $line, 2) + [1 => ''];
    $fields = explode(' ', $own);
    if (stripcslashes($fields[4]) === ($expected['mount'] ?? '')) {
        $rest = explode(' ', $whole);
        $mount = ['type' => $rest[0], 'source' => $rest[1] ?? '', 'options' => "{$fields[5]},{$rest[2]}"];
    }
}

$fstab = array_values(preg_grep(
    '~^[^#\s]\S*\s+' . preg_quote($expected['mount'] ?? '-', '~') . '\s~',
    @file('/etc/fstab', FILE_IGNORE_NEW_LINES) ?: []
));
$words = [];
if ($mount !== null) {
    $probes = "{$expected['mount']}/.mna-probe";
    @mkdir($probes, 0770);
    // Left alone when it is there: another node may be reading it.
    if (@file_get_contents("{$probes}/{$expected['node']}") !== $word) {
        @file_put_contents("{$probes}/{$expected['node']}", $word);
    }

    foreach (glob("{$probes}/*") ?: [] as $file) {
        $words[basename($file)] = (string)@file_get_contents($file);
    }
}

$user = posix_getpwuid(posix_geteuid());
$code = $expected['code'] ?? '';
$config = $expected['config'] ?? '';
echo json_encode([
    'node' => $expected['node'] ?? '',
    'time' => microtime(true),
    'user' => ['name' => $user['name'] ?? '', 'uid' => posix_geteuid()],
    'mount' => $mount,
    'fstab' => $fstab,
    'words' => (object)$words,
    'mountWritable' => $mount !== null && is_writable($expected['mount']),
    'code' => ['path' => $code, 'release' => is_link($code) ? readlink($code) : '', 'writable' => is_writable($code)],
    'config' => [
        'sha256' => is_readable($config) ? hash_file('sha256', $config) : '',
        'expected' => $expected['sha256'] ?? '',
        'mode' => is_file($config) ? decoct(fileperms($config) & 07777) : '',
    ],
    'php' => ['version' => PHP_VERSION, 'extensions' => array_map('strtolower', get_loaded_extensions())],
    'ini' => [
        'max_input_vars' => (int)ini_get('max_input_vars'),
        'memory_limit' => ini_get('memory_limit'),
        'opcache.memory_consumption' => (int)ini_get('opcache.memory_consumption'),
    ],
    'replicas' => json_decode((string)@file_get_contents(__DIR__ . '/replicas.json'), true, 4),
    'maintenance' => (string)@file_get_contents(__DIR__ . '/maintenance') !== '',
    'timers' => array_map('basename', glob('/etc/systemd/system/mna-*.timer') ?: []),
], JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR), "\n";
