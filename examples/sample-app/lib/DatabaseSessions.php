<?php
// Sessions in the primary database, so that any node can serve the next request of a visitor.

declare(strict_types=1);

final class DatabaseSessions implements SessionHandlerInterface, SessionUpdateTimestampHandlerInterface
{
    private const LIFETIME_SECONDS = 8 * 3600;

    private ?string $lock = null;

    public function __construct(private readonly Database $database, private readonly int $lockSeconds)
    {
    }

    public function open(string $path, string $name): bool
    {
        return true;
    }

    public function close(): bool
    {
        if ($this->lock !== null) {
            $this->database->readFresh('SELECT RELEASE_LOCK(?)', [$this->lock]);
            $this->lock = null;
        }

        return true;
    }

    public function read(string $id): string
    {
        $this->acquire($id);
        return $this->find($id) ?? '';
    }

    public function write(string $id, string $data): bool
    {
        $this->database->write(
            "INSERT INTO {$this->database->table('sessions')} (sid, data, touched) VALUES (?, ?, ?)"
                . ' ON DUPLICATE KEY UPDATE data = VALUES(data), touched = VALUES(touched)',
            [self::key($id), $data, time()]
        );
        return true;
    }

    public function destroy(string $id): bool
    {
        $this->database->write("DELETE FROM {$this->database->table('sessions')} WHERE sid = ?", [self::key($id)]);
        return true;
    }

    public function gc(int $lifetime): int|false
    {
        $this->database->write(
            "DELETE FROM {$this->database->table('sessions')} WHERE touched < ?",
            [time() - self::LIFETIME_SECONDS]
        );
        return 0;
    }

    public function validateId(string $id): bool
    {
        return $this->find($id) !== null;
    }

    public function updateTimestamp(string $id, string $data): bool
    {
        return $this->write($id, $data);
    }

    private function find(string $id): ?string
    {
        $rows = $this->database->readFresh(
            "SELECT data FROM {$this->database->table('sessions')} WHERE sid = ? AND touched >= ?",
            [self::key($id), time() - self::LIFETIME_SECONDS]
        );
        return $rows[0]['data'] ?? null;
    }

    private function acquire(string $id): void
    {
        $lock = 'session-' . substr(self::key($id), 0, 48);
        $answer = $this->database->readFresh('SELECT GET_LOCK(?, ?) AS held', [$lock, $this->lockSeconds]);
        if ((int)$answer[0]['held'] !== 1) {
            throw new RuntimeException('Another request of this session did not end in time. Try again.');
        }

        $this->lock = $lock;
    }

    // A copy of the table must not let anybody take over a session.
    private static function key(string $id): string
    {
        return hash('sha256', $id);
    }
}
