"""Reads the parts of a PostgreSQL schema from the server's catalogue, in the server's own words."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from app.gateways.revision import VERSION_TABLE

# Each query gives an object's name and its definition, for the current schema only.
_QUERIES: Final = (
    # tables
    """
    SELECT c.relname, 'table'
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    """,
    # columns
    """
    SELECT c.relname || ' column ' || a.attname,
           format_type(a.atttypid, a.atttypmod)
           || CASE WHEN a.attnotnull THEN '' ELSE ', may be NULL' END
           || COALESCE(', default ' || pg_get_expr(d.adbin, d.adrelid), '')
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    """,
    # primary keys, unique constraints, checks and foreign keys with their rules
    """
    SELECT c.relname || ' '
           || CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique constraint'
                             WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key' ELSE 'constraint' END
           || ' ' || k.conname,
           pg_get_constraintdef(k.oid)
    FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND k.contype IN ('p', 'u', 'c', 'f', 'x')
    """,
    # indexes that are not a constraint's own
    """
    SELECT c.relname || CASE WHEN i.indisunique THEN ' unique index ' ELSE ' index ' END || x.relname,
           substring(pg_get_indexdef(i.indexrelid) FROM ' USING (.*)$')
           || CASE WHEN i.indisvalid THEN '' ELSE ', invalid' END
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_class x ON x.oid = i.indexrelid
    WHERE c.relnamespace = current_schema()::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
    """,
    # enum types, with their values in order
    """
    SELECT 'enum ' || t.typname, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
    FROM pg_type t
    JOIN pg_enum e ON e.enumtypid = t.oid
    WHERE t.typnamespace = current_schema()::regnamespace
    GROUP BY t.typname
    """,
    # triggers
    """
    SELECT c.relname || ' trigger ' || t.tgname, substring(pg_get_triggerdef(t.oid) FROM ' TRIGGER (.*)$')
    FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal
    """,
    # views
    """
    SELECT 'view ' || c.relname, regexp_replace(pg_get_viewdef(c.oid), '\\s+', ' ', 'g')
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('v', 'm')
    """,
)


def read(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every object with its definition, in no order."""
    for query in _QUERIES:
        for name, definition in connection.exec_driver_sql(query):
            if name.partition(" ")[0] != VERSION_TABLE:
                yield name, definition
