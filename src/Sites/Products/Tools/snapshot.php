<?php
// Works on a snapshot of the shared storage, as the web user: "mark" writes the name of the next one into the storage,
// "compare" reads every file of one, "restore" also puts back those that are missing or other ones now. Deletes nothing.
// Prints JSON. Usage: php snapshot.php mark|compare|restore MOUNT NAME
declare(strict_types=1);

const MARK = '.mna-backup';
// Made anew by the product, or of the moment only.
const PASSING = ['.snapshot', '.mna-probe', 'cache', 'localcache', 'temp', 'sessions', 'lock'];
const MOST_NAMES = 20;

[, $action, $mount, $name] = $argv + ['', '', '', ''];
if (!in_array($action, ['mark', 'compare', 'restore'], true) || !is_dir($mount)
    || !preg_match('~^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$~', $name)) {
    fwrite(STDERR, "Usage: php snapshot.php mark|compare|restore MOUNT NAME\n");
    exit(2);
}

if ($action === 'mark') {
    if (file_put_contents("{$mount}/" . MARK, $name) !== strlen($name)) {
        fwrite(STDERR, "Cannot write {$mount}/" . MARK . "\n");
        exit(1);
    }

    echo json_encode(['marked' => true]), "\n";
    exit(0);
}

$snapshot = "{$mount}/.snapshot/{$name}";
if (!is_dir($snapshot)) {
    fwrite(STDERR, "There is no {$snapshot}.\n");
    exit(1);
}

$marked = @file_get_contents("{$snapshot}/" . MARK) === $name;
$counts = ['files' => 0, 'bytes' => 0, 'same' => 0, 'other' => 0, 'missing' => 0, 'restored' => 0];
$broken = [];
$entries = new RecursiveIteratorIterator(
    new RecursiveCallbackFilterIterator(
        new RecursiveDirectoryIterator($snapshot, FilesystemIterator::SKIP_DOTS),
        static fn (SplFileInfo $entry): bool =>
            $entry->getPath() !== $snapshot || !in_array($entry->getFilename(), PASSING, true)
    ),
    RecursiveIteratorIterator::SELF_FIRST
);
foreach ($entries as $entry) {
    $path = substr($entry->getPathname(), strlen($snapshot) + 1);
    if ($entry->isLink() || (!$entry->isFile() && !$entry->isDir())) {
        continue;
    }

    if ($entry->isDir()) {
        if ($action === 'restore' && !is_dir("{$mount}/{$path}")) {
            mkdir("{$mount}/{$path}", $entry->getPerms() & 07777);
            chmod("{$mount}/{$path}", $entry->getPerms() & 07777);
        }

        continue;
    }

    // Moodle's files bear their SHA-1 as a name: filedir/da/39/da39a3ee5e6b4b0d3255bfef95601890afd80709
    $hash = @sha1_file($entry->getPathname());
    if ($hash === false
        || (preg_match('~^filedir/../../([0-9a-f]{40})$~', $path, $named) && $named[1] !== $hash)) {
        $broken[] = $path;
        continue;
    }

    $counts['files']++;
    $counts['bytes'] += $entry->getSize();
    $present = is_file("{$mount}/{$path}");
    if ($present && filesize("{$mount}/{$path}") === $entry->getSize() && @sha1_file("{$mount}/{$path}") === $hash) {
        $counts['same']++;
        continue;
    }

    $counts[$present ? 'other' : 'missing']++;
    if ($action === 'restore') {
        // Beside it first: nobody reads half a file.
        $next = "{$mount}/{$path}.mna-restore";
        if (!copy($entry->getPathname(), $next) || !chmod($next, $entry->getPerms() & 07777)
            || !touch($next, $entry->getMTime()) || !rename($next, "{$mount}/{$path}")) {
            fwrite(STDERR, "Cannot put {$mount}/{$path} back.\n");
            exit(1);
        }

        $counts['restored']++;
    }
}

echo json_encode(['marked' => $marked, ...$counts, 'broken' => array_slice($broken, 0, MOST_NAMES)]), "\n";
