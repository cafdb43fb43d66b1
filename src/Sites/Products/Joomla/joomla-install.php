<?php
// Fills Joomla's empty database from the SQL files of its own installer, which itself wants to write configuration.php
// and to delete its folder: both are read-only here and the same on all nodes.
// Usage: php joomla-install.php FOLDER, with JSON on standard input: user, email, password.
function stop(string $message): never
{
    fwrite(STDERR, "Cannot install Joomla: {$message}\n");
    exit(1);
}

/** Statements of an SQL file; a semicolon within quotes ends none. */
function statements(string $sql): array
{
    preg_match_all('~(?:[^;\'"`#-]|\'(?:[^\'\\\\]|\\\\.|\'\')*\'|"(?:[^"\\\\]|\\\\.)*"|`[^`]*`|--[^\n]*|#[^\n]*|-)+~s', $sql, $found);
    $bare = array_map(static fn (string $one): string => trim(preg_replace('~^\s*(?:--|#)[^\n]*$~m', '', $one)), $found[0]);
    return array_values(array_filter($bare, static fn (string $one): bool => $one !== ''));
}

if (PHP_SAPI !== 'cli' || $argc !== 2) {
    fwrite(STDERR, "Usage: php joomla-install.php FOLDER, with JSON on standard input.\n");
    exit(2);
}

$wanted = json_decode(stream_get_contents(STDIN), true, 2);
is_array($wanted) || stop('standard input is no JSON.');
require $argv[1] . '/configuration.php';
$config = new JConfig();
[$host, $port] = explode(':', $config->host);
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
try {
    $database = mysqli_init();
    $database->real_connect(
        $host, $config->user, $config->password, $config->db, (int)$port, null, $config->dbencryption ? MYSQLI_CLIENT_SSL : 0
    );
    $database->set_charset('utf8mb4');
    foreach (['base', 'extensions', 'supports'] as $part) {
        $file = "{$argv[1]}/installation/sql/mysql/{$part}.sql";
        is_file($file) || stop("the archive has no installation/sql/mysql/{$part}.sql. Use a full package of Joomla 4.3 or later.");
        foreach (statements(str_replace('#__', $config->dbprefix, file_get_contents($file))) as $statement) {
            $database->query($statement);
        }
    }

    $users = $database->prepare(
        "INSERT INTO `{$config->dbprefix}users` (`name`, `username`, `email`, `password`, `block`, `sendEmail`, `registerDate`, "
        . '`activation`, `params`, `requireReset`, `otpKey`, `otep`) VALUES (?, ?, ?, ?, 0, 1, UTC_TIMESTAMP(), \'\', \'\', 0, \'\', \'\')'
    );
    $users->execute([$wanted['user'], $wanted['user'], $wanted['email'], password_hash($wanted['password'], PASSWORD_BCRYPT)]);
    // 8 is the group of super users.
    $database->prepare("INSERT INTO `{$config->dbprefix}user_usergroup_map` (`user_id`, `group_id`) VALUES (?, 8)")
        ->execute([$database->insert_id]);
} catch (mysqli_sql_exception $failure) {
    stop("{$failure->getMessage()}. Drop and create the database again, then apply again.");
}

echo "Joomla is installed.\n";
