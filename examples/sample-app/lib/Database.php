<?php
// Reads go to a replica, writes to the primary: the way Moodle does it, from the same options of config.php.

declare(strict_types=1);

final class Database
{
    private ?mysqli $writer = null;
    private ?mysqli $reader = null;

    /** @var array<string, mixed> */
    private array $readerPlace = [];

    private bool $hasWritten = false;

    public function __construct(private readonly stdClass $config)
    {
        mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
    }

    /** Rows of a query, from a replica unless this request has written something. */
    public function read(string $query, array $values = []): array
    {
        return $this->run($this->hasWritten ? $this->writer() : $this->reader(), $query, $values);
    }

    /** Rows of a query that must not be behind, from the primary. */
    public function readFresh(string $query, array $values = []): array
    {
        return $this->run($this->writer(), $query, $values);
    }

    /** Changes something on the primary; returns the new row's id. */
    public function write(string $query, array $values = []): int
    {
        $this->hasWritten = true;
        $this->run($this->writer(), $query, $values);
        return (int)$this->writer()->insert_id;
    }

    /** Which server answers reads: host, port, server_id. */
    public function readServer(): array
    {
        $this->reader();
        return $this->readerPlace + $this->identity($this->reader());
    }

    /** Which server takes writes: host, port, server_id. */
    public function writeServer(): array
    {
        return $this->primary() + $this->identity($this->writer());
    }

    public function table(string $name): string
    {
        return '`' . str_replace('`', '', $this->config->prefix . $name) . '`';
    }

    private function reader(): mysqli
    {
        return $this->reader ??= $this->connectReader();
    }

    private function writer(): mysqli
    {
        return $this->writer ??= $this->connect($this->primary(), (int)($this->config->dboptions['connecttimeout'] ?? 10));
    }

    private function connectReader(): mysqli
    {
        $readonly = $this->config->dboptions['readonly'] ?? ['instance' => []];
        $replicas = $readonly['instance'];
        shuffle($replicas);
        foreach ($replicas as $replica) {
            $place = ['host' => $replica['dbhost'], 'port' => (int)($replica['dbport'] ?? $this->primary()['port'])];
            try {
                $connection = $this->connect($place, (int)($readonly['connecttimeout'] ?? 2));
                $this->readerPlace = $place;
                return $connection;
            } catch (mysqli_sql_exception $failure) {
                error_log("Read replica {$place['host']}:{$place['port']} does not answer: {$failure->getMessage()}. Trying the next.");
            }
        }

        $this->readerPlace = $this->primary();
        return $this->writer();
    }

    private function primary(): array
    {
        return ['host' => $this->config->dbhost, 'port' => (int)(($this->config->dboptions['dbport'] ?? '') ?: 3306)];
    }

    private function connect(array $place, int $seconds): mysqli
    {
        $connection = mysqli_init();
        $connection->options(MYSQLI_OPT_CONNECT_TIMEOUT, $seconds);
        // Kept from blocking a page for ever when a server takes the connection but never answers.
        $connection->options(MYSQLI_OPT_READ_TIMEOUT, 30);
        $connection->real_connect(
            $place['host'],
            $this->config->dbuser,
            $this->config->dbpass,
            $this->config->dbname,
            $place['port'],
            null,
            isset($this->config->dboptions['ssl']) ? MYSQLI_CLIENT_SSL : 0
        );
        $connection->set_charset('utf8mb4');
        return $connection;
    }

    private function identity(mysqli $connection): array
    {
        return ['server_id' => (int)$this->run($connection, 'SELECT @@server_id AS id', [])[0]['id']];
    }

    private function run(mysqli $connection, string $query, array $values): array
    {
        $statement = $connection->prepare($query);
        $statement->execute($values);
        $result = $statement->get_result();
        return $result === false ? [] : $result->fetch_all(MYSQLI_ASSOC);
    }
}
