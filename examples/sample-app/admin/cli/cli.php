<?php
// Begins each command line script of the sample application: options as Moodle's scripts take them.

declare(strict_types=1);

if (PHP_SAPI !== 'cli') {
    http_response_code(404);
    exit(1);
}

require __DIR__ . '/../../config.php';

/** Options such as --name=theme; one without a value is "1". */
function options(array $known): array
{
    $options = array_fill_keys($known, null);
    foreach (array_slice($_SERVER['argv'], 1) as $argument) {
        [$name, $value] = explode('=', $argument, 2) + [1 => '1'];
        if (!str_starts_with($name, '--') || !array_key_exists(substr($name, 2), $options)) {
            stop("There is no option {$name}.", 2);
        }

        $options[substr($name, 2)] = $value;
    }

    return $options;
}

function stop(string $message, int $code): never
{
    fwrite(STDERR, $message . "\n");
    exit($code);
}
