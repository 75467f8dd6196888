import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `CREATE TABLE "payment_key" ("number" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "key" text NOT NULL,
    "fingerprint" blob NOT NULL, "transaction" blob NOT NULL, "signed_at_ms" integer NOT NULL,
    "taken" integer NOT NULL)`,
  `CREATE UNIQUE INDEX "payment_key_key" ON "payment_key" ("key")`,
  `CREATE INDEX "payment_key_signed" ON "payment_key" ("signed_at_ms")`,
];

/** Payments by their callers' keys. */
export class PaymentKeys1790100000000 implements MigrationInterface {
  readonly name = 'PaymentKeys1790100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "payment_key"`);
  }
}
