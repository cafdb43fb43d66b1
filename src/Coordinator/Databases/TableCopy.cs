using System.Globalization;
using System.Text;
using MySqlConnector;

namespace MoodleNodeAgent.Coordinator.Databases;

/// <summary>Copies tables from one server to another, row by row in batches.</summary>
internal sealed class TableCopy(MySqlConnection source, MySqlConnection target, string schema, string into)
{
    private const int MostValues = 5000;
    private const int MostBytes = 4_000_000;

    // A zero is a value of its own, times are those of the row, and a row may come before the one that it names.
    private const string Session =
        "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00', foreign_key_checks = 0, unique_checks = 0";

    private bool isPrepared;

    /// <summary>Makes the table and fills it.</summary>
    /// <returns>Number of rows.</returns>
    public async Task<long> RunAsync(string table, CancellationToken cancellation)
    {
        if (!isPrepared)
        {
            await Connections.ExecuteAsync(source, "SET SESSION time_zone = '+00:00'", cancellation);
            await Connections.ExecuteAsync(target, Session, cancellation);
            await Connections.ExecuteAsync(target, $"USE {Sql.Identifier(into)}", cancellation);
            isPrepared = true;
        }

        await Connections.ExecuteAsync(target, await DefinitionAsync(table, cancellation), cancellation);
        var columns = string.Join(", ", (await ColumnsAsync(table, cancellation)).Select(Sql.Identifier));
        await using var command = new MySqlCommand(
            $"SELECT {columns} FROM {Sql.Identifier(schema)}.{Sql.Identifier(table)}", source)
        {
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var insert = $"INSERT INTO {Sql.Identifier(into)}.{Sql.Identifier(table)} ({columns}) VALUES ";
        var batch = new List<object?[]>();
        var (rows, bytes) = (0L, 0);
        while (await reader.ReadAsync(cancellation))
        {
            var row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            batch.Add(row);
            bytes += row.Sum(SizeOf);
            rows++;
            if (batch.Count * row.Length >= MostValues || bytes >= MostBytes)
            {
                await WriteAsync(insert, batch, cancellation);
                batch.Clear();
                bytes = 0;
            }
        }

        if (batch.Count > 0)
        {
            await WriteAsync(insert, batch, cancellation);
        }

        return rows;
    }

    private static int SizeOf(object? value) => value switch
    {
        string text => text.Length,
        byte[] bytes => bytes.Length,
        _ => 8,
    };

    private async Task WriteAsync(string insert, List<object?[]> batch, CancellationToken cancellation)
    {
        var text = new StringBuilder(insert);
        await using var command = new MySqlCommand { Connection = target, CommandTimeout = 0 };
        foreach (var row in batch)
        {
            text.Append(command.Parameters.Count == 0 ? "(" : ", (");
            for (var column = 0; column < row.Length; column++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"@v{command.Parameters.Count}");
                text.Append(column == 0 ? "" : ", ").Append(name);
                command.Parameters.AddWithValue(name, row[column]);
            }

            text.Append(')');
        }

        command.CommandText = text.ToString();
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<string> DefinitionAsync(string table, CancellationToken cancellation)
    {
        await using var command = new MySqlCommand(
            $"SHOW CREATE TABLE {Sql.Identifier(schema)}.{Sql.Identifier(table)}", source);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetString(1);
    }

    // A generated column makes itself.
    private async Task<List<string>> ColumnsAsync(string table, CancellationToken cancellation)
    {
        await using var command = new MySqlCommand(
            "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = @schema AND TABLE_NAME = @table "
            + "AND COALESCE(GENERATION_EXPRESSION, '') = '' ORDER BY ORDINAL_POSITION",
            source);
        command.Parameters.AddWithValue("@schema", schema);
        command.Parameters.AddWithValue("@table", table);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var columns = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            columns.Add(reader.GetString(0));
        }

        return columns;
    }
}
