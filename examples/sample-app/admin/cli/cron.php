<?php
// What runs by the clock: forgets old sessions, and notes which node did so. Any number of nodes may run it; while it is
// disabled it does nothing, as Moodle's.

declare(strict_types=1);

require __DIR__ . '/cli.php';

function keep(string $name, string $value): void
{
    global $DB;
    $DB->write("REPLACE INTO {$DB->table('config')} (name, value) VALUES (?, ?)", [$name, $value]);
}

$options = options(['enable', 'disable', 'disable-wait']);
if ($options['enable'] !== null) {
    keep('cron_enabled', '1');
    exit(0);
}

if ($options['disable'] !== null || $options['disable-wait'] !== null) {
    keep('cron_enabled', '0');
    exit(0);
}

$enabled = $DB->readFresh("SELECT value FROM {$DB->table('config')} WHERE name = 'cron_enabled'")[0]['value'] ?? '1';
if ($enabled === '0') {
    echo "Cron is disabled.\n";
    exit(0);
}

$DB->write("DELETE FROM {$DB->table('sessions')} WHERE touched < ?", [time() - 8 * 3600]);
keep('cron_' . gethostname(), (string)time());
