<?php
// Tells whether the product has to be installed: exit code 0: yes, the database is empty; 10: it is installed already;
// 1: neither, or the database cannot be asked. Standard input is JSON: host, port, user, password, name, tls, table,
// column, and marks: values of that column that all exist once an installation has come to its end.

function stop(string $message): never
{
    fwrite(STDERR, $message . "\n");
    exit(1);
}

function ask(mysqli $database, string $query, array $values): array
{
    $statement = $database->prepare($query);
    $statement->execute($values);
    return array_column($statement->get_result()->fetch_all(MYSQLI_NUM), 0);
}

if (!extension_loaded('mysqli')) {
    stop('Cannot ask the database: PHP has no mysqli. Install php-mysqlnd.');
}

$wanted = json_decode(stream_get_contents(STDIN), true, 3);
if (!is_array($wanted)) {
    stop('Cannot ask the database: standard input is no JSON.');
}

$place = "{$wanted['host']}:{$wanted['port']}/{$wanted['name']}";
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
try {
    $database = mysqli_init();
    $database->options(MYSQLI_OPT_CONNECT_TIMEOUT, 10);
    $database->real_connect(
        $wanted['host'],
        $wanted['user'],
        $wanted['password'],
        $wanted['name'],
        $wanted['port'],
        null,
        $wanted['tls'] ? MYSQLI_CLIENT_SSL : 0
    );
    $tables = ask($database, 'SELECT table_name FROM information_schema.tables WHERE table_schema = ?', [$wanted['name']]);
    if ($tables === []) {
        echo "The database {$place} is empty.\n";
        exit(0);
    }

    $settings = in_array($wanted['table'], $tables, true)
        ? ask($database, "SELECT `{$wanted['column']}` FROM `{$wanted['table']}`", [])
        : [];
} catch (mysqli_sql_exception $failure) {
    stop("Cannot ask the database {$place}: {$failure->getMessage()}. Check that it runs and that this node reaches it.");
}

if (array_diff($wanted['marks'], $settings) === []) {
    echo "The database {$place} holds an installation.\n";
    exit(10);
}

if (!in_array($wanted['table'], $tables, true)) {
    stop("The database {$place} holds " . count($tables) . " tables, such as {$tables[0]}, that are not this product's. They "
        . 'are never overwritten. Move them to a schema of their own, then apply again.');
}

stop("The database {$place} holds " . count($tables) . ' tables of an installation that did not come to its end. Drop '
    . 'and create the database again, then apply again.');
