import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `CREATE TABLE "event" ("number" integer PRIMARY KEY NOT NULL, "numbers" integer NOT NULL, "kind" text NOT NULL,
    "at_ms" integer NOT NULL, "facts" text NOT NULL, "transaction" blob)`,
  `CREATE TABLE "event_subject" ("type" integer NOT NULL, "id" blob NOT NULL, PRIMARY KEY ("type", "id"))
    WITHOUT ROWID`,
  `CREATE TABLE "event_state" ("id" integer PRIMARY KEY NOT NULL, "next" integer NOT NULL, "tip_hash" blob,
    "tip_height" integer)`,
  `INSERT INTO "event_state" ("id", "next", "tip_hash", "tip_height") VALUES (1, 1, NULL, NULL)`,
];

const TABLES = ['event', 'event_subject', 'event_state'];

/** The journal of events. */
export class EventJournal1790200000000 implements MigrationInterface {
  readonly name = 'EventJournal1790200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE "${table}"`);
  }
}
