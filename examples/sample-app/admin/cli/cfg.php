<?php
// Reads or writes a setting, as Moodle's script of this name does: exit code 3 when it is not set.

declare(strict_types=1);

require __DIR__ . '/cli.php';

$options = options(['name', 'component', 'set', 'no-eol']);
if ($options['name'] === null) {
    stop('Which setting? Add --name=NAME.', 2);
}

$name = ($options['component'] === null ? '' : "{$options['component']}/") . $options['name'];
if ($options['set'] !== null) {
    $DB->write("REPLACE INTO {$DB->table('config')} (name, value) VALUES (?, ?)", [$name, $options['set']]);
    exit(0);
}

$found = $DB->readFresh("SELECT value FROM {$DB->table('config')} WHERE name = ?", [$name]);
if ($found === []) {
    stop("{$name} is not set.", 3);
}

echo $found[0]['value'], $options['no-eol'] === null ? "\n" : '';
