import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Secrets of subscriptions that were replaced and still sign for a while. */
export class WebhookSecrets1790600000000 implements MigrationInterface {
  readonly name = 'WebhookSecrets1790600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "webhook" ADD COLUMN "old_secrets" text NOT NULL DEFAULT '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "webhook" DROP COLUMN "old_secrets"');
  }
}
