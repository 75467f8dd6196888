import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Records of reorganisations. */
export class Reorganisations1790400000000 implements MigrationInterface {
  readonly name = 'Reorganisations1790400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE "reorganisation" ("number" integer PRIMARY KEY NOT NULL, "facts" text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "reorganisation"');
  }
}
