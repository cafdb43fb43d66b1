<?php
// Runs a command line script of the product with arguments from standard input (a JSON list of strings), so that no
// secret stands on a command line. Usage: php run-cli.php SCRIPT < ARGUMENTS

if (PHP_SAPI !== 'cli' || $argc !== 2) {
    fwrite(STDERR, "Usage: php run-cli.php SCRIPT, with a JSON list of arguments on standard input.\n");
    exit(2);
}

$_SERVER['argv'] = json_decode(stream_get_contents(STDIN), true, 2);
if (!is_array($_SERVER['argv']) || array_filter($_SERVER['argv'], 'is_string') !== $_SERVER['argv']) {
    fwrite(STDERR, "Cannot run {$argv[1]}: standard input is no JSON list of strings.\n");
    exit(2);
}

array_unshift($_SERVER['argv'], $argv[1]);
$_SERVER['argc'] = count($_SERVER['argv']);
$_SERVER['SCRIPT_FILENAME'] = $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $argv[1];
$argv = $_SERVER['argv'];
$argc = $_SERVER['argc'];
require $argv[0];
