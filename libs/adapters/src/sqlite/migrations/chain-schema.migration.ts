import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `CREATE TABLE "chain_state" ("id" integer PRIMARY KEY NOT NULL, "genesis" blob NOT NULL, "tip" blob,
    "account_count" integer NOT NULL, "account_balance" integer NOT NULL)`,
  `CREATE TABLE "header" ("number" integer PRIMARY KEY NOT NULL, "hash" blob NOT NULL, "height" integer NOT NULL,
    "header" blob NOT NULL, "ruled_target" blob NOT NULL, "total_work" blob NOT NULL, "status" integer NOT NULL,
    "arrival" integer NOT NULL, "invalid_code" text)`,
  `CREATE UNIQUE INDEX "header_hash" ON "header" ("hash")`,
  `CREATE INDEX "header_height" ON "header" ("height")`,
  `CREATE TABLE "best_chain" ("height" integer PRIMARY KEY NOT NULL, "number" integer NOT NULL)`,
  `CREATE TABLE "body" ("number" integer PRIMARY KEY NOT NULL, "bytes" blob NOT NULL)`,
  `CREATE TABLE "undo" ("number" integer PRIMARY KEY NOT NULL, "bytes" blob NOT NULL)`,
  `CREATE TABLE "account" ("id" blob PRIMARY KEY NOT NULL, "balance" integer NOT NULL,
    "nonce" integer NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE "account_journal" ("number" integer PRIMARY KEY NOT NULL, "bytes" blob NOT NULL)`,
  `CREATE TABLE "place_run" ("id" integer PRIMARY KEY NOT NULL, "level" integer NOT NULL,
    "last_height" integer NOT NULL, "merged_into" integer)`,
  `CREATE TABLE "place_chunk" ("id" integer PRIMARY KEY NOT NULL, "run" integer NOT NULL, "first" blob NOT NULL,
    "entries" blob NOT NULL)`,
  `CREATE UNIQUE INDEX "place_chunk_first" ON "place_chunk" ("run", "first")`,
  `CREATE TABLE "open_transaction" ("id" blob PRIMARY KEY NOT NULL, "bytes" blob NOT NULL,
    "first_seen_ms" integer NOT NULL)`,
];

const TABLES = [
  'chain_state',
  'header',
  'best_chain',
  'body',
  'undo',
  'account',
  'account_journal',
  'place_run',
  'place_chunk',
  'open_transaction',
];

/** The first schema: the chain, its accounts and indexes, and the open transactions. */
export class ChainSchema1790000000000 implements MigrationInterface {
  readonly name = 'ChainSchema1790000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE "${table}"`);
  }
}
