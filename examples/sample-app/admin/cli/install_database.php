<?php
// Command line installer with the options of Moodle's: creates the tables and the first user, once per database.

declare(strict_types=1);

if (PHP_SAPI !== 'cli') {
    http_response_code(404);
    exit(1);
}

const HELP = <<<TEXT
    Creates the tables of the sample application in the database that config.php names.

    --adminpass=PASSWORD  password of the first user (required)
    --agree-license       agree with the licence (required)
    --adminuser=USERNAME  default: admin
    --adminemail=ADDRESS  default: none
    --fullname=NAME       name of the site, default: Sample site
    --shortname=NAME      default: sample
    --lang=CODE           accepted for Moodle's sake; the sample speaks English
    --help

    TEXT;

require __DIR__ . '/../../config.php';

function fail(string $message): never
{
    fwrite(STDERR, $message . "\n");
    exit(1);
}

$options = ['adminuser' => 'admin', 'adminpass' => '', 'adminemail' => '', 'fullname' => 'Sample site',
    'shortname' => 'sample', 'lang' => 'en', 'agree-license' => '', 'help' => ''];
foreach (array_slice($_SERVER['argv'], 1) as $argument) {
    [$name, $value] = explode('=', $argument, 2) + [1 => '1'];
    if (!str_starts_with($name, '--') || !isset($options[substr($name, 2)])) {
        fail("There is no option {$name}. --help lists all.");
    }

    $options[substr($name, 2)] = $value;
}

if ($options['help'] !== '') {
    echo HELP;
    exit(0);
}

if ($options['agree-license'] === '') {
    fail('The licence has to be agreed to. Add --agree-license.');
}

if ($options['adminpass'] === '') {
    fail('The password of the first user is missing. Add --adminpass=PASSWORD.');
}

$isMariaDb = str_contains($DB->readFresh('SELECT VERSION() AS version')[0]['version'], 'MariaDB');
if ($isMariaDb !== ($CFG->dbtype === 'mariadb')) {
    fail("The database is " . ($isMariaDb ? 'MariaDB' : 'MySQL') . ", but config.php says dbtype {$CFG->dbtype}. "
        . 'Write ' . ($isMariaDb ? 'mariadb' : 'mysqli') . '.');
}

$tables = $DB->readFresh('SELECT table_name FROM information_schema.tables WHERE table_schema = ?', [$CFG->dbname]);
if ($tables !== []) {
    fail('Database tables already present; the installation cannot continue.');
}

$collation = $CFG->dboptions['dbcollation'] ?? 'utf8mb4_unicode_ci';
if (!preg_match('/\Autf8mb4_[a-z0-9_]+\z/', $collation)) {
    fail("The collation {$collation} is not one of utf8mb4. Mend dbcollation in config.php.");
}

$definitions = [
    'user' => 'id BIGINT AUTO_INCREMENT PRIMARY KEY, username VARCHAR(100) NOT NULL UNIQUE, '
        . 'password VARCHAR(255) NOT NULL, email VARCHAR(255) NOT NULL',
    'sessions' => 'sid CHAR(64) PRIMARY KEY, data MEDIUMTEXT NOT NULL, touched BIGINT NOT NULL, INDEX (touched)',
    'notes' => 'id BIGINT AUTO_INCREMENT PRIMARY KEY, author VARCHAR(100) NOT NULL, body TEXT NOT NULL, '
        . 'file VARCHAR(64) NOT NULL, node VARCHAR(255) NOT NULL, created BIGINT NOT NULL',
    'config' => 'name VARCHAR(100) PRIMARY KEY, value VARCHAR(255) NOT NULL',
];
foreach ($definitions as $name => $columns) {
    $DB->write("CREATE TABLE {$DB->table($name)} ({$columns}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={$collation}");
    echo "Created the table {$name}.\n";
}

$DB->write(
    "INSERT INTO {$DB->table('user')} (username, password, email) VALUES (?, ?, ?)",
    [$options['adminuser'], password_hash($options['adminpass'], PASSWORD_DEFAULT), $options['adminemail']]
);

require __DIR__ . '/../../version.php';
// "version" comes last: it says that the installation has come to its end.
$settings = ['fullname' => $options['fullname'], 'shortname' => $options['shortname'], 'version' => (string)$version];
foreach ($settings as $name => $value) {
    $DB->write("INSERT INTO {$DB->table('config')} (name, value) VALUES (?, ?)", [$name, $value]);
}

echo "Installation completed successfully.\n";
