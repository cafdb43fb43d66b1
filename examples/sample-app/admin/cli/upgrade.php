<?php
// Brings the database to the version of the code. --is-pending asks only: exit code 2 means yes, 0 no.

declare(strict_types=1);

require __DIR__ . '/cli.php';
require __DIR__ . '/../../version.php';

$options = options(['is-pending', 'non-interactive', 'allow-unstable']);
$present = $DB->readFresh("SELECT value FROM {$DB->table('config')} WHERE name = 'version'")[0]['value'] ?? '0';
if ($options['is-pending'] !== null) {
    exit((int)$present < (int)$version ? 2 : 0);
}

if ((int)$present > (int)$version) {
    stop("The database is of version {$present}, the code of {$version}: a downgrade is not possible.", 1);
}

$DB->write("REPLACE INTO {$DB->table('config')} (name, value) VALUES ('version', ?)", [(string)$version]);
echo "The database is of version {$version} now.\n";
