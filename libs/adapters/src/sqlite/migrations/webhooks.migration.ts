import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `CREATE TABLE "webhook" ("id" text PRIMARY KEY NOT NULL, "url" text NOT NULL, "events" text NOT NULL,
    "secret" text NOT NULL, "created_at_ms" integer NOT NULL, "position" integer NOT NULL, "paused" text)`,
  `CREATE TABLE "webhook_dead_letter" ("webhook" text NOT NULL, "number" integer NOT NULL,
    "message_id" text NOT NULL, "type" text NOT NULL, "body" text NOT NULL, "attempts" integer NOT NULL,
    "failed_at_ms" integer NOT NULL, "code" text NOT NULL, "status" integer, PRIMARY KEY ("webhook", "number"))`,
];

const TABLES = ['webhook', 'webhook_dead_letter'];

/** Subscriptions to events over HTTP. */
export class Webhooks1790500000000 implements MigrationInterface {
  readonly name = 'Webhooks1790500000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE "${table}"`);
  }
}
